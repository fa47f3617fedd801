"""Which history the commands on it are about: that of the configuration, or another."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from driftcheck.cli.options import env_file_option, lock_option, option
from driftcheck.config import DEFAULT_CONFIG
from driftcheck.model import InputError, Problem

if TYPE_CHECKING:
    from driftcheck.config import Database
    from driftcheck.history import Store

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_HINT = "Add `history: sqlite:///var/driftcheck.db` to it, or use --database URL."


@dataclass(frozen=True, slots=True)
class Where:
    """What the command line says of where the history is."""

    config: Path | None = None
    database: str | None = None

    def within(self, outer: "Where | None") -> "Where":
        """What is said to a command, and where that says nothing, to the group it is in."""
        if outer is None:
            return self
        return Where(self.config or outer.config, self.database or outer.database)


def shown_config_option() -> Decorator:
    """`-c/--config FILE`, None where it is not given, so that the group's may count; and more.

    That is `--lock` and `--env-file`, as of all commands that read a configuration.
    """
    config = option(
        "config",
        "-c",
        "--config",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        help=f"The configuration file.  [default: {DEFAULT_CONFIG}]",
    )
    return lambda command: config(lock_option()(env_file_option()(command)))


def database_option() -> Decorator:
    """`--database URL`."""
    return option(
        "database",
        "--database",
        metavar="URL",
        help="Where the history is, in place of `history` in the configuration.",
    )


def database_of(where: Where) -> "Database":
    """The database that is meant. Raises InputError where none is."""
    from driftcheck import config
    from driftcheck.config import parse_database
    from driftcheck.model import Collector

    problems = Collector()
    if where.database:
        database = parse_database(where.database, Path())
        if lock := config.lock_in_force():
            problems.forbid(config.beyond_of_database(lock, database))
        problems.finish()
        return database
    path = where.config or DEFAULT_CONFIG
    settings = config.load(path, os.environ, problems, config.Part.HISTORY)
    problems.finish()
    if settings.history is None:
        message = f'no history is configured in "{settings.file}"'
        raise InputError(Problem(message, None, _HINT))
    return settings.history


@contextmanager
def opened(where: Where) -> Iterator["Store"]:
    """The history, open. Raises HistoryError where there is none."""
    from driftcheck.history import open_history

    with open_history(database_of(where)) as found:
        yield found
