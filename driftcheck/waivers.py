"""Waivers: findings that somebody has accepted for a time."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from driftcheck import document, reading
from driftcheck.checks import BUILTIN
from driftcheck.document import Document, locate
from driftcheck.errors import Collector, Place
from driftcheck.inputs import InputFile
from driftcheck.model import JSON, AppliedWaiver, Finding, Kind, Unseen
from driftcheck.suggest import did_you_mean

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver of one check, for exact numbers and for globs. `expires` is its last day, UTC."""

    check: str
    numbers: frozenset[str]
    globs: tuple[str, ...]
    expires: date
    applied: AppliedWaiver

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding, its date aside."""
        if finding.check != self.check:
            return False
        if finding.phone_number is None and finding.path is None and not finding.members:
            return "*" in self.globs  # it is about all numbers, and there is none
        names = finding.members or (finding.phone_number,)
        return all(name is not None and self._names(name) for name in names)

    def _names(self, name: str) -> bool:
        return name in self.numbers or any(fnmatchcase(name, glob) for glob in self.globs)

    def may_cover(self, unseen: Unseen) -> bool:
        """Whether a finding that it is about may be there, where nobody could look."""
        numbers = unseen.rules.get(self.check, frozenset())
        numbers = unseen.undetailed if self.check == "drift-changed" else numbers
        return any(map(self._names, numbers))

    @property
    def names(self) -> list[str]:
        """The numbers and globs that it is for."""
        return sorted(self.numbers) + sorted(self.globs)

    @property
    def target(self) -> str:
        """What it is about, in a few words."""
        more = f" and {len(self.names) - 1} more" if len(self.names) > 1 else ""
        return f"{self.check} on {self.names[0]}{more}"


def load(files: Iterable[InputFile], known_checks: Collection[str]) -> tuple[Waiver, ...]:
    """The waivers of all files. Raises InputError with everything that is wrong with them."""
    problems = Collector()
    waivers: list[Waiver] = []
    for file in files:
        with problems.step():
            waivers.extend(_load(document.load(file.path, file.name), known_checks))
    problems.finish()
    return tuple(waivers)


def _load(source: Document, known_checks: Collection[str]) -> list[Waiver]:
    problems = Collector()
    values, faults = reading.load(source, "waivers", problems)
    faulty = {fault.path[:2] for fault in faults}
    waivers = []
    for index, entry in enumerate(_listed(values)):
        with problems.step():
            _check(source, index, entry, known_checks)
            if not faulty:
                waivers.append(_waiver(source, index, entry))
    problems.finish()
    return waivers


def _listed(values: JSON) -> list[JSON]:
    """The entries, as far as they are mappings."""
    entries = values.get("waivers")
    return [e if isinstance(e, dict) else {} for e in entries] if isinstance(entries, list) else []


def _check(source: Document, index: int, entry: JSON, known_checks: Collection[str]) -> None:
    """Raise InputError with what the schema cannot see, as far as it can be told."""
    problems = Collector()
    check, expires = entry.get("check"), entry.get("expires")
    if isinstance(check, str) and check not in known_checks:
        hint = did_you_mean(check, known_checks)
        problems.add(f'there is no check "{check}"', _place(source, index, "check"), hint)
    elif isinstance(check, str) and check in BUILTIN and BUILTIN[check].kind == Kind.WAIVER:
        place = _place(source, index, "check")
        problems.add("a waiver cannot waive a finding on waivers", place)
    if entry and not ("numbers" in entry or "match" in entry):
        hint = "List exact numbers under `numbers`, or globs under `match`, such as ['+1202*']."
        problems.add("a waiver must say which numbers it is for", _place(source, index), hint)
    if isinstance(expires, str) and _DAY.fullmatch(expires) and _day(expires) is None:
        problems.add(f'there is no day "{expires}"', _place(source, index, "expires"))
    problems.finish()


def _place(source: Document, index: int, *steps: str) -> Place:
    return locate(source.name, source.root, ("waivers", index, *steps))


def _waiver(source: Document, index: int, entry: JSON) -> Waiver:
    place = _place(source, index)
    return Waiver(
        check=entry["check"],
        numbers=frozenset(entry.get("numbers", ())),
        globs=tuple(entry.get("match", ())),
        expires=_day(entry["expires"]) or date.min,
        applied=AppliedWaiver(entry["reason"], entry["owner"], entry["expires"], place),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def mark(
    findings: Sequence[Finding], waivers: Sequence[Waiver], today: date
) -> tuple[list[Finding], frozenset[int]]:
    """The findings with those waived marked, and the ids of the waivers that are about any."""
    by_check = defaultdict(list)
    for waiver in waivers:
        by_check[waiver.check].append(waiver)
    used: set[int] = set()
    marked = []
    for finding in findings:
        covering = [waiver for waiver in by_check[finding.check] if waiver.covers(finding)]
        used.update(map(id, covering))
        valid = [waiver for waiver in covering if waiver.expires >= today]
        applied = valid[0].applied if valid else None
        marked.append(dataclasses.replace(finding, waiver=applied) if applied else finding)
    return marked, frozenset(used)


def overdue(
    waivers: Sequence[Waiver], used: Collection[int], today: date, all_numbers: bool = True
) -> list[Finding]:
    """The findings on the waivers themselves; `used` are the ids of those that are about any.

    `all_numbers` is False where numbers were not looked at: then an unused waiver means nothing,
    and one that ran out is told of where it is for a finding that is there.
    """
    if not all_numbers:
        return [*_expired((waiver for waiver in waivers if id(waiver) in used), today)]
    unused = [w for w in waivers if id(w) not in used and w.expires >= today]
    return [*_expired(waivers, today), *_unused(unused)]


def _expired(waivers: Iterable[Waiver], today: date) -> Iterator[Finding]:
    ran_out = [waiver for waiver in waivers if waiver.expires < today]
    for waiver in _of_each(sorted(ran_out, key=lambda waiver: waiver.expires, reverse=True)):
        message = f"the waiver of {waiver.target} ran out on {waiver.expires}"
        yield _finding("waiver-expired", waiver, message)


def _of_each(waivers: Iterable[Waiver]) -> Iterable[Waiver]:
    """The first of those that waive the same: a finding on one is told apart by what it waives."""
    first: dict[tuple[str, ...], Waiver] = {}
    for waiver in waivers:
        first.setdefault((waiver.check, *waiver.names), waiver)
    return first.values()


def _unused(waivers: Iterable[Waiver]) -> Iterator[Finding]:
    for waiver in _of_each(waivers):
        message = f"the waiver of {waiver.target} matches no finding"
        yield _finding("waiver-unused", waiver, message)


def _finding(check: str, waiver: Waiver, message: str) -> Finding:
    exact = next(iter(waiver.numbers)) if len(waiver.numbers) == 1 and not waiver.globs else None
    path = f"{waiver.check} on {', '.join(waiver.names)}"
    return BUILTIN[check].finding(exact, path, message, location=waiver.applied.location)
