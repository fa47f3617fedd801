"""What the options of several commands have in common."""

import os
from collections.abc import Callable, Iterable
from functools import partial, wraps
from math import isnan
from pathlib import Path
from typing import Any

import click

from driftcheck.config import DEFAULT_CONFIG, locked
from driftcheck.words import seconds_of

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
    told = "Set the variables in a file of NAME='value' lines, but for those that are set already."
    return option(
        "env_file",
        "--env-file",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        is_eager=True,
        expose_value=is_written,
        callback=partial(_set_variables, may_be_missing=is_written),
        help=f"{told} New secrets are added to it." if is_written else told,
    )


def _set_variables(
    context: click.Context, _param: click.Parameter, path: Path | None, *, may_be_missing: bool
) -> Path | None:
    if path is None or context.resilient_parsing:  # a shell asks for completions
        return path
    from driftcheck.config.assignments import read_assignments  # few have such a file

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


def lock_option() -> Decorator:
    """`--lock FILE`, which is in force while the command runs, and those below it."""
    named = option(
        "lock",
        "--lock",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        help="A file that says how far the configuration may go.",
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
        help="Only this account of the configuration; can be given several times.",
    )


def live_option() -> Decorator:
    """`--live FILE|-`."""
    return option(
        "live",
        "--live",
        metavar="FILE|-",
        help="Read the live list from a file, or from standard input (-).",
    )


def url_option() -> Decorator:
    """`--url URL`."""
    return option(
        "url",
        "--url",
        metavar="URL",
        help="Ask the API at this URL, in place of the configured one.",
    )


def any_account_option() -> Decorator:
    """`--any-account`."""
    return flag(
        "any_account",
        "--any-account",
        help="Take a list that driftcheck fetch saved for another account.",
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
        help="How many accounts are looked at at once.",
    )


class Many(click.ParamType[str]):
    """Text of an option that can be given several times; `;` parts it in the environment."""

    name = "text"
    envvar_list_splitter = ";"


class Seconds(click.FloatRange):
    """A time of an hour at most."""

    def __init__(self) -> None:
        super().__init__(0, 3600)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The seconds; nan, which is neither too small nor too large, is refused."""
        seconds: float = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(f"{value} is not a number.", param, ctx)
        return seconds


class Duration(click.ParamType[str]):
    """How long something lasts, such as 24h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, if it is a whole number and its unit."""
        if seconds_of(value) is None:
            self.fail(f"{value!r} is not a whole number with its unit, such as 24h.", param, ctx)
        return str(value)


def gathered(into: Callable[..., Any], name: str, *options: Decorator) -> Decorator:
    """Options whose values reach the command as one argument: the fields of a named tuple."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def gathering(*arguments: Any, **given: Any) -> Any:
            values = {field: given.pop(field) for field in into.__annotations__}
            return command(*arguments, **{name: into(**values)}, **given)

        decorated: Callable[..., Any] = gathering
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def option(name: str, *names: str, **settings: Any) -> Decorator:
    """An option of click, with the environment variable that sets it."""
    return click.option(*names, name, envvar=variable(name), show_envvar=True, **settings)


def flag(name: str, *names: str, help: str) -> Decorator:
    """A flag, with the environment variable that sets it."""
    return option(name, *names, is_flag=True, help=help)


def many(name: str, *names: str, metavar: str, help: str) -> Decorator:
    """An option that can be given several times."""
    return option(name, *names, type=Many(), multiple=True, metavar=metavar, help=help)


def variable(name: str) -> str:
    """The environment variable of an option."""
    return f"DRIFTCHECK_{name.upper()}"
