"""Compares declarations with the live list: numbers missing, changed, unmanaged or present.

Only declared fields are compared, each according to its meaning. Single secrets, and details that
the whole list withholds, are not compared but counted.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from driftcheck.compare.details import is_kept_back, kept_back
from driftcheck.compare.equality import are_equal, equal
from driftcheck.compare.typo import Near, likely
from driftcheck.model import (
    BUILTIN_CHECKS,
    JSON,
    Declaration,
    Declared,
    Finding,
    LiveList,
    Severity,
)
from driftcheck.validation import field_at, hide_in_path, redact
from driftcheck.words import tell_apart

_MAX_SHOWN = 80
# json.dumps would create an encoder for every text.
_text = json.JSONEncoder(ensure_ascii=False).encode
Steps = tuple[str, ...]


class Difference(NamedTuple):
    """A declared field with a different live value; the values are not redacted yet.

    `known` is False if the live side does not show enough to decide.
    """

    path: Steps
    expected: JSON
    actual: JSON
    known: bool = True


class Drift(NamedTuple):
    """The differences, and the declared fields that were not compared, as a count per number.

    `secrets` are hidden one by one; of `details` the list shows nothing at all.
    """

    findings: list[Finding]
    secrets: Counter[str]
    details: Counter[str]


def diff(
    declared: Declared, live: LiveList, whole: tuple[Declared, LiveList] | None = None
) -> list[Finding]:
    """Return the findings on drift and on phone numbers that are in the live list twice."""
    return find_drift(declared, live, whole).findings


def find_drift(
    declared: Declared, live: LiveList, whole: tuple[Declared, LiveList] | None = None
) -> Drift:
    """Return the findings, and what was not compared.

    `whole` has both sides of the account if the arguments are cut down, because a probable typo may
    involve a number that was not selected.
    """
    found = Drift([*_duplicates(live.numbers)], Counter(), Counter())
    for number, entry in zip(live.numbers, live.entries, strict=True):
        declaration = declared.get(number or "")
        if declaration is None:
            continue
        if declaration.absent:
            found.findings.append(_present(number or "", entry))
        elif not _as_declared(declaration.fields, entry):
            _compare_entry(number or "", declaration, entry, live, found)
    found.findings.extend(_absences(declared, live, whole or (declared, live)))
    return found


def _duplicates(numbers: Sequence[str | None]) -> Iterator[Finding]:
    if len(set(numbers)) == len(numbers):  # nearly always
        return
    for number, count in Counter(filter(None, numbers)).items():
        if count > 1:
            message = f"the live list has this number {count} times"
            check = BUILTIN_CHECKS["live-duplicate"]
            yield check.finding(number, None, message, expected=1, actual=count)


def _present(number: str, entry: JSON) -> Finding:
    message = "declared absent, but live"
    return BUILTIN_CHECKS["drift-present"].finding(number, None, message, actual=redact(entry))


def _compare_entry(
    number: str, declaration: Declaration, entry: JSON, live: LiveList, found: Drift
) -> None:
    """Add to `found` the findings on a live entry that is not literally as declared."""
    for path, expected, actual, known in differences(declaration, entry, live):
        if is_kept_back(path, kept_back(live, entry)):
            found.details[number] += 1
        elif not known:
            found.secrets[number] += 1
        else:
            found.findings.append(_changed(number, path, expected, actual))


def differences(declaration: Declaration, entry: JSON, live: LiveList) -> Iterator[Difference]:
    """Yield the declared fields whose live value differs or is unknown.

    Ignored fields are left out, also inside live values.
    """
    withheld, ignore = kept_back(live, entry), declaration.ignore
    for one in compare(declaration.fields, entry, saved=live.saved, quoting=live.quoting):
        if _is_ignored(one.path, ignore):
            continue
        if is_kept_back(one.path, withheld):
            yield one._replace(known=False)
        elif not (one.known and ignore):
            yield one
        else:
            kept = _drop_ignored(one.actual, one.path, ignore)
            # Without its ignored fields, a live mapping may be as declared.
            if kept is one.actual or _differs(one.path, one.expected, kept, live):
                yield one._replace(actual=kept)


def _differs(path: Steps, expected: JSON, actual: JSON, live: LiveList) -> bool:
    return are_equal(path, expected, actual, live.saved, quoting=live.quoting) is False


def _as_declared(fields: Mapping[str, JSON], entry: JSON) -> bool:
    """Whether all fields are literally as declared: nearly all numbers are.

    Hot: runs per number. `compare` gives the same answer, and the differences.
    """
    for name, expected in fields.items():
        actual = entry.get(name)
        # True, false and null are singletons.
        if actual is expected:
            continue
        if type(expected) is str:
            if actual != expected:
                return False
        # An empty mapping means "not configured", which `compare` handles.
        elif expected and type(expected) is dict is type(actual):
            if not _as_declared(expected, actual):
                return False
        elif not equal(expected, actual):
            return False
    return True


def _drop_ignored(value: JSON, path: Steps, ignore: frozenset[str]) -> JSON:
    """Return a live value without its ignored fields."""
    if not isinstance(value, dict):
        return value
    return {
        name: _drop_ignored(part, (*path, name), ignore)
        for name, part in value.items()
        if not _is_ignored((*path, name), ignore)
    }


def _is_ignored(path: Steps, ignore: frozenset[str]) -> bool:
    ends = range(1, len(path) + 1) if ignore else ()
    return any(".".join(path[:end]) in ignore for end in ends)


def _changed(number: str, path: Steps, expected: JSON, actual: JSON) -> Finding:
    dotted = ".".join(map(str, hide_in_path(path)))
    wanted, found = redact(expected, path), redact(actual, path)
    live, declared = tell_apart(_text(found), _text(wanted), _MAX_SHOWN)
    message = f"{dotted} is {live}, but {declared} is declared"
    if wanted == found:
        message = f"{dotted} is not as declared; the difference is secret"
    return BUILTIN_CHECKS["drift-changed"].finding(
        number, dotted, message, expected=wanted, actual=found, severity=_impact(path)
    )


def _impact(path: Steps) -> Severity:
    return Severity.of(field_at(path).severity or "medium")


def _absences(
    declared: Declared, live: LiveList, whole: tuple[Declared, LiveList]
) -> Iterator[Finding]:
    """Yield findings on numbers that are on one side only, with a hint at probable typos."""
    missing, unmanaged = _one_sided(declared, live)
    typos = likely(*_one_sided(*whole)) if missing or unmanaged else {}
    for number in missing:
        yield _missing(number, declared[number], typos.get(number, ()))
    for number, entry in unmanaged.items():
        hint = _hint(number, typos.get(number, ()), "declared, but not live")
        message = f"live, but not declared{hint}"
        yield BUILTIN_CHECKS["drift-unmanaged"].finding(number, None, message, actual=redact(entry))


def _one_sided(declared: Declared, live: LiveList) -> tuple[list[str], dict[str, JSON]]:
    """Return the numbers that are only declared, and the entries that are only live."""
    seen = set(live.numbers)
    if declared.keys() == seen:  # nearly always
        return [], {}
    missing = [n for n, declaration in declared.items() if n not in seen and not declaration.absent]
    listed = zip(live.numbers, live.entries, strict=True)
    return missing, {n: entry for n, entry in listed if n and n not in declared}


def _missing(number: str, declaration: Declaration, typos: Sequence[Near]) -> Finding:
    fields = declaration.fields
    # Callers of an inbound number reach nobody.
    severity = Severity.CRITICAL if fields.get("inbound") is True else Severity.HIGH
    message = f"declared, but not live{_hint(number, typos, 'live, but not declared')}"
    return BUILTIN_CHECKS["drift-missing"].finding(
        number, None, message, expected=redact(dict(fields)), severity=severity
    )


def _hint(number: str, typos: Sequence[Near], state: str) -> str:
    """Return a hint at numbers of the other side that may be meant; `state` says where they are."""
    clauses = []
    for how, alike in groupby(typos, key=attrgetter("how")):
        names = [tell_apart(near.number, number, _MAX_SHOWN)[0] for near in alike]
        verbs = ("is", "differs") if len(names) == 1 else ("are", "differ")
        listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        clauses.append(f"{listed} {verbs[0]} {state}, and {verbs[1]} {how}")
    return f"; a typo? {', or '.join(clauses)}" if clauses else ""


def compare(
    declared: Mapping[str, JSON],
    live: JSON,
    path: Steps = (),
    *,
    saved: bool = False,
    quoting: bool = False,
) -> Iterator[Difference]:
    """Yield the declared fields whose live value differs, in declared order, by their deepest path.

    `saved` and `quoting` are those of the list that the live values are from.
    """
    live = live if isinstance(live, dict) else {}
    for name, expected in declared.items():
        actual = live.get(name)
        if equal(expected, actual):
            continue
        here = (*path, name)
        if isinstance(expected, dict) and expected and (actual is None or isinstance(actual, dict)):
            yield from compare(expected, actual, here, saved=saved, quoting=quoting)
            continue
        is_same = are_equal(here, expected, actual, saved, quoting=quoting)
        if not is_same:
            yield Difference(here, expected, actual, is_same is not None)
