"""Requests to one host, before and after a 429."""

import threading

import pytest

from driftcheck.net import Deadline, DeadlineError, turns
from driftcheck.net.turns import Turns, turns_at
from tests.support import HANGS


class Clock:
    """A clock that advances only during sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """The seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Advance without waiting."""
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the turns."""
    made = Clock()
    monkeypatch.setattr(turns, "time", made)
    return made


def a_turn(of: Turns, seconds: float = 30) -> bool:
    """Take a turn; return whether the request is sent alone."""
    with of.turn(Deadline.after(seconds)) as alone:
        return alone


@pytest.fixture
def limited(clock: Clock) -> Turns:
    """A host that answered 429 and asked to wait a second."""
    made = Turns()
    assert a_turn(made) is False
    made.too_many(1.0, False)
    return made


def test_requests_run_in_parallel_until_a_429(clock: Clock) -> None:
    made = Turns()
    with made.turn(Deadline.after(30)) as one, made.turn(Deadline.after(30)) as other:
        assert (one, other, clock.slept) == (False, False, [])


def test_after_the_pause_requests_follow_one_by_one(limited: Turns, clock: Clock) -> None:
    assert [a_turn(limited) for _ in range(3)] == [True] * 3
    assert clock.slept == [1.0]


def test_if_one_by_one_is_too_fast_requests_are_paced(limited: Turns, clock: Clock) -> None:
    a_turn(limited)
    limited.too_many(1.0, True)
    for _ in range(3):
        a_turn(limited)
    assert clock.slept == [1.0] * 4


def test_a_long_pause_does_not_apply_between_requests(limited: Turns, clock: Clock) -> None:
    a_turn(limited)
    limited.too_many(20.0, True)
    for _ in range(2):
        a_turn(limited)
    assert clock.slept == [1.0, 20.0, 2.0]


def test_a_request_that_cannot_wait_that_long_is_sent_immediately(clock: Clock) -> None:
    """The limit may be that of another account."""
    made = Turns()
    made.too_many(3600.0, False)
    assert a_turn(made) is True
    assert clock.slept == []


def test_after_a_quiet_minute_requests_run_in_parallel_again(limited: Turns, clock: Clock) -> None:
    a_turn(limited)
    clock.now += 120
    assert a_turn(limited) is False


def test_turns_are_exclusive_and_in_order(limited: Turns) -> None:
    order: list[int] = []
    busy, began = threading.Event(), []

    def go(number: int) -> None:
        with limited.turn(Deadline.after(HANGS)):
            order.append(number)

    with limited.turn(Deadline.after(HANGS)):
        for number in range(4):
            thread = threading.Thread(target=go, args=(number,))
            thread.start()
            began.append(thread)
            while len(limited._line) < number + 2:  # in line
                busy.wait(0.001)
        assert order == []
    for thread in began:
        thread.join(HANGS)
    assert order == [0, 1, 2, 3]


def test_a_request_without_a_turn_is_sent_near_the_deadline(limited: Turns) -> None:
    with limited.turn(Deadline.after(HANGS)):
        assert a_turn(limited, seconds=0.5) is False
    assert a_turn(limited) is True


def test_a_turn_that_comes_too_late_is_given_up(limited: Turns) -> None:
    with (
        limited.turn(Deadline.after(HANGS)),
        pytest.raises(DeadlineError),
        limited.turn(Deadline.after(-1)),
    ):
        pass
    assert a_turn(limited) is True


def test_each_host_has_its_own_turns() -> None:
    assert turns_at("a.test:443") is turns_at("a.test:443")
    assert turns_at("a.test:443") is not turns_at("b.test:443")
