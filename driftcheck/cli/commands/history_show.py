"""`driftcheck history show RUN`."""

from pathlib import Path

import click

from driftcheck.cli.commands.history_list import view
from driftcheck.cli.options import flag
from driftcheck.cli.place import Where, database_option, opened, shown_config_option
from driftcheck.history import (
    Anchor,
    StoredRun,
    detail_of,
    latest_run,
    pruned_anchor,
    run_of_number,
    run_text,
)
from driftcheck.model import Problem, UsageError
from driftcheck.output import say, write_stdout


@click.command("show", short_help="Show one run, and what it found.")
@click.argument("number", metavar="[RUN]", type=click.IntRange(1), required=False)
@shown_config_option()
@database_option()
@flag("json", "--json", help="Write JSON; see `driftcheck schema history`.")
@click.pass_obj
def command(
    outer: Where, number: int | None, config: Path | None, database: str | None, json: bool
) -> int:
    """Show one run: what it found, what was fixed, and the hashes of what it read.

    RUN is its number; left out: the latest.
    """
    where = Where(config, database).within(outer)
    with opened(where) as store, store.reading() as connection:
        run = run_of_number(connection, number) if number else latest_run(connection)
        if run is None:
            raise _no_run(number, latest_run(connection), pruned_anchor(connection))
        detail = detail_of(connection, store.database.name, run)
    if json:
        from driftcheck.history import run_json

        write_stdout(run_json(detail))
    else:
        say(run_text(detail, view()).removesuffix("\n"), color=view().color)
    return 0


def _no_run(number: int | None, head: StoredRun | None, anchor: Anchor | None) -> UsageError:
    if number and anchor and number <= anchor.run:
        hint = f"Runs up to {anchor.run} were pruned on {anchor.pruned_at[:10]}."
    else:
        hint = f"The latest is run {head.id}." if head else "Nothing was recorded yet."
    what = f"there is no run {number}" if number else "there is no run"
    return UsageError(Problem(what, None, hint))
