"""The `notifications` of a configuration."""

from collections.abc import Iterable, Iterator

from driftcheck import document
from driftcheck.config.finder import is_unfilled
from driftcheck.config.levels import severity_of
from driftcheck.config.settings import Notification
from driftcheck.document import Document, Filler
from driftcheck.model import JSON
from driftcheck.system import published

_OF_ALL_KINDS = ("on", "severity", "timeout")


def notifications_of(
    given: Iterable[JSON], source: Document, fill: Filler
) -> Iterator[Notification]:
    """Yield the configured notifications, except those with unset variables."""
    shape = published("config")["$defs"]["notification"]["properties"]
    for index, one in enumerate(given):
        node = document.find_node(source.root, ("notifications", index)) or source.root
        if is_unfilled(node, fill):
            continue
        kind = next(name for name in one if name not in _OF_ALL_KINDS)
        on = one.get("on") or (["always"] if kind == "pushgateway" else ["new", "error"])
        yield Notification(
            kind=kind,
            given=one[kind],
            place=source.locate(("notifications", index, kind)),
            on=frozenset([on] if isinstance(on, str) else on),
            severity=severity_of(one.get("severity", shape["severity"]["default"])),
            timeout=one.get("timeout", shape["timeout"]["default"]),
        )
