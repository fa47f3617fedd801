"""How old a list may be: `max_age`, for lists that come from a file."""

from typing import TYPE_CHECKING

from driftcheck.config import LiveFile
from driftcheck.errors import LiveError, Problem
from driftcheck.model import LiveList
from driftcheck.words import times

if TYPE_CHECKING:
    from driftcheck.config.agora import Agora

_AHEAD = 300
"""How far ahead the clock that dated a list may be, in seconds."""
_AGAIN = "Fetch the list again, or allow more: `max_age` beside `file`, or --max-age."
_CLOCKS = "See the clocks of this machine and of the one that fetched the list."
_SAVE = "Have `driftcheck fetch -o FILE` save the list of the API, which notes the time."


def refuse_old(listed: LiveList, live: "Agora | LiveFile | None") -> None:
    """Raise LiveError where a list is older than it may be, or where nobody knows how old it is.

    What the API answers is always new enough.
    """
    allowed = live.max_age if isinstance(live, LiveFile) else None
    if allowed is None:
        return
    name, at = listed.source, listed.fetched_at
    if at is None:
        message = f"nobody knows when {name} was fetched, and it may be {allowed} old (max_age)"
        raise LiveError(Problem(message, None, _SAVE))
    age = times.age(at)
    if age < -_AHEAD:
        raise LiveError(Problem(f"{name} was fetched at {at}, which is still ahead", None, _CLOCKS))
    if age > (times.seconds(allowed) or 0):
        message = f"{name} was fetched at {at}, more than {allowed} ago (max_age)"
        raise LiveError(Problem(message, None, _AGAIN))
