"""Groups of commands, none of which is imported before it is run."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from driftcheck.system import kept


class LazyGroup(click.Group):
    """A group whose commands stand, as `command`, in the modules that `modules` names."""

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.modules = modules

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands, in their order."""
        return list(self.modules)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in self.modules:
            return None
        with kept():
            # Now, as an error may be that there is no memory, not even to import what reports it.
            import_module("driftcheck.cli.trouble")
            command: click.Command = import_module(self.modules[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called. Raises click.UsageError with the nearest name."""
        name = args[0]
        if not name.startswith("-") and name not in self.modules:
            from driftcheck.words import nearest  # only a mistyped name needs it

            close = nearest(name, self.modules)
            hint = f' Did you mean "{close}"?' if close else ""
            raise click.UsageError(f'There is no command "{name}".{hint}', ctx)
        return super().resolve_command(ctx, args)
