"""Find new numbers that are probably already declared, with a typo."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from driftcheck.compare import likely
from driftcheck.model import Declared, LiveList


class Slip(NamedTuple):
    """A live number that is skipped. `why` names the declared number it probably is."""

    number: str
    why: str


def find_slips(
    listed: LiveList, whole: LiveList, declared: Declared, selected: Iterable[str]
) -> Mapping[str, Slip]:
    """Return the new numbers that are similar to a declared number that is not live.

    `whole` is the list before selection. A number that `selected` names exactly is not a typo.
    """
    live = set(whole.numbers)
    missing = [n for n, said in declared.items() if n not in live and not said.absent]
    near = likely(missing, [n for n in live if n and n not in declared]) if missing else {}
    named = {text.removeprefix("phone_number=") for text in selected}
    found = {}
    for number in listed.numbers:
        if number and number in near and number not in declared and number not in named:
            others = [
                f"{one.number} ({declared[one.number].place}), {one.how}" for one in near[number]
            ]
            why = (
                f"{number} is live, but not declared; it differs from {' and from '.join(others)}. "
                f"{'That is' if len(others) == 1 else 'These are'} declared, but not live."
            )
            found[number] = Slip(number, why)
    return found
