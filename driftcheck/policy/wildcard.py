"""`label: Sales*` in a condition looks like a glob, but is compared exactly."""

import re

from driftcheck.model import Place, Problem

_ACTIVE = r"[\\.^$+()\[\]{}|]"
_LONGEST = 100


def problem(path: str, text: str, place: Place, *, listed: bool, hidden: bool) -> Problem | None:
    """Return the problem of a text that holds a wildcard, if it does.

    `listed` means that it is one of a list; `hidden`, that it may not be shown.
    """
    if "*" not in text and "?" not in text:
        return None
    first = next(character for character in text if character in "*?")
    unsaid = hidden or len(text) > _LONGEST or not text.isprintable()
    pattern, const = ("...", "...") if unsaid else _pattern_and_const(text)
    form = "any: [{{{0}: {{{1}: {2}}}}}, ...]" if listed else "{0}: {{{1}: {2}}}"
    hint = (
        f"Write {form.format(path, 'pattern', pattern)} for a wildcard, "
        f"{form.format(path, 'const', const)} for the character itself."
    )
    message = f'"{path}" is compared exactly, so {first} is not a wildcard here'
    return Problem(message, place, hint)


def _pattern_and_const(text: str) -> tuple[str, str]:
    return _quote(pattern_of(text)), _quote(text)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def pattern_of(glob: str) -> str:
    """Return the regular expression that a glob probably means, as people would write it."""
    body = [_part(character) for character in re.sub(r"\*+", "*", glob)]
    begins, ends = body[0] != ".*", body[-1] != ".*"
    inner = "".join(body[not begins : len(body) - (not ends)])
    return f"{'^' * begins}{inner}{'$' * ends}" if inner else "."


def _part(character: str) -> str:
    return {"*": ".*", "?": "."}.get(character) or re.sub(_ACTIVE, r"\\\g<0>", character)
