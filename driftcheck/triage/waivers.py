"""Waivers: findings that somebody has accepted for a limited time."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple

from driftcheck import document
from driftcheck.compare.details import Unseen
from driftcheck.document import Document, InputFile, locate
from driftcheck.model import (
    BUILTIN_CHECKS,
    JSON,
    AppliedWaiver,
    Collector,
    Finding,
    Kind,
    Place,
    State,
    state_of,
)
from driftcheck.triage.possible import ANYTHING, Possible
from driftcheck.validation import read_document
from driftcheck.words import did_you_mean

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INDEX = re.compile(r"^\[[0-9]+\]\.?")
WAIVER_EXAMPLE = {
    "numbers": "+12025550100",
    "reason": "why it is accepted",
    "owner": "who accepted it",
}
"""What `driftcheck explain` prints for people to replace."""
_INSTEAD = {
    "numbers": "Write the numbers that it covers.",
    "reason": "Write why it is accepted, such as: legacy IVR, OPS-123.",
    "owner": "Write who is responsible for it, such as: voice-team.",
}


class Waiver(NamedTuple):
    """A waiver of one check, for exact numbers and globs. `expires` is its last day, UTC.

    With a `path`, it covers findings on that field and below it.
    """

    check: str
    numbers: frozenset[str]
    globs: tuple[str, ...]
    expires: date
    applied: AppliedWaiver
    path: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether it covers this finding, regardless of its date."""
        if finding.check != self.check:
            return False
        if self.path is not None and not _is_on(_field(finding), self.path):
            return False
        return all(map(self._names, finding.members or (finding.phone_number,)))

    def _names(self, name: str | None) -> bool:
        if name in self.numbers:
            return True
        if name is None or name.startswith("["):
            return "*" in self.globs  # no other glob can match a missing number
        return any(fnmatchcase(name, glob) for glob in self.globs)

    def may_cover(self, unseen: Unseen) -> bool:
        """Whether it may cover a finding that the run could not see."""
        numbers = unseen.rules.get(self.check, frozenset())
        numbers = unseen.undetailed if state_of(self.check) is State.CHANGED else numbers
        return any(map(self._names, numbers))

    @property
    def names(self) -> list[str]:
        """The numbers and globs that it covers."""
        return sorted(self.numbers) + sorted(self.globs)

    @property
    def _about(self) -> str:
        return f"{self.check} ({self.path})" if self.path else self.check

    @property
    def target(self) -> str:
        """A short description of what it covers."""
        more = f" and {len(self.names) - 1} more" if len(self.names) > 1 else ""
        return f"{self._about} on {self.names[0]}{more}"

    @property
    def identity(self) -> str:
        """A full description of what it covers, which identifies it from one run to the next."""
        return f"{self._about} on {', '.join(self.names)}"


def _is_on(field: str, path: str) -> bool:
    """Whether a field is at a path or below it; metadata is that of the declaration."""
    if field.startswith("declared.metadata") and _is_on(field.removeprefix("declared."), path):
        return True
    return field == path or field.startswith((f"{path}.", f"{path}["))


def _field(finding: Finding) -> str:
    """Return the field of a finding, or ""; for a group, the first field it is grouped by."""
    path = finding.path or ""
    if finding.members:
        return path.partition("=")[0]
    return _INDEX.sub("", path, count=1) if finding.phone_number is None else path


def load_waivers(
    files: Iterable[InputFile], known_checks: Collection[str], possible: Possible = ANYTHING
) -> tuple[Waiver, ...]:
    """Load the waivers of all files. Raises InputError with all problems.

    `possible` has the possible fields and phone numbers; by default, any.
    """
    problems = Collector()
    waivers: list[Waiver] = []
    for file in files:
        with problems.step():
            source = document.load(file.path, file.name)
            waivers.extend(_load(source, known_checks, possible))
    problems.finish()
    return tuple(waivers)


def _load(source: Document, known_checks: Collection[str], possible: Possible) -> list[Waiver]:
    problems = Collector()
    values, faults = read_document(source, "waivers", problems)
    faulty = {fault.path[:2] for fault in faults}
    waivers = []
    for index, entry in enumerate(_entries(values)):
        with problems.step():
            with problems.step():
                _check(source, index, entry, known_checks)
            for found in possible.mistakes(entry):
                problems.add(found.message, _place(source, index, *found.path), found.hint)
            _check_edited(source, index, entry)
            if not faulty:
                waivers.append(_waiver(source, index, entry))
    problems.finish()
    return waivers


def _entries(values: JSON) -> list[JSON]:
    """Return the entries that are mappings."""
    entries = values.get("waivers")
    return [e if isinstance(e, dict) else {} for e in entries] if isinstance(entries, list) else []


def _check(source: Document, index: int, entry: JSON, known_checks: Collection[str]) -> None:
    """Raise InputError with the problems that the schema cannot find."""
    problems = Collector()
    check, expires = entry.get("check"), entry.get("expires")
    if isinstance(check, str) and check not in known_checks:
        hint = did_you_mean(check, known_checks)
        problems.add(f'there is no check "{check}"', _place(source, index, "check"), hint)
    elif (
        isinstance(check, str)
        and check in BUILTIN_CHECKS
        and BUILTIN_CHECKS[check].kind == Kind.WAIVER
    ):
        place = _place(source, index, "check")
        problems.add("a waiver cannot waive findings about waivers", place)
    if entry and not ("numbers" in entry or "match" in entry):
        hint = "List exact numbers under `numbers`, or globs under `match`, such as ['+1202*']."
        problems.add("a waiver must say which numbers it covers", _place(source, index), hint)
    if isinstance(expires, str) and _DAY.fullmatch(expires) and _day(expires) is None:
        problems.add(f'"{expires}" is not a valid day', _place(source, index, "expires"))
    problems.finish()


def _check_edited(source: Document, index: int, entry: JSON) -> None:
    """Raise InputError if it is still the example of `driftcheck explain`: nobody accepted it."""
    problems = Collector()
    left = [name for name in ("reason", "owner") if _is_example(entry, name)]
    if left and entry.get("numbers") == [WAIVER_EXAMPLE["numbers"]]:
        left.append("numbers")
    for name in left:
        message = f'"waivers[{index}].{name}" is still the example that `driftcheck explain` prints'
        problems.add(message, _place(source, index, name), _INSTEAD[name])
    problems.finish()


def _is_example(entry: JSON, name: str) -> bool:
    given = entry.get(name)
    return isinstance(given, str) and given.split() == WAIVER_EXAMPLE[name].split()


def _place(source: Document, index: int, *steps: str | int) -> Place:
    return locate(source.name, source.root, ("waivers", index, *steps))


def _waiver(source: Document, index: int, entry: JSON) -> Waiver:
    place = _place(source, index)
    return Waiver(
        check=entry["check"],
        numbers=frozenset(entry.get("numbers", ())),
        globs=tuple(entry.get("match", ())),
        expires=_day(entry["expires"]) or date.min,
        applied=AppliedWaiver(entry["reason"], entry["owner"], entry["expires"], place),
        path=entry.get("path"),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def mark_waived(
    findings: Sequence[Finding], waivers: Sequence[Waiver], today: date
) -> tuple[list[Finding], frozenset[int]]:
    """Return the findings with waived ones marked, and the ids of waivers that match any."""
    if not waivers:
        return list(findings), frozenset()
    by_check = defaultdict(list)
    for waiver in waivers:
        by_check[waiver.check].append(waiver)
    used: set[int] = set()
    marked = []
    for finding in findings:
        covering = [waiver for waiver in by_check[finding.check] if waiver.covers(finding)]
        # Including expired ones: they are reported if they match a finding.
        used.update(map(id, covering))
        valid = [waiver for waiver in covering if waiver.expires >= today]
        applied = valid[0].applied if valid else None
        marked.append(finding._replace(waiver=applied) if applied else finding)
    return marked, frozenset(used)


def waiver_titles(waivers: Iterable[Waiver]) -> dict[int, str]:
    """Return descriptions of waivers that tell the findings on them apart, by the waiver's id.

    Waivers with the same description are numbered in the order of their expiry, except the first.
    So neither the order of files nor a new waiver renames the others.
    """
    found, counts = {}, Counter[str]()
    for waiver in sorted(waivers, key=_in_time):
        counts[waiver.identity] += 1
        count = counts[waiver.identity]
        found[id(waiver)] = waiver.identity + (f" ({count})" if count > 1 else "")
    return found


def _in_time(waiver: Waiver) -> tuple[date, str, str, Place]:
    applied = waiver.applied
    return waiver.expires, applied.owner, applied.reason, applied.location


def overdue_waivers(
    waivers: Sequence[Waiver],
    used: Collection[int],
    today: date,
    all_numbers: bool = True,
    *,
    notice: int = 0,
    titled: Mapping[int, str] | None = None,
) -> list[Finding]:
    """Return the findings on waivers; `used` has the ids of those that match any finding.

    `all_numbers` is False if some numbers were not checked. An unused waiver is then not reported,
    and an expired or expiring one only if it matches a finding. `notice` is how many days before
    its end a waiver is reported; `titled` are the `titles` of more waivers.
    """
    titled = waiver_titles(waivers) if titled is None else titled
    found = []
    for waiver in waivers:
        if all_numbers or id(waiver) in used:
            found += [
                _finding(check, waiver, titled[id(waiver)], message)
                for check, message in _messages(waiver, id(waiver) in used, today, notice)
            ]
    return found


def _messages(waiver: Waiver, is_used: bool, today: date, notice: int) -> Iterator[tuple[str, str]]:
    """Yield the checks and messages about a waiver; the messages do not change from day to day."""
    left, name = (waiver.expires - today).days, f"the waiver of {waiver.target}"
    if left < 0:
        yield "waiver-expired", f"{name} expired on {waiver.expires}"
        return
    if notice and left <= notice:
        yield "waiver-expiring", f"{name} expires on {waiver.expires}"
    if not is_used:
        yield "waiver-unused", f"{name} matches no finding"


def _finding(check: str, waiver: Waiver, title: str, message: str) -> Finding:
    exact = next(iter(waiver.numbers)) if len(waiver.numbers) == 1 and not waiver.globs else None
    return BUILTIN_CHECKS[check].finding(exact, title, message, location=waiver.applied.location)
