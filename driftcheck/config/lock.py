"""The lock: how far a configuration may go, where a pull request may edit it (`--lock FILE`)."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document
from driftcheck.model import FAIL_NEVER, JSON, Place, Problem, Severity

DEFAULT_VARIABLES = {
    "customer_id": "AGORA_CUSTOMER_ID",
    "customer_secret": "AGORA_CUSTOMER_SECRET",
}
"""The variable that fills each credential by default."""


class RequiredPack(NamedTuple):
    """A pack that must be in use, by its name and its real path.

    `given` are the parameters that it must have, None for any.
    """

    name: str
    path: str
    given: JSON = None


class Lock(NamedTuple):
    """What a lock allows: the values of all its keys, defaults included.

    `baselines` are real paths.
    """

    source: Document
    values: Mapping[str, JSON]
    baselines: Collection[str]
    packs: tuple[RequiredPack, ...]

    def allows(self, key: str) -> bool:
        """Whether a key is true."""
        return self.values[key] is True

    def has(self, key: str, text: str) -> bool:
        """Whether a text is in the list under a key."""
        return text in self.values[key]

    def has_host(self, host: str) -> bool:
        """Whether a host may be asked, or sent to: by its name, or as a URL with it is asked."""
        from driftcheck.config.hosts import host_of_url  # few jobs have a lock

        names = self.values["hosts"]
        return host.lower() in {*map(str.lower, names), *map(host_of_url, names)}

    @property
    def fail_on(self) -> Severity | None:
        """The laxest threshold; None where findings need not fail."""
        label = self.values["fail_on"]
        return None if label == FAIL_NEVER else Severity.of(label)

    def allows_threshold(self, level: Severity | None) -> bool:
        """Whether a threshold is no laxer; None is `never`."""
        return self.fail_on is None or (level is not None and level <= self.fail_on)

    def problem(self, key: str, message: str, place: Place | None) -> Problem:
        """What goes beyond a key, and what the lock says there."""
        value = json.dumps(self.values[key], ensure_ascii=False)
        if document.find_node(self.source.root, (key,)) is None:
            hint = f'The lock ({self.source.name}) does not set "{key}"; the default is {value}.'
        else:
            hint = f"The lock ({self.source.locate((key,))}) says {key}: {value}."
        return Problem(message, place, hint)

    def refused_variable(self, name: str, place: Place) -> Problem | None:
        """Why a variable may not be named at a place, where no default credential stands."""
        for key, default in DEFAULT_VARIABLES.items():
            if name == default:
                message = f"the lock allows the variable {name} only for {key}"
                return self.problem("variables", message, place)
        if self.has("variables", name):
            return None
        return self.problem("variables", f"the lock does not allow the variable {name}", place)


_in_force: ContextVar[Callable[[], Lock] | None] = ContextVar("lock", default=None)


@contextmanager
def in_force(lock: Callable[[], Lock]) -> Iterator[None]:
    """Within this context a lock is in force; it is asked for when it is needed.

    Context rather than an argument: nobody who reads a configuration can forget it.
    """
    token = _in_force.set(lock)
    try:
        yield
    finally:
        _in_force.reset(token)


def lock_in_force() -> Lock | None:
    """The lock in force, if there is one. Raises InputError where it cannot be read."""
    lock = _in_force.get()
    return lock() if lock else None
