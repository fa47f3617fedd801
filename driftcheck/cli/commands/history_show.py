"""`driftcheck history show RUN`."""

import click

from driftcheck import history
from driftcheck.cli.formats import Outputs, Renderers, formats_option, older_json
from driftcheck.cli.options import new_command
from driftcheck.cli.place import Where, chosen_run, opened, where_option
from driftcheck.history import detail_of


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
        run = chosen_run(connection, number)
        outputs.refuse(filter(None, [store.database.path]))
        detail = detail_of(connection, store.database.name, run)
    renderers: Renderers = {
        "text": lambda view: history.run_text(detail, view),
        "json": lambda _: history.run_json(detail),
    }
    outputs.write(renderers)
    return 0
