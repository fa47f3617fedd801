"""What an examination gets, the configuration part by part, and what it gives: remarks."""

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
    """What a remark means: all is well, it is worth knowing, or something is to be done."""

    OK = "ok"
    NOTE = "note"
    FIX = "fix"


class Remark(NamedTuple):
    """One thing that was looked at, in a sentence without its full stop, and what to do next.

    `account` is None where it is about all of them.
    """

    health: Health
    text: str
    hint: str | None = None
    account: str | None = None


def ok(text: str, account: str | None = None) -> Remark:
    """A remark on what is in order."""
    return Remark(Health.OK, hide_userinfo(text), None, account)


def note(text: str, hint: str | None = None, account: str | None = None) -> Remark:
    """A remark on what is worth knowing."""
    return Remark(Health.NOTE, hide_userinfo(text), hint, account)


def fix(text: str, hint: str, account: str | None = None) -> Remark:
    """A remark on what is to be fixed, and how."""
    return Remark(Health.FIX, hide_userinfo(text), hide_userinfo(hint), account)


def fixes(problems: Iterable[Problem], account: str | None = None) -> Iterator[Remark]:
    """A remark on each problem; its texts hide secrets already."""
    yield from (Remark(Health.FIX, str(one), one.hint, account) for one in problems)


def trouble(call: Callable[[], object], account: str | None = None) -> list[Remark]:
    """The problems that a call raises, as remarks; none where it returns."""
    try:
        call()
    except DriftcheckError as error:
        return list(fixes(error.problems, account))
    return []


class Loaded(NamedTuple):
    """A part of the configuration: what it comes to, and what is wrong with it, by account.

    `settings` is None where the file is of no use. What is wrong for all accounts has the key
    None. `is_beyond` says that the configuration goes beyond the lock.
    """

    settings: Settings | None
    problems: dict[str | None, tuple[Problem, ...]]
    is_beyond: bool = False


class Setup:
    """The configuration of these accounts (none: all). Without a file it is the API's default.

    `offline` says that nobody is to be asked; `notify` gets a line for what takes time. `ahead`
    is how far the clock of each host that answered is ahead of ours, in seconds.
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
        """The live sides, with their credentials."""
        return self._part(Part.LIVE)

    @property
    def history(self) -> Loaded:
        """Where runs are recorded."""
        return self._part(Part.HISTORY)

    @property
    def notifications(self) -> Loaded:
        """Who gets notifications of runs."""
        return self._part(Part.NOTIFICATIONS)

    @property
    def inputs(self) -> list[Path]:
        """The files that are read, as far as the configuration is valid."""
        parts = (self.files.settings, self.live.settings, self.history.settings)
        return [path for settings in parts if settings for path in settings.inputs]

    def _part(self, part: Part) -> Loaded:
        """A part, read once. Raises UsageError where there is no account of a name."""
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
    """Whether anything among problems goes beyond the lock."""
    with suppress(InputError):
        try:
            problems.finish()
        except LockError:
            return True
    return False
