"""The input of examinations, which is the configuration by part, and their output: remarks."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from driftcheck import config as configuration
from driftcheck.config import Part, Settings, only
from driftcheck.model import Collector, DriftcheckError, InputError, LockError, Notify, Problem
from driftcheck.words import hide_userinfo


class Health(StrEnum):
    """The meaning of a remark: fine, worth knowing, or to be fixed."""

    OK = "ok"
    NOTE = "note"
    FIX = "fix"


class Remark(NamedTuple):
    """The result of one examined item: a sentence without full stop, and what to do next.

    `account` is None if the remark is about all accounts.
    """

    health: Health
    text: str
    hint: str | None = None
    account: str | None = None


def ok(text: str, account: str | None = None) -> Remark:
    """Return a remark that something is fine."""
    return Remark(Health.OK, hide_userinfo(text), None, account)


def note(text: str, hint: str | None = None, account: str | None = None) -> Remark:
    """Return a remark that something is worth knowing."""
    return Remark(Health.NOTE, hide_userinfo(text), hint, account)


def fix(text: str, hint: str, account: str | None = None) -> Remark:
    """Return a remark on something to fix; `hint` says how."""
    return Remark(Health.FIX, hide_userinfo(text), hide_userinfo(hint), account)


def fixes(problems: Iterable[Problem], account: str | None = None) -> Iterator[Remark]:
    """Yield a remark for each problem, whose texts already hide secrets."""
    yield from (Remark(Health.FIX, str(one), one.hint, account) for one in problems)


def trouble(call: Callable[[], object], account: str | None = None) -> list[Remark]:
    """Return the problems that a call raises as remarks; empty if it succeeds."""
    try:
        call()
    except DriftcheckError as error:
        return list(fixes(error.problems, account))
    return []


class Loaded(NamedTuple):
    """A part of the configuration: its settings, and its problems by account.

    `settings` is None if the file cannot be used. The key None has the problems of all accounts.
    `is_beyond` means that the configuration violates the lock.
    """

    settings: Settings | None
    problems: dict[str | None, tuple[Problem, ...]]
    is_beyond: bool = False


class Setup:
    """The configuration of the given accounts, or of all; without a file, that of the API.

    `offline` forbids network access. `notify` receives a line before each slow step. `ahead` has
    the seconds by which the clock of each responding host is ahead of ours.
    """

    def __init__(
        self, path: Path, accounts: tuple[str, ...], offline: bool, has_file: bool, notify: Notify
    ) -> None:
        self.path = path
        self.accounts = accounts
        self.offline = offline
        self.has_file = has_file
        self.notify = notify
        self.ahead: dict[str, float] = {}
        self._parts: dict[Part, Loaded] = {}

    @property
    def files(self) -> Loaded:
        """The files that the configuration names."""
        return self._part(Part.FILES)

    @property
    def live(self) -> Loaded:
        """The live sides with credentials."""
        return self._part(Part.LIVE)

    @property
    def history(self) -> Loaded:
        """The history of runs."""
        return self._part(Part.HISTORY)

    @property
    def notifications(self) -> Loaded:
        """The notifications."""
        return self._part(Part.NOTIFICATIONS)

    @property
    def inputs(self) -> list[Path]:
        """The input files, as far as the configuration is valid."""
        parts = (self.files.settings, self.live.settings, self.history.settings)
        return [path for settings in parts if settings for path in settings.inputs]

    def _part(self, part: Part) -> Loaded:
        """Return a part, which is loaded once. Raises UsageError for an unknown account."""
        if part not in self._parts:
            self._parts[part] = self._load(part)
        return self._parts[part]

    def _load(self, part: Part) -> Loaded:
        problems = Collector()
        if not self.has_file and part is not Part.LIVE:
            return Loaded(None, {None: ()})
        try:
            if self.has_file:
                settings = configuration.load(self.path, os.environ, problems, part)
            else:
                settings = configuration.without_file(os.environ, problems)
        except InputError as error:
            return Loaded(None, {None: error.problems}, isinstance(error, LockError))
        chosen = only(settings, self.accounts)
        known: dict[str | None, tuple[Problem, ...]] = {None: tuple(problems.problems)}
        known |= {account.name: account.problems for account in chosen.accounts}
        return Loaded(chosen, known, _is_beyond(problems))


def _is_beyond(problems: Collector) -> bool:
    """Return whether any problem is a violation of the lock."""
    with suppress(InputError):
        try:
            problems.finish()
        except LockError:
            return True
    return False
