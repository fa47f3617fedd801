"""The interface of sources, and the choice of one from the settings of an account."""

from typing import Protocol, assert_never

from driftcheck.config.settings import Account, LiveFile, LiveSide
from driftcheck.live.origin import refuse_other
from driftcheck.model import LiveError, LiveList, Notify, Problem


class Source(Protocol):
    """A source of a live list."""

    @property
    def name(self) -> str:
        """The name in reports: a URL without credentials, or a file name."""

    @property
    def route(self) -> str:
        """The proxy that was used, in words; empty if there was none."""

    @property
    def ahead(self) -> float | None:
        """How far the source's clock is ahead of ours, in seconds; None if it did not say."""

    def fetch(self) -> LiveList:
        """Return the whole list. Raises LiveError if any part of it cannot be read."""


def fetch_list(account: Account, notify: Notify) -> LiveList:
    """Return the whole live list of an account.

    Raises LiveError if it cannot be read or was saved for another account, and InputError if the
    settings cannot be used.
    """
    if account.live is None:
        raise LiveError(Problem(f'account "{account.name}" has no `live`'))
    listed = source_of(account.live, notify).fetch()
    refuse_other(listed, account)
    return listed


def source_of(live: LiveSide, notify: Notify) -> Source:
    """Return the source for these settings. Raises InputError if they cannot be used."""
    if isinstance(live, LiveFile):
        from driftcheck.live.file import FileSource  # not needed for the API

        return FileSource(live)
    from driftcheck.config.agora import Agora

    if isinstance(live, Agora):
        from driftcheck.live.agora import AgoraSource  # loads httpx: 200 ms

        return AgoraSource(live, notify)
    assert_never(live)
