"""Notifications: their recipients, and whether everything they need is set. Sends none."""

from collections.abc import Iterator

from driftcheck import notify
from driftcheck.config import host_of_url
from driftcheck.doctor.setup import Remark, Setup, fixes, note, ok
from driftcheck.model import Collector


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield a remark per notification. Shows only the host, as the rest of a URL may be secret."""
    settings, problems = setup.notifications.settings, setup.notifications.problems[None]
    if setup.files.is_beyond or settings is None:
        yield note("not examined: first fix the problems above")
        return
    yield from fixes(problems)
    if not settings.notifications and not problems:
        yield note("none are configured")
    for one in settings.notifications:
        found = Collector()
        notify.check([one], found)
        yield from fixes(found.problems)
        if not found.problems:
            host = one.given.get("host") or host_of_url(one.given["url"])
            shown = one.place.as_written(f'"{host}"')[1:-1]
            yield ok(f"{one.kind} to {shown}, on {', '.join(sorted(one.on))}; nothing was sent")
