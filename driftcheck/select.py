"""`--select PATH=GLOB`: keep the numbers whose declared or live value matches."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from driftcheck.errors import Problem, UsageError
from driftcheck.model import JSON, Declaration, Declared, LiveList
from driftcheck.redact import hide_userinfo, redact
from driftcheck.shape import Shape, UnknownPathError, find, lookup

_WORD = re.compile(r"[^\w.]")


@dataclass(frozen=True, slots=True)
class Selector:
    """A dotted path, and the glob that the value there must match."""

    path: str
    glob: str

    def matches(self, subject: JSON) -> bool:
        """Whether a live number, or one item of a list in it, has a matching value."""
        value = lookup(subject, self.path.split("."))
        values = value if isinstance(value, list) and value else [value]
        return any(fnmatchcase(_text(item), self.glob) for item in values)

    def matches_declared(self, subject: JSON) -> bool:
        """Whether a declaration says so; of what it leaves out it says nothing."""
        parent, _, name = self.path.rpartition(".")
        mapping = lookup(subject, parent.split(".")) if parent else subject
        said = isinstance(mapping, dict) and name in mapping
        return said and self.matches(subject)


def shown(text: str) -> str:
    """A selector as it may be shown: what it looks for in a secret field is secret too."""
    path, equals, glob = text.partition("=")
    if not equals:  # what was meant by it nobody knows
        return _WORD.split(text)[0]
    return f"{hide_userinfo(path)}={redact(glob, path.split('.'))}"


def _text(value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value in (None, {}, []) else str(value)


def parse(texts: Iterable[str], known: Shape) -> tuple[Selector, ...]:
    """Selectors from `PATH=GLOB`. Raises UsageError where no number can have the path.

    `known` is the shape of a number and its metadata.
    """
    selectors = []
    for text in texts:
        path, equals, glob = text.partition("=")
        if not equals:
            hint = 'Such as --select "label=Customer *".'
            word = _WORD.split(text)[0]  # what follows may be meant for a secret field
            raise UsageError(Problem(f'--select needs PATH=GLOB, not "{word}"', None, hint))
        try:
            find(known, path)
        except UnknownPathError as error:
            raise UsageError(Problem(f"--select: {error}", None, error.hint)) from error
        selectors.append(Selector(path, glob))
    return tuple(selectors)


def keep(
    selectors: tuple[Selector, ...], declared: Declared, live: LiveList
) -> tuple[Declared, LiveList]:
    """Both sides, cut down to the numbers that every selector matches on one side at least."""
    if not selectors:
        return declared, live
    places: dict[str | int, list[int]] = {number: [] for number in declared}
    for place, number in enumerate(live.numbers):
        places.setdefault(place if number is None else number, []).append(place)
    kept = {
        name
        for name, found in places.items()
        if _chosen(selectors, name, declared, [live.entries[place] for place in found])
    }
    chosen = sorted(place for name in kept for place in places[name])
    return (
        {number: declaration for number, declaration in declared.items() if number in kept},
        live.only(chosen),
    )


def nothing(texts: Iterable[str]) -> Problem:
    """What to say where no number matches: a mistyped selection must not look clean."""
    hint = "Look at the values in the declarations and in the live list."
    return Problem(f"no number matches --select {' '.join(map(shown, texts))}", None, hint)


def _chosen(
    selectors: tuple[Selector, ...], name: str | int, declared: Declared, found: list[JSON]
) -> bool:
    """Whether each selector matches the declaration, or one of the live entries."""
    said = _subject(name, declared.get(name)) if isinstance(name, str) else None
    return all(
        selector.matches_declared(said) or any(selector.matches(entry) for entry in found)
        for selector in selectors
    )


def _subject(number: str, declaration: Declaration | None) -> JSON:
    if declaration is None:
        return None
    return {**declaration.fields, "phone_number": number, "metadata": declaration.metadata}
