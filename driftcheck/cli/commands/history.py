"""`driftcheck history`."""

from datetime import date

import click

from driftcheck.cli.formats import Outputs, formats_option, older_json, older_option
from driftcheck.cli.group import LazyGroup
from driftcheck.cli.options import completed, option
from driftcheck.cli.parameters import Day
from driftcheck.cli.place import Where, where_option

COMMANDS = {
    "inputs": "driftcheck.cli.commands.history_inputs",
    "prune": "driftcheck.cli.commands.history_prune",
    "show": "driftcheck.cli.commands.history_show",
    "verify": "driftcheck.cli.commands.history_verify",
}
"""The module of each command in the group."""


@click.group(
    "history",
    cls=LazyGroup,
    modules=COMMANDS,
    short_help="List recorded runs, and show trends.",
    invoke_without_command=True,
)
@where_option()
@option(
    "limit",
    "--limit",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    metavar="N",
    help="Show the latest N runs.",
)
@option(
    "since",
    "--since",
    type=Day(),
    metavar="DAY",
    help="Show only runs and fixes since this day (UTC), such as 2026-01-31.",
)
@option(
    "account",
    "--account",
    metavar="NAME",
    shell_complete=completed("account"),
    help="Show only this account.",
)
@formats_option("history_output", ("text", "json", "html"))
@older_json()
@older_option(
    "html",
    "--html",
    meaning=lambda path: "html" if path == "-" else f"html={path}",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
)
@click.pass_context
def command(
    context: click.Context,
    where: Where,
    limit: int,
    since: date | None,
    account: str | None,
    outputs: Outputs,
) -> int:
    """List the recorded runs, latest first, with trends.

    The history is the one configured under "history", or the one given as --database.

    Examples:
      driftcheck history
      driftcheck history --since 2026-01-01 -o html=history.html
      driftcheck history show -o json
    """
    if context.invoked_subcommand is not None:  # the subcommand receives these options
        return 0
    from driftcheck.cli.commands.history_list import listing

    return listing(where, limit, since, account, outputs)
