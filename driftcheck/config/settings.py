"""The frozen settings of a run and of its accounts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from driftcheck.document import InputFile
from driftcheck.model import JSON, Place, Problem, Severity, UsageError
from driftcheck.words import did_you_mean, hide_userinfo

if TYPE_CHECKING:
    from driftcheck.config.agora import Agora
    from driftcheck.config.database import Database


DEFAULT_CONFIG = Path("driftcheck.yaml")
"""The default configuration file."""


LiveSide: TypeAlias = "Agora | LiveFile"
"""The source of a live list."""


class LiveFile(NamedTuple):
    """A live list from a file, or from standard input if `path` is None.

    `max_age` limits its age, such as `24h`; None sets no limit. With `any_account`, a list saved
    for another account is accepted. `is_given` means that `--live` names it.
    """

    path: Path | None
    name: str
    max_age: str | None = None
    any_account: bool = False
    is_given: bool = False

    @property
    def is_local(self) -> bool:
        """Whether only this machine can read it."""
        return True

    @classmethod
    def given(cls, text: str) -> "LiveFile":
        """Return the list given as `--live`: a file, or `-` for standard input."""
        if text == "-":
            return cls(None, "stdin", is_given=True)
        return cls(Path(text), hide_userinfo(text), is_given=True)

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files read to fetch the list."""
        return (self.path,) if self.path else ()

    @property
    def secret_files(self) -> tuple[()]:
        """The files with credentials: none, as a list has no credentials."""
        return ()

    def check(self) -> None:
        """Do nothing: a file is checked when it is read."""

    def under(self, max_age: str | None, any_account: bool) -> "LiveFile":
        """Return a copy with these terms. Keeps `max_age` if it is None."""
        return self._replace(max_age=max_age or self.max_age, any_account=any_account)


class Account(NamedTuple):
    """One account: its live list, declarations, policies and waivers.

    `live` is None if the settings were loaded without the live side. `policies`, `waivers` and
    `severity` include the common ones, which come first. `severity_places` has the places of the
    account's own severities. `problems` prevent a check of this account only. `url` is the URL of
    the API, even if a file replaces it, or None. `has_own_url` means that `url` is from the
    configuration and not from `--url`. `globs` has the paths and globs of `declared`. With
    `lacks_packs`, not all its own packs were found, so that it may have more rules.
    """

    name: str
    live: "LiveSide | None"
    declared: tuple[InputFile, ...]
    policies: tuple[InputFile, ...] = ()
    waivers: tuple[InputFile, ...] = ()
    severity: Mapping[str, Severity | None] = {}
    severity_places: Mapping[str, Place] = {}
    problems: tuple[Problem, ...] = ()
    url: str | None = None
    globs: tuple[str, ...] = ()
    has_own_url: bool = True
    lacks_packs: bool = False


class Notification(NamedTuple):
    """A notification after a run: its kind, such as `slack`, and its settings in `given`.

    `on` has the occasions to send it, and `severity` is the lowest severity that counts. `timeout`
    is in seconds and includes retries. `given` may hold secrets.
    """

    kind: str
    given: Mapping[str, JSON]
    place: Place
    on: frozenset[str]
    severity: Severity
    timeout: float

    def __repr__(self) -> str:
        return f"Notification({self.kind!r})"


class Unread(NamedTuple):
    """A value that is unknown because its variables were not read.

    `key` is its key in the configuration or in the account, such as `declared`. `text` is the
    value as written.
    """

    key: str
    text: str
    place: Place


class Settings(NamedTuple):
    """A complete configuration.

    `policies` and `waivers` are those of all accounts. `severity` maps check ids to common
    severities, None for off; `severity_places` has their places. `fail_on` is None for `never`.
    `sensitive` maps dotted paths of fields that are never shown to their places. `waiver_notice` is
    the number of days before expiry from which a waiver is reported, or 0 for never. `several`
    means that the configuration names its accounts; `left_out` has the accounts that were not
    chosen. `history` is the database of recorded runs. `unread` has the values that were left out
    because no variables were read, except credentials of the API.
    """

    file: str
    accounts: tuple[Account, ...]
    policies: tuple[InputFile, ...]
    waivers: tuple[InputFile, ...]
    schema: InputFile | None
    fail_on: Severity | None
    severity: Mapping[str, Severity | None]
    severity_places: Mapping[str, Place]
    sensitive: Mapping[str, Place] = {}
    waiver_notice: int = 14
    several: bool = False
    left_out: tuple[Account, ...] = ()
    notifications: tuple[Notification, ...] = ()
    history: "Database | None" = None
    unread: tuple[Unread, ...] = ()

    @property
    def inputs(self) -> tuple[Path, ...]:
        """All files that the settings name. The configuration file is not included."""
        files = [path for account in self.accounts if account.live for path in account.live.inputs]
        named = [file for account in self.accounts for file in account.declared]
        named += [*self.policies, *self.waivers, *([self.schema] if self.schema else [])]
        kept = [self.history.path] if self.history and self.history.path else []
        return (*files, *(file.path for file in named), *kept)


def with_files(
    settings: Settings, max_age: str | None = None, any_account: bool = False
) -> Settings:
    """Return the settings with these terms for list files. Keeps `max_age` if it is None."""
    accounts = [
        account._replace(live=account.live and account.live.under(max_age, any_account))
        for account in settings.accounts
    ]
    return settings._replace(accounts=tuple(accounts))


def only(settings: Settings, names: Sequence[str]) -> Settings:
    """Return the settings with only the named accounts, or all accounts without names.

    Raises UsageError for an unknown name.
    """
    known = {account.name: account for account in settings.accounts}
    for name in names:
        if name not in known:
            problem = Problem(f'there is no account "{name}"', None, did_you_mean(name, known))
            raise UsageError(problem)
    if not names:
        return settings
    chosen = tuple(account for account in settings.accounts if account.name in names)
    left = tuple(account for account in settings.accounts if account.name not in names)
    return settings._replace(accounts=chosen, left_out=left)


def in_its_place(live: str | None, url: str | None) -> LiveFile | str | None:
    """Return the file of `--live` or the URL of `--url`, or None if neither is given.

    Raises UsageError if both are given.
    """
    if live is not None and url is not None:
        hint = "Use only one of them; DRIFTCHECK_LIVE and DRIFTCHECK_URL also count."
        raise UsageError(Problem("--live and --url cannot be used together", None, hint))
    return url if live is None else LiveFile.given(live)


def refuse_several(settings: Settings, given: LiveFile | str | None) -> None:
    """Raise UsageError if one list or URL is given for several accounts."""
    if given is not None and len(settings.accounts) > 1:
        is_url = isinstance(given, str)
        message = "--url is for one account" if is_url else "--live is for one account"
        raise UsageError(Problem(message, None, "Choose one with --account NAME."))


def each_once(files: Iterable[InputFile]) -> tuple[InputFile, ...]:
    """Return files without duplicates. A pack counts once for each set of parameters."""
    known: dict[object, InputFile] = {}
    for file in files:
        known.setdefault(file.identity, file)
    return tuple(known.values())


def source_options(config: Path, live: str | None, url: str | None, any_account: bool) -> list[str]:
    """Return the options that make another command read the same configuration and live list.

    A list from stdin is left out: it cannot be read twice.
    """
    words = [] if config == DEFAULT_CONFIG else ["-c", str(config)]
    words += ["--live", live] if live and live != "-" else []
    words += ["--url", hide_userinfo(url)] if url else []
    return [*words, *(["--any-account"] if any_account else [])]
