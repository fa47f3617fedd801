"""The live list of each account, read in the same way as by a check. It is not stored."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from driftcheck.config import Account
from driftcheck.doctor.setup import Remark, Setup, note, ok, trouble
from driftcheck.live import refuse_old, source_of
from driftcheck.system.pool import each
from driftcheck.words import counted, knowing

_AT_ONCE = 8  # the default of `check --jobs`


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield a remark for the list of each account, read in parallel."""
    settings, problems = setup.live.settings, setup.live.problems
    if setup.files.is_beyond or setup.live.is_beyond:
        yield note("the API was not called: the lock does not allow this configuration")
        return
    asked = [
        one
        for one in (settings.accounts if settings else ())
        if one.live and not problems[None] and not problems[one.name]
    ]
    if not asked:
        yield note("the API was not called: first fix the problems above")
    jobs = [one for one in asked if one.live and (one.live.is_local or not setup.offline)]
    found = dict(each(lambda account: _read(account, setup), jobs, _AT_ONCE))
    for index in sorted(found):
        yield from found[index]
    if len(jobs) < len(asked):
        yield note("the API was not called (--offline)")


def _read(account: Account, setup: Setup) -> list[Remark]:
    """Read the list of one account, and return remarks on the result."""
    name = account.name if setup.live.settings and setup.live.settings.several else None
    with knowing():
        remarks: list[Remark] = []
        return trouble(lambda: remarks.append(_whole(account, name, setup)), name) or remarks


def _whole(account: Account, name: str | None, setup: Setup) -> Remark:
    """Return a remark on a complete list. Raises LiveError and InputError for any other."""
    began = time.monotonic()
    if account.live is None:
        raise TypeError("the account has no live side")
    source = source_of(account.live, setup.notify)
    try:
        listed = source.fetch()
    finally:
        if source.ahead is not None:
            setup.ahead[urlsplit(source.name).netloc] = source.ahead
    refuse_old(listed, account.live)
    taken = f"in {time.monotonic() - began:.1f} s" if not account.live.is_local else ""
    said = [f"{source.name}: {counted(len(listed.entries), 'entry', 'entries')}, complete"]
    return ok(", ".join([*said, *filter(None, (taken, source.route))]), name)
