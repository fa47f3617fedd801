"""Errors and exit codes.

DriftcheckError
├── UsageError      the command line asks for something that cannot be done
├── InputError      configuration, declarations, policies, waivers or a schema file
│   └── LockError        ... that exceeds what the lock allows
├── LiveError       the live list could not be read in full
│   └── TransientError   ... but another attempt may succeed
├── OutputError     a report could not be written
└── HistoryError    the history of runs cannot be read or written

Drift is data, never an exception: every error here means "no verdict", exit code 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from driftcheck.words.plurals import counted
from driftcheck.words.redact import hide_userinfo


class ExitCode(IntEnum):
    """The exit codes, the same for every command and output format."""

    CLEAN = 0
    ERROR = 1
    FINDINGS = 2


class Place(NamedTuple):
    """A position in a file. Lines and columns (in characters) start at 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{hide_userinfo(self.file)}:{self.line}:{self.column}"

    def as_written(self, text: str) -> str:
        """Return a message about this place; subclasses quote values as the file spells them."""
        return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what it is, where it is, and how to fix it.

    Problems with the same `cause` are reported as one: `place` is the first of their places and
    `also` has the others, which the message counts. `shown` is the value at the place, if it may
    be shown beside the message.
    """

    message: str
    place: Place | None = None
    hint: str | None = None
    cause: str | None = None
    also: tuple[Place, ...] = ()
    shown: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Hide credentials in the texts here, so that no caller can forget to."""
        object.__setattr__(self, "message", self._quoting(self.message))
        object.__setattr__(self, "hint", self.hint and self._quoting(self.hint))

    def _quoting(self, text: str) -> str:
        return hide_userinfo(self.place.as_written(text) if self.place else text)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message}"


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions, those with the same cause joined into one."""
    alike: dict[Problem | str, list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        alike.setdefault(problem.cause or problem, []).append(problem)
    return list(map(_joined, alike.values()))


def _joined(alike: list[Problem]) -> Problem:
    """Join problems with the same cause into one, at the first of their places."""
    if not alike[1:]:
        return alike[0]
    cause, hint = alike[0].cause or "", alike[0].hint
    first, *also = sorted({place for one in alike for place in (one.place, *one.also) if place})
    more = counted(len(also), "more place")
    message = f"{cause} (used in {more})" if also else cause
    return Problem(message, first, hint, cause, tuple(also))


class DriftcheckError(Exception):
    """The base class of all errors. Holds at least one problem, sorted by place."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(once(problems), key=_position))
        super().__init__("; ".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the problems, so that an error can cross from one process to another."""
        return type(self), self.problems, self.__dict__


class UsageError(DriftcheckError):
    """The command line asks for something that cannot be done."""


class InputError(DriftcheckError):
    """A file that the user wrote cannot be used as it is."""


class LockError(InputError):
    """The input exceeds what the lock allows: no command or host that it names may be used."""


class LiveError(DriftcheckError):
    """The live list could not be read in full."""


class TransientError(LiveError):
    """The live list could not be read now; another attempt may succeed.

    `retry_after` is the pause in seconds that the server asked for, or None.
    """

    def __init__(self, *problems: Problem, retry_after: float | None = None) -> None:
        super().__init__(*problems)
        self.retry_after = retry_after


class OutputError(DriftcheckError):
    """A report could not be written."""


class HistoryError(DriftcheckError):
    """The history of runs cannot be read or written."""


class Collector:
    """Gathers the problems of several steps, so that users see all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._error: type[InputError] = InputError

    def add(self, message: str, place: Place | None = None, hint: str | None = None) -> None:
        """Record a problem and continue."""
        self.problems.append(Problem(message, place, hint))

    def step(self) -> "_Step":
        """Return a context manager that records the problems of an InputError and continues."""
        return _Step(self.problems)

    def forbid(self, problems: Iterable[Problem]) -> None:
        """Record violations of the lock; if there are any, `finish` raises LockError."""
        found = list(problems)
        if found:
            self.problems.extend(found)
            self._error = LockError

    def finish(self) -> None:
        """Raise InputError with all recorded problems, if there are any."""
        if self.problems:
            raise self._error(*self.problems)


class _Step:
    """A step of a Collector. A class, because a run has hundreds of steps and this is fast."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, InputError):
            self.problems.extend(error.problems)
            return True
        return False


def _position(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)
