"""What the history of runs says of a run and of its findings, in the words of reports."""

from driftcheck.model import Finding, Kind
from driftcheck.result import Report
from driftcheck.words.plurals import counted, inflect


def recorded(report: Report) -> str:
    """How the run compares with those in the history, where it has one; or nothing."""
    told = report.history
    if told is None:
        return ""
    run = f"History: run {told.run:,}"
    if told.previous is None:
        return f"{run}, the first; {counted(told.new, 'finding')}."
    persist = inflect(told.persisting, "persists", "persist")
    since = f"since run {told.previous:,} of {minute(told.previous_at or '')}"
    parts = f"{told.new:,} new, {told.persisting:,} {persist}, {len(told.fixed):,} fixed"
    return f"{run}; {parts} {since}."


def minute(time: str) -> str:
    """A time, UTC, to the minute: `2026-01-31 02:00`."""
    return f"{time[:10]} {time[11:16]}"


def age(finding: Finding) -> str:
    """How long a finding is there, as far as the history knows; or nothing."""
    known = finding.age
    if known is None or known.is_new:
        return "new" if known else ""
    drifted = "drifted for" if finding.kind is Kind.DRIFT else "for"
    since = f"since {known.since[:10]}"
    return f"{drifted} {known.nights:,} nights, {since}" if known.nights > 1 else ""
