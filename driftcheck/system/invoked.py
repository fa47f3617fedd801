"""The command as the user typed it, so that suggested commands work the same way."""

import os
import shlex
import sys
from pathlib import Path

_NAME = "driftcheck"


def program(folder: Path = Path()) -> str:
    """Return the words that run driftcheck in a folder, as the user would type them there.

    That is the bare name, unless the program was started by a path that is not on the PATH.
    """
    given = sys.argv[0]
    if given == str(Path(__file__).parent.parent / "__main__.py"):
        python = getattr(sys, "orig_argv", [sys.executable])[0]
        return f"{_typed(python, folder)} -m {_NAME}"
    is_ours = Path(given).name.removesuffix(".exe") == _NAME
    return _typed(given, folder) if is_ours else _NAME


def _typed(path: str, folder: Path) -> str:
    """Return a program's name if it is on the PATH, otherwise the shortest path to it."""
    from shutil import which  # loads archive modules; rarely needed

    if not os.path.dirname(path):
        return path
    name = os.path.basename(path)
    found = which(name)
    if found and os.path.exists(path) and os.path.samefile(found, path):
        return name
    here, whole = os.getcwd(), os.path.abspath(path)
    is_near = os.path.commonpath([here, whole]) == here
    return shlex.quote(os.path.relpath(whole, folder) if is_near else whole)
