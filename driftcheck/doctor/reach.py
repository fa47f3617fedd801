"""The live list of each account: it is read as a check reads it, and nothing is kept of it."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from driftcheck.config import Account
from driftcheck.doctor.setup import Remark, Setup, note, ok, trouble
from driftcheck.live import refuse_old, source_of
from driftcheck.system.pool import each
from driftcheck.words import counted, knowing

_AT_ONCE = 8  # as many as a check reads at once


def examine(setup: Setup) -> Iterator[Remark]:
    """What comes of asking every account, some at once, each within its own timeout."""
    settings, problems = setup.live.settings, setup.live.problems
    if setup.files.is_beyond or setup.live.is_beyond:
        yield note("the API was not asked: the lock does not allow this configuration")
        return
    asked = [
        one
        for one in (settings.accounts if settings else ())
        if one.live and not problems[None] and not problems[one.name]
    ]
    if not asked:
        yield note("the API was not asked: first fix the problems above")
    jobs = [one for one in asked if one.live and (one.live.is_local or not setup.offline)]
    found = dict(each(lambda account: _read(account, setup), jobs, _AT_ONCE))
    for index in sorted(found):
        yield from found[index]
    if len(jobs) < len(asked):
        yield note("the API was not asked (--offline)")


def _read(account: Account, setup: Setup) -> list[Remark]:
    """What comes of reading the list of one account."""
    name = account.name if setup.live.settings and setup.live.settings.several else None
    with knowing():
        remarks: list[Remark] = []
        return trouble(lambda: remarks.append(_whole(account, name, setup)), name) or remarks


def _whole(account: Account, name: str | None, setup: Setup) -> Remark:
    """That the list was read whole. Raises LiveError and InputError where it was not."""
    began = time.monotonic()
    if account.live is None:
        raise TypeError("only accounts with a live side are asked")
    source = source_of(account.live, setup.notify)
    try:
        listed = source.fetch()
    finally:
        if source.ahead is not None:
            setup.ahead[urlsplit(source.name).netloc] = source.ahead
    refuse_old(listed, account.live)
    taken = f"in {time.monotonic() - began:.1f} s" if not account.live.is_local else ""
    said = [f"{source.name}: {counted(len(listed.entries), 'entry', 'entries')}, the whole list"]
    return ok(", ".join([*said, *filter(None, (taken, source.route))]), name)
