"""The emulator of the API: the same path, authentication and answers, over real HTTP."""

import json
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from driftcheck.live.emulator import ERRORS, Behaviour, serving
from tests.support import HANGS, NUMBER, Emulate

AUTH = ("id", "s3cret")


def get(url: str, method: str = "GET", auth: tuple[str, str] | None = AUTH) -> httpx.Response:
    """Request from an emulator, ignoring proxies and certificates of the environment."""
    with httpx.Client(trust_env=False, verify=False, timeout=HANGS) as client:
        return client.request(method, url, auth=auth)


def test_it_answers_on_loopback_at_the_path_of_the_api(emulate: Emulate) -> None:
    server = emulate()
    port = server.server_address[1]
    path = "/api/conversational-ai-agent/v2/phone-numbers"
    assert server.url == f"http://127.0.0.1:{port}{path}"
    assert server.server_address[0] == "127.0.0.1"


def test_it_serves_the_bytes_of_the_file_as_json(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_bytes(b' [ {"label": "\xc3\xbc"} ]\n')
    with serving(Behaviour(file, *AUTH)) as server:
        got = get(server.url)
    assert (got.status_code, got.content) == (200, b' [ {"label": "\xc3\xbc"} ]\n')
    assert got.headers["content-type"] == "application/json"


def test_it_serves_the_entries_of_a_saved_list(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    saved = {"format": "driftcheck-live", "version": 1, "count": 1, "numbers": [NUMBER]}
    path.write_text(json.dumps(saved), encoding="utf-8")
    with serving(Behaviour(path, *AUTH)) as server:
        assert get(server.url).json() == [NUMBER]
        path.write_text(json.dumps({**saved, "count": 2}), encoding="utf-8")
        assert get(server.url).status_code == 500


def test_it_reads_the_file_again_for_every_request(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    found = []
    with serving(Behaviour(file, *AUTH)) as server:
        for text in ("[1]", "[2]"):
            file.write_text(text)
            found.append(get(server.url).json())
    assert found == [[1], [2]]


def test_a_query_makes_no_difference(emulate: Emulate) -> None:
    assert get(f"{emulate(NUMBER).url}?page=2").json() == [NUMBER]


@pytest.mark.parametrize("auth", [None, ("id", "other"), ("other", "s3cret"), ("id", "s3cretx")])
def test_other_credentials_are_refused(emulate: Emulate, auth: tuple[str, str] | None) -> None:
    got = get(emulate(NUMBER).url, auth=auth)
    assert (got.status_code, got.json()["error_type"]) == (401, "unauthorized")
    assert got.headers["www-authenticate"] == 'Basic realm="emulator"'


def test_non_ascii_credentials_are_accepted(emulate: Emulate) -> None:
    server = emulate(NUMBER, customer_id="ïd", customer_secret="pä:ss")
    assert get(server.url, auth=("ïd", "pä:ss")).json() == [NUMBER]


def test_any_other_path_is_not_found(emulate: Emulate) -> None:
    url = emulate(NUMBER).url
    for other in (f"{url}/", f"{url}/+12025550100", url.removesuffix("s")):
        got = get(other)
        assert (got.status_code, got.json()["error_type"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_any_other_method_is_refused(emulate: Emulate, method: str) -> None:
    got = get(emulate(NUMBER).url, method)
    assert (got.status_code, got.json()["error_type"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("status", ERRORS)
def test_the_first_requests_fail_with_the_requested_status(emulate: Emulate, status: int) -> None:
    url = emulate(NUMBER, status=status, failures=2).url
    got = [get(url) for _ in range(4)]
    assert [answer.status_code for answer in got] == [status, status, 200, 200]
    kind, description = ERRORS[status]
    assert got[0].json() == {"error_type": kind, "description": description}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "unauthorized"),
        (404, "not_found"),
        (409, "conflict"),
        (422, "unprocessable_content"),
        (500, "internal_server_error"),
    ],
)
def test_the_errors_that_the_api_documents_have_its_names(status: int, kind: str) -> None:
    assert ERRORS[status][0] == kind


@pytest.mark.parametrize("status", [429, 500, 503])
def test_retry_after_is_sent_with_rate_limits_and_server_faults(
    emulate: Emulate, status: int
) -> None:
    url = emulate(status=status, failures=1, retry_after=7).url
    assert get(url).headers["retry-after"] == "7"


def test_retry_after_is_not_sent_with_anything_else(emulate: Emulate) -> None:
    url = emulate(status=409, failures=1, retry_after=7).url
    got = [get(url), get(url), get(url, auth=None)]
    assert [answer.status_code for answer in got] == [409, 200, 401]
    assert not any("retry-after" in answer.headers for answer in got)


def test_retry_after_is_not_sent_unless_requested(emulate: Emulate) -> None:
    assert "retry-after" not in get(emulate(status=503, failures=1).url).headers


@pytest.mark.parametrize("data", [b"[1,", b"{}", b"null", b"\xff", b"[" * 100_000])
def test_a_file_without_a_list_is_reported_and_is_a_server_error(
    tmp_path: Path, data: bytes
) -> None:
    told: list[str] = []
    file = tmp_path / "list.json"
    file.write_bytes(data)
    with serving(Behaviour(file, *AUTH, tell=told.append)) as server:
        got = get(server.url)
    assert (got.status_code, got.json()["error_type"]) == (500, "internal_server_error")
    assert told[0].startswith("the list file cannot be served: ")
    assert len(told) == 2


def test_a_missing_file_is_a_server_error_until_it_is_back(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    with serving(Behaviour(file, *AUTH)) as server:
        assert get(server.url).status_code == 500
        file.write_text("[]")
        assert get(server.url).json() == []


def test_it_logs_every_request(emulate: Emulate) -> None:
    told: list[str] = []
    server = emulate(NUMBER, tell=told.append)
    get(server.url)
    get(server.url, auth=None)
    get(server.url, "POST")
    path = "/api/conversational-ai-agent/v2/phone-numbers"
    assert told == [f"GET {path} 200", f"GET {path} 401", f"POST {path} 405"]


def test_one_connection_serves_many_requests(emulate: Emulate) -> None:
    url = emulate(NUMBER).url
    ports = set()
    with httpx.Client(trust_env=False, auth=AUTH) as client:
        for _ in range(3):
            got = client.get(url)
            ports.add(got.extensions["network_stream"].get_extra_info("client_addr")[1])
    assert len(ports) == 1


def test_the_secret_is_not_in_the_repr_of_a_behaviour() -> None:
    assert "s3cret" not in repr(Behaviour(Path("list.json"), *AUTH))


def test_a_port_can_be_chosen_and_is_free_again_afterwards(tmp_path: Path) -> None:
    behaviour = Behaviour(tmp_path / "list.json", *AUTH)
    with serving(behaviour) as first:
        port = first.server_address[1]
    with serving(behaviour, port) as second:
        assert second.server_address[1] == port


def test_a_port_that_is_taken_is_an_error(emulate: Emulate, tmp_path: Path) -> None:
    port = emulate().server_address[1]
    behaviour = Behaviour(tmp_path / "list.json", *AUTH)
    with pytest.raises(OSError, match="in use"), serving(behaviour, port):
        """It does not come to this."""


class Watched(threading.Event):
    """An event that reports when somebody starts to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.awaited.set()
        return super().wait(timeout)


def in_background(call: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Start a call in a thread; return the thread and the place of its result."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    return thread, results


def test_a_delayed_answer_ends_with_the_emulator(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([NUMBER]))
    with serving(Behaviour(file, *AUTH, delay=3600)) as server:
        server.stopping = stopping = Watched()
        thread, results = in_background(lambda: get(server.url))
        assert stopping.awaited.wait(HANGS)
        assert not results
        server.shutdown()
        thread.join(HANGS)
    (got,) = results
    assert got.json() == [NUMBER]


def test_garbage_is_refused_without_a_traceback(
    emulate: Emulate, capfd: pytest.CaptureFixture[str]
) -> None:
    log: list[str] = []
    server = emulate(NUMBER, tell=log.append)
    with socket.create_connection(("127.0.0.1", server.server_address[1])) as client:
        client.sendall(b"GARBAGE\r\n\r\n")
        assert b"400" in client.recv(4096)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "DELETE"])
def test_any_other_method_is_refused_like_the_api_does(emulate: Emulate, method: str) -> None:
    answered = httpx.request(method, emulate(NUMBER).url, auth=("id", "s3cret"))
    assert answered.status_code == 405
    if method != "HEAD":
        assert answered.json()["error_type"] == "method_not_allowed"
