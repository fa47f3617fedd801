"""Connections to a host with several addresses, some of them dead."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from threading import Event
from typing import Any

import httpcore
import pytest

from driftcheck.net import Deadline, dialing
from tests.faults.matrix import NETWORK
from tests.live.server import ENTRIES, LIST, answer, failure, fetch, serving, settings
from tests.support import HANGS

DEAD, ALIVE, OTHER = "127.0.0.2", "127.0.0.1", "127.0.0.3"
_FULL = 3


@contextmanager
def dead(port: int) -> Iterator[None]:
    """Make an address accept no connection, like behind a firewall that drops packets."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind((DEAD, port))
        listener.listen(0)
        for _ in range(_FULL):  # whoever comes once the backlog is full gets no answer
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex((DEAD, port))
        yield


def resolve(monkeypatch: pytest.MonkeyPatch, port: int, *addresses: str) -> None:
    """Resolve localhost to these addresses."""

    def look_up(host: str, *_args: object, **_named: object) -> list[object]:
        names = addresses if host == "localhost" else [host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in names]

    monkeypatch.setattr("socket.getaddrinfo", look_up)


@pytest.mark.parametrize("addresses", [(DEAD, ALIVE), (ALIVE, DEAD), (DEAD, OTHER, ALIVE)])
def test_a_dead_address_does_not_block_the_others(
    addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answer(200, LIST)) as script, dead(script.port):
        resolve(monkeypatch, script.port, *addresses)
        log: list[str] = []
        url = f"http://localhost:{script.port}/list"
        assert fetch(settings(url, timeout=15), log).entries == ENTRIES
    assert log == [f"fetching {url}"]


def test_the_next_address_is_tried_while_one_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect, over, beside = httpcore.SyncBackend.connect_tcp, Event(), SimpleQueue[bool]()

    def connecting(self: httpcore.SyncBackend, *given: Any) -> httpcore.NetworkStream:
        if given[0] == DEAD:
            beside.put(over.wait(15))  # less than the fetch has
            raise httpcore.ConnectTimeout
        over.set()
        return connect(self, *given)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connecting)
    with serving(answer(200, LIST)) as script:
        resolve(monkeypatch, script.port, DEAD, ALIVE)
        fetch(settings(f"http://localhost:{script.port}/list"))
        assert beside.get(timeout=HANGS)


def test_no_connection_is_made_if_every_address_is_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving() as script, dead(script.port):
        resolve(monkeypatch, script.port, DEAD, DEAD)
        url = f"http://localhost:{script.port}/list"
        error = failure(settings(url, timeout=0.6))
    assert (
        str(error) == f"{url} did not return the whole list in 0.6 seconds: no connection was made"
    )
    assert error.problems[0].hint == NETWORK


@pytest.mark.parametrize(("timeout", "wait"), [(60, 5), (6, 2)])
def test_an_address_has_five_seconds_and_no_more_than_a_third_of_the_time(
    timeout: int, wait: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, connect = [], httpcore.SyncBackend.connect_tcp

    def noting(self: httpcore.SyncBackend, *given: Any) -> httpcore.NetworkStream:
        waits.append(given[2])
        return connect(self, *given)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", noting)
    with serving(answer(200, LIST)) as script:
        fetch(settings(script.url, timeout=timeout))
    assert waits == [wait]


def test_a_silent_name_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer(200, LIST)) as script:
        there, asked, over = [(socket.AF_INET, 1, 6, "", (ALIVE, script.port))], [], Event()

        def look_up(host: str, *_args: object, **_named: object) -> list[object]:
            asked.append(host)
            if asked == ["localhost"]:
                over.wait(HANGS)
            return list(there)

        monkeypatch.setattr("socket.getaddrinfo", look_up)
        url = f"http://localhost:{script.port}/list"
        assert fetch(settings(url, timeout=1.5)).entries == ENTRIES
        over.set()
    assert asked[:2] == ["localhost"] * 2


def test_addresses_of_both_kinds_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    six, four = socket.AF_INET6, socket.AF_INET
    kinds = [(six, "::1"), (six, "::2"), (six, "::3"), (four, "10.0.0.1"), (six, "::1")]
    found = [(kind, socket.SOCK_STREAM, 6, "", (one, 443)) for kind, one in kinds]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_named: found)
    assert dialing._addresses("api.example.test", 443, HANGS) == ["::1", "10.0.0.1", "::2", "::3"]


class Recording(httpcore.NetworkStream):
    """A connection that records its timeouts."""

    def __init__(self) -> None:
        self.waits: list[float | None] = []

    def read(self, _max_bytes: int, timeout: float | None = None) -> bytes:
        """Return one byte."""
        self.waits.append(timeout)
        return b" "

    def write(self, _buffer: bytes, timeout: float | None = None) -> None:
        """Accept it."""
        self.waits.append(timeout)

    def start_tls(
        self, _context: ssl.SSLContext, _name: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return itself."""
        self.waits.append(timeout)
        return self


def test_a_handshake_has_the_time_limit_of_an_attempt() -> None:
    made = Recording()
    dialing._Bounded(made, Deadline.after(30)).start_tls(
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "api.example.test", timeout=5
    )
    assert made.waits == [10]


def test_nothing_is_sent_or_read_after_the_deadline() -> None:
    made = Recording()
    late: Any = dialing._Bounded(made, Deadline.after(-1))
    with pytest.raises(httpcore.WriteTimeout):
        late.write(b"GET")
    with pytest.raises(httpcore.ReadTimeout):
        late.read(1)
    assert made.waits == []
