"""`driftcheck waivers`."""

import os
from collections.abc import Sequence

from driftcheck.cli.formats import Outputs, Renderers, formats_option
from driftcheck.cli.options import accounts_option, live_option, new_command, option
from driftcheck.cli.place import Where, configured_database, database_of, where_option
from driftcheck.model import HistoryError, InputError
from driftcheck.pipeline.waived import Asked, register_here, used_by_history, used_by_list
from driftcheck.triage.register import Register, register_json
from driftcheck.triage.register_text import register_text


@new_command("waivers", "List the waivers, and show which are used.")
@where_option()
@accounts_option()
@option("owner", "--owner", metavar="NAME", help="Show only the waivers of this owner.")
@live_option()
@formats_option("waivers_output", ("text", "json"))
def command(
    where: Where, account: Sequence[str], owner: str | None, live: str | None, outputs: Outputs
) -> int:
    """List all waivers, earliest expiry first: who accepted what, why, and until when.

    It works offline and needs no credentials. A saved list (--live) or the latest run in the
    history shows which waivers are used.

    Exit codes: 0 listed, 1 a file is not valid.

    Examples:
      driftcheck waivers
      driftcheck waivers --owner voice-team --live live.json -o json
    """
    asked = Asked(where.config, tuple(account), owner)
    register = _by_list(asked, live) if live else _by_history(register_here(asked), where)
    outputs.refuse(register.inputs)
    renderers: Renderers = {
        "text": lambda view: register_text(register, view),
        "json": lambda _: register_json(register),
    }
    outputs.write(renderers)
    return 0


def _by_list(asked: Asked, live: str) -> Register:
    from driftcheck.output import Progress
    from driftcheck.pipeline.api import Request, prepare

    request = Request(asked.config, asked.accounts, live, recording=False, notifying=False)
    with Progress() as progress:
        return used_by_list(prepare(request, os.environ), asked.owner, progress)


def _by_history(register: Register, where: Where) -> Register:
    """Add usage from the history to the register. Asks a server only if --database names it."""
    if where.database:
        return used_by_history(register, database_of(where))
    try:
        database = configured_database(where.config)
        if database and database.path and os.path.exists(database.path):
            return used_by_history(register, database)
    except (InputError, HistoryError) as error:
        return register._replace(hint=f"The history cannot be read: {error.problems[0]}.")
    if database and database.server:
        hint = "The history is on a server; to read it, use --database URL."
        return register._replace(hint=hint)
    return register
