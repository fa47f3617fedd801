"""What a configuration comes to: the frozen settings of a run and of its accounts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from driftcheck.document import InputFile
from driftcheck.model import JSON, Place, Problem, Severity, UsageError
from driftcheck.words import did_you_mean, hide_userinfo

if TYPE_CHECKING:
    from driftcheck.config.agora import Agora  # which few checks offline need
    from driftcheck.config.database import Database


DEFAULT_CONFIG = Path("driftcheck.yaml")
"""The configuration file, where none is named."""


LiveSide: TypeAlias = "Agora | LiveFile"
"""Where a live list comes from. Each kind says itself what holds for its lists."""


class LiveFile(NamedTuple):
    """The live list from a file, or from standard input where `path` is None.

    `max_age` is how old it may be, such as `24h`, if that matters; `any_account` takes what was
    saved for another account. `is_given` says that it is what `--live` names.
    """

    path: Path | None
    name: str
    max_age: str | None = None
    any_account: bool = False
    is_given: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it can be read on this machine only."""
        return True

    @classmethod
    def given(cls, text: str) -> "LiveFile":
        """The list that `--live` names: a file, or - for standard input."""
        if text == "-":
            return cls(None, "stdin", is_given=True)
        return cls(Path(text), hide_userinfo(text), is_given=True)

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read to fetch the list."""
        return (self.path,) if self.path else ()

    @property
    def secret_files(self) -> tuple[()]:
        """The files that nobody else should read: a list is none of them."""
        return ()

    def check(self) -> None:
        """Nothing is wrong with it that can be seen before it is read."""

    def under(self, max_age: str | None, any_account: bool) -> "LiveFile":
        """The same under other terms; `max_age` as it is where none is given."""
        return self._replace(max_age=max_age or self.max_age, any_account=any_account)


class Account(NamedTuple):
    """One account: where its live list is, which files declare its numbers, what it is held to.

    `live` is None where the settings were loaded without the live side. `policies`, `waivers` and
    `severity` are those that hold for it, the common ones first; `severity_places` says where each
    of its own is given. `problems` say why it cannot be checked, though other accounts can. `url`
    is that of its list at the API, also where a file takes its place; None where it names none.
    `globs` are the paths and globs that name the files in `declared`.
    `has_own_url` says that it is the one that the configuration names, and not that of `--url`.
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


class Notification(NamedTuple):
    """Whom to tell after a run: the kind, such as `slack`, and what it needs, such as its `url`.

    `on` are the occasions, `severity` is the least of findings that count, `timeout` is in seconds,
    retries included. `given` may hold secrets.
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
    """What a configuration holds that is not known, as its variables were not read.

    `key` is that of the configuration, or of its account, such as `declared`; `text` is what is
    written there.
    """

    key: str
    text: str
    place: Place


class Settings(NamedTuple):
    """A whole configuration. `severity` maps a check id to its severity, None for off.

    `fail_on` is None for `never`: no finding fails a run.

    `policies` and `waivers` are those of all accounts together, `severity` is the common one, and
    `severity_places` says where each id is given one. `sensitive` are the dotted paths of fields
    that are never shown, each with its place. `waiver_notice` is for how many days before its end a
    waiver is reported; 0 for never. `several` says that the configuration names its
    accounts; `left_out` are those that were not chosen. `history` is where runs are recorded.
    `unread` is what was left out where no variable was read, but for credentials of the API.
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
        """Every file that the settings name, but for the configuration itself."""
        files = [path for account in self.accounts if account.live for path in account.live.inputs]
        named = [file for account in self.accounts for file in account.declared]
        named += [*self.policies, *self.waivers, *([self.schema] if self.schema else [])]
        kept = [self.history.path] if self.history and self.history.path else []
        return (*files, *(file.path for file in named), *kept)


def with_files(
    settings: Settings, max_age: str | None = None, any_account: bool = False
) -> Settings:
    """The settings with other terms for lists in files; `max_age` as it is where none is given."""
    accounts = [
        account._replace(live=account.live and account.live.under(max_age, any_account))
        for account in settings.accounts
    ]
    return settings._replace(accounts=tuple(accounts))


def only(settings: Settings, names: Sequence[str]) -> Settings:
    """The settings with the accounts of these names; all of them, where none is given.

    Raises UsageError where the configuration has no account of a name.
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
    """What `--live` or `--url` gives in place of a configured live side: a file, or a URL.

    Raises UsageError where both are given.
    """
    if live is not None and url is not None:
        hint = "Use only one of them; DRIFTCHECK_LIVE and DRIFTCHECK_URL count, too."
        raise UsageError(Problem("--live and --url cannot be used together", None, hint))
    return url if live is None else LiveFile.given(live)


def refuse_several(settings: Settings, given: LiveFile | str | None) -> None:
    """Raise UsageError where a list, or a URL, is given in place of those of several accounts."""
    if given is not None and len(settings.accounts) > 1:
        is_url = isinstance(given, str)
        message = "--url is for one account" if is_url else "--live is for one account"
        raise UsageError(Problem(message, None, "Choose one with --account NAME."))


def each_once(files: Iterable[InputFile]) -> tuple[InputFile, ...]:
    """Files, each once; a pack counts once for each of the parameters that it is given."""
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
