"""Reads what pruning kept in tables before version 3.

These tables had the last run and the nights of each finding in columns that no hash covered. They
are used for pruned runs only; the chain says the same of all other runs.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from driftcheck.history.records import Anchor, Span
from driftcheck.history.rows import span_of_row
from driftcheck.history.timeline import Timeline

_ANCHOR = "SELECT run, hash, runs, pruned_at FROM driftcheck_anchor"
_SPANS = """
SELECT id AS episode_id, state_id, first_run, since, last_run, last_at, nights
FROM driftcheck_episodes WHERE first_run <= :pruned
"""


def anchor_of_older(connection: Connection) -> Anchor | None:
    """What is known of pruned runs; None if none were pruned."""
    row = connection.execute(text(_ANCHOR)).first()
    return Anchor(*row) if row else None


def kept_of_older(connection: Connection, later: Timeline) -> dict[int, Span]:
    """What pruned runs said of the findings that are left; `later` is what other runs say."""
    anchor = anchor_of_older(connection)
    return dict(_spans(connection, anchor.run, later)) if anchor else {}


def _spans(connection: Connection, pruned: int, later: Timeline) -> Iterator[tuple[int, Span]]:
    for row in connection.execute(text(_SPANS), {"pruned": pruned}):
        span, after = span_of_row(row), later.spans.get(row.episode_id)
        if after:
            state, nights = later.initial[row.episode_id], max(1, span.nights - after.nights)
            span = Span(state, row.first_run, row.since, nights)
        yield row.episode_id, span
