"""What is not fixed, in groups: open findings, waived ones, and those of severity info.

One check that finds the same on many numbers of an account is one group.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from driftcheck.history.ids import ranges_of
from driftcheck.history.records import Episode, KeptWaiver
from driftcheck.model import Kind, Severity

_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_FEW = 3
"""So many consecutive numbers, or more, are written as a range."""


class GroupPart(NamedTuple):
    """Findings of a group that began in the same run and have the same message."""

    since: str
    message: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EpisodeGroup:
    """Findings of one check on one field of many numbers, in the order of their numbers.

    `message` is what their messages share; empty if they share nothing. `note` says what is
    special about when they were found.
    """

    severity: str
    account: str
    check: str
    path: str | None
    waiver: KeptWaiver | None
    note: str
    message: str
    episodes: tuple[Episode, ...]

    @property
    def oldest(self) -> Episode:
        """The finding that began first."""
        return min(self.episodes, key=lambda one: (one.since, -one.nights))

    @property
    def is_of_one_age(self) -> bool:
        """Whether all began in the same run."""
        return len({one.first_run for one in self.episodes}) == 1

    @property
    def names(self) -> tuple[str, ...]:
        """What the findings are on; consecutive numbers as `first..last`."""
        return tuple(_names(self.episodes))

    @property
    def parts(self) -> list[GroupPart]:
        """The findings by age and, if they do not all say the same, by message; oldest first."""
        alike: dict[tuple[str, str], list[Episode]] = {}
        for one in self.episodes:
            message = self.message or one.message
            alike.setdefault((one.since, message), []).append(one)
        return [GroupPart(*key, tuple(_names(those))) for key, those in sorted(alike.items())]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is not fixed, the worst groups first, then the oldest.

    `info` are findings of severity info that do not fail a run.
    """

    open: tuple[EpisodeGroup, ...]
    accepted: tuple[EpisodeGroup, ...]
    info: tuple[EpisodeGroup, ...]


def standing_of(
    episodes: Iterable[Episode],
    note: Callable[[Episode], str],
    is_open: Callable[[Episode], bool],
) -> Standing:
    """The findings that are not fixed, in groups."""
    kinds: dict[str, list[Episode]] = {"open": [], "accepted": [], "info": []}
    for episode in episodes:
        kind = "open" if is_open(episode) else "accepted" if episode.waived else "info"
        kinds[kind].append(episode)
    return Standing(**{kind: tuple(_groups(those, note)) for kind, those in kinds.items()})


def _groups(episodes: Iterable[Episode], note: Callable[[Episode], str]) -> Iterator[EpisodeGroup]:
    alike: dict[tuple[object, ...], list[Episode]] = {}
    for one in episodes:
        path = None if one.phone_number is None else one.path
        key = one.severity, one.account, one.check, path, one.waiver, one.waived, note(one)
        alike.setdefault(key, []).append(one)
    yield from sorted((_group(those, note(those[0])) for those in alike.values()), key=_order)


def _group(episodes: list[Episode], note: str) -> EpisodeGroup:
    one = episodes[0]
    return EpisodeGroup(
        severity=one.severity,
        account=one.account,
        check=one.check,
        path=None if one.phone_number is None else one.path,
        waiver=one.waiver,
        note=note,
        message=_common_message(episodes),
        episodes=tuple(sorted(episodes, key=lambda e: (e.phone_number or "", e.path or ""))),
    )


def _order(group: EpisodeGroup) -> tuple[int, str, int, str, str, str]:
    about = group.account, group.check, group.path or ""
    return -Severity.of(group.severity), group.oldest.since, -len(group.episodes), *about


def _common_message(episodes: list[Episode]) -> str:
    """The text that all messages share: the whole, or the part before a hint or the details."""
    for end in ("", "; ", ": "):
        messages = {one.message.partition(end)[0] if end else one.message for one in episodes}
        if len(messages) == 1:
            return messages.pop()
    one = episodes[0]
    return f"{one.path} is not as declared" if one.kind == Kind.DRIFT and one.path else ""


def _names(episodes: Iterable[Episode]) -> Iterator[str]:
    """What findings are on; of numbers in E.164 form, many consecutive ones as a range."""
    numbers: dict[int, set[int]] = {}
    for one in episodes:
        number = one.phone_number
        if number is not None and _E164.fullmatch(number):
            numbers.setdefault(len(number), set()).add(int(number))
        else:
            yield number or one.path or "all numbers"
    for length in sorted(numbers):
        for part in ranges_of(numbers[length]):
            yield from _range(part)


def _range(numbers: range) -> Iterator[str]:
    if len(numbers) < _FEW:
        yield from (f"+{number}" for number in numbers)
    else:
        yield f"+{numbers[0]}..+{numbers[-1]}"
