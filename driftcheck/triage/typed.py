"""Selectors as the user typed them: how to show them, and suggestions for invalid ones."""

import contextlib
import re

from driftcheck.model import Problem
from driftcheck.validation import Shape, UnknownPathError, find, redact
from driftcheck.words import LONG, SENSITIVE, hide_userinfo

NULL = "null"
"""The glob that matches what is not configured."""
_OTHERWISE = re.compile(
    r"\s*([\w.-]+?)(\s*(?:[!=~<>]=|[=!]~|<>|[:~<>!]|\s+=|\s(?:is|like|in|eq)\s)=?\s*)(.*)", re.S
)
"""A path, what users may write instead of the equals sign, and a glob."""
_NUMBER = re.compile(r"\+?[\d*?][\d*?\s().-]{2,}")
_WHOLE = 8  # digits; fewer count as part of a number
_WORD = re.compile(r"[^\w.]")


def display_selector(text: str, known: Shape) -> str:
    """Return a selector as it may be shown: its text for a secret field is secret too.

    The same applies to its text for a mapping, which everything in that can match, and for an
    unknown field, because any field may be meant. `known` is as in `parse_selectors`.
    """
    path, equals, glob = text.partition("=")
    if not equals:  # any field may be meant
        return _first_word(text)
    return f"{hide_userinfo(path)}={glob if glob == NULL else _display_glob(path, glob, known)}"


def _display_glob(path: str, glob: str, known: Shape) -> str:
    try:
        found = find(known, path)
    except UnknownPathError:
        return SENSITIVE
    if "object" in found.types and len(glob.strip("*?")) >= LONG:
        return SENSITIVE
    return str(redact(glob, path.split(".")))


def not_a_selector(text: str, known: Shape) -> Problem:
    """Return what is wrong with a text that is not `PATH=GLOB`, and what to type."""
    if found := _OTHERWISE.fullmatch(text):
        path, operator, glob = found.groups()
        with contextlib.suppress(UnknownPathError):
            find(known, path)
            return _with_operator(path, operator, _display_glob(path, glob.strip(), known))
    path, equals, _ = text.partition("=")
    if equals:
        return _unknown_path(path, known)
    if _NUMBER.fullmatch(text):
        hint = f'Use --select "phone_number={_glob_of_number(text)}".'
        return Problem(f'--select needs PATH=GLOB, not "{text}"', None, hint)
    hint = 'For example: --select "label=Customer *".'
    return Problem(f'--select needs PATH=GLOB, not "{_first_word(text)}"', None, hint)


def _with_operator(path: str, operator: str, glob: str) -> Problem:
    """Return what is wrong if another operator replaces or accompanies the equals sign."""
    if any(mark in operator for mark in "!<>"):
        hint = "Use PATH=GLOB; no other comparison exists."
        return Problem(f'--select has no "{operator.strip()}"', None, hint)
    wanted = "GLOB" if not glob or SENSITIVE in glob else glob
    hint = f'Use --select "{path}={wanted}".'
    return Problem(f'--select needs PATH=GLOB, not "{path}{operator}..."', None, hint)


def _unknown_path(path: str, known: Shape) -> Problem:
    try:
        find(known, path)
    except UnknownPathError as error:
        # The schema has the most likely one first.
        inner = ((name, each) for name, shape in known.fields.items() for each in shape.fields)
        meant = next((one for one in inner if path in (one[1], *one[1].split("_"))), None)
        hint = f'Did you mean "{".".join(meant)}"?' if meant else error.hint
        return Problem(f"--select: {error}", None, hint)
    raise AssertionError(path)


def hint_on_mapping(text: str, known: Shape) -> str | None:
    """Return what to type for a whole mapping; the glob is hidden, because it may be secret."""
    path, _, glob = text.partition("=")
    with contextlib.suppress(UnknownPathError):
        found = find(known, path)
        if "object" in found.types and found.fields and glob != NULL:
            write = f'--select "{path}.{next(iter(found.fields))}=GLOB"'
            return f"{path} is a mapping: name a field of it, such as {write}."
    return None


def _glob_of_number(text: str) -> str:
    """Return a glob for a text that looks like a phone number or a part of one."""
    digits = re.sub(r"[^\d*?]", "", text)
    if "*" in digits or len(digits) >= _WHOLE:
        return f"+{digits}"
    return f"+{digits}*" if text.startswith("+") else f"*{digits}*"


def _first_word(text: str) -> str:
    """Return the part of an invalid selector that may be shown; the rest may be secret."""
    return _WORD.split(text)[0]
