"""Turns rows of the tables into runs and findings; refuses rows that driftcheck never writes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from operator import contains
from typing import Any, NamedTuple, NoReturn

from sqlalchemy import Row

from driftcheck.history.ids import Follower, parse
from driftcheck.history.records import (
    Anchor,
    DatedSighting,
    KeptWaiver,
    RunRow,
    Sighting,
    Span,
    StoredRun,
)
from driftcheck.model import HistoryError, Problem, Severity

_HINT = "The history was altered; run `driftcheck history verify`."
_SEVERITIES = frozenset(severity.label for severity in Severity)
_NO_WAIVER = (None, None, None)
_MOST = 1 << 63
"""Databases store smaller integers."""
_SEVERITY, _WAIVED = (4 + Sighting._fields.index(name) for name in ("severity", "waived"))
"""The places of two columns of `sighting_of_row`."""


class DamagedError(HistoryError):
    """A row that driftcheck never writes. `run` is the number of its run; None if it has none."""

    def __init__(self, what: str, why: str, run: int | None = None) -> None:
        super().__init__(Problem(f"{what} is not valid: {why}", None, _HINT))
        self.why = why
        self.run = run


class Most(NamedTuple):
    """How many states and episodes there are. No run can have more."""

    states: int
    episodes: int


def run_of_row(row: Row[Any], most: Most) -> StoredRun:
    """A run from its row. Raises DamagedError."""
    with _of_run(row.id):
        document = _parsed(row.record)
        if not _fits(document, _RECORD):
            raise ValueError("its record is incomplete")
        seen, gone = parse(_text(row.seen), most.states), parse(_text(row.gone), most.episodes)
        return StoredRun(row.id, document, seen, gone, _text(row.hash))


def run_row(row: Row[*tuple[Any, ...]], most: Most, seen: Follower) -> RunRow:
    """What a timeline needs of a run; `seen` follows what the runs found. Raises DamagedError."""
    with _of_run(row.id):
        if not _is_time(row.started_at):
            raise ValueError("it has no time")
        came, went = seen.changes(_text(row.seen), most.states)
        return RunRow(row.id, row.started_at, came, went, parse(_text(row.gone), most.episodes))


def id_or_zero(value: Any) -> int:
    """An id, or 0 for None. Raises DamagedError if it is not an id."""
    return 0 if value is None else unique_ids([value])[0]


def unique_ids(values: Iterable[Any]) -> list[int]:
    """The ids as a list. Raises DamagedError: a table whose key was removed may have any values."""
    found = list(values)
    if not set(map(type, found)) <= {int} or len(set(found)) < len(found):
        raise DamagedError("the list of findings", "an id is not a number, or is there twice")
    return found


@contextmanager
def _of_run(number: Any) -> Iterator[None]:
    """Raise other errors in a run as DamagedError."""
    try:
        if type(number) is not int or number < 1:
            raise DamagedError("a run", "it has no number")
        yield
    except (ValueError, RecursionError) as error:
        why = "its record is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DamagedError(f"run {number:,}", why, number) from error


def anchor_of_row(row: Row[Any]) -> Anchor:
    """What is known of pruned runs, from its row. Raises DamagedError."""
    try:
        document = _parsed(row.record)
        if not _fits(document, _ANCHOR) or type(row.hash) is not str:
            raise ValueError("it is incomplete")
    except (ValueError, RecursionError) as error:
        raise DamagedError("what is known of the pruned runs", str(error)) from error
    run, tip, count, pruned_at = (document[name] for name in _ANCHOR)
    return Anchor(run, tip, count, pruned_at, document, row.hash)


def span_of_row(row: Row[Any]) -> Span:
    """What pruned runs said of a finding, from its row. Raises DamagedError."""
    state_id, last_run, last_at, nights = row.state_id, row.last_run, row.last_at, row.nights
    if not (_is_time(last_at) and all(map(_is_count, (state_id, last_run, nights)))):
        raise DamagedError(f"what was kept of episode {row.episode_id!r}", "it is incomplete")
    return Span(state_id, last_run, last_at, nights)


def sighting_of_row(row: Row[Any]) -> DatedSighting:
    """A finding as it was at a time, from a row with the columns of `DatedSighting` and `Sighting`.

    The columns of the waiver are the last. Raises DamagedError.
    """
    values = tuple(row)
    state_id, episode_id, first_run, since = values[:4]
    severity, waived, waiver = values[_SEVERITY], values[_WAIVED], values[-3:]
    good = _are_types(tuple(map(type, values))) and severity in _SEVERITIES and waived in (0, 1)
    if not good or not _is_time(since) or (None in waiver and waiver != _NO_WAIVER):
        why = "it has a value that driftcheck does not write"
        raise DamagedError(f"a finding (state {state_id!r})", why)
    kept = None if waiver == _NO_WAIVER else KeptWaiver(*waiver)
    found = Sighting._make((*values[4:_WAIVED], bool(waived), kept))
    return DatedSighting(state_id, episode_id, found, first_run, since)


@lru_cache(maxsize=256)
def _are_types(types: tuple[type, ...]) -> bool:
    """Whether the columns of a finding have their types. SQLite stores any type in any column."""
    return len(types) == len(_TYPES) and all(map(contains, _TYPES, types))


def _parsed(text: object) -> Any:
    return json.loads(_text(text), parse_constant=_no_number)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _text(given: object) -> str:
    if type(given) is not str:
        raise ValueError("it has binary data in place of text")
    return given


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _MOST


def _is_time(value: object) -> bool:
    """Whether a value is a time as driftcheck writes it: `2026-01-01T00:00:00Z`."""
    return type(value) is str and _is_text_of_time(value)


@lru_cache(maxsize=4096)
def _is_text_of_time(text: str) -> bool:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%dT%H:%M:%SZ}" == text
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return type(value) is str


def _is_text_or_none(value: object) -> bool:
    return value is None or type(value) is str


def _is_share(value: object) -> bool:
    return value is None or (isinstance(value, (int, float)) and 0 <= value <= 1)


def _is_by_severity(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and value.keys() == _SEVERITIES
        and all(map(_is_count, value.values()))
    )


def _is_summary(value: object) -> bool:
    return value is None or _fits(value, _SUMMARY)


_TEXT, _NUMBER, _MAYBE = (str,), (int,), (str, type(None))
_TYPES = (
    *(_NUMBER, _NUMBER, _NUMBER, _TEXT),
    *(_TEXT, _TEXT, _TEXT, _TEXT, _MAYBE, _MAYBE, _TEXT, _TEXT, _TEXT, _NUMBER),
    *(_MAYBE, _MAYBE, _MAYBE),
)
"""The types of the columns of `sighting_of_row`."""
_SUMMARY = {"by_severity": _is_by_severity, "coverage": _is_share, "waived": _is_count}
_DIGEST = {"count": _is_count, "sha256": _is_text}
_RECORD = {
    "run": _is_count,
    "previous": _is_text_or_none,
    "started_at": _is_time,
    "outcome": _is_text,
    "exit_code": _is_count,
    "fail_on": _is_text,
    "accounts": [{"name": _is_text, "error": _is_text_or_none, "summary": _is_summary}],
    "summary": _SUMMARY,
    "terms": {"select": [_is_text], "accounts?": [_is_text], "checks?": [_is_text]},
    "errors": [_is_text],
    "inputs": {},
    "findings": _DIGEST,
    "new": _is_count,
    "fixed": _DIGEST,
}
"""What a record has at least; a name with a question mark may be missing."""
_ANCHOR = {"run": _is_count, "hash": _is_text, "runs": _is_count, "pruned_at": _is_time}


def _fits(value: Any, shape: Any) -> bool:
    """Whether a JSON value has at least what a shape asks for."""
    if callable(shape):
        return bool(shape(value))
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(item, shape[0]) for item in value)
    if not isinstance(value, Mapping):
        return False
    return all(_has(value, name, part) for name, part in shape.items())


def _has(value: Mapping[str, Any], name: str, shape: Any) -> bool:
    key = name.rstrip("?")
    return _fits(value[key], shape) if key in value else key != name
