r"""Read a file of environment variables: `NAME='value'` lines, as a POSIX shell reads them.

`export NAME=...`, blank lines and comments are accepted. Anything else that a shell would evaluate
(`$NAME`, `$(command)`, a second word) is an error, because a wrong value would look like wrong
credentials. No message quotes a value.
"""

import os
import re
from pathlib import Path

from driftcheck.model.errors import InputError, Problem
from driftcheck.system import display_path, read_file

_MAX_BYTES = 1 << 20  # larger than a usual process environment
_BLANK = re.compile(r"(?:[ \t]|\r?\n|#[^\n]*|\\\r?\n)*")
_NAME = re.compile(r"(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=")
_PART = re.compile(
    r"""'([^']*)'|"((?:[^"\\$`]|\\.)*)"|\\(?:\r?\n|(.))|([^\s'"\\$`;&|<>()~]+)""", re.DOTALL
)
"""A part of a value: single-quoted, double-quoted, after a backslash, or plain."""
_END = re.compile(r"[ \t]*(?:[ \t]#[^\n]*)?(?:\r?\n|\Z)")
_ESCAPED = re.compile(r'\\(?:([\\"$`])|\r?\n)')
_WRITE = "Write NAME='value', one on each line; write a ' in the value as '\\''."


def read_assignments(path: Path, *, may_be_missing: bool = False) -> dict[str, str]:
    """Return the variables that a file sets. The last value of a name wins.

    Raises InputError if the file is invalid, unreadable or missing. With `may_be_missing`, a
    missing file sets nothing.
    """
    name = display_path(path)
    if may_be_missing and not os.path.lexists(path):
        return {}
    try:
        text = read_file(path, _MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError as error:
        hint = "Name the file that sets the variables: --env-file FILE."
        raise InputError(Problem(f'there is no file "{name}"', None, hint)) from error
    except OSError as error:
        raise InputError(Problem(f'cannot read "{name}": {error.strerror}')) from error
    except UnicodeDecodeError as error:
        raise InputError(Problem(f'"{name}" is not UTF-8 text', None, _WRITE)) from error
    return _assignments(text, name)


def _assignments(text: str, file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = _end_of(_BLANK, text, 0)
    while at < len(text):
        name = _NAME.match(text, at)
        if name is None:
            raise _refused(file, text, at, "this line does not set a variable", _WRITE)
        at, found[name[1]] = _value(text, name.end())
        if "\0" in found[name[1]]:
            raise _refused(file, text, at, f"the value of {name[1]} contains a NUL", _WRITE)
        end = _END.match(text, at)
        if end is None:
            raise _cut_short(file, text, at, name[1])
        at = _end_of(_BLANK, text, end.end())
    return found


def _value(text: str, at: int) -> tuple[int, str]:
    """Return the end index and the text of the value that starts at an index."""
    value = ""
    while part := _PART.match(text, at):
        single, double, escaped, plain = part.groups()
        if double is not None:
            value += _ESCAPED.sub(lambda found: found[1] or "", double)
        else:
            value += single or escaped or plain or ""
        at = part.end()
    return at, value


def _cut_short(file: str, text: str, at: int, name: str) -> InputError:
    """Return the error for a value followed by something invalid."""
    character = text[at]
    quote = f"Write its value in single quotes: {name}='...'; write a ' in it as '\\''."
    if character == "'" or (character == '"' and not re.match(r"[^\n]*[$`]", text[at:])):
        message = f"the quotation mark in the value of {name} is not closed"
    elif character in " \t":
        message = f"the value of {name} has a space outside quotes"
    else:
        message = f"the value of {name} has a character that must be quoted"
    return _refused(file, text, at, message, quote)


def _refused(file: str, text: str, at: int, message: str, hint: str) -> InputError:
    """Return an error that names the line but has no place, so that no excerpt shows a secret."""
    line = text.count("\n", 0, at) + 1
    return InputError(Problem(f"{file}:{line}: {message}", None, hint))


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
