r"""Lines `NAME='value'`, as a POSIX shell reads them: variables that are kept in a file.

Also read are `export NAME=...`, blank lines, and comments. Where a shell would do more than set a
variable (`$NAME`, `$(command)`, a second word), that is an error: nothing is filled in here, and
what is not the value that was meant would be taken for wrong credentials. No message quotes any.
"""

import os
import re
from pathlib import Path

from driftcheck.model.errors import InputError, Problem
from driftcheck.system import display_path, read_file

_MAX_BYTES = 1 << 20  # an environment of a process is hardly ever larger
_BLANK = re.compile(r"(?:[ \t]|\r?\n|#[^\n]*|\\\r?\n)*")
_NAME = re.compile(r"(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=")
_PART = re.compile(
    r"""'([^']*)'|"((?:[^"\\$`]|\\.)*)"|\\(?:\r?\n|(.))|([^\s'"\\$`;&|<>()~]+)""", re.DOTALL
)
"""What a value is made of: in single quotes, in double quotes, after a backslash, plain."""
_END = re.compile(r"[ \t]*(?:[ \t]#[^\n]*)?(?:\r?\n|\Z)")
_ESCAPED = re.compile(r'\\(?:([\\"$`])|\r?\n)')
_WRITE = "Write NAME='value', one on each line; write a ' in the value as '\\''."


def read_assignments(path: Path, *, may_be_missing: bool = False) -> dict[str, str]:
    """The variables that a file sets, by name; of a name that is set twice the last value.

    Raises InputError where the file cannot be read, or is not there, unless it may be missing.
    """
    name = display_path(path)
    if may_be_missing and not os.path.lexists(path):
        return {}
    try:
        text = read_file(path, _MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError as error:
        hint = "Use --env-file FILE with the file that sets the variables."
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
    """Where the value that begins at an index ends, and what it is."""
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
    """Why a value goes on in a way that is none."""
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
    """No place, but a line in the message: the line itself, a secret, must never be shown."""
    line = text.count("\n", 0, at) + 1
    return InputError(Problem(f"{file}:{line}: {message}", None, hint))


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
