"""Which source of the live list the settings ask for."""

from driftcheck.config import Agora, LiveFile
from driftcheck.live.source import Notify, Source


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
