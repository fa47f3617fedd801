"""What a source of the live list promises, and which source the settings ask for."""

from collections.abc import Callable
from typing import Protocol

from driftcheck.config import Agora, LiveFile
from driftcheck.model import LiveList

Notify = Callable[[str], None]
"""Called with a line for the log; never with a secret."""


class Source(Protocol):
    """A place that the live list comes from."""

    @property
    def name(self) -> str:
        """What reports call the source: a URL without credentials, or a file name."""

    def fetch(self) -> LiveList:
        """The whole list. Raises LiveError where any part of it could not be read."""


def source_of(live: Agora | LiveFile, notify: Notify) -> Source:
    """The source that settings ask for. Raises InputError where they cannot be used."""
    match live:
        case Agora():
            from driftcheck.live.agora import AgoraSource  # brings httpx: 200 ms

            return AgoraSource(live, notify)
        case LiveFile():
            from driftcheck.live.file import FileSource

            return FileSource(live)


def name_of(live: Agora | LiveFile) -> str:
    """What reports call the source that settings ask for, without opening it."""
    if isinstance(live, LiveFile):
        return live.name
    from driftcheck.live.url import shown

    return shown(live.url)
