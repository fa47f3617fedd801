"""The environment of a run: repository, CI system, lock and terminal."""

import os
import sys
from collections.abc import Iterator

from driftcheck.config import lock_in_force
from driftcheck.doctor.setup import Remark, Setup, note, ok
from driftcheck.output import view_of
from driftcheck.pipeline.provenance import provenance_of
from driftcheck.words import short_commit

_CHECKOUT = "Keep the configuration in a git repository, so that reports name its commit"


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield the origin that reports will name, and how they will look here."""
    known = provenance_of(setup.path, os.environ)
    if known.commit:
        yield ok(f"reports name the commit {short_commit(known.commit)}")
    else:
        yield note("no git commit was found", _CHECKOUT)
    if known.run_url:
        yield ok(f"reports link to the CI run {known.run_url}")
    if lock := lock_in_force():
        yield ok(f"a lock is in force: {lock.source.name}")
    view = view_of()
    where = "a terminal" if sys.stdout is not None and sys.stdout.isatty() else "not a terminal"
    color = "with colour" if view.color else "without colour"
    yield ok(f"stdout is {where}: {view.width} columns, {color}")
