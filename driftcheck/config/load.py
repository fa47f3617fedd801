"""Load a configuration file into settings of the run and of each account."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from driftcheck import document
from driftcheck.config.absent import configuration_at
from driftcheck.config.channels import notifications_of
from driftcheck.config.finder import Finder, is_unfilled
from driftcheck.config.levels import severity_of, threshold
from driftcheck.config.live import max_age_of, side_of, url_of
from driftcheck.config.lock import lock_in_force
from driftcheck.config.settings import (
    Account,
    LiveFile,
    LiveSide,
    Notification,
    Settings,
    Unread,
    each_once,
)
from driftcheck.config.values import EVERYTHING, Part, Scope, scopes_of, unread, values
from driftcheck.document import Document, FilledDocument, InputFile
from driftcheck.model import DEFAULT_ACCOUNT, JSON, Collector, Place, Severity
from driftcheck.system import display_path, published

if TYPE_CHECKING:
    from driftcheck.config.database import Database

_NOTHING = "version: 1\ndeclared: [numbers.yaml]\n"
_API = f"{_NOTHING}live: {{agora: {{}}}}\n"
_NEED_LIVE = "Add `live: {agora: {}}` or `live: {file: live.json}`, or use --live or --url."


def load(
    path: Path,
    environ: Mapping[str, str] | None,
    problems: Collector,
    parts: Part = EVERYTHING,
    *,
    live: LiveFile | str | None = None,
    elsewhere: bool = False,
    unused: Collection[str] = (),
) -> Settings:
    """Read the `parts` of a configuration file that are needed.

    Variables come from `environ`. If it is None, no variables are read, and values that need one
    are left out. `live` replaces the configured live side: a file, which keeps the configured
    `max_age`, or a URL of the API. With `elsewhere`, another machine calls the API and fills in
    its credentials.

    Errors are added to `problems`, or to the account that they concern. Violations of the lock are
    added to `problems` for all parts, except for the keys in `unused`, which have no effect in this
    run. Raises InputError if the file cannot be used at all.
    """
    source = configuration_at(path, display_path(path))
    wanted = _Wanted(parts, *_given(live), elsewhere, unused)
    return _settings(source, path.parent, environ, problems, wanted)


def without_file(
    environ: Mapping[str, str], problems: Collector, live: LiveFile | str | None = None
) -> Settings:
    """Return the settings without a configuration file: one account, with `live` or the API."""
    file, url = _given(live)
    source = document.parse(_NOTHING if file else _API, DEFAULT_ACCOUNT)
    return _settings(source, Path(), environ, problems, _Wanted(Part.LIVE, file, url))


def _given(live: LiveFile | str | None) -> tuple[LiveFile | None, str | None]:
    return (None, live) if isinstance(live, str) else (live, None)


def _settings(
    parsed: Document,
    folder: Path,
    environ: Mapping[str, str] | None,
    problems: Collector,
    wanted: "_Wanted",
) -> Settings:
    if wanted.url is not None:
        from driftcheck.config.instead import with_url  # rarely needed

        parsed = with_url(parsed, wanted.url)
    source = FilledDocument.of(parsed, {})
    forbidden = _forbidden(source, problems)
    # Variables of an unused live side need not be set.
    parts = wanted.parts & ~Part.LIVE if wanted.live else wanted.parts
    whole, scopes = scopes_of(source, environ, problems, parts, forbidden, wanted.elsewhere)
    found = values(source, whole, scopes, problems)
    settings = _Loader(source, folder, found, whole, scopes, wanted).settings()
    if lock_in_force():
        from driftcheck.config.overreach import Used, violations_of

        given = wanted.live is not None, wanted.url is not None
        used = Used(Part.FILES in parts, *given, wanted.unused)
        problems.forbid(violations_of(source, settings, found, whole.unfilled, used))
    return settings


def _forbidden(source: Document, problems: Collector) -> frozenset[tuple[int, int]]:
    """Report variables that the lock does not allow, and return their lines and columns."""
    if not lock_in_force():
        return frozenset()
    from driftcheck.config.overreach import forbid_variables  # only needed with a lock

    return forbid_variables(source, problems)


def _default(key: str) -> JSON:
    return published("config")["properties"][key]["default"]


class _Wanted(NamedTuple):
    """The arguments of `load`."""

    parts: Part
    live: LiveFile | None = None
    url: str | None = None
    elsewhere: bool = False
    unused: Collection[str] = ()


class _Section:
    """The part of a configuration for one account, or for all accounts."""

    def __init__(
        self, source: Document, folder: Path, values: JSON, scope: Scope, *within: str
    ) -> None:
        self.is_mapping = isinstance(values, dict)
        self.values = values if isinstance(values, dict) else {}
        self.scope = scope
        self.finder = Finder(source, folder, scope.problems, scope.fill, within)
        self.live_finder = Finder(source, folder, scope.problems, scope.fills["live"], within)
        self.folder = folder

    def files(self, key: str, common: tuple[InputFile, ...]) -> tuple[InputFile, ...]:
        return self.finder.files(key, self.values.get(key) or (), common)

    def live(self, elsewhere: bool) -> "LiveSide | None":
        side = self.values.get("live")
        if side is not None:
            return side_of(side, self.live_finder, self.folder, elsewhere)
        if self.is_mapping and "live" not in self.values:  # else it is invalid and reported
            self.scope.problems.add("`live` is missing", self.finder.locate(()), _NEED_LIVE)
        return None

    def url(self) -> str | None:
        where = self.finder.source, self.finder.within
        return url_of(self.values.get("live"), *where, self.scope.fills["live"])

    def max_age(self) -> str | None:
        return max_age_of(self.finder.source, self.finder.within, self.scope.fill)

    @property
    def lacks_packs(self) -> bool:
        """Whether it may name packs that were not found. Invalid values are None."""
        is_broken = not self.is_mapping or None in self.values.values()
        return is_broken or "policies" in self.finder.missed

    def severity(self) -> dict[str, Severity | None]:
        given = self.values.get("severity") or {}
        return {
            name: None if label == "off" else severity_of(label) for name, label in given.items()
        }

    def places(self, key: str) -> Iterator[tuple[str, Place]]:
        """Yield the place of each item or name under a key."""
        given = self.values.get(key) or ()
        for index, item in enumerate(given):
            path = (key, item if isinstance(given, dict) else index)
            if isinstance(given, dict) or not self.finder.is_unfilled(path):
                yield item, self.finder.locate(path)


class _Loader:
    """Turns the values of a configuration file into settings. Invalid values are None."""

    def __init__(
        self,
        source: Document,
        folder: Path,
        values: JSON,
        whole: Scope,
        scopes: Mapping[str, Scope],
        wanted: _Wanted,
    ) -> None:
        self.source = source
        self.values = values
        self.whole = _Section(source, folder, values, whole)
        named = values.get("accounts") or {}
        self.parts = {
            name: _Section(source, folder, named.get(name), scope, "accounts", name)
            for name, scope in scopes.items()
        }
        self.wanted = wanted

    def settings(self) -> Settings:
        policies, waivers = self.files(self.whole, "policies"), self.files(self.whole, "waivers")
        severity = self.whole.severity()
        parts = self.parts if "accounts" in self.values else {DEFAULT_ACCOUNT: self.whole}
        accounts = [
            self.account(name, part, policies, waivers, severity) for name, part in parts.items()
        ]
        schema, all_parts = self.values.get("schema"), self.parts.values()
        return Settings(
            file=self.source.name,
            accounts=tuple(accounts),
            policies=each_once(file for account in accounts for file in account.policies),
            waivers=each_once(file for account in accounts for file in account.waivers),
            schema=None if schema is None else self.whole.finder.one(schema, ("schema",)),
            fail_on=threshold(self.values.get("fail_on") or "low"),
            severity=severity,
            severity_places=dict(self.whole.places("severity")),
            sensitive=self.sensitive(),
            waiver_notice=self.values.get("waiver_notice", _default("waiver_notice")),
            several="accounts" in self.values,
            notifications=self.notifications(),
            history=self.history(),
            unread=tuple(
                Unread(*found)
                for found in unread(self.source, [part.scope for part in (self.whole, *all_parts)])
            ),
        )

    def sensitive(self) -> dict[str, Place]:
        """Return the fields that are never shown, with their places.

        If the list is invalid, it returns everything written there. Otherwise messages would quote
        fields that should be hidden.
        """
        node = document.find_node(self.source.root, ("sensitive",))
        if node is None or self.values.get("sensitive") is not None:
            return dict(self.whole.places("sensitive"))
        written = document.each_scalar(node)
        return {
            str(path[0] if path and isinstance(path[0], str) else scalar.text): self.source.place(
                scalar
            )
            for path, scalar in written
        }

    def history(self) -> "Database | None":
        """Return the database of the history if it is configured and needed."""
        if Part.HISTORY not in self.wanted.parts:
            return None
        given = self.values.get("history")
        node = document.find_node(self.source.root, ("history",))
        if given is None or node is None or is_unfilled(node, self.whole.scope.fills["history"]):
            return None
        from driftcheck.config.database import parse_database  # only needed with a history

        # `step` collects the error of an invalid URL; then the last line returns None.
        with self.whole.scope.problems.step():
            return parse_database(given, self.whole.folder, self.source.locate(("history",)))
        return None

    def notifications(self) -> tuple[Notification, ...]:
        """Return the notifications if they are needed, except those with unset variables."""
        if Part.NOTIFICATIONS not in self.wanted.parts:
            return ()
        given = self.values.get("notifications") or ()
        return tuple(notifications_of(given, self.source, self.whole.scope.fills["notifications"]))

    def account(
        self,
        name: str,
        part: _Section,
        policies: tuple[InputFile, ...],
        waivers: tuple[InputFile, ...],
        severity: Mapping[str, Severity | None],
    ) -> Account:
        """Return an account with the common settings and its own."""
        own = part is not self.whole
        return Account(
            name=name,
            live=self.live(part),
            declared=self.files(part, "declared"),
            policies=self.files(part, "policies", policies) if own else policies,
            waivers=self.files(part, "waivers", waivers) if own else waivers,
            severity={**severity, **(part.severity() if own else {})},
            severity_places=dict(part.places("severity")) if own else {},
            problems=tuple(part.scope.problems.problems) if own else (),
            url=part.url(),
            globs=tuple(part.values.get("declared") or ()),
            has_own_url=self.wanted.url is None,
            lacks_packs=own and part.lacks_packs,
        )

    def live(self, part: _Section) -> "LiveSide | None":
        """Return the live side of an account: the one given, or its own."""
        if self.wanted.live:
            return self.wanted.live._replace(max_age=part.max_age())
        return part.live(self.wanted.elsewhere) if Part.LIVE in self.wanted.parts else None

    def files(
        self, part: _Section, key: str, common: tuple[InputFile, ...] = ()
    ) -> tuple[InputFile, ...]:
        return part.files(key, common) if Part.FILES in self.wanted.parts else ()
