"""Violations of the lock by a configuration, its severities and the history's server."""

import os
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from driftcheck import document
from driftcheck.config.hosts import host_of_url, hosts_of_database, redirecting_options
from driftcheck.config.lock import DEFAULT_VARIABLES, Lock, RequiredPack, lock_in_force
from driftcheck.document import Document, InputFile, MappingNode, Node, Path_, Scalar
from driftcheck.model import BUILTIN_CHECKS, JSON, Collector, Place, Problem, Severity
from driftcheck.validation import read

if TYPE_CHECKING:
    from driftcheck.config.database import Database
    from driftcheck.config.settings import Account, Settings

TOTALS = "totals"
"""The name of the totals of the API in `may_be_off`; they are not a check with an id."""
_SECRET = "customer_secret"  # noqa: S105 - the name of a key
_CERTIFICATES = ("client_cert", "client_key")
_SOURCES = {"command": "commands", "file": "credential_files"}
"""The sources of credentials, and the lock key of each."""
_GRAVEST = {
    check.id: Severity.CRITICAL if check.varies else check.severity
    for check in BUILTIN_CHECKS.values()
}
"""The highest severity that findings of each check can have by default."""


def forbid_variables(source: Document, problems: Collector) -> frozenset[tuple[int, int]]:
    """Report variables that the lock does not allow, and return their lines and columns."""
    lock = lock_in_force()
    found = list(_forbidden(lock, source, source.root, ())) if lock else []
    problems.forbid(problem for _, problem in found)
    return frozenset(place for place, _ in found)


class Used(NamedTuple):
    """The parts of a configuration that are used.

    Packs are known only if files were loaded (`has_files`). `is_given` means that `--live` is
    given, `has_url` that `--url` is given. The keys in `unused` have no effect in this run.
    """

    has_files: bool
    is_given: bool
    has_url: bool
    unused: Container[str]


def violations_of(
    source: Document,
    settings: "Settings",
    values: Mapping[str, JSON],
    left: Container[tuple[int, int]],
    used: Used,
) -> Iterator[Problem]:
    """Yield the violations of the lock by a configuration, except by its variables.

    `left` has the lines and columns of values with unset variables.
    """
    lock = lock_in_force()
    if lock is None:
        return
    if used.is_given and not lock.allows("live_files"):
        message = "--live: the lock does not allow a live list from a file"
        yield lock.problem("live_files", message, None)
    reach = _Reach(lock, source, settings, values, left, used.has_url)
    yield from reach.beyond()
    yield from reach.packs() if used.has_files else ()
    yield from () if "notifications" in used.unused else reach.notifications()
    yield from () if "history" in used.unused else reach.history()


class _Reach(NamedTuple):
    """A configuration under a lock, as written and as settings."""

    lock: Lock
    source: Document
    settings: "Settings"
    values: Mapping[str, JSON]
    left: Container[tuple[int, int]]
    has_url: bool

    def beyond(self) -> Iterator[Problem]:
        """Yield violations in the settings that all commands use."""
        for account in self.settings.accounts:
            yield from self._live(account, self._within(account))
        if self._node("schema") and not self.lock.allows("schema"):
            message = "the lock does not allow a schema of your own"
            yield self.lock.problem("schema", message, self._place("schema"))
        if not self.lock.allows_threshold(self.settings.fail_on):
            message = "fail_on is laxer than the lock allows"
            yield self.lock.problem("fail_on", message, self._place("fail_on"))
        yield from lowered(self.lock, self.settings, {})

    def _within(self, account: "Account") -> Path_:
        return ("accounts", account.name) if self.settings.several else ()

    def _node(self, *path: str | int) -> Node | None:
        return document.find_node(self.source.root, path)

    def _place(self, *path: str | int) -> Place:
        return self.source.locate(path)

    def _is_left(self, *path: str | int) -> bool:
        node = self._node(*path)
        return node is not None and (node.line, node.column) in self.left

    def _live(self, account: "Account", within: Path_) -> Iterator[Problem]:
        """Yield violations in the live side of an account, even if it is not used."""
        live = (*within, "live")
        if self._node(*live, "file") and not self.lock.allows("live_files"):
            message = "the lock does not allow a live list from a file"
            yield self.lock.problem("live_files", message, self._place(*live, "file"))
        if account.url is not None and not self.lock.has_host(host_of_url(account.url)):
            message = "the live list is on a host that the lock does not allow"
            if self.has_url:
                yield self.lock.problem("hosts", f"--url: {message}", None)
            else:
                yield self.lock.problem("hosts", message, self._place(*live, "agora", "url"))
        for key in (*DEFAULT_VARIABLES, *_CERTIFICATES):
            yield from self._sources(key, (*live, "agora", key))
        yield from self._secret((*live, "agora", _SECRET))
        totals = self._node(*live, "agora", TOTALS)
        is_checked = isinstance(totals, Scalar) and totals.text == "check"
        if totals and not is_checked and not self.lock.has("may_be_off", TOTALS):
            message = "the lock does not allow totals to be ignored"
            yield self.lock.problem("may_be_off", message, self._place(*live, "agora", TOTALS))

    def _sources(self, key: str, path: Path_) -> Iterator[Problem]:
        """Yield a violation if the credential at a path comes from a command or a file."""
        node = self._node(*path)
        kinds: tuple[str, ...] = ()
        if isinstance(node, MappingNode):
            kinds = tuple(_SOURCES.keys() & node.fields.keys())
        elif key in _CERTIFICATES and isinstance(node, Scalar) and node.text not in document.NULLS:
            kinds = ("file",)
        for kind in kinds:
            if not self.lock.allows(_SOURCES[kind]):
                message = f"the lock does not allow credentials from {kind}s"
                yield self.lock.problem(_SOURCES[kind], message, self._place(*path))

    def _secret(self, path: Path_) -> Iterator[Problem]:
        """Yield a violation unless the secret is one variable; its author could fake the list."""
        node = self._node(*path)
        if isinstance(node, Scalar):
            names = document.variables_in(node.text)
            if node.text not in [f"${{{name}}}" for name in names]:
                message = f"under a lock, {_SECRET} must be one variable, without a default"
                yield self.lock.problem("variables", message, self._place(*path))

    def packs(self) -> Iterator[Problem]:
        """Yield a violation for each required pack that an account does not use."""
        for account in self.settings.accounts:
            for pack in self.lock.packs:
                if not any(_is_met(pack, file) for file in account.policies):
                    yield self._unmet(pack, account)

    def _unmet(self, pack: RequiredPack, account: "Account") -> Problem:
        of = f" for the account {account.name}" if self.settings.several else ""
        terms = "" if pack.given is None else " with the parameters of the lock"
        message = f'the pack "{pack.name}" must be in use{of}{terms}'
        place = self._place(*self._within(account), "policies")
        return self.lock.problem("packs", message, place)

    def notifications(self) -> Iterator[Problem]:
        """Yield a violation for each notification to a host that is not allowed."""
        for index, one in enumerate(self.values.get("notifications") or ()):
            for kind, given in one.items():
                if isinstance(given, dict):
                    yield from self._notification(kind, given, ("notifications", index, kind))

    def _notification(self, kind: str, given: JSON, path: Path_) -> Iterator[Problem]:
        key = "url" if "url" in given else "host"
        host = host_of_url(given["url"]) if key == "url" else given.get("host", "")
        if not (self.lock.has_host(host) or self._is_left(*path, key)):
            message = f"{kind} goes to a host that the lock does not allow"
            yield self.lock.problem("hosts", message, self._place(*path, key))

    def history(self) -> Iterator[Problem]:
        """Yield a violation if the history is on a host that is not allowed."""
        given = self.values.get("history")
        if not isinstance(given, str) or self._is_left("history"):
            return
        from driftcheck.config.database import parse_database  # only needed with a history

        with Collector().step():  # an invalid URL is reported by the loader
            database = parse_database(given, Path(), self._place("history"))
            yield from database_violations(self.lock, database)


def _is_met(pack: RequiredPack, file: InputFile) -> bool:
    """Return whether a pack in use is the required one."""
    given = {} if file.given is None else read(file.given.root)
    return os.path.realpath(file.path) == pack.path and pack.given in (None, given)


def lowered(lock: Lock, settings: "Settings", rules: Mapping[str, Severity]) -> Iterator[Problem]:
    """Yield a violation for each check that is off, or lowered until it cannot fail a run.

    `rules` has the default severities of rules, as far as they are known.
    """
    severities = {**rules, **_GRAVEST}
    levels = [level for level in (settings.fail_on, lock.fail_on) if level is not None]
    least = min(levels, default=None)
    sections = [(settings.severity_places, settings.severity)]
    sections += [(account.severity_places, account.severity) for account in settings.accounts]
    for places, given in sections:
        for check, place in places.items():
            level, known = given[check], severities.get(check)
            if lock.has("may_be_off", check):
                continue
            if level is None:
                message = f'the lock does not allow "{check}" to be off'
                yield lock.problem("may_be_off", message, place)
            elif least is not None and known is not None and level < least <= known:
                message = f'"{check}" would never fail a run, which the lock does not allow'
                yield lock.problem("may_be_off", message, place)


def database_violations(lock: Lock, database: "Database") -> Iterator[Problem]:
    """Yield the violations of a lock by the database of the history."""
    for option in redirecting_options(database):
        message = f'under a lock, the URL of the history must not have the option "{option}"'
        yield lock.problem("hosts", message, database.place)
    if not all(map(lock.has_host, hosts_of_database(database))):
        message = "the history is on a host that the lock does not allow"
        yield lock.problem("hosts", message, database.place)


def _default_at(path: Path_) -> str | None:
    """Return the default variable at the path of a credential, or None at other paths."""
    within = path[2:] if path[:1] == ("accounts",) else path
    *above, key = within or ("",)
    return DEFAULT_VARIABLES.get(str(key)) if above == ["live", "agora"] else None


def _forbidden(
    lock: Lock, source: Document, node: Node, path: Path_
) -> Iterator[tuple[tuple[int, int], Problem]]:
    if isinstance(node, Scalar):
        names = document.variables_in(node.text) if "$" in node.text else ()
        for name in names:
            problem = lock.refused_variable(name, source.place(node))
            if problem and name != _default_at(path):
                yield (node.line, node.column), problem
        return
    parts = node.fields if isinstance(node, MappingNode) else dict(enumerate(node.items))
    for step, part in parts.items():
        yield from _forbidden(lock, source, part, (*path, step))
