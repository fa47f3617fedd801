"""The lock: limits for a configuration that a pull request may edit (`--lock FILE`)."""

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
"""The default variable of each credential."""


class RequiredPack(NamedTuple):
    """A pack that must be in use, with its real path.

    `given` has the required parameters, or is None if any are allowed.
    """

    name: str
    path: str
    given: JSON = None


class Lock(NamedTuple):
    """The values of all keys of a lock, with defaults. `baselines` are real paths."""

    source: Document
    values: Mapping[str, JSON]
    baselines: Collection[str]
    packs: tuple[RequiredPack, ...]

    def allows(self, key: str) -> bool:
        """Return whether a key is true."""
        return self.values[key] is True

    def has(self, key: str, text: str) -> bool:
        """Return whether a text is in the list under a key."""
        return text in self.values[key]

    def has_host(self, host: str) -> bool:
        """Return whether the lock lists a host, compared by name and as a client reads it."""
        from driftcheck.config.hosts import host_of_url  # only needed with a lock

        names = self.values["hosts"]
        return host.lower() in {*map(str.lower, names), *map(host_of_url, names)}

    @property
    def fail_on(self) -> Severity | None:
        """The highest threshold allowed, or None if `never` is allowed."""
        label = self.values["fail_on"]
        return None if label == FAIL_NEVER else Severity.of(label)

    def allows_threshold(self, level: Severity | None) -> bool:
        """Return whether a threshold is allowed; None means `never`."""
        return self.fail_on is None or (level is not None and level <= self.fail_on)

    def problem(self, key: str, message: str, place: Place | None) -> Problem:
        """Return the problem of a violation of a key, with the value of the key as hint."""
        value = json.dumps(self.values[key], ensure_ascii=False)
        if document.find_node(self.source.root, (key,)) is None:
            hint = f'The lock ({self.source.name}) does not set "{key}"; the default is {value}.'
        else:
            hint = f"The lock ({self.source.locate((key,))}) sets {key}: {value}."
        return Problem(message, place, hint)

    def refused_variable(self, name: str, place: Place) -> Problem | None:
        """Return why a variable is not allowed outside its default credential, if so."""
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
    """Apply a lock within this context. The lock is loaded when first needed.

    A context variable, not an argument, so that no caller can forget it.
    """
    token = _in_force.set(lock)
    try:
        yield
    finally:
        _in_force.reset(token)


def lock_in_force() -> Lock | None:
    """Return the lock of this context, if any. Raises InputError if it cannot be read."""
    lock = _in_force.get()
    return lock() if lock else None
