"""Commands with custom help, and groups that import their commands on demand."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from driftcheck.system import kept


class Explained(click.Command):
    """A command whose help is laid out by `manual`."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, folded to the width of the terminal."""
        from driftcheck.cli.manual import help_of  # only --help needs it

        return help_of(self, ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse options and arguments. Raises click.UsageError with its context set."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser leaves it out
            raise


class StrayArguments(click.UsageError):
    """Arguments that a command does not take."""

    def __init__(self, words: Sequence[str], ctx: click.Context) -> None:
        super().__init__(f"unexpected arguments: {' '.join(words)}", ctx)
        self.words = words


class Command(Explained):
    """A command of driftcheck."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse options and arguments. Raises click.UsageError, including `StrayArguments`."""
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise StrayArguments(left, ctx)
        return left


class LazyGroup(Explained, click.Group):
    """A group that finds each command as `command` in the module named in `modules`.

    `sections` maps headings of its help to command names; commands without a heading come last.
    """

    def __init__(
        self,
        *args: Any,
        modules: Mapping[str, str],
        sections: Mapping[str, Sequence[str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.modules = modules
        self.sections = sections or {}

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands, in order of definition."""
        return list(self.modules)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None if it is unknown."""
        if cmd_name not in self.modules:
            return None
        with kept():
            # Import this now: after a MemoryError, the import itself could fail.
            import_module("driftcheck.cli.trouble")
            command: click.Command = import_module(self.modules[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to call. Raises click.UsageError if it is unknown."""
        name = args[0]
        if not (name.startswith("-") or name in self.modules or ctx.resilient_parsing):
            raise click.exceptions.NoSuchCommand(name, ctx=ctx)
        found, command, rest = super().resolve_command(ctx, args)
        if command is None or ctx.resilient_parsing:
            return found, command, rest
        return found, command, [*_moved(ctx, command), *rest]


def _moved(ctx: click.Context, command: click.Command) -> Iterator[str]:
    """Yield the group's options given before the command, as arguments of the command.

    Raises click.UsageError if the command lacks one of them.
    """
    known = {text for parameter in command.params for text in parameter.opts}
    for parameter in ctx.command.params:
        if ctx.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE:
            name = parameter.opts[-1]
            if name not in known:
                raise click.NoSuchOption(name, ctx=click.Context(command, ctx, command.name))
            if parameter.expose_value:
                value = ctx.params[str(parameter.name)]
                yield from (f"{name}={one}" for one in (value if parameter.multiple else [value]))
