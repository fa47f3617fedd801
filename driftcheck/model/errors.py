"""What can go wrong, and the exit codes.

DriftcheckError
├── UsageError      the command line asks for something that cannot be done
├── InputError      configuration, declarations, policies, waivers or a schema file
│   └── LockError        ... and it goes beyond the lock
├── LiveError       the live list could not be read whole
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
    """A position in a file; lines and columns (in characters) count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{hide_userinfo(self.file)}:{self.line}:{self.column}"

    def as_written(self, text: str) -> str:
        """A text about what stands here, which quotes it as it is written."""
        return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it.

    Problems of one `cause` are one problem, however many places there are: `place` is the first of
    them and `also` the others, which the message counts. `shown` is the value at the place, where
    it may be shown beside the message.
    """

    message: str
    place: Place | None = None
    hint: str | None = None
    cause: str | None = None
    also: tuple[Place, ...] = ()
    shown: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Quote what was written, without credentials, so that nobody can forget it."""
        object.__setattr__(self, "message", self._quoting(self.message))
        object.__setattr__(self, "hint", self.hint and self._quoting(self.hint))

    def _quoting(self, text: str) -> str:
        return hide_userinfo(self.place.as_written(text) if self.place else text)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message}"


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems, each once, those of one cause as one of them."""
    alike: dict[Problem | str, list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        alike.setdefault(problem.cause or problem, []).append(problem)
    return list(map(_joined, alike.values()))


def _joined(alike: list[Problem]) -> Problem:
    """Problems of one cause as one, at the first of their places."""
    if not alike[1:]:
        return alike[0]
    cause, hint = alike[0].cause or "", alike[0].hint
    first, *also = sorted({place for one in alike for place in (one.place, *one.also) if place})
    more = counted(len(also), "more place")
    message = f"{cause} (used in {more})" if also else cause
    return Problem(message, first, hint, cause, tuple(also))


class DriftcheckError(Exception):
    """The root of all errors; holds at least one problem, in the order of their places."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(once(problems), key=_position))
        super().__init__("; ".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the problems, so that a pool of processes can hand an error on."""
        return type(self), self.problems, self.__dict__


class UsageError(DriftcheckError):
    """The command line asks for something that cannot be done."""


class InputError(DriftcheckError):
    """A file that the user wrote cannot be used as it is."""


class LockError(InputError):
    """What the user wrote goes beyond the lock: nothing it names may be run, asked or sent to."""


class LiveError(DriftcheckError):
    """The live list could not be read whole."""


class TransientError(LiveError):
    """The live list could not be read now; another attempt may succeed.

    `retry_after` is the pause in seconds that the server asked for, if it did.
    """

    def __init__(self, *problems: Problem, retry_after: float | None = None) -> None:
        super().__init__(*problems)
        self.retry_after = retry_after


class OutputError(DriftcheckError):
    """A report could not be written."""


class HistoryError(DriftcheckError):
    """The history of runs cannot be read or written."""


class Collector:
    """Gathers the problems of several steps, so that a user sees them all in one go."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._error: type[InputError] = InputError

    def add(self, message: str, place: Place | None = None, hint: str | None = None) -> None:
        """Note one problem and go on."""
        self.problems.append(Problem(message, place, hint))

    def step(self) -> "_Step":
        """Run a step; if it raises InputError, keep its problems and go on."""
        return _Step(self.problems)

    def forbid(self, problems: Iterable[Problem]) -> None:
        """Note what goes beyond the lock: with any, `finish` raises a LockError."""
        found = list(problems)
        if found:
            self.problems.extend(found)
            self._error = LockError

    def finish(self) -> None:
        """Raise InputError with all that was gathered, if anything was."""
        if self.problems:
            raise self._error(*self.problems)


class _Step:
    """A step of a Collector; a class, as there are hundreds of them in a run."""

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
