"""`driftcheck policy`."""

import click

from driftcheck.cli.group import LazyGroup

COMMANDS = {
    "list": "driftcheck.cli.commands.policy_list",
    "show": "driftcheck.cli.commands.policy_show",
    "test": "driftcheck.cli.commands.policy_test",
}
"""The module of each command in the group."""


@click.group("policy", cls=LazyGroup, modules=COMMANDS, short_help="List, show and test rules.")
def command() -> None:
    """List, show and test the rules of policy packs, offline.

    Examples:
      driftcheck policy list
      driftcheck policy test policies/*.yaml
    """
