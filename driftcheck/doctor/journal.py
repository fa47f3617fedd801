"""The history: whether it can be read and written, and whether its chain is intact."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.doctor.setup import Remark, Setup, fix, fixes, note, ok, trouble
from driftcheck.words import counted, minute

if TYPE_CHECKING:
    from driftcheck.config import Database

_MOST = 500
"""The number of runs up to which the chain is verified, which takes little time."""
_WAIT = 2.0
"""Seconds to wait while another program writes."""
_VERIFY = "Run: driftcheck history verify"


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield remarks on the history. Records nothing."""
    settings, problems = setup.history.settings, setup.history.problems[None]
    if setup.files.is_beyond or settings is None:
        yield note("not examined: first fix the problems above")
        return
    yield from fixes(problems)
    database = settings.history
    if database is None and not problems:
        yield note(
            "none is configured", "To record runs, add: history: sqlite:///var/driftcheck.db"
        )
    elif database and database.server and setup.offline:
        yield note(f"{database.name} was not contacted (--offline)")
    elif database and database.path and not os.path.lexists(database.path):
        yield _not_there(database.name, database.path)
    elif database:
        remarks: list[Remark] = []
        yield from trouble(lambda: remarks.extend(_of_database(database))) or remarks


def _not_there(name: str, path: Path) -> Remark:
    folder = next(one for one in path.absolute().parents if one.exists())
    if os.access(folder, os.W_OK | os.X_OK):
        return note(f"{name} does not exist yet: the first check creates it")
    return fix(f"{name} cannot be created", f'Let driftcheck write to "{folder}".')


def _of_database(database: "Database") -> Iterator[Remark]:
    """Yield remarks on an existing database. Raises HistoryError if it cannot be read."""
    from driftcheck.history import count_of_runs, latest_run, open_history, verify_chain

    with open_history(database, wait=_WAIT) as store, store.reading() as connection:
        runs, last = count_of_runs(connection), latest_run(connection)
        verdict = verify_chain(connection) if runs <= _MOST else None
    latest = f", the latest of {minute(last.started_at)} UTC" if last else ""
    yield ok(f"{database.name} has {counted(runs, 'run')}{latest}")
    if verdict is None:
        yield note("the chain was not verified: it has many runs", _VERIFY)
    elif verdict.holds:
        yield ok("the chain is intact: no run was changed")
    else:
        yield fix(f"the chain is broken: {verdict.fault}", _VERIFY)
    if database.path and not _is_writable(database.path):
        yield fix(f"{database.name} cannot be written", "Let driftcheck write it and its folder.")


def _is_writable(path: Path) -> bool:
    """Return whether a file and its folder, where SQLite creates another file, are writable."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
