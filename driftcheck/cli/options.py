"""What the options of several commands have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
DEFAULT_CONFIG = Path("driftcheck.yaml")


def config_option() -> Decorator:
    """`-c/--config FILE`."""
    return click.option(
        "-c",
        "--config",
        type=click.Path(path_type=Path, readable=False),
        default=DEFAULT_CONFIG,
        show_default=True,
        envvar="DRIFTCHECK_CONFIG",
        show_envvar=True,
        metavar="FILE",
        help="The configuration file.",
    )


class Many(click.ParamType[str]):
    """Text of an option that can be given several times; `;` parts it in the environment."""

    name = "text"
    envvar_list_splitter = ";"


def flag(name: str, *names: str, help: str) -> Decorator:
    """A flag, with the environment variable that sets it."""
    return click.option(
        *names, name, is_flag=True, envvar=variable(name), show_envvar=True, help=help
    )


def many(name: str, *names: str, metavar: str, help: str) -> Decorator:
    """An option that can be given several times."""
    return click.option(
        *names,
        name,
        type=Many(),
        multiple=True,
        envvar=variable(name),
        show_envvar=True,
        metavar=metavar,
        help=help,
    )


def variable(name: str) -> str:
    """The environment variable of an option."""
    return f"DRIFTCHECK_{name.upper()}"
