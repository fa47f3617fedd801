"""`--select PATH=GLOB`: keep the numbers whose declared or live value matches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from driftcheck.errors import Problem, UsageError
from driftcheck.model import JSON, Declaration, Declared, LiveList, number_of
from driftcheck.shape import ANY, Shape, UnknownPathError, find, lookup


@dataclass(frozen=True, slots=True)
class Selector:
    """A dotted path, and the glob that the value there must match."""

    path: str
    glob: str

    def matches(self, subject: JSON) -> bool:
        """Whether a number, or one item of a list in it, has a matching value."""
        value = lookup(subject, self.path.split("."))
        values = value if isinstance(value, list) else [value]
        return any(fnmatchcase(_text(item), self.glob) for item in values)


def _text(value: JSON) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def parse(texts: Iterable[str], entry: Shape) -> tuple[Selector, ...]:
    """Selectors from `PATH=GLOB`. Raises UsageError where no number can have the path."""
    known = replace(entry, fields={**entry.fields, "metadata": ANY}, open=False)
    selectors = []
    for text in texts:
        path, equals, glob = text.partition("=")
        if not equals:
            hint = 'Such as --select "label=Customer *".'
            raise UsageError(Problem(f'--select needs PATH=GLOB, not "{text}"', None, hint))
        try:
            find(known, path)
        except UnknownPathError as error:
            raise UsageError(Problem(f"--select: {error}", None, error.hint)) from error
        selectors.append(Selector(path, glob))
    return tuple(selectors)


def keep(
    selectors: tuple[Selector, ...], declared: Declared, live: LiveList
) -> tuple[Declared, LiveList]:
    """Both sides, cut down to the numbers that every selector matches on one side at least.

    Raises UsageError where none does: a mistyped selection must not look clean.
    """
    if not selectors:
        return declared, live
    sides: dict[str, list[JSON]] = {}
    for number, declaration in declared.items():
        sides.setdefault(number, []).append(_subject(number, declaration))
    for entry in live.entries:
        sides.setdefault(number_of(entry) or "", []).append(entry)
    kept = {number for number, subjects in sides.items() if _chosen(selectors, subjects)}
    anonymous = [e for e in live.entries if number_of(e) is None and _chosen(selectors, [e])]
    kept.discard("")
    if not kept and not anonymous:
        chosen = " ".join(f"{selector.path}={selector.glob}" for selector in selectors)
        hint = "Look at the values in the declarations and in the live list."
        raise UsageError(Problem(f"no number matches --select {chosen}", None, hint))
    entries = (e for e in live.entries if _chosen(selectors, [e]) or number_of(e) in kept)
    return (
        {number: declaration for number, declaration in declared.items() if number in kept},
        replace(live, entries=tuple(entries)),
    )


def _chosen(selectors: tuple[Selector, ...], subjects: list[JSON]) -> bool:
    return all(any(selector.matches(s) for s in subjects) for selector in selectors)


def _subject(number: str, declaration: Declaration) -> JSON:
    return {**declaration.fields, "phone_number": number, "metadata": declaration.metadata}
