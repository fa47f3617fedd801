"""`driftcheck history`."""

from pathlib import Path

import click

from driftcheck.cli.group import LazyGroup
from driftcheck.cli.options import flag, option
from driftcheck.cli.place import Where, database_option, shown_config_option

COMMANDS = {
    "inputs": "driftcheck.cli.commands.history_inputs",
    "prune": "driftcheck.cli.commands.history_prune",
    "show": "driftcheck.cli.commands.history_show",
    "verify": "driftcheck.cli.commands.history_verify",
}
"""The commands of the group, and the module of each."""


@click.group(
    "history",
    cls=LazyGroup,
    modules=COMMANDS,
    short_help="List recorded runs, and show trends.",
    invoke_without_command=True,
)
@shown_config_option()
@database_option()
@option(
    "limit",
    "--limit",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    metavar="N",
    help="List the latest N runs.",
)
@option(
    "since",
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Leave out runs before a day, UTC, and what was fixed before it.",
)
@option(
    "account",
    "--account",
    metavar="NAME",
    help="Tell of one account alone.",
)
@flag("json", "--json", help="Write JSON; see `driftcheck schema history`.")
@option(
    "html",
    "--html",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write a page with charts, to a file or to stdout.",
)
@click.pass_context
def command(
    context: click.Context,
    config: Path,
    database: str | None,
    limit: int,
    since: object,
    account: str | None,
    json: bool,
    html: str | None,
) -> int:
    """List the runs that were recorded, the latest first, and show what they say over time.

    Where they are recorded is said by `history` in the configuration, or by --database.
    """
    context.obj = Where(config, database)
    if context.invoked_subcommand is not None:
        return 0
    from driftcheck.cli.commands.history_list import listing

    return listing(context.obj, limit, since, account, json, html)
