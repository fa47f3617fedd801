"""`driftcheck history show RUN`."""

import click

from driftcheck import history
from driftcheck.cli.formats import Outputs, Renderers, formats_option, older_json
from driftcheck.cli.options import new_command
from driftcheck.cli.place import Where, opened, where_option
from driftcheck.history import (
    Anchor,
    StoredRun,
    detail_of,
    latest_run,
    pruned_anchor,
    run_of_number,
)
from driftcheck.model import Problem, UsageError


@new_command("show", "Show one run, and what it found.")
@click.argument("number", metavar="[RUN]", type=click.IntRange(1), required=False)
@where_option()
@formats_option("history_show_output", ("text", "json"))
@older_json()
def command(where: Where, number: int | None, outputs: Outputs) -> int:
    """Show one run: what it found, what was fixed, and the hashes of what it read.

    RUN is its number, the latest by default.

    Examples:
      driftcheck history show
      driftcheck history show 12 -o json
    """
    with opened(where) as store, store.reading() as connection:
        run = run_of_number(connection, number) if number else latest_run(connection)
        if run is None:
            raise _no_run(number, latest_run(connection), pruned_anchor(connection))
        outputs.refuse(filter(None, [store.database.path]))
        detail = detail_of(connection, store.database.name, run)
    renderers: Renderers = {
        "text": lambda view: history.run_text(detail, view),
        "json": lambda _: history.run_json(detail),
    }
    outputs.write(renderers)
    return 0


def _no_run(number: int | None, head: StoredRun | None, anchor: Anchor | None) -> UsageError:
    if number and anchor and number <= anchor.run:
        hint = f"Runs up to {anchor.run} were pruned on {anchor.pruned_at[:10]}."
    else:
        hint = f"The latest is run {head.id}." if head else "Nothing has been recorded yet."
    what = f"there is no run {number}" if number else "there is no run yet"
    return UsageError(Problem(what, None, hint))
