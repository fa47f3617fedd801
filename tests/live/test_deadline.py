"""The deadline of a whole fetch, whatever the other side does."""

import math
import re
import socket
import threading
from collections.abc import Callable

import pytest

from driftcheck.net import DeadlineError, deadline, within
from tests.live.server import (
    Answer,
    Script,
    answer,
    back_off,
    drip,
    failed,
    failure,
    serving,
    settings,
    stall,
)
from tests.support import HANGS, NUMBER, Emulate


class Clock:
    """The clock of the deadline, which stands still until time is up."""

    def __init__(self) -> None:
        self.up = threading.Event()

    def monotonic(self) -> float:
        """The seconds."""
        return math.inf if self.up.is_set() else 0.0

    def ending(self, behaviour: Callable[[socket.socket, Script], None]) -> Answer:
        """Return a server behaviour that ends the time when it starts."""

        def behave(connection: socket.socket, script: Script) -> None:
            self.up.set()
            behaviour(connection, script)

        return behave


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the clock of the deadline; abandoned attempts do not pause."""
    back_off(0, monkeypatch)
    made = Clock()
    monkeypatch.setattr(deadline, "time", made)
    return made


def test_within_gives_the_result_of_the_call() -> None:
    assert within(10, lambda: "result") == "result"


def test_within_gives_a_result_of_none() -> None:
    def call() -> None:
        """Return nothing."""

    assert within(10, call) is None


@pytest.mark.parametrize("kind", [ValueError, DeadlineError, KeyboardInterrupt, SystemExit])
def test_within_raises_what_the_call_raises(kind: type[BaseException]) -> None:
    error = kind("from the call")

    def call() -> None:
        raise error

    with pytest.raises(kind) as caught:
        within(10, call)
    assert caught.value is error


def test_within_does_not_wait_for_a_call_that_is_late() -> None:
    release = threading.Event()
    with pytest.raises(DeadlineError):
        within(0.05, lambda: release.wait(HANGS))
    release.set()


def test_a_late_call_that_fails_is_ignored() -> None:
    release, threads = threading.Event(), []

    def call() -> None:
        threads.append(threading.current_thread())
        release.wait(HANGS)
        raise ValueError("too late to be heard")

    with pytest.raises(DeadlineError):
        within(0.05, call)
    release.set()
    (thread,) = threads
    thread.join(HANGS)
    assert not thread.is_alive()


def test_a_late_call_does_not_keep_the_process_from_ending() -> None:
    assert within(10, lambda: threading.current_thread().daemon) is True


@pytest.mark.parametrize("behaviour", [stall, drip])
def test_the_deadline_holds_over_a_server_that_does_not_finish(
    behaviour: Callable[[socket.socket, Script], None], clock: Clock
) -> None:
    with serving(clock.ending(behaviour)) as script:
        error = failure(settings(script.url, timeout=20.5))
    late = f"{script.url} did not return the whole list in 20.5 seconds: "
    assert re.fullmatch(
        re.escape(late) + r"(it did not answer|\d+ bytes? of an answer arrived)", str(error)
    )
    assert error.problems[0].hint == (
        "Raise `timeout` under `live.agora`, or find out why the API is slow."
    )


def drip_in_the_head(connection: socket.socket, script: Script) -> None:
    """Send a byte of a header now and then, until the client hangs up or the server stops."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not script.stopping.wait(0.02):
        connection.sendall(b"x")


@pytest.mark.parametrize("behaviour", [drip, drip_in_the_head])
def test_an_abandoned_fetch_keeps_no_thread_and_no_connection(
    behaviour: Callable[[socket.socket, Script], None],
) -> None:
    """Otherwise a long-running program would accumulate both."""
    left = threading.Event()

    def behave(connection: socket.socket, script: Script) -> None:
        try:
            behaviour(connection, script)
        except OSError:
            left.set()

    with serving(behave) as script:
        failure(settings(script.url, timeout=0.2))
        assert left.wait(HANGS)


def kept(connection: socket.socket, script: Script) -> None:
    """Answer 503, keep the connection open, and ignore the next request."""
    connection.sendall(answer(503, b"{}", Retry_After="0").replace(b"close", b"keep-alive"))
    connection.recv(65536)
    stall(connection, script)


def test_a_reused_connection_counts_as_connected() -> None:
    error, script = failed(kept, timeout=0.4)
    assert re.fullmatch(
        rf"{re.escape(script.url)} (took too long: it did not answer"
        rf"|did not return the whole list in 0.4 seconds: it did not answer; previous attempt: .+)",
        str(error),
    )


def test_the_deadline_holds_over_a_server_that_delays_every_answer(emulate: Emulate) -> None:
    url = emulate(NUMBER, delay=60.0).url
    error = failure(settings(url, timeout=0.25))
    assert str(error) == f"{url} did not return the whole list in 0.25 seconds: it did not answer"


def test_the_deadline_holds_over_the_sum_of_the_attempts(clock: Clock) -> None:
    """Short attempts do not add up to more than the deadline."""
    error, script = failed(answer(503, Retry_After="0"), clock.ending(stall), timeout=20.5)
    late = f"{script.url} did not return the whole list in 20.5 seconds: it did not answer"
    assert str(error) == f"{late}; previous attempt: {script.url} answered 503"
    assert script.asked == ["GET /list"] * 2


def test_a_pause_beyond_the_deadline_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is that of the attempt, not that of a deadline."""
    back_off(21, monkeypatch)
    error, script = failed(answer(503, b'{"message": "busy"}'), timeout=20)
    assert str(error) == f"{script.url} answered 503: busy"
    assert script.asked == ["GET /list"]
