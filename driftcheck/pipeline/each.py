"""Reads each file once, however many accounts name it."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from driftcheck.document import InputFile
from driftcheck.model import Collector, InputError, Problem

Made = TypeVar("Made")


class Each(Generic[Made]):
    """The results of reading files, and the problems of those that failed."""

    def __init__(self, files: Iterable[InputFile], make: Callable[[InputFile], Made]) -> None:
        self._made: dict[object, Made] = {}
        self._problems: dict[object, tuple[Problem, ...]] = {}
        self.refused: list[InputFile] = []
        for file in files:
            key = file.identity
            try:
                self._made[key] = make(file)
            except InputError as error:
                self._problems[key] = error.problems
                self.refused.append(file)

    @property
    def made(self) -> tuple[Made, ...]:
        """The results of all valid files."""
        return tuple(self._made.values())

    def of(self, files: Iterable[InputFile], problems: Collector) -> list[Made]:
        """Return the results of these files; adds the problems of the others to `problems`."""
        keys = [file.identity for file in files]
        for key in keys:
            problems.problems.extend(self._problems.get(key, ()))
        return [self._made[key] for key in keys if key in self._made]
