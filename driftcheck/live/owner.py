"""Whose list it is: an account's own, or one that `driftcheck fetch` saved for another account."""

from urllib.parse import urlsplit

from driftcheck.config import DEFAULT, Account, LiveFile
from driftcheck.errors import LiveError, Problem
from driftcheck.model import LiveList, Origin

_PORTS = {"http": 80, "https": 443}
_HINT = (
    "Choose its account with --account NAME; `check` and `import` take it all the same with "
    "--any-account."
)


def refuse_other(listed: LiveList, account: Account) -> None:
    """Raise LiveError where a list was saved for another account, unless any account's will do."""
    live = account.live
    if not isinstance(live, LiveFile) or live.any_account or listed.origin is None:
        return
    if whose := _other(listed.origin, account):
        raise LiveError(Problem(f"{listed.source} {whose}", None, _HINT))


def is_own(account: Account, listed: LiveList | None = None) -> bool:
    """Whether a list is what the source of an account gives, or what `fetch` saved of it.

    Without a list: whether it will be, whatever is in it.
    """
    live = account.live
    if not isinstance(live, LiveFile):
        return True
    if listed is None or listed.origin is None:
        return not live.is_given
    return _other(listed.origin, account) is None


def _other(origin: Origin, account: Account) -> str | None:
    """In which way a saved list is of another account; None where nothing says that it is."""
    names = {origin.account, account.name} - {None, DEFAULT}
    if len(names) > 1:
        return f"is the list of account {origin.account}, and not of {account.name}"
    from driftcheck.net.url import display  # few lists are of another account

    there, here = display(origin.source or ""), display(account.url or "")
    urls = {_url(there), _url(here)} - {None}
    if len(urls) > 1:
        return f"came from {there}, and account {account.name} is at {here}"
    return None


def _url(text: str) -> tuple[str, str, int | None, str] | None:
    """What tells a URL from others, however it is written; None for a file, or nothing."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS:
        return None
    return parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/")
