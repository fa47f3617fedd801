"""A real server on loopback that sends scripted answers byte by byte and records requests."""

import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from driftcheck.config.agora import Agora
from driftcheck.live.source import source_of
from driftcheck.model import LiveError, LiveList
from driftcheck.net import attempts

LIST = b'[{"phone_number": "+12025550100"}]'
ENTRIES = ({"phone_number": "+12025550100"},)
PATIENCE = 300.0
"""How long a server that does not finish goes on, in seconds."""
AUTHORIZATION = "Basic aWQ6czNjcmV0LTQyNA=="
"""What goes out for the customer ID and secret of `settings`."""


@dataclass(frozen=True)
class Request:
    """A received request; the names of headers are in lower case."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Script:
    """A running server: its address and the requests it received."""

    port: int
    stopping: threading.Event
    requests: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/list"

    @property
    def asked(self) -> list[str]:
        """The method and path of every request."""
        return [f"{request.method} {request.path}" for request in self.requests]


Answer = bytes | Callable[[socket.socket, Script], None]
"""The bytes to send before hanging up, or what else to do with the connection."""


def answer(status: int, body: bytes = b"", length: int | None = None, /, **headers: str) -> bytes:
    """Return the bytes of an answer; `length` overrides its length, `_` in a header is a dash."""
    lines = [f"HTTP/1.1 {status} Scripted", "Connection: close"]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def reset(connection: socket.socket, _script: Script) -> None:
    """Break the connection, so that the client sees it reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def stall(connection: socket.socket, script: Script) -> None:
    """Send nothing until the client hangs up, the server stops, or a test must have failed."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not script.stopping.is_set():
        if select.select([connection], [], [], 0.02)[0]:
            return


def drip(connection: socket.socket, script: Script) -> None:
    """Start a good answer, then send a byte of its body now and then, until the server stops."""
    connection.sendall(answer(200, b"", 1 << 20))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not script.stopping.wait(0.02):
        connection.sendall(b" ")


@contextmanager
def serving(*answers: Answer) -> Iterator[Script]:
    """Run a server that sends these answers in turn, and then repeats the last one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        script = Script(listener.getsockname()[1], threading.Event())
        thread = threading.Thread(target=_accept, args=(listener, script, answers))
        thread.start()
        try:
            yield script
        finally:
            script.stopping.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            _join_fetches()


def _accept(listener: socket.socket, script: Script, answers: tuple[Answer, ...]) -> None:
    """Serve one connection at a time; a client sends one request at a time."""
    while not script.stopping.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            _serve(connection, script, answers)


def _serve(connection: socket.socket, script: Script, answers: tuple[Answer, ...]) -> None:
    connection.settimeout(PATIENCE)
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return
        head += part
    first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.split(": ", 1) for line in lines)
    script.requests.append(Request(method, path, {name.lower(): value for name, value in pairs}))
    what = answers[min(len(script.requests), len(answers)) - 1]
    if callable(what):
        what(connection, script)
    else:
        connection.sendall(what)


def _join_fetches() -> None:
    """Wait for abandoned fetches, whose connections have just ended."""
    for thread in threading.enumerate():
        if thread.name == "driftcheck-fetch":
            thread.join(PATIENCE)


def settings(url: str, timeout: float = 20.0, max_bytes: int = 1 << 30, **fields: str) -> Agora:
    """Return settings with the credentials of AUTHORIZATION."""
    known = {"customer_id": "id", "customer_secret": "s3cret-424", **fields}
    return Agora(url, known["customer_id"], known["customer_secret"], timeout, max_bytes)


def back_off(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the pauses before the first four attempts, unless the server asks for one.

    A fifth pause would pass every deadline.
    """
    pauses = [seconds] * 3
    monkeypatch.setattr(
        attempts, "BACKOFF", lambda state: (*pauses, 3600)[min(state.attempt_number, 4) - 1]
    )


def fetch(live: Agora, log: list[str] | None = None) -> LiveList:
    """Return the list, as the pipeline fetches it."""
    lines = [] if log is None else log
    return source_of(live, lines.append).fetch()


def failure(live: Agora, log: list[str] | None = None) -> LiveError:
    """Return the error of a fetch."""
    with pytest.raises(LiveError) as caught:
        fetch(live, log)
    return caught.value


def failed(*answers: Answer, timeout: float = 20.0) -> tuple[LiveError, Script]:
    """Return the error of a fetch from this server, and the requests that it received."""
    with serving(*answers) as script:
        return failure(settings(script.url, timeout)), script
