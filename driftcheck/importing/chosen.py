"""Choose the account of an import or a fetch, and fetch its live list."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from driftcheck import config
from driftcheck.compare import note_withheld
from driftcheck.config import Account, Settings, only, with_files
from driftcheck.draft.secrets import prefix_of
from driftcheck.live import fetch_list, refuse_old
from driftcheck.model import Collector, InputError, LiveList, Place, Problem, UsageError, Watch
from driftcheck.output import real_path
from driftcheck.system import covers, display_path
from driftcheck.validation import (
    Shape,
    Validator,
    entry_validator,
    hiding,
    meaning_by,
    number_shape,
)

_CREDENTIALS = ("AGORA_CUSTOMER_ID", "AGORA_CUSTOMER_SECRET")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The account a command works on, and its configuration.

    `has_file` is whether a configuration file exists. `prefix` starts the names of the account's
    variables. `others` has the other accounts of the configuration.
    """

    settings: Settings
    account: Account
    validator: Validator
    has_file: bool
    prefix: str = ""
    others: tuple[Account, ...] = ()

    @contextmanager
    def hiding(self) -> Iterator[None]:
        """Hide the fields that the configuration and the entry schema mark as secret."""
        with hiding(self.settings.sensitive), meaning_by(self.validator.schema):
            yield

    @property
    def refused_variable(self) -> Callable[[str, Place], Problem | None] | None:
        """A function that returns why a variable is not allowed; None without a lock."""
        lock = config.lock_in_force()
        return lock.refused_variable if lock else None

    @property
    def name(self) -> str | None:
        """The name of the account, or None if it is the only one."""
        return self.account.name if self.settings.several else None

    @property
    def shape(self) -> Shape:
        """The shape of a number in the list."""
        return number_shape(self.validator.schema)

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read and must not be overwritten."""
        read = self.account.live.inputs if self.account.live else ()
        named = self.settings.schema
        files = [Path(self.settings.file)] if self.has_file else []
        return (*read, *files, *((named.path,) if named else ()))

    @property
    def database(self) -> Path | None:
        """The file of the history, if the configuration names one."""
        if not self.has_file:
            return None
        file, problems = Path(self.settings.file), Collector()
        with suppress(InputError):
            history = config.load(file, os.environ, problems, config.Part.HISTORY).history
            return history.path if history else None
        return None

    def covers(self, path: Path) -> bool:
        """Return whether the configuration includes a file for the account, even a new one."""
        return self._names(self.account, path)

    def covers_alone(self, path: Path) -> bool:
        """Return whether the configuration includes a file for this account only."""
        return self.covers(path) and not self.sharing(path)

    def sharing(self, path: Path) -> list[str]:
        """Return the names of other accounts that include a file, even a new one."""
        return [account.name for account in self.others if self._names(account, path)]

    def _names(self, account: Account, path: Path) -> bool:
        folder = Path(self.settings.file).parent
        known = {real_path(file.path) for file in account.declared}
        return real_path(path) in known or any(covers(g, path, folder) for g in account.globs)


def choose_account(
    path: Path,
    name: str | None,
    given: str | None = None,
    *,
    url: str | None = None,
    need_files: bool = False,
    any_account: bool = False,
) -> Chosen:
    """Return the account `name`, or the only account.

    `given` is a list file that replaces its list, and `url` replaces the URL of the API. With
    `any_account`, the list may have been saved for another account. Raises InputError and
    UsageError.
    """
    problems = Collector()
    listed = config.in_its_place(given, url)
    parts = ~config.Part.HISTORY if need_files else config.Part.LIVE
    settings = config.load(path, os.environ, problems, parts, live=listed)
    everyone = settings.accounts
    names = [account.name for account in everyone]
    settings = with_files(only(settings, (name,) if name else ()), any_account=any_account)
    if len(settings.accounts) > 1:
        hint = "Choose one with --account NAME."
        raise UsageError(Problem(f"there are several accounts: {', '.join(names)}", None, hint))
    with hiding(settings.sensitive):
        for account in settings.accounts:
            problems.problems.extend(account.problems)
        problems.finish()
        chosen = settings.accounts[0]
        prefix = prefix_of(chosen.name, names) if settings.several else ""
        others = tuple(account for account in everyone if account.name != chosen.name)
        return Chosen(settings, chosen, entry_validator(settings.schema), True, prefix, others)


def choose_without_file(
    given: str | None, path: Path, name: str | None = None, url: str | None = None
) -> Chosen:
    """Return the account of a list file or of the credentials in the environment.

    `url` replaces the default URL of the API. Raises InputError without list and credentials, and
    UsageError if `name` is another account.
    """
    problems = Collector()
    if given is None and not all(map(os.environ.get, _CREDENTIALS)):
        hint = f"Set {' and '.join(_CREDENTIALS)}, use --live FILE, or create one: driftcheck init."
        problem = Problem(f'there is no configuration file "{display_path(path)}"', None, hint)
        raise InputError(problem)
    settings = config.without_file(os.environ, problems, config.in_its_place(given, url))
    problems.finish()
    only(settings, (name,) if name else ())
    return Chosen(settings, settings.accounts[0], entry_validator(None), False)


def fetch_chosen(account: Account, watch: Watch) -> LiveList:
    """Return the complete live list of an account. Raises LiveError and InputError."""
    if account.live is None:
        raise InputError(Problem("the account has no `live` list to fetch"))
    account.live.check()
    watch("fetching the live list")
    listed = fetch_list(account, watch)
    refuse_old(listed, account.live)
    return note_withheld(listed)


def undeclared(paths: Iterable[Path], chosen: Chosen) -> list[str]:
    """Return the paths that the configuration does not include for the account."""
    path, problems = Path(chosen.settings.file), Collector()
    try:
        again = config.load(path, os.environ, problems, config.Part.FILES)
        accounts = only(again, (chosen.account.name,) if chosen.name else ()).accounts
        known = {real_path(file.path) for account in accounts for file in account.declared}
    except InputError:
        known = set()
    return [display_path(path) for path in paths if real_path(path) not in known]
