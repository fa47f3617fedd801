"""What the values of options may be."""

from collections.abc import Collection
from math import isnan
from typing import Any

import click

from driftcheck.words import seconds_of


class Many(click.ParamType[str]):
    """Text of an option that can be given several times; `;` parts it in the environment."""

    name = "text"
    envvar_list_splitter = ";"


class Formats(Many):
    """`FORMAT[=PATH]`, several times, in one of `formats`."""

    def __init__(self, formats: Collection[str]) -> None:
        self.formats = formats


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
