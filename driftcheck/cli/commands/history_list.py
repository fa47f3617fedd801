"""`driftcheck history`, without a command: the runs, and what they say over time."""

import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from driftcheck.cli.place import Where, opened
from driftcheck.history import BLOCKS, SIGNS, Excerpt, history_text, overview_of, stored_runs
from driftcheck.model import OutputError, Problem, UsageError
from driftcheck.output import advice, say, view_of, write_file, write_stdout
from driftcheck.report import View
from driftcheck.words import did_you_mean

_MAX_WIDTH = 140


def listing(
    where: Where,
    limit: int,
    since: object,
    account: str | None,
    as_json: bool,
    html: str | None,
) -> int:
    """Tell of the history, in the form that is asked for."""
    if as_json and html == "-":
        raise UsageError(Problem("--json and --html both go to stdout", None, "Use --html=FILE."))
    first = f"{since:%Y-%m-%d}T00:00:00Z" if isinstance(since, datetime) else None
    with opened(where) as store, store.reading() as connection:
        if account is not None:
            _refuse_unknown(connection, account)
        told = overview_of(connection, store.database.name, Excerpt(limit, first, account))
    if html is not None:
        from driftcheck.history import history_page

        _write(history_page(told), html)
    if as_json:
        from driftcheck.history import history_json

        write_stdout(history_json(told))
    elif html is None:
        say(history_text(told, view(), blocks()).removesuffix("\n"), color=view().color)
    return 0


def view() -> View:
    """How the history is looked at: wider than a report, as it is a table."""
    return view_of(most=_MAX_WIDTH)


def blocks() -> str:
    """What sparklines are drawn with: signs that stdout can show."""
    try:
        BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return SIGNS
    return BLOCKS


def _refuse_unknown(connection: Connection, account: str) -> None:
    """Raise UsageError where no run knows an account of that name."""
    known: set[str] = set()
    for run in stored_runs(connection):
        known.update(part["name"] for part in run.document["accounts"])
        if account in known:
            return
    hint = did_you_mean(account, known)
    raise UsageError(Problem(f'no recorded run is of an account "{account}"', None, hint))


def _write(page: str, name: str) -> None:
    if name == "-":
        write_stdout(page)
        return
    try:
        write_file(Path(name), page)
    except OSError as error:
        message = f'cannot write "{name}": {error.strerror or error}'
        hint = advice(Path(name), error, "Name another file with --html=FILE.")
        raise OutputError(Problem(message, None, hint)) from error
