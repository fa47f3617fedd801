"""Sources of the live list, and the one that the settings of an account ask for."""

from typing import Protocol, assert_never

from driftcheck.config.settings import Account, LiveFile, LiveSide
from driftcheck.live.origin import refuse_other
from driftcheck.model import LiveError, LiveList, Notify, Problem


class Source(Protocol):
    """A place that the live list comes from."""

    @property
    def name(self) -> str:
        """What reports call the source: a URL without credentials, or a file name."""

    @property
    def route(self) -> str:
        """Through which proxy it was asked, in words; empty where directly, or not at all."""

    @property
    def ahead(self) -> float | None:
        """How far its clock is ahead of ours, in seconds, once it was asked, if it says so."""

    def fetch(self) -> LiveList:
        """The whole list. Raises LiveError where any part of it could not be read."""


def fetch_list(account: Account, notify: Notify) -> LiveList:
    """The whole live list of an account.

    Raises LiveError where it cannot be read, or was saved for another account, and InputError where
    the settings cannot be used.
    """
    if account.live is None:
        raise LiveError(Problem(f'account "{account.name}" has no `live`'))
    listed = source_of(account.live, notify).fetch()
    refuse_other(listed, account)
    return listed


def source_of(live: LiveSide, notify: Notify) -> Source:
    """The source that settings ask for. Raises InputError where they cannot be used."""
    if isinstance(live, LiveFile):
        from driftcheck.live.file import FileSource  # a list of the API needs none

        return FileSource(live)
    from driftcheck.config.agora import Agora

    if isinstance(live, Agora):
        from driftcheck.live.agora import AgoraSource  # brings httpx: 200 ms

        return AgoraSource(live, notify)
    assert_never(live)
