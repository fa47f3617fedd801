"""`driftcheck emulate` as a process that serves until it is interrupted."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.each import each
from tests.support import HANGS, NUMBER, Project

PATH = "/api/conversational-ai-agent/v2/phone-numbers"
HINT = "  It must hold a JSON array of numbers, as returned by the API or saved by fetch.\n"


@dataclass
class Emulated:
    """A running emulator, its URL, and its result after `stop`."""

    process: subprocess.Popen[str]
    url: str
    out: str = ""
    err: str = ""

    def get(self, customer_id: str, customer_secret: str) -> httpx.Response:
        """What it answers; no proxy of the environment has a say in it."""
        with httpx.Client(trust_env=False, timeout=HANGS) as client:
            return client.get(self.url, auth=(customer_id, customer_secret))

    def stop(self) -> int:
        """Interrupt it, as Ctrl-C does; its exit code."""
        self.process.send_signal(signal.SIGINT)
        self.out, self.err = self.process.communicate(timeout=HANGS)
        return self.process.returncode


@contextmanager
def emulated(folder: Path, *args: str, **env: str) -> Iterator[Emulated]:
    """Run the real command, and wait until it prints its URL."""
    inherited = {name: os.environ[name] for name in os.environ if not name.startswith("AGORA_")}
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)  # not ignored by the child
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "driftcheck", "emulate", *args],
            cwd=folder,
            env={**inherited, "NO_COLOR": "1", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, interrupt)
    with process:
        try:
            assert process.stdout is not None
            yield Emulated(process, process.stdout.readline().rstrip("\n"))
        finally:
            process.kill()


def test_it_serves_the_list_until_it_is_interrupted(project: Project) -> None:
    with emulated(project.folder, "live.json") as server:
        port = httpx.URL(server.url).port
        assert server.url == f"http://127.0.0.1:{port}{PATH}"
        assert server.get("emulator-id", "emulator-secret").json() == [NUMBER]
        assert server.stop() == 0
    assert server.out == ""
    assert server.err == (
        "To use it: export AGORA_CUSTOMER_ID=emulator-id AGORA_CUSTOMER_SECRET=emulator-secret\n"
        f"Press Ctrl-C to stop.\ndriftcheck: GET {PATH} 200\n"
    )


def test_an_edit_of_the_file_applies_at_once(project: Project) -> None:
    with emulated(project.folder, "live.json") as server:
        project.live()
        assert server.get("emulator-id", "emulator-secret").json() == []
        assert server.stop() == 0


def test_options_set_its_responses(project: Project) -> None:
    args = "--customer-id id --customer-secret s3cret --status 429 --failures 1 --retry-after 7"
    with emulated(project.folder, "live.json", *args.split(), "--delay", "0.01") as server:
        first, second = server.get("id", "s3cret"), server.get("id", "s3cret")
        third = server.get("emulator-id", "emulator-secret")
        server.stop()
    assert [first.status_code, second.status_code, third.status_code] == [429, 200, 401]
    assert first.headers["retry-after"] == "7"
    assert "s3cret" not in server.err


def test_the_credentials_may_come_from_the_environment(project: Project) -> None:
    credentials = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
    with emulated(project.folder, "live.json", **credentials) as server:
        assert server.get("id", "s3cret").status_code == 200


LINKS = {
    "DRIFTCHECK_PORT": "tcp://10.0.0.1:80",
    "DRIFTCHECK_PORT_80_TCP": "tcp://10.0.0.1:80",
    "DRIFTCHECK_PORT_80_TCP_ADDR": "10.0.0.1",
    "DRIFTCHECK_PORT_80_TCP_PORT": "80",
    "DRIFTCHECK_PORT_80_TCP_PROTO": "tcp",
    "DRIFTCHECK_SERVICE_HOST": "10.0.0.1",
    "DRIFTCHECK_SERVICE_PORT": "80",
    "DRIFTCHECK_SERVICE_PORT_HTTP": "80",
}
"""The variables that Kubernetes sets for a service named driftcheck."""


def test_links_of_a_kubernetes_service_are_ignored(project: Project) -> None:
    with emulated(project.folder, "live.json", **LINKS) as server:
        assert httpx.URL(server.url).port != 80
        assert server.get("emulator-id", "emulator-secret").status_code == 200
    for args in (("check",), ("validate",), ("policy", "list")):
        assert project.run(*args, env=LINKS).code == 0


@each(
    ("args", "port"),
    [
        ((), "http://10.0.0.1:80"),
        ((), "many"),
        (("--port", "tcp://10.0.0.1:80"), "0"),
    ],
)
def test_any_other_wrong_port_is_an_error(
    project: Project, args: tuple[str, ...], port: str
) -> None:
    ran = project.run("emulate", "live.json", *args, env={"DRIFTCHECK_PORT": port})
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"Error: {'--port' if args else 'DRIFTCHECK_PORT'}: ")


def configure(project: Project, url: str, secret: str) -> None:
    """Configure the project to use the API at a URL."""
    agora = f"{{url: '{url}', customer_id: emulator-id, customer_secret: {secret}}}"
    project.write(
        driftcheck__yaml=f"version: 1\nlive: {{agora: {agora}}}\ndeclared: [numbers.yaml]\n"
    )


def test_a_check_against_it_works_like_one_against_the_api(project: Project) -> None:
    with emulated(project.folder, "live.json") as server:
        configure(project, server.url, "emulator-secret")
        report = project.report()
    account = report["accounts"][0]
    assert (report["outcome"], account["source"], account["live"]) == ("clean", server.url, 1)


def test_a_check_with_other_credentials_is_no_verdict(project: Project) -> None:
    with emulated(project.folder, "live.json") as server:
        configure(project, server.url, "s3cret")
        ran = project.run("check", "-v")
    said = "unauthorized: Authentication failed, please check your credentials."
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"driftcheck: fetching {server.url}\n"
        f"Error: {server.url} answered 401: {said}\n"
        "  Check customer_id and customer_secret (AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET).\n"
    )


def test_a_port_in_use_is_an_error(project: Project) -> None:
    with emulated(project.folder, "live.json") as server:
        ran = project.run("emulate", "live.json", "--port", str(httpx.URL(server.url).port))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"Error: cannot listen: {os.strerror(errno.EADDRINUSE)}\n"
        "  Leave out --port to use a free port.\n"
    )


def test_a_missing_file_is_an_error(project: Project) -> None:
    ran = project.run("emulate", "none.json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'Error: cannot read "none.json": {os.strerror(errno.ENOENT)}\n{HINT}'


@each(
    ("text", "what"),
    [
        ("[1,", "is not JSON: Expecting value: line 1 column 4 (char 3)"),
        ("{}", "is not an array"),
        ("null", "is not an array"),
        (
            '{"format": "driftcheck-live", "version": 1, "count": 2, "numbers": []}',
            "should have 2 entries, but has 0",
        ),
    ],
)
def test_a_file_that_is_not_a_list_is_an_error(project: Project, text: str, what: str) -> None:
    ran = project.write(live__json=text).run("emulate", "live.json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'Error: "live.json" {what}\n{HINT}'


@pytest.mark.parametrize(
    "args", [(), ("live.json", "--status", "200"), ("live.json", "--port", "65536")]
)
def test_a_wrong_command_line_is_an_error(project: Project, args: tuple[str, ...]) -> None:
    ran = project.run("emulate", *args)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: ")
    assert ran.err.count("\n") == 2


def test_status_needs_failures(project: Project) -> None:
    ran = project.run("emulate", "live.json", "--status", "503")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Error: --status needs --failures\n"
        "  Set how many requests get it: --status 503 --failures 2.\n"
    )
