"""Which source of the live list the settings ask for."""

from driftcheck import credentials
from driftcheck.config import Account, Agora, LiveFile
from driftcheck.errors import LiveError, Problem
from driftcheck.live import url
from driftcheck.live.owner import refuse_other
from driftcheck.live.source import Source
from driftcheck.model import LiveList
from driftcheck.watch import Notify


def fetch(account: Account, notify: Notify) -> LiveList:
    """The whole live list of an account.

    Raises LiveError where it cannot be read, or was saved for another account, and InputError where
    the settings cannot be used.
    """
    if account.live is None:
        raise LiveError(Problem(f'account "{account.name}" has no live side'))
    listed = source_of(account.live, notify).fetch()
    refuse_other(listed, account)
    return listed


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
    return live.name if isinstance(live, LiveFile) else url.shown(live.url)


def check(live: Agora | LiveFile) -> None:
    """Raise InputError where the settings of a source cannot be used, as can be told offline."""
    if isinstance(live, Agora):
        url.check(live.url, live.place)
    if isinstance(live, Agora) and not live.elsewhere:
        credentials.check("customer_id", live.customer_id)
        credentials.check("customer_secret", live.customer_secret)
