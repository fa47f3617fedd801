"""The service and its timer: the command is run with the environment that systemd gives it."""

import json
import shlex
from pathlib import Path

import pytest

from tests.ci.shell import STATES, Runner
from tests.ci.units import CREDENTIALS, FOLDER, SERVICE, TIMER
from tests.support import NUMBER, Emulate, Project, number

TOLD = [
    line.removeprefix("#   ")
    for line in (FOLDER / "driftcheck.service").read_text().splitlines()
    if line.startswith("#   customer_")
]
"""The lines of the configuration that the service's head tells."""


def run(root: Path, url: str, timeout: float) -> int:
    """The exit code of the service, with its folders below another root."""
    environment = {name: root / name for name in ("STATE_DIRECTORY", "CREDENTIALS_DIRECTORY")}
    for folder in environment.values():
        folder.mkdir()
    for name, text in zip(CREDENTIALS, ("id", "s3cret"), strict=True):
        (environment["CREDENTIALS_DIRECTORY"] / name).write_text(f"{text}\n")
    lines = [f"url: {url}", f"timeout: {timeout}", *TOLD]
    live = "\n".join(["live:", "  agora:", *(f"    {line}" for line in lines)])
    config = f"version: 1\n{live}\ndeclared: [numbers.yaml]\n"
    project = Project(root).write(etc___driftcheck___driftcheck__yaml=config)
    project.write(etc___driftcheck___numbers__yaml=(root / "numbers.yaml").read_text())
    (command,) = SERVICE["ExecStart"]
    program, *args = shlex.split(command.replace("/etc/driftcheck", f"{root}/etc/driftcheck"))
    assert program == "/opt/driftcheck/bin/driftcheck"
    env = {name: str(folder) for name, folder in environment.items()}
    args = [arg.replace("${STATE_DIRECTORY}", env["STATE_DIRECTORY"]) for arg in args]
    return Runner(project, env).call("driftcheck", *args).code


@pytest.mark.parametrize("state", STATES)
def test_the_service_exits_as_the_check_does_and_leaves_reports(
    state: str, project: Project, emulate: Emulate
) -> None:
    server = emulate(NUMBER if state == "clean" else number(label="Sales"))
    url, timeout = ("http://127.0.0.1:1/", 0.2) if state == "down" else (server.url, 30)
    assert run(project.folder, url, timeout) == STATES[state]
    left = project.folder / "STATE_DIRECTORY"
    assert json.loads((left / "driftcheck.json").read_text())["exit_code"] == STATES[state]
    assert (left / "driftcheck.html").stat().st_size > 0


def test_findings_and_no_verdict_both_fail_the_service() -> None:
    assert "SuccessExitStatus" not in SERVICE
    assert SERVICE["ExecStart"][0][0] == "/"
    assert SERVICE["Type"] == ["oneshot"]
    assert "Restart" not in SERVICE


def test_the_service_has_no_rights_and_one_folder() -> None:
    assert SERVICE["DynamicUser"] == SERVICE["NoNewPrivileges"] == ["yes"]
    assert SERVICE["ProtectSystem"] == ["strict"]
    assert SERVICE["CapabilityBoundingSet"] == [""]
    assert SERVICE["StateDirectory"] == ["driftcheck"]
    assert "ReadWritePaths" not in SERVICE


def test_the_credentials_are_in_files_that_systemd_hands_over() -> None:
    assert set(CREDENTIALS) == {"customer_id", "customer_secret"}
    assert "Environment" not in SERVICE
    assert len(TOLD) == 2


def test_the_timer_repeats_missed_runs_and_spreads_the_load() -> None:
    assert TIMER["Persistent"] == ["true"]
    assert TIMER["RandomizedDelaySec"] == ["15min"]
    assert TIMER["WantedBy"] == ["timers.target"]
