"""The origin of a list: its account, its age, and whether an account may use it."""

from urllib.parse import urlsplit

from driftcheck.config.settings import Account, LiveSide
from driftcheck.model import DEFAULT_ACCOUNT, LiveError, LiveList, Origin, Problem
from driftcheck.words import seconds_of, seconds_since

_PORTS = {"http": 80, "https": 443}
_HINT = "Choose its account with --account NAME; `check` and `import` accept it with --any-account."
_AHEAD = 300
"""How far ahead, in seconds, the clock that dated a list may be."""
_AGAIN = "Fetch the list again, or allow more: `max_age` beside `file`, or --max-age."
_CLOCKS = "Check the clocks of this machine and of the one that fetched the list."
_SAVE = "Save the list with `driftcheck fetch -o FILE`, which records the time."


def refuse_other(listed: LiveList, account: Account) -> None:
    """Raise LiveError if a list was saved for another account, unless any account is accepted."""
    live = account.live
    if live is None or live.any_account or listed.origin is None:
        return
    if whose := _other(listed.origin, account):
        raise LiveError(Problem(f"{listed.source} {whose}", None, _HINT))


def is_own(account: Account, listed: LiveList | None = None) -> bool:
    """Whether a list came from the account's own source, or was saved from it by `fetch`.

    Without a list: whether it will, whatever is in it.
    """
    live = account.live
    if live is None:
        return True
    if listed is None or listed.origin is None:
        return account.has_own_url and not live.is_given
    return _other(listed.origin, account) is None


def refuse_old(listed: LiveList, live: "LiveSide | None") -> None:
    """Raise LiveError if a list is older than allowed, or if its age is unknown."""
    allowed = live.max_age if live else None
    if allowed is None:
        return
    name, at = listed.source, listed.fetched_at
    if at is None:
        message = f"{name} does not say when it was fetched; max_age allows {allowed}"
        raise LiveError(Problem(message, None, _SAVE))
    age = seconds_since(at)
    if age < -_AHEAD:
        raise LiveError(
            Problem(f"{name} was fetched at {at}, which is in the future", None, _CLOCKS)
        )
    if age > (seconds_of(allowed) or 0):
        message = f"{name} was fetched at {at}, more than {allowed} ago (max_age)"
        raise LiveError(Problem(message, None, _AGAIN))


def _other(origin: Origin, account: Account) -> str | None:
    """Return how a saved list belongs to another account; None if nothing says that it does."""
    # An unnamed account may be any account: only two names can contradict each other.
    names = {origin.account, account.name} - {None, DEFAULT_ACCOUNT}
    if len(names) > 1:
        return f"is the list of account {origin.account}, not of {account.name}"
    from driftcheck.net import display_url  # only needed for saved lists

    there, here = display_url(origin.source or ""), display_url(account.url or "")
    urls = {_url(there), _url(here)} - {None}
    if len(urls) > 1:
        return f"was fetched from {there}, but account {account.name} uses {here}"
    return None


def _url(text: str) -> tuple[str, str, int | None, str] | None:
    """Return what identifies a URL, however it is spelled; None for a file or nothing."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS:
        return None
    return parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/")
