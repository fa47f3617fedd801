"""Credentials from files and commands, through the real command line and to a real server."""

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from driftcheck.cli import main
from tests.faults.matrix import (
    ENVIRONMENT,
    FINE,
    SECRET,
    assert_nothing_leaked,
    assert_only_asked,
    check,
    project,
)
from tests.faults.server import running
from tests.live.server import answer
from tests.support import Project, Ran

ARGUMENT = "hidd3n-argument"
UNSET = {"AGORA_CUSTOMER_SECRET": ""}
"""The environment of these runs has no secret in it."""


def python(code: str) -> str:
    """The key with a command that prints the secret; its argument must not be shown."""
    return f"customer_secret: {json.dumps({'command': [sys.executable, '-c', code, ARGUMENT]})}"


def test_a_secret_from_a_file_reaches_the_server_and_nobody_else(tmp_path: Path) -> None:
    with running(FINE) as server:
        made = project(tmp_path, server.url, 20, "customer_secret: {file: in/secret.txt}")
        ran, report = check(made.write(in___secret__txt=f"{SECRET}\n"), **UNSET)
    assert_nothing_leaked(ran, report)
    assert ran.code == 0
    assert_only_asked(server, 1)


def test_a_secret_from_a_command_reaches_the_server_and_nobody_else(tmp_path: Path) -> None:
    with running(FINE) as server:
        made = project(tmp_path, server.url, 20, python(f"print({SECRET!r})"))
        ran, report = check(made, **UNSET)
    assert_nothing_leaked(ran, report)
    assert ARGUMENT not in ran.stderr + report
    assert ran.code == 0
    assert f"driftcheck: asking {sys.executable} for customer_secret\n" in ran.err
    assert_only_asked(server, 1)


def test_a_dollar_in_a_command_is_written_twice_and_what_a_shell_would_do_stays_undone(
    tmp_path: Path,
) -> None:
    secret = "a$HOME;$(touch x)`touch x`"
    with running(FINE) as server:
        made = project(tmp_path, server.url, 20, python(f"print({secret.replace('$', '$$')!r})"))
        ran, _ = check(made, **UNSET)
    sent = base64.b64decode(server.requests[0].headers["authorization"].removeprefix("Basic "))
    assert (ran.code, sent.decode()) == (0, f"id:{secret}")
    assert not (tmp_path / "x").exists()


def test_paths_are_relative_to_a_configuration_that_is_elsewhere(tmp_path: Path) -> None:
    with running(FINE) as server:
        made = project(tmp_path / "config", server.url, 20, "customer_id: {file: id.txt}")
        text = (tmp_path / "config" / "driftcheck.yaml").read_text()
        made.write(driftcheck__yaml=f"{text}    customer_secret: {{command: [./give]}}\n")
        made.write(id__txt="id", give="#!/bin/sh\ncat secret.txt\n", secret__txt=SECRET)
        (tmp_path / "config" / "give").chmod(0o700)
        ran = Project(tmp_path).run("check", "-c", "config/driftcheck.yaml", env=ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")
    assert_only_asked(server, 1)


FAILS = f"import sys; print({SECRET!r}); print('the vault is sealed', file=sys.stderr); sys.exit(3)"


@pytest.mark.parametrize("verbose", [False, True])
def test_the_output_of_a_failing_command_is_shown_with_verbose_and_in_no_report(
    verbose: bool, tmp_path: Path
) -> None:
    with running(FINE) as server:
        made = project(tmp_path, server.url, 20, python(FAILS))
        flags = ["-v"] if verbose else []
        ran = made.run("check", *flags, "-o", "json=report.json", env=ENVIRONMENT | UNSET)
    report = (tmp_path / "report.json").read_text()
    assert_nothing_leaked(ran, report)
    assert ARGUMENT not in ran.stderr + report
    assert "sealed" not in report
    assert (f"driftcheck: {sys.executable}: the vault is sealed\n" in ran.err) is verbose
    assert (
        f'Error: driftcheck.yaml:7:5: "{sys.executable}" exited with 3 instead of giving '
        "customer_secret\n  Run driftcheck with -v to see what the command prints on stderr.\n"
    ) in ran.err
    assert (ran.code, server.connections) == (1, 0)


HANGS = "import time; time.sleep(300)"


def test_a_command_that_hangs_ends_at_the_deadline_of_the_whole_fetch(tmp_path: Path) -> None:
    with running(FINE) as server:
        made = project(tmp_path, server.url, 0.5, python(HANGS))
        ran, report = check(made, **UNSET)
    assert_nothing_leaked(ran, report)
    assert (ran.code, server.connections) == (1, 0)
    assert f'"{sys.executable}" did not return customer_secret in ' in ran.err
    assert "\n  It may be waiting for input: it has no terminal" in ran.err


def test_a_command_that_hangs_is_reported_with_the_timeout_that_was_set(tmp_path: Path) -> None:
    made = project(tmp_path, "https://127.0.0.1:9/", 0.5, python(HANGS))
    ran, _ = check(made, **UNSET)
    assert "did not return customer_secret in 0.5 seconds" in ran.err


def test_the_time_of_a_command_is_taken_from_that_of_the_fetch(tmp_path: Path) -> None:
    """One deadline for all: no attempt can wait for what the server asks for."""
    code = f"import time; time.sleep(1); print({SECRET!r})"
    with running(answer(503, Retry_After="60")) as server:
        made = project(tmp_path, server.url, 60.5, python(code))
        ran, report = check(made, **UNSET)
    assert_nothing_leaked(ran, report)
    assert ran.code == 1
    assert_only_asked(server, 1)


def test_a_secret_that_a_command_also_writes_to_stderr_is_hidden(tmp_path: Path) -> None:
    code = f"import sys; print({SECRET!r}); print('token', {SECRET!r}, file=sys.stderr)"
    with running(FINE) as server:
        ran, report = check(project(tmp_path, server.url, 20, python(code)), **UNSET)
    assert_nothing_leaked(ran, report)


Validate = Callable[..., tuple[int, str, str]]


@pytest.fixture
def validate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Validate:
    """Runs `driftcheck validate` here, on a key of the live side: the exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    for name, value in (ENVIRONMENT | UNSET).items():
        monkeypatch.setenv(name, value)

    def run(key: str, *args: str) -> tuple[int, str, str]:
        project(tmp_path, "https://127.0.0.1:9/", 20, key)
        return main.run(["validate", *args]), *capsys.readouterr()

    return run


LINE = f"vault read -token={ARGUMENT} agora"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            {"command": [LINE]},
            id="one-item",
        ),
        pytest.param({"command": LINE}, id="text"),
        pytest.param({"command": [["vault", ARGUMENT]]}, id="a-list-in-a-list"),
        pytest.param({"file": [ARGUMENT]}, id="a-list-of-files"),
        pytest.param([ARGUMENT], id="a-list"),
        pytest.param({"cmd": ["vault", ARGUMENT]}, id="another-key"),
        pytest.param({"file": "x", "command": ["vault", ARGUMENT]}, id="both"),
    ],
)
def test_a_command_that_is_written_wrong_is_reported_without_its_arguments(
    value: object, validate: Validate
) -> None:
    code, _, err = validate(f"customer_secret: {json.dumps(value)}")
    assert (code, err.startswith("Error: driftcheck.yaml:7:")) == (1, True)
    assert ARGUMENT not in err


def test_validate_looks_for_a_command_and_never_runs_it(validate: Validate, tmp_path: Path) -> None:
    code, _, err = validate(python("open('ran', 'w')"))
    assert (code, err) == (0, "")
    assert not (tmp_path / "ran").exists()


MISSING = {
    f"customer_secret: {{command: [no-such-command, {ARGUMENT}]}}": (
        'Error: driftcheck.yaml:7:5: there is no command "no-such-command" for customer_secret\n'
        "  Use a program on the PATH, or a path relative to the configuration.\n"
    ),
    "customer_secret: {file: gone.txt}": (
        'Error: driftcheck.yaml:7:5: there is no file "gone.txt"\n  Paths are relative to '
    ),
}


@pytest.mark.parametrize("key", MISSING)
def test_a_source_that_is_missing_is_reported_offline_unless_credentials_do_not_matter(
    key: str, validate: Validate
) -> None:
    code, out, err = validate(key)
    assert (code, out) == (1, "")
    assert Ran(code, out, err).err.startswith(MISSING[key])
    code, _, err = validate(key, "--no-credentials")
    assert (code, err) == (0, "")


@pytest.mark.parametrize("key", ["customer_secret: {file: kept.txt}", "ca_file: kept.txt"])
def test_no_report_is_written_over_what_the_live_side_reads(key: str, tmp_path: Path) -> None:
    made = project(tmp_path, "https://127.0.0.1:9/", 0.1, key).write(kept__txt=SECRET)
    ran = made.run("check", "-o", "json=kept.txt", env=ENVIRONMENT)
    assert ran.code == 1
    assert (tmp_path / "kept.txt").read_text() == SECRET
