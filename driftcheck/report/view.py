"""How a report is looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """What a renderer for people may take into account. `width` is in columns.

    `quiet` leaves everything but the verdict out.
    """

    width: int = 100
    color: bool = False
    quiet: bool = False
