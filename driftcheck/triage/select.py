"""`--select PATH=GLOB`: keep the numbers whose declared or live value matches.

`null`, written exactly, matches what is not configured; no other glob does. Everything below a
field that is declared as not configured is null too. `metadata` belongs to declarations: an
undeclared number has none, whatever its live entry holds.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from driftcheck.model import JSON, Declared, LiveList, Problem, UsageError
from driftcheck.triage.typed import NULL, display_selector, hint_on_mapping, not_a_selector
from driftcheck.validation import (
    ANY,
    Shape,
    UnknownPathError,
    configured,
    find,
    is_hidden,
    lookup,
    redact,
)
from driftcheck.words import hide_userinfo, looks_of, shorten, tell_apart

_METADATA = "metadata"
_CLASS = re.compile(r"\[.+\]", re.S)
_GAPS = re.compile(r"[\s().\-/]")
_PREFIX = re.compile(r"^(?:tel:)?(?:\+|00|011)?", re.I)
_DIGITS = re.compile(r"[0-9][0-9*?]*")
_MOST_REASONS = 3
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Selector:
    """A dotted path and the glob that its value must match."""

    path: str
    glob: str
    steps: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Split once, not per number.
        object.__setattr__(self, "steps", tuple(self.path.split(".")))

    def matches(self, value: JSON) -> bool:
        """Whether a value, or an item of a list, matches. Hot: runs per number."""
        if isinstance(value, str):
            return fnmatchcase(value, self.glob)
        return _matches_any(self.glob, texts_of(value))

    def values(self, number: str | None, declared: Declared, entries: Iterable[JSON]) -> list[JSON]:
        """Return the values at the path on both sides: of the declaration and of each live entry.

        `number` is None for an entry without one, which cannot be declared.
        """
        declaration = None if number is None else declared.get(number)
        if self.steps[0] == _METADATA:
            return [lookup(declaration.metadata, self.steps[1:]) if declaration else None]
        live = [lookup(entry, self.steps) for entry in entries]
        if declaration is None:
            return live
        return [
            *_declared_values({**declaration.fields, "phone_number": number}, self.steps),
            *live,
        ]


def _declared_values(fields: JSON, steps: Sequence[str]) -> Iterator[JSON]:
    """Yield the declared values at a path; nothing if it is not declared.

    Anything but a non-empty mapping is declared as a whole.
    """
    first, *rest = steps
    if first not in fields:
        return
    value = fields[first]
    for step in rest:
        if configured(value) is None or not isinstance(value, dict):
            value = None
            break
        if step not in value:
            return
        value = value[step]
    yield value


def texts_of(value: JSON) -> list[str | None]:
    """Return a value or the items of a list as globs see them; None for "not configured"."""
    if configured(value) is None:
        return [None]
    return [_text(item) for item in (value if isinstance(value, list) else [value])]


def _text(value: JSON) -> str | None:
    if isinstance(value, str):
        return value
    return None if configured(value) is None else json.dumps(value, ensure_ascii=False)


def parse_selectors(texts: Iterable[str], known: Shape) -> tuple[Selector, ...]:
    """Parse `PATH=GLOB`. Raises UsageError if no number can have the path.

    `known` is the shape of a number and its metadata.
    """
    selectors = []
    for text in texts:
        path, equals, glob = text.partition("=")
        try:
            if not equals:
                raise UsageError(not_a_selector(text, known))
            find(known, path)
        except UnknownPathError as error:
            raise UsageError(not_a_selector(text, known)) from error
        selectors.append(Selector(path, glob))
    return tuple(selectors)


def keep_matching(
    selectors: tuple[Selector, ...], declared: Declared, live: LiveList
) -> tuple[Declared, LiveList]:
    """Return both sides, cut down to the numbers that every selector matches on either side."""
    if not selectors:
        return declared, live
    places = _places(declared, live)
    kept = {
        name
        for name, found in places.items()
        if _is_chosen(selectors, name, declared, [live.entries[place] for place in found])
    }
    chosen = sorted(place for name in kept for place in places[name])
    return (
        {number: declaration for number, declaration in declared.items() if number in kept},
        live.only(chosen),
    )


def _places(declared: Declared, live: LiveList) -> dict[str | int, list[int]]:
    """Return the positions of each number in the live list; an entry without one has its own."""
    places: dict[str | int, list[int]] = {number: [] for number in declared}
    for place, number in enumerate(live.numbers):
        places.setdefault(place if number is None else number, []).append(place)
    return places


def _is_chosen(
    selectors: tuple[Selector, ...], name: str | int, declared: Declared, found: list[JSON]
) -> bool:
    """Whether every selector matches a value on either side."""
    number = name if isinstance(name, str) else None
    return all(
        any(map(selector.matches, selector.values(number, declared, found)))
        for selector in selectors
    )


def nothing_selected(
    texts: Iterable[str], reasons: Iterable[str] = (), known: Shape = ANY
) -> Problem:
    """Return the problem of an empty selection: a mistyped selector must not look clean.

    `known` is the shape of a number, as in `parse_selectors`.
    """
    texts = list(texts)
    why = list(dict.fromkeys(reasons))[:_MOST_REASONS]
    why = why or [hint for text in texts if (hint := hint_on_mapping(text, known))][:1]
    hint = " ".join(why) or "Look at the values in the declarations and in the live list."
    shown = " ".join(display_selector(text, known) for text in texts)
    return Problem(f"no number matches --select {shown}", None, hint)


def why_nothing(
    selectors: tuple[Selector, ...], declared: Declared, live: LiveList
) -> tuple[str, ...]:
    """Return the reasons for an empty selection as sentences, as far as they are known."""
    found: list[str] = []
    has_failed = not selectors
    for selector in selectors:
        values = list(_all_values(selector, declared, live))
        if not any(map(selector.matches, values)):
            has_failed = True
            found.extend(_reasons(selector, _shown_texts(selector, values)))
    if not has_failed:
        found.append("Each selector matches a number, but no number matches all of them.")
    return tuple(found)


def _all_values(selector: Selector, declared: Declared, live: LiveList) -> Iterator[JSON]:
    for name, places in _places(declared, live).items():
        number = name if isinstance(name, str) else None
        yield from selector.values(number, declared, [live.entries[place] for place in places])


def _shown_texts(selector: Selector, values: Iterable[JSON]) -> set[str | None]:
    """Return distinct values as globs see them, with secrets hidden."""
    distinct = {json.dumps(value): value for value in values}
    shown_values = (redact(value, selector.steps) for value in distinct.values())
    return {text for value in shown_values for text in texts_of(value)}


def _matches_any(glob: str, texts: Iterable[str | None]) -> bool:
    return any(glob == NULL if text is None else fnmatchcase(text, glob) for text in texts)


def _reasons(selector: Selector, texts: set[str | None]) -> Iterator[str]:
    """Yield why a selector matches none of the texts at its path, which hold no secret."""
    glob, known = selector.glob, sorted(text for text in texts if text is not None)
    if is_hidden(selector.steps):
        return
    if selector.path == "phone_number" and (wanted := _as_number(glob, known)):
        yield f"A phone number starts with + and has no spaces: {_write(selector, wanted)}"
    literal = glob.replace("[", "[[]")
    if _CLASS.search(glob):
        what = "Brackets match one of the characters in them; for the text itself"
        yield f"{what} {_write(selector, literal)}"
    if glob.startswith(("=", "~", " ")):
        yield f"Put the glob right after one =: {_write(selector, glob.lstrip('=~ '))}"
    folded = {glob.casefold(), literal.casefold()}
    if None in texts and NULL in folded:
        yield f'Letter case matters: "{NULL}" matches what is not configured.'
    elif None in texts and fnmatchcase(NULL, glob):
        yield f'Only "{NULL}", written exactly, matches what is not configured.'
    for text in known:
        if any(fnmatchcase(text.casefold(), one) for one in folded):
            yield f'Letter case matters: there is "{shorten(text, _LONGEST)}".'
            return
    for text in known:
        if fnmatchcase(looks_of(text), looks_of(literal)):
            there = tell_apart(text, glob, _LONGEST)[0]
            yield f'It looks the same, but has other characters: there is "{there}".'
            return


def _write(selector: Selector, glob: str) -> str:
    return f'use --select "{hide_userinfo(selector.path)}={redact(glob, selector.steps)}".'


def _as_number(glob: str, known: Iterable[str]) -> str | None:
    """Return a glob in the form of phone numbers; None if it is already."""
    numbers = [text for text in known if text.startswith("+")]
    digits = _PREFIX.sub("", _GAPS.sub("", glob))
    if not (numbers and _DIGITS.fullmatch(digits)) or f"+{digits}" == glob:
        return None
    forms = (f"+{digits}", f"*{digits}", f"*{digits.lstrip('0')}")
    likely = None if digits.startswith("0") else forms[0]
    return next((form for form in forms if _matches_any(form, numbers)), likely)
