"""Extend `.gitignore`, so that secrets and databases are not committed by accident."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from driftcheck.importing.patterns import is_ignored, read_rules
from driftcheck.model import InputError, Problem
from driftcheck.output import File
from driftcheck.system import display_path, read_file

_FILE = ".gitignore"
_SPECIAL = re.compile(r"([\\\[?]|^[#!]| +$)")


def ignoring(
    folder: Path, names: Sequence[str], *, always: bool = False, pending: File | None = None
) -> File | None:
    """Return the `.gitignore` to write so that git ignores some names in a folder.

    A name may be a glob, such as `*.db`. Lines are added to the nearest existing file up to the
    root of the repository, or to a new file in the folder. Returns None if git already ignores all
    names, or if the folder is not in a repository and has no `.gitignore`. With `always`, any
    folder is treated as a repository. `pending` is another `.gitignore` that is not written yet.
    Raises InputError if a file cannot be read.

    This does not run git, because the configuration of a repository can make git run anything. So
    ignore patterns outside the repository are not known.
    """
    here = Path(os.path.realpath(folder))
    root = next((one for one in (here, *here.parents) if os.path.lexists(one / ".git")), None)
    if root is None and not (always or os.path.isfile(here / _FILE)):
        return None
    root = root or here
    within = [one for one in (here, *here.parents) if one.is_relative_to(root)]
    known = {pending.path.parent: pending.text} if pending else {}
    texts = {
        one: known[one] if one in known else _read(one / _FILE)
        for one in within
        if one in known or os.path.isfile(one / _FILE)
    }
    rules = [rule for one in reversed(texts) for rule in read_rules(one, texts[one])]
    exclude = root / ".git" / "info" / "exclude"
    if os.path.isfile(exclude):
        rules[:0] = read_rules(root, _read(exclude))
    left = [name for name in dict.fromkeys(names) if not is_ignored(here / name, root, rules)]
    home = next(iter(texts), here)
    lines = [_line((here / name).relative_to(home).as_posix()) for name in left]
    return File(home / _FILE, _extended(texts.get(home, ""), lines)) if lines else None


def _line(name: str) -> str:
    """Return a pattern for a name in which only `*` is special."""
    return _SPECIAL.sub(r"\\\1", name.replace("\n", "?"))


def _extended(text: str, lines: Sequence[str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    before = text + (end if text and not text.endswith("\n") else "")
    return before + "".join(f"{line}{end}" for line in lines)


def _read(path: Path) -> str:
    """Return the exact text of a file, which may be written again."""
    try:
        return read_file(path).decode()
    except (OSError, UnicodeDecodeError) as error:
        hint = "Make it readable, as UTF-8 text."
        raise InputError(Problem(f'cannot read "{display_path(path)}"', None, hint)) from error
