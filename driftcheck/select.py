"""`--select PATH=GLOB`: keep the numbers whose declared or live value matches."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from driftcheck.errors import Problem, UsageError
from driftcheck.model import JSON, Declaration, Declared, LiveList, number_of
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
    by_number: dict[str, list[JSON]] = {number: [] for number in declared}
    for entry in live.entries:
        by_number.setdefault(number_of(entry) or "", []).append(entry)
    anonymous = [e for e in by_number.pop("", []) if _chosen(selectors, None, [e])]
    kept = {
        number
        for number, found in by_number.items()
        if _chosen(selectors, _subject(number, declared.get(number)), found)
    }
    chosen_ids = set(map(id, anonymous))
    entries = (e for e in live.entries if number_of(e) in kept or id(e) in chosen_ids)
    return (
        {number: declaration for number, declaration in declared.items() if number in kept},
        replace(live, entries=tuple(entries)),
    )


def nothing(texts: Iterable[str]) -> Problem:
    """What to say where no number matches: a mistyped selection must not look clean."""
    hint = "Look at the values in the declarations and in the live list."
    return Problem(f"no number matches --select {' '.join(map(shown, texts))}", None, hint)


def _chosen(selectors: tuple[Selector, ...], declared: JSON, found: list[JSON]) -> bool:
    """Whether each selector matches the declaration, or one of the live entries."""
    return all(
        selector.matches_declared(declared) or any(selector.matches(entry) for entry in found)
        for selector in selectors
    )


def _subject(number: str, declaration: Declaration | None) -> JSON:
    if declaration is None:
        return None
    return {**declaration.fields, "phone_number": number, "metadata": declaration.metadata}
