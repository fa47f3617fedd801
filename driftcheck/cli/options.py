"""What the options of several commands have in common."""

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
"""Where the context notes the file of variables that was read."""
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def config_option(*, sets_variables: bool = True) -> Decorator:
    """`-c/--config FILE`, and what else every command has that reads a configuration.

    That is `--lock FILE`, which says how far it may go, and `--env-file FILE`, unless the command
    does something else with that file as well.
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
    """`--env-file FILE`, whose variables are set until the whole command line has ended.

    One that is set already stays as it is. The file is read before all other options, as it may
    hold variables of theirs. A command that writes to the file gets its path, and the file need not
    be there yet.
    """
    told = "Read environment variables from a file of NAME='value' lines; those already set win."
    return option(
        "env_file",
        "--env-file",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        is_eager=True,
        expose_value=is_written,
        callback=partial(_set_variables, may_be_missing=is_written),
        shell_complete=completed("file"),
        help=f"{told} New secrets are added to it." if is_written else told,
    )


def _set_variables(
    context: click.Context, _param: click.Parameter, path: Path | None, *, may_be_missing: bool
) -> Path | None:
    if path is None or context.resilient_parsing:  # a shell asks for completions
        return path
    from driftcheck.config import read_assignments  # few have such a file

    given = read_assignments(path, may_be_missing=may_be_missing)
    new = {name: value for name, value in given.items() if name not in os.environ}
    os.environ.update(new)
    context.meta[ENV_FILE] = path
    # At the end of the root, which ends whatever happens; programs may run one after another.
    context.find_root().call_on_close(partial(_unset, list(new)))
    return path


def _unset(names: Iterable[str]) -> None:
    for name in names:
        os.environ.pop(name, None)


def is_left_out(config: Path) -> bool:
    """Whether none is named, and none is there. Raises InputError where one has another name."""
    source = click.get_current_context().get_parameter_source("config")
    if source is not click.core.ParameterSource.DEFAULT or os.path.lexists(config):
        return False
    from driftcheck.config import refuse_misnamed  # few have no configuration

    refuse_misnamed(config)
    return True


def lock_option() -> Decorator:
    """`--lock FILE`, which is in force while the command runs, and those below it."""
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
    """Raise UsageError where the variable is set to nothing: whoever sets it wants a lock."""
    name = variable("lock")
    if os.environ.get(name) == "":
        raise click.UsageError(f"{name} is empty; name a lock, or unset it.")


def accounts_option() -> Decorator:
    """`--account NAME`, several times."""
    return many(
        "account",
        "--account",
        metavar="NAME",
        shell_complete=completed("account"),
        help="Only this account of the configuration; repeatable.",
    )


def live_option() -> Decorator:
    """`--live FILE|-`."""
    return option(
        "live",
        "--live",
        metavar="FILE|-",
        shell_complete=completed("file"),
        help="Read the live list from a file, or from standard input (-).",
    )


def url_option() -> Decorator:
    """`--url URL`."""
    return option(
        "url",
        "--url",
        metavar="URL",
        help="Ask the API at this URL; overrides `live` in the configuration.",
    )


def any_account_option() -> Decorator:
    """`--any-account`."""
    return flag(
        "any_account",
        "--any-account",
        help="Accept a list that driftcheck fetch saved for another account.",
    )


def jobs_option() -> Decorator:
    """`-j/--jobs N`."""
    return option(
        "jobs",
        "-j",
        "--jobs",
        type=click.IntRange(1, 256),
        default=8,
        show_default=True,
        metavar="N",
        help="How many accounts are checked in parallel.",
    )


def output_option(name: str, formats: Collection[str]) -> Decorator:
    """`-o/--output FORMAT[=PATH]`, several times; the first of `formats` is the default."""
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
    """An option of driftcheck; help lists it under its `heading`."""

    heading = "Options"


def new_command(name: str, summary: str) -> Callable[[Callable[..., Any]], Command]:
    """A command, and what lists of commands say of it: one sentence."""
    return click.command(name, cls=Command, short_help=summary)


def gathered(
    into: Callable[..., Any], name: str, *options: Decorator, heading: str = Option.heading
) -> Decorator:
    """Options whose values reach the command as one argument: the fields of a named tuple.

    Help lists them under `heading`.
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
    """What a shell completes for a parameter; `kind` is one of those of `completion`."""

    def complete(
        context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list["CompletionItem[str]"]:
        from driftcheck.cli.completion import items  # only shells ask

        return items(kind, context, incomplete)

    return complete


def _parameters(command: Callable[..., Any]) -> list[Any]:
    """The parameters that decorators of click have given to a function so far."""
    return getattr(command, "__click_params__", [])


def option(name: str, *names: str, cls: type[click.Option] = Option, **settings: Any) -> Decorator:
    """An option, with the environment variable that sets it."""
    given = {"envvar": variable(name), "show_envvar": True, "cls": cls, **settings}
    return click.option(*names, name, **given)


def flag(name: str, *names: str, help: str) -> Decorator:
    """A flag, with the environment variable that sets it."""
    return option(name, *names, is_flag=True, help=help)


def many(name: str, *names: str, **settings: Any) -> Decorator:
    """An option that can be given several times."""
    return option(name, *names, type=Many(), multiple=True, **settings)


def variable(name: str) -> str:
    """The environment variable of an option."""
    return f"DRIFTCHECK_{name.upper()}"
