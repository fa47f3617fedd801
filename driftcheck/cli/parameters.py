"""Types of option values."""

from collections.abc import Collection
from datetime import date
from math import isnan
from typing import Any

import click

from driftcheck.words import seconds_of


class Many(click.ParamType[str]):
    """The text of a repeatable option; `;` separates values in the environment variable."""

    name = "text"
    envvar_list_splitter = ";"


class Formats(Many):
    """`FORMAT[=PATH]`, repeatable. Formats are checked later, with all outputs."""

    def __init__(self, formats: Collection[str]) -> None:
        self.formats = formats


class Seconds(click.FloatRange):
    """A number of seconds, from 0 to 3600."""

    def __init__(self) -> None:
        super().__init__(0, 3600)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the seconds. Refuses nan, which passes the range check of click."""
        seconds: float = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(f"{value} is not a number.", param, ctx)
        return seconds


class Duration(click.ParamType[str]):
    """A duration, such as 24h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text if it is a whole number with a unit."""
        if seconds_of(value) is None:
            self.fail(f"{value!r} is not a whole number with its unit, such as 24h.", param, ctx)
        return str(value)


class Day(click.ParamType[date]):
    """A day, such as 2026-01-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day, such as 2026-01-31.", param, ctx)
