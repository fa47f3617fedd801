"""Which source of the live list the settings ask for."""

from typing import TYPE_CHECKING

from driftcheck.config import Account, LiveFile
from driftcheck.errors import LiveError, Problem
from driftcheck.live.owner import refuse_other
from driftcheck.model import LiveList
from driftcheck.system import Notify

if TYPE_CHECKING:
    from driftcheck.config.agora import Agora
    from driftcheck.live.source import Source


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


def source_of(live: "Agora | LiveFile", notify: Notify) -> "Source":
    """The source that settings ask for. Raises InputError where they cannot be used."""
    if isinstance(live, LiveFile):
        from driftcheck.live.file import FileSource

        return FileSource(live)
    from driftcheck.live.agora import AgoraSource  # brings httpx: 200 ms

    return AgoraSource(live, notify)


def name_of(live: "Agora | LiveFile") -> str:
    """What reports call the source that settings ask for, without opening it."""
    if isinstance(live, LiveFile):
        return live.name
    from driftcheck.net import url

    return url.display(live.url)


def check(live: "Agora | LiveFile") -> None:
    """Raise InputError where the settings of a source cannot be used, as can be told offline."""
    if isinstance(live, LiveFile):
        return
    from driftcheck.config import credentials
    from driftcheck.net import url

    url.check(live.url, live.place)
    if not live.elsewhere:
        credentials.check("customer_id", live.customer_id)
        credentials.check("customer_secret", live.customer_secret)
