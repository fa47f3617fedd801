"""Waivers: findings that somebody has accepted for a time."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from driftcheck import document, reading
from driftcheck.checks import BUILTIN
from driftcheck.config import InputFile
from driftcheck.document import Document, locate
from driftcheck.errors import Collector, Place
from driftcheck.model import JSON, AppliedWaiver, Finding, Kind
from driftcheck.suggest import did_you_mean


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
        number = finding.phone_number
        if finding.check != self.check or number is None:
            return False
        return number in self.numbers or any(fnmatchcase(number, glob) for glob in self.globs)

    @property
    def target(self) -> str:
        """What it is about, in a word that stays the same from run to run."""
        names = sorted(self.numbers) + sorted(self.globs)
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return f"{self.check} on {names[0]}{more}"


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
    values = reading.load(source, "waivers")
    problems = Collector()
    waivers = []
    for index, entry in enumerate(values["waivers"]):
        with problems.step():
            waivers.append(_waiver(source, index, entry, known_checks))
    problems.finish()
    return waivers


def _waiver(source: Document, index: int, entry: JSON, known_checks: Collection[str]) -> Waiver:
    problems = Collector()

    def place(*steps: str) -> Place:
        return locate(source.name, source.root, ("waivers", index, *steps))

    if entry["check"] not in known_checks:
        hint = did_you_mean(entry["check"], known_checks)
        problems.add(f'there is no check "{entry["check"]}"', place("check"), hint)
    elif BUILTIN.get(entry["check"]) and BUILTIN[entry["check"]].kind == Kind.WAIVER:
        problems.add("a waiver cannot waive a finding on waivers", place("check"))
    if not ("numbers" in entry or "match" in entry):
        hint = "List exact numbers under `numbers`, or globs under `match`."
        problems.add("a waiver must say which numbers it is for", place(), hint)
    expires = _day(entry["expires"])
    if expires is None:
        problems.add(f'there is no day "{entry["expires"]}"', place("expires"))
    problems.finish()
    applied = AppliedWaiver(entry["reason"], entry["owner"], entry["expires"], place())
    return Waiver(
        check=entry["check"],
        numbers=frozenset(entry.get("numbers", ())),
        globs=tuple(entry.get("match", ())),
        expires=expires or date.min,
        applied=applied,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def apply(
    findings: Sequence[Finding], waivers: Sequence[Waiver], today: date, all_numbers: bool = True
) -> list[Finding]:
    """The findings with those waived marked, and findings on the waivers themselves.

    `all_numbers` is False where a selection hides numbers: then an unused waiver means nothing.
    """
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
    unused = [w for w in waivers if id(w) not in used and w.expires >= today]
    return [*marked, *_expired(waivers, today), *(_unused(unused) if all_numbers else ())]


def _expired(waivers: Iterable[Waiver], today: date) -> Iterator[Finding]:
    for waiver in waivers:
        if waiver.expires < today:
            message = f"the waiver of {waiver.target} ran out on {waiver.expires}"
            yield _finding("waiver-expired", waiver, message)


def _unused(waivers: Iterable[Waiver]) -> Iterator[Finding]:
    for waiver in waivers:
        message = f"the waiver of {waiver.target} matches no finding"
        yield _finding("waiver-unused", waiver, message)


def _finding(check: str, waiver: Waiver, message: str) -> Finding:
    exact = next(iter(waiver.numbers)) if len(waiver.numbers) == 1 and not waiver.globs else None
    place = waiver.applied.location
    return BUILTIN[check].finding(exact, waiver.target, message, location=place)
