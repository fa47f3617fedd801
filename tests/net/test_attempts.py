"""The pauses between attempts."""

from itertools import pairwise

from driftcheck.model import Problem, TransientError
from driftcheck.net import retrying

CLIENTS = 9


def pauses(asked: float, count: int) -> list[float]:
    """Return the pauses, in seconds, of a client that is repeatedly asked to wait this long."""
    slept: list[float] = []

    def call() -> None:
        if len(slept) < count:
            raise TransientError(Problem("too many"), retry_after=asked)

    retrying(600).copy(sleep=slept.append)(call)
    return slept


def test_clients_that_were_asked_to_wait_do_not_retry_at_the_same_moment() -> None:
    found = sorted(pauses(2, 1)[0] for _ in range(CLIENTS))
    assert found[0] >= 2
    assert found[-1] <= 2.5
    assert all(one != other for one, other in pairwise(found))


def test_a_server_that_always_asks_for_no_pause_gets_a_backoff() -> None:
    first, second, third, *later = pauses(0, 6)
    assert (first, second, third) == (0, 0, 0)
    assert min(later) >= 4
    assert 8 <= max(later) <= 8.5
