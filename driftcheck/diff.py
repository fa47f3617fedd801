"""The declared state against the live list: what is missing, changed, unmanaged, or present.

Only what is declared is compared. Absent, null and {} all mean "not configured"; the order and the
spelling of addresses mean nothing; a secret that the live side does not return is not compared.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from driftcheck.addresses import addresses
from driftcheck.checks import BUILTIN
from driftcheck.lookalike import apart
from driftcheck.model import JSON, Declaration, Declared, Finding, LiveList, Severity
from driftcheck.redact import (
    SENSITIVE,
    is_secret,
    is_withheld,
    redact,
    shown_path,
    split_address,
)
from driftcheck.shape import configured
from driftcheck.typo import Near, likely

_HIGH = frozenset({"inbound", "outbound", "associated_pipeline"})
_LOW = frozenset({"label", "associated_pipeline.pipeline_name"})
_MAX_SHOWN = 80
Steps = tuple[str, ...]


class Difference(NamedTuple):
    """A declared field whose live value is another; values are not redacted yet."""

    path: Steps
    expected: JSON
    actual: JSON


def diff(
    declared: Declared, live: LiveList, whole: tuple[Declared, LiveList] | None = None
) -> list[Finding]:
    """The drift findings, and the phone numbers that are twice in the live list.

    `whole` are both sides of the account where these are cut down: a probable typo may be of a
    number that was not selected.
    """
    seen = Counter(filter(None, live.numbers))
    findings = [_duplicate(number, count) for number, count in seen.items() if count > 1]
    for number, entry in zip(live.numbers, live.entries, strict=True):
        declaration = declared.get(number or "")
        if declaration is None:
            continue
        if declaration.absent or not _as_declared(declaration.fields, entry):
            findings.extend(_compare_entry(number or "", declaration, entry))
    findings.extend(_absences(declared, live, whole or (declared, live)))
    return findings


def _duplicate(number: str, count: int) -> Finding:
    message = f"the live list has this number {count} times"
    return BUILTIN["live-duplicate"].finding(number, None, message, expected=1, actual=count)


def _compare_entry(number: str, declaration: Declaration, entry: JSON) -> Iterator[Finding]:
    if declaration.absent:
        message = "declared absent, but live"
        yield BUILTIN["drift-present"].finding(number, None, message, actual=redact(entry))
        return
    for path, expected, actual in compare(declaration.fields, entry):
        if not _ignored(path, declaration.ignore):
            kept = _without(actual, path, declaration.ignore)
            if kept is actual or not same(path, expected, kept):
                yield _changed(number, path, expected, kept)


def _as_declared(fields: Mapping[str, JSON], entry: JSON) -> bool:
    """Whether all fields are letter by letter as declared: most numbers, most nights.

    Hot: once a number. `compare` says the same, and more.
    """
    for name, expected in fields.items():
        actual = entry.get(name)
        if actual is expected:
            continue
        if type(expected) is str:
            if actual != expected:
                return False
        elif not _equal(expected, actual):
            return False
    return True


def _without(actual: JSON, path: Steps, ignore: frozenset[str]) -> JSON:
    """A live mapping where nothing is declared, less the fields in it that are not compared."""
    if not (ignore and isinstance(actual, dict)):
        return actual
    kept = {name: part for name, part in actual.items() if not _ignored((*path, name), ignore)}
    return kept if len(kept) < len(actual) else actual


def _ignored(path: Steps, ignore: frozenset[str]) -> bool:
    return any(".".join(path[:length]) in ignore for length in range(1, len(path) + 1))


def _changed(number: str, path: Steps, expected: JSON, actual: JSON) -> Finding:
    dotted = ".".join(map(str, shown_path(path)))
    wanted, found = redact(expected, path), redact(actual, path)
    live, declared = apart(_text(found), _text(wanted), _MAX_SHOWN)
    message = f"{dotted} is {live}, but {declared} is declared"
    if wanted == found:
        message = f"{dotted} is not as declared; what differs is secret"
    return BUILTIN["drift-changed"].finding(
        number, dotted, message, expected=wanted, actual=found, severity=_impact(path)
    )


def _text(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False)


def _impact(path: Steps) -> Severity:
    if ".".join(path) in _LOW:
        return Severity.LOW
    return Severity.HIGH if path[0] in _HIGH else Severity.MEDIUM


def _absences(
    declared: Declared, live: LiveList, whole: tuple[Declared, LiveList]
) -> Iterator[Finding]:
    """The numbers that are on one side only, with a hint where two look like one and a typo."""
    missing, unmanaged = _one_sided(declared, live)
    typos = likely(*_one_sided(*whole)) if missing or unmanaged else {}
    for number in missing:
        yield _missing(number, declared[number], typos.get(number, ()))
    for number, entry in unmanaged.items():
        hint = _hint(number, typos.get(number, ()), "declared, but not live")
        message = f"live, but not declared{hint}"
        yield BUILTIN["drift-unmanaged"].finding(number, None, message, actual=redact(entry))


def _one_sided(declared: Declared, live: LiveList) -> tuple[list[str], dict[str, JSON]]:
    """The numbers that are declared and not live, and the entries that are live only."""
    seen = set(live.numbers)
    missing = [n for n, declaration in declared.items() if n not in seen and not declaration.absent]
    listed = zip(live.numbers, live.entries, strict=True)
    return missing, {n: entry for n, entry in listed if n and n not in declared}


def _missing(number: str, declaration: Declaration, typos: Sequence[Near]) -> Finding:
    fields = declaration.fields
    severity = Severity.CRITICAL if fields.get("inbound") is True else Severity.HIGH
    message = f"declared, but not live{_hint(number, typos, 'live, but not declared')}"
    return BUILTIN["drift-missing"].finding(
        number, None, message, expected=redact(dict(fields)), severity=severity
    )


def _hint(number: str, typos: Sequence[Near], state: str) -> str:
    """The numbers of the other side that may be meant, in the `state` that they are in."""
    clauses = []
    for how, alike in groupby(typos, key=attrgetter("how")):
        names = [apart(near.number, number, _MAX_SHOWN)[0] for near in alike]
        verbs = ("is", "differs") if len(names) == 1 else ("are", "differ")
        listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        clauses.append(f"{listed} {verbs[0]} {state}, and {verbs[1]} {how}")
    return f"; a typo? {', or '.join(clauses)}" if clauses else ""


def compare(declared: Mapping[str, JSON], live: JSON, path: Steps = ()) -> Iterator[Difference]:
    """The declared fields whose live value differs, deepest path first named, in declared order."""
    live = live if isinstance(live, dict) else {}
    for name, expected in declared.items():
        actual = live.get(name)
        here = (*path, name)
        if isinstance(expected, dict) and expected and (actual is None or isinstance(actual, dict)):
            yield from compare(expected, actual, here)
        elif not same(here, expected, actual):
            yield Difference(here, expected, actual)


def same(path: Steps, expected: JSON, actual: JSON) -> bool:
    """Whether a declared and a live value mean the same at a path."""
    expected, actual = configured(expected), configured(actual)
    if expected is None or actual is None:
        withheld = actual is None and is_secret(path[-1]) and isinstance(expected, str)
        return expected is actual or withheld
    if is_secret(path[-1]):
        return is_withheld(actual) or expected == actual
    if _is_redacted(actual) and redact(expected, path) == actual:
        return True
    if isinstance(expected, str) and isinstance(actual, str):
        return expected == actual or (path[-1] == "address" and _same_address(expected, actual))
    if path[-1] == "allowed_addresses" and isinstance(expected, list) and isinstance(actual, list):
        return _equal(expected, actual) or addresses(expected) == addresses(actual)
    return _equal(expected, actual)


def _equal(one: JSON, other: JSON) -> bool:
    """Equal, true and 1 apart, however deep."""
    if one != other:
        return False
    if isinstance(one, dict):
        for name, value in one.items():  # hot: once a number, and most values are text
            if type(value) is not str and not _equal(value, other[name]):
                return False
        return True
    if isinstance(one, list):
        return all(map(_equal, one, other))
    return isinstance(one, bool) is isinstance(other, bool)


def _is_redacted(actual: JSON) -> bool:
    """Whether a live value was saved without its secrets."""
    parts = actual if isinstance(actual, list) else [actual]
    return any(isinstance(part, str) and SENSITIVE in part for part in parts)


def _same_address(expected: str, actual: str) -> bool:
    """Equal but for credentials that the live side leaves out or masks."""
    (secret, wanted), (found_secret, found) = split_address(expected), split_address(actual)
    if not secret or wanted != found:
        return False
    if not found_secret or is_withheld(found_secret):
        return True
    user, _, _ = secret.partition(":")
    found_user, _, password = found_secret.partition(":")
    same_user = user == found_user or is_withheld(found_user)
    return same_user and (not password or is_withheld(password))
