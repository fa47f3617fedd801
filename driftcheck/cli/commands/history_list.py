"""`driftcheck history` without a subcommand: the runs and their trends."""

import sys
from datetime import date

from sqlalchemy import Connection

from driftcheck import history
from driftcheck.cli.formats import Outputs, Renderers
from driftcheck.cli.place import Where, opened
from driftcheck.history import (
    BLOCKS,
    SIGNS,
    Excerpt,
    overview_of,
    stored_runs,
)
from driftcheck.model import Problem, UsageError
from driftcheck.words import did_you_mean


def listing(
    where: Where,
    limit: int,
    since: date | None,
    account: str | None,
    outputs: Outputs,
) -> int:
    """Write the history in the requested formats."""
    first = f"{since}T00:00:00Z" if since else None
    with opened(where) as store, store.reading() as connection:
        outputs.refuse(filter(None, [store.database.path]))
        if account is not None:
            _refuse_unknown(connection, account)
        overview = overview_of(connection, store.database.name, Excerpt(limit, first, account))
    renderers: Renderers = {
        "text": lambda view: history.history_text(overview, view, blocks()),
        "json": lambda _: history.history_json(overview),
        "html": lambda _: history.history_page(overview),
    }
    outputs.write(renderers)
    return 0


def blocks() -> str:
    """Return the characters of sparklines that the encoding of stdout supports."""
    try:
        BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return SIGNS
    return BLOCKS


def _refuse_unknown(connection: Connection, account: str) -> None:
    """Raise UsageError if no run has an account of that name."""
    known: set[str] = set()
    for run in stored_runs(connection):
        known.update(part["name"] for part in run.document["accounts"])
        if account in known:
            return
    hint = did_you_mean(account, known)
    raise UsageError(Problem(f'no recorded run has an account "{account}"', None, hint))
