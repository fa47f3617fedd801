"""How this program was started, as its user can type it again."""

import os
import shlex
import shutil
import sys
from pathlib import Path

_NAME = "driftcheck"


def program(folder: Path = Path()) -> str:
    """The command that starts this program within a folder, quoted for a shell.

    Its name, where that is enough.
    """
    given = Path(sys.argv[0])
    if given.name == "__main__.py":
        return f"{_shown(Path(sys.executable), folder)} -m {_NAME}"
    # A program that imports this one has another name, and a file that is gone starts nothing.
    if given.stem != _NAME or not given.exists():
        return _NAME
    found = shutil.which(_NAME)
    return _NAME if found and os.path.samefile(found, given) else _shown(given, folder)


def _shown(path: Path, folder: Path) -> str:
    whole, within = Path(os.path.abspath(path)), Path(os.path.abspath(folder))
    shown = (whole.relative_to(within) if whole.is_relative_to(within) else whole).as_posix()
    # A shell looks up a bare name in PATH.
    return shlex.quote(shown if "/" in shown else f"./{shown}")
