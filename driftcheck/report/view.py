"""How a report is to be looked at."""

from collections.abc import Callable
from typing import NamedTuple


class View(NamedTuple):
    """What a renderer may take into account beside the report. `width` is in columns.

    `quiet` leaves everything but the verdict out; `whole` leaves nothing out. `limit` is how many
    bytes there is room for, if not as many as the format has by itself. `root` is the
    absolute folder of the repository, from which CI systems name files, and `here` the working
    directory, absolute too; both empty where files are named from the working directory. `mask` is
    what becomes of the names of files in messages. `update` gives the command that declares what
    is live, empty where there is none to type.
    """

    width: int = 100
    color: bool = False
    quiet: bool = False
    whole: bool = False
    limit: int | None = None
    mask: Callable[[str], str] = str
    update: Callable[[], str] = str
    root: str = ""
    here: str = ""
