"""Secrets in what a bug would quote, in arguments, in other commands, and in real processes."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.each import each
from tests.secrets.inside import run, run_into
from tests.secrets.kinds import KINDS, Kind
from tests.secrets.making import JSON, made, pack
from tests.secrets.planting import Secrets, token
from tests.secrets.sweep import said
from tests.support import Project

COMMANDS = (
    ("check", "driftcheck.pipeline.look.find_drift"),
    ("check", "driftcheck.pipeline.look.find_faults"),
    ("check", "driftcheck.pipeline.look.evaluate_rules"),
    ("check", "driftcheck.report.text.render"),
    ("check", "driftcheck.pipeline.look.fetch_list"),
    ("validate", "driftcheck.declared.load"),
)


def failing(secret: str) -> Callable[..., NoReturn]:
    """A function with a bug that quotes a secret, and one that it came from."""

    def fail(*_: object, **__: object) -> NoReturn:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise ValueError(f"cannot read {secret}") from error

    return fail


@each("traceback", ["", "1"])
@each(("command", "function"), COMMANDS)
def test_a_bug_is_reported_without_what_it_quotes(
    command: str, function: str, traceback: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = token()
    made(tmp_path, declared={"outbound_config": {"password": secret}}, live={"label": secret})
    monkeypatch.setattr(function, failing(secret))
    ran = run_into(command, "-q", folder=tmp_path, env={"DRIFTCHECK_TRACEBACK": traceback})
    assert ran.code == 1
    assert "internal error: ValueError" in ran.err
    assert ("in fail\n" in ran.err) is bool(traceback)
    assert secret not in said(ran)


ARGUMENTS = (
    "check -o json --live {}",
    "check -o json --config {}",
    "check -o json --baseline {}",
    "check -o {}",
    "validate --config {}",
    "explain {}",
    "policy show {}",
    "policy list {}",
    "policy test {}",
)


@pytest.mark.parametrize("form", ["https://u:{}@h/x", "sip:u:{}@h"])
@pytest.mark.parametrize("line", ARGUMENTS)
def test_credentials_in_an_argument_are_hidden(line: str, form: str, tmp_path: Path) -> None:
    secret = token()
    made(tmp_path)
    ran = run(*line.format(form.format(secret)).split(), folder=tmp_path)
    assert ran.code == 1
    assert secret not in said(ran)


@each(
    "name",
    ["title", "description", "remedy", "tags"],
)
def test_credentials_in_the_texts_of_a_rule_are_hidden(name: str, tmp_path: Path) -> None:
    secret = token()
    text = f"see https://u:{secret}@h/x"
    rule = {"id": "r", "require": {"label": "x"}, name: [text] if name == "tags" else text}
    made(tmp_path, config={"policies": ["r.yaml"]}, files={"r.yaml": pack(rule)})
    listings = ("explain r", "policy list", "policy list -f json", "policy show r", "check -o html")
    runs = [run(*line.split(), folder=tmp_path) for line in listings]
    assert secret not in "".join(map(said, runs))


@each("name", ["text", "json", "html", "github"])
def test_a_real_process_writes_no_secret_to_stdout_or_stderr(name: str, tmp_path: Path) -> None:
    secrets = Secrets()
    project = all_kinds(tmp_path, secrets)
    ran = project.run("check", "-v", "--all", "-o", name, env={"DRIFTCHECK_TRACEBACK": "1"})
    assert ran.code == 2
    assert secrets.found(said(ran)) == []


@pytest.mark.parametrize("args", [("check", "-q", "-o", "text=out.txt"), ("validate",)])
def test_a_real_process_writes_no_secret_to_files(args: tuple[str, ...], tmp_path: Path) -> None:
    secrets = Secrets()
    ran = all_kinds(tmp_path, secrets).run(*args)
    written = [path.read_text(encoding="utf-8") for path in tmp_path.glob("out.txt")]
    assert secrets.found(said(ran), *written) == []


def all_kinds(folder: Path, secrets: Secrets) -> Project:
    """A project with secrets of every kind, each kind on numbers of its own."""
    declared: list[JSON] = []
    live: list[JSON] = []
    for index, kind in enumerate(KINDS):
        fleet = kind.fleet(secrets)
        for side, entries in ((declared, fleet.declared), (live, fleet.live)):
            side += [{**e, "phone_number": f"{e['phone_number']}{index}"} for e in entries]
    config = {"sensitive": list(_sensitive(*KINDS))}
    numbers = {"version": 1, "numbers": declared}
    return made(folder, config=config, files={"numbers.yaml": numbers, "live.json": live})


def _sensitive(*kinds: Kind) -> set[str]:
    return {path for kind in kinds for path in kind.sensitive}
