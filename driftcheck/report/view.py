"""How a report is shown."""

from collections.abc import Callable
from typing import NamedTuple


class View(NamedTuple):
    """What a renderer may consider besides the report. `width` is in columns.

    `quiet` shows only the verdict; `whole` leaves nothing out. `limit` is the maximum number of
    bytes, if it is not the one of the format. `mask` masks the names of files in messages. `update`
    returns the command that declares what is live; empty if there is none.
    """

    width: int = 100
    color: bool = False
    quiet: bool = False
    whole: bool = False
    limit: int | None = None
    mask: Callable[[str], str] = str
    update: Callable[[], str] = str
