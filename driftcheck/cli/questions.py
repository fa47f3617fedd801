"""The questions of `driftcheck init`. Each answer is checked before the next question."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import click

from driftcheck.cli.wanted import NONE, PACK, Wanted, packs_of
from driftcheck.model import DriftcheckError, Problem, UsageError
from driftcheck.output import note, tell
from driftcheck.system import builtin_packs, display_path
from driftcheck.words import counted, inflect

_API = "api"
_AGAIN, _SKIP, _OTHER, _EXAMPLE, _STOP = "again", "skip", "other", "example", "stop"
_WAYS = {
    _AGAIN: "to try again",
    _SKIP: "to skip these entries",
    _OTHER: "to use another list",
    _EXAMPLE: "to write an example instead",
    _STOP: "to stop",
}


class HasSecrets(Protocol):
    """Declarations of the live list."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """The secrets kept out of the declarations."""


Begun = TypeVar("Begun", bound=HasSecrets)


class Questions(Generic[Begun]):
    """A dialogue at a terminal; `wanted` holds all answers so far.

    `begin` makes declarations of the live list. `check_source` raises if the given source is not
    a list, and `check_credentials` if the API cannot be called. All raise DriftcheckError.
    """

    def __init__(
        self,
        wanted: Wanted,
        begin: Callable[[Wanted], Begun],
        check_source: Callable[[Wanted], None],
        check_credentials: Callable[[Wanted], None],
    ) -> None:
        self.wanted = wanted
        self.begin = begin
        self.check_source = check_source
        self.check_credentials = check_credentials

    def ask(self, systems: Mapping[str, str]) -> Begun | None:
        """Ask for everything that is still open; return declarations if they are wanted.

        `systems` maps each CI system to the path of its file. This writes nothing.
        """
        begun = self._source()
        if begun is not None and begun.secrets and self.wanted.env_file is None:
            self._env_file(len(begun.secrets))
        if self.wanted.packs is None:
            text = f"Which rule packs ({', '.join(builtin_packs())}; several, or {NONE})"
            self._keep(packs=_prompt(text, PACK, _packs_said))
        while self.wanted.ci is None:
            choice = click.Choice([*systems, NONE])
            said = click.prompt("Which CI system runs the check", NONE, type=choice, err=True)
            if said == NONE or not _is_taken(self.wanted.folder / systems[said]):
                self._keep(ci=said)
        return begun

    def give_up(self) -> None:
        """Print the command that continues with the answers so far."""
        note("Nothing was written. To continue from here:")
        note(f"  {self.wanted.command()}")

    def _keep(self, **said: Any) -> None:
        self.wanted = replace(self.wanted, **said)

    def _source(self) -> Begun | None:
        """Ask for the source of the list; return declarations if they are wanted."""
        is_said = self.wanted.live is not None or self.wanted.url is not None
        while True:
            try:
                if not is_said:
                    self._ask_source()
                    is_said = True
                return self._declarations()
            except DriftcheckError as error:
                tell(*error.problems)
                # A UsageError means that some entries of the list cannot be declared.
                way = self._ask_way(may_skip=isinstance(error, UsageError))
            if way == _SKIP:
                self._keep(skip_invalid=True)
            if way == _STOP:
                self.give_up()
                raise click.exceptions.Exit(1)
            if way == _EXAMPLE:
                self._keep(declares_live=False)
                return None
            if way == _OTHER:
                self._keep(live=None, url=None)
                is_said = False

    def _ask_source(self) -> None:
        while True:
            said = _prompt("Where is the live list: a URL, a file, or the API (Enter)", _API, str)
            try:
                found = replace(self.wanted, live=None, url=None)
                if _is_url(said):
                    found = replace(found, url=said)
                elif said != _API:
                    found = replace(found, live=os.path.expanduser(said))  # no shell expands it
                self.check_source(found)
            except DriftcheckError as error:
                tell(*error.problems)
            else:
                self.wanted = found
                return

    def _declarations(self) -> Begun | None:
        if self.wanted.declared:
            return None
        self.check_credentials(self.wanted)
        if not self.wanted.declares_live:
            text = "Declare the live numbers? Otherwise an example is written"
            if not click.confirm(text, default=True, err=True):
                return None
            self._keep(declares_live=True)
        return self.begin(self.wanted)

    def _ask_way(self, *, may_skip: bool) -> str:
        """Ask how to continue if the list cannot be fetched or declared completely."""
        ways = dict(_WAYS)
        if not may_skip:
            del ways[_SKIP]
        try:
            self.check_credentials(self.wanted)
        except DriftcheckError:  # a variable cannot be set while this runs
            del ways[_AGAIN]
        for name, what in ways.items():
            note(f"  {name:<8} {what}")
        default, *_ = ways
        return str(click.prompt("What next", default, type=click.Choice([*ways]), err=True))

    def _env_file(self, count: int) -> None:
        """Ask for the file of secrets; a check needs them in a file or in variables."""
        secrets = f"{counted(count, 'secret')} {inflect(count, 'is', 'are')}"
        text = (
            f"{secrets} kept out of declarations. Save to which file, readable only by you "
            f"(or {NONE})"
        )
        names = ("secrets.env", *(f"secrets-{number}.env" for number in range(2, 100)))
        paths = (self.wanted.folder / name for name in names)
        default = next((path for path in paths if not os.path.lexists(path)), NONE)
        said = os.path.expanduser(_prompt(text, str(default), _new_file))
        self._keep(env_file=None if said == NONE else Path(said))


def _packs_said(text: str) -> tuple[str, ...]:
    return packs_of(text.replace(",", " ").split() or [PACK])


def _is_url(text: str) -> bool:
    return "://" in text and not os.path.exists(text)


def _is_taken(path: Path) -> bool:
    """Return whether a file already exists, and report it if so."""
    if os.path.lexists(path):
        hint = "Choose none, or move it away: init never replaces a file."
        tell(Problem(f'"{display_path(path)}" already exists', None, hint))
        return True
    return False


def _new_file(text: str) -> str:
    if text != NONE and os.path.lexists(text):
        hint = f"Choose a new file, or stop and use --env-file {text}."
        raise UsageError(Problem(f'"{display_path(Path(text))}" already exists', None, hint))
    return text


def _prompt(text: str, default: str, read: Callable[[str], Any]) -> Any:
    """Ask until `read` accepts the answer, and return its result. Shows each DriftcheckError."""

    def value(said: str) -> Any:
        try:
            return read(said.strip())
        except DriftcheckError as error:
            (problem, *_) = error.problems
            raise click.UsageError(f"{problem.message}. {problem.hint or ''}") from error

    return click.prompt(text, default=default, value_proc=value, err=True)
