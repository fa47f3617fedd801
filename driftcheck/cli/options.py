"""Options shared by several commands."""

import os
from collections.abc import Callable, Collection, Iterable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from driftcheck.cli.group import Command
from driftcheck.cli.parameters import Formats, Many
from driftcheck.config import DEFAULT_CONFIG, locked

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ENV_FILE = "driftcheck.env_file"
"""The key under which the context stores the file given as --env-file."""
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def config_option(*, sets_variables: bool = True) -> Decorator:
    """Return `-c/--config FILE`, `--lock FILE` and `--env-file FILE`.

    Every command that reads a configuration has these. With `sets_variables=False`, the command
    adds its own `--env-file`.
    """
    config = option(
        "config",
        "-c",
        "--config",
        type=click.Path(path_type=Path, readable=False),
        default=DEFAULT_CONFIG,
        show_default=True,
        metavar="FILE",
        help="The configuration file.",
    )
    variables = env_file_option() if sets_variables else _nothing
    return lambda command: config(lock_option()(variables(command)))


def _nothing(command: Callable[..., Any]) -> Callable[..., Any]:
    return command


def env_file_option(*, is_written: bool = False) -> Decorator:
    """Return `--env-file FILE`, whose variables are set until the command line ends.

    Variables that are already set keep their values. The file is read before all other options,
    because it may set them. With `is_written`, the command receives the path, and the file may be
    missing.
    """
    text = "Read environment variables from a file of NAME='value' lines; those already set win."
    return option(
        "env_file",
        "--env-file",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        is_eager=True,
        expose_value=is_written,
        callback=partial(_set_variables, may_be_missing=is_written),
        shell_complete=completed("file"),
        help=f"{text} New secrets are added to it." if is_written else text,
    )


def _set_variables(
    context: click.Context, _param: click.Parameter, path: Path | None, *, may_be_missing: bool
) -> Path | None:
    if path is None or context.resilient_parsing:  # during shell completion
        return path
    from driftcheck.config import read_assignments  # rarely needed

    given = read_assignments(path, may_be_missing=may_be_missing)
    new = {name: value for name, value in given.items() if name not in os.environ}
    os.environ.update(new)
    context.meta[ENV_FILE] = path
    # The root context always closes, so a second command line in this process starts clean.
    context.find_root().call_on_close(partial(_unset, list(new)))
    return path


def _unset(names: Iterable[str]) -> None:
    for name in names:
        os.environ.pop(name, None)


def is_left_out(config: Path) -> bool:
    """Return whether no configuration is named and the default file is missing.

    Raises InputError if a similarly named file looks like the configuration.
    """
    source = click.get_current_context().get_parameter_source("config")
    if source is not click.core.ParameterSource.DEFAULT or os.path.lexists(config):
        return False
    from driftcheck.config import refuse_misnamed  # rarely needed

    refuse_misnamed(config)
    return True


def lock_option() -> Decorator:
    """Return `--lock FILE`. The lock applies while the command and its subcommands run."""
    named = option(
        "lock",
        "--lock",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        help="A file that limits what the configuration may do.",
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def within(*arguments: Any, lock: Path | None, **given: Any) -> Any:
            if lock is None:
                _refuse_empty_lock()
            else:
                click.get_current_context().with_resource(locked(lock))
            return command(*arguments, **given)

        return named(within)

    return decorate


def _refuse_empty_lock() -> None:
    """Raise UsageError if the variable is empty: setting it shows that a lock is intended."""
    name = variable("lock")
    if os.environ.get(name) == "":
        raise click.UsageError(f"{name} is empty; name a lock, or unset it.")


def accounts_option() -> Decorator:
    """Return `--account NAME`, repeatable."""
    return many(
        "account",
        "--account",
        metavar="NAME",
        shell_complete=completed("account"),
        help="Use only this account of the configuration; repeatable.",
    )


def live_option() -> Decorator:
    """Return `--live FILE|-`."""
    return option(
        "live",
        "--live",
        metavar="FILE|-",
        shell_complete=completed("file"),
        help="Read the live list from a file, or from standard input (-).",
    )


def url_option() -> Decorator:
    """Return `--url URL`."""
    return option(
        "url",
        "--url",
        metavar="URL",
        help="Use this URL of the API; overrides `live` in the configuration.",
    )


def any_account_option() -> Decorator:
    """Return `--any-account`."""
    return flag(
        "any_account",
        "--any-account",
        help="Accept a list that driftcheck fetch saved for another account.",
    )


def jobs_option() -> Decorator:
    """Return `-j/--jobs N`."""
    return option(
        "jobs",
        "-j",
        "--jobs",
        type=click.IntRange(1, 256),
        default=8,
        show_default=True,
        metavar="N",
        help="Number of accounts to check in parallel.",
    )


def output_option(name: str, formats: Collection[str]) -> Decorator:
    """Return `-o/--output FORMAT[=PATH]`, repeatable; the first of `formats` is the default."""
    default = next(iter(formats))
    return option(
        name,
        "-o",
        "--output",
        type=Formats(formats),
        shell_complete=completed("output"),
        multiple=True,
        metavar="FORMAT[=PATH]",
        help=f"Write this format to stdout, or to a file; repeatable. "
        f"Formats: {', '.join(formats)}. [default: {default}]",
    )


class Option(click.Option):
    """An option, listed in help under its `heading`."""

    heading = "Options"


def new_command(name: str, summary: str) -> Callable[[Callable[..., Any]], Command]:
    """Return a decorator for a command; `summary` is its sentence in command lists."""
    return click.command(name, cls=Command, short_help=summary)


def gathered(
    into: Callable[..., Any], name: str, *options: Decorator, heading: str = Option.heading
) -> Decorator:
    """Pass the values of some options as one argument, a named tuple.

    The argument is called `name`, and `into` makes it. Help lists the options under `heading`.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def gathering(*arguments: Any, **given: Any) -> Any:
            values = {field: given.pop(field) for field in into.__annotations__}
            return command(*arguments, **{name: into(**values)}, **given)

        decorated: Callable[..., Any] = gathering
        known = len(_parameters(command))
        for option in reversed(options):
            decorated = option(decorated)
        for parameter in _parameters(decorated)[known:]:
            parameter.heading = heading
        return decorated

    return decorate


Complete = Callable[[click.Context, click.Parameter, str], list["CompletionItem[str]"]]


def completed(kind: str) -> Complete:
    """Return the shell completion of a parameter; `kind` is a key of `completion`."""

    def complete(
        context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list["CompletionItem[str]"]:
        from driftcheck.cli.completion import items  # only for shell completion

        return items(kind, context, incomplete)

    return complete


def _parameters(command: Callable[..., Any]) -> list[Any]:
    """Return the parameters that click's decorators have added to a function so far."""
    return getattr(command, "__click_params__", [])


def option(name: str, *names: str, cls: type[click.Option] = Option, **settings: Any) -> Decorator:
    """Return an option with its environment variable."""
    given = {"envvar": variable(name), "show_envvar": True, "cls": cls, **settings}
    return click.option(*names, name, **given)


def flag(name: str, *names: str, help: str) -> Decorator:
    """Return a flag with its environment variable."""
    return option(name, *names, is_flag=True, help=help)


def many(name: str, *names: str, **settings: Any) -> Decorator:
    """Return a repeatable option."""
    return option(name, *names, type=Many(), multiple=True, **settings)


def variable(name: str) -> str:
    """Return the environment variable of an option."""
    return f"DRIFTCHECK_{name.upper()}"
