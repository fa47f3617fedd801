"""Selectors as they are typed: how they may be shown, and what was meant by what is none."""

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
"""A path, what somebody may write in place of the equals sign, and a glob."""
_NUMBER = re.compile(r"\+?[\d*?][\d*?\s().-]{2,}")
_WHOLE = 8  # digits: fewer are taken for a part of a number
_WORD = re.compile(r"[^\w.]")


def display_selector(text: str, known: Shape) -> str:
    """A selector as it may be shown: what it looks for in a secret field is secret too.

    So is a word that it looks for in a mapping, which is matched by all that is in it, and what it
    looks for in a field that no number can have, as nobody knows which was meant. `known` is as in
    `parse_selectors`.
    """
    path, equals, glob = text.partition("=")
    if not equals:  # what was meant by it nobody knows
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
    """What is wrong with a text that is not `PATH=GLOB`, and what to type. `known` is as above."""
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
    """What is wrong where another character stands in place of the equals sign, or beside it."""
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
        # The schema names the most likely first.
        inner = ((name, each) for name, shape in known.fields.items() for each in shape.fields)
        meant = next((one for one in inner if path in (one[1], *one[1].split("_"))), None)
        hint = f'Did you mean "{".".join(meant)}"?' if meant else error.hint
        return Problem(f"--select: {error}", None, hint)
    raise AssertionError(path)


def hint_on_mapping(text: str, known: Shape) -> str | None:
    """What to type where a glob is for a whole mapping; what it looks for may be a secret."""
    path, _, glob = text.partition("=")
    with contextlib.suppress(UnknownPathError):
        found = find(known, path)
        if "object" in found.types and found.fields and glob != NULL:
            write = f'--select "{path}.{next(iter(found.fields))}=GLOB"'
            return f"{path} is a mapping: name a field of it, such as {write}."
    return None


def _glob_of_number(text: str) -> str:
    """A glob for what looks like a phone number, or a part of one."""
    digits = re.sub(r"[^\d*?]", "", text)
    if "*" in digits or len(digits) >= _WHOLE:
        return f"+{digits}"
    return f"+{digits}*" if text.startswith("+") else f"*{digits}*"


def _first_word(text: str) -> str:
    """What may be shown of a text that is no selector: the rest may be meant for a secret field."""
    return _WORD.split(text)[0]
