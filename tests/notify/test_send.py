"""All notifications of a run are sent at the same time."""

from collections.abc import Iterable, Sequence

from driftcheck.model import Item, Place
from driftcheck.notify import send
from tests.notify.giving import drifted, notification
from tests.notify.servers import listening

MANY = 20


class Heard(list[str]):
    """The progress that is reported."""

    def __call__(self, line: str) -> None:
        self.append(line)

    def over(self, what: str, items: Sequence[Item]) -> Iterable[Item]:  # noqa: ARG002
        return items


def test_twenty_receivers_are_notified_at_the_same_time_and_warnings_are_in_order() -> None:
    heard = Heard()
    with listening(*[404] * MANY, together=MANY) as server:
        slow = [
            notification("webhook", url=server.url)._replace(place=Place("driftcheck.yaml", n, 5))
            for n in range(1, MANY + 1)
        ]
        failed = send(drifted(), slow, heard)
    assert [problem.place.line for problem in failed if problem.place] == list(range(1, MANY + 1))
    assert {problem.message for problem in failed} == {"webhook: 127.0.0.1 answered 404"}
    assert heard == ["webhook: failed"] * MANY
