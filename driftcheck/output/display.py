"""How reports are displayed here: the terminal and the repository."""

import contextlib
import os
import sys
from pathlib import Path

from driftcheck.model import InputError, Problem
from driftcheck.output.targets import real_path
from driftcheck.output.terminal import columns, wants_color
from driftcheck.report import View

_MIN_WIDTH = 40
_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")


def view_of(
    color: str = "auto", quiet: bool = False, whole: bool = False, most: int | None = None
) -> View:
    """Return how to display reports: the terminal's width, colour, and the repository.

    No line is longer than `most` columns, where that is given.
    """
    here = _here()
    return View(
        width=max(_MIN_WIDTH, min(columns(100), most or sys.maxsize)),
        color=wants_color(sys.stdout, color),
        quiet=quiet,
        whole=whole,
        root=str(_repository(here)) if here else "",
        here=str(here) if here else "",
    )


def _here() -> Path | None:
    with contextlib.suppress(OSError):  # the working directory is gone
        return Path.cwd()
    return None


def _repository(here: Path) -> Path:
    """Return the folder that CI systems make paths relative to: theirs, or the one with `.git`.

    Raises InputError if a folder on the way to `.git` cannot be read.
    """
    for name in _WORKSPACES:
        found = os.environ.get(name)
        if found and here.is_relative_to(real_path(Path(found))):
            return real_path(Path(found))
    return next((folder for folder in (here, *here.parents) if _has_git(folder)), here)


def _has_git(folder: Path) -> bool:
    path = folder / ".git"
    try:
        return path.exists()
    except OSError as error:
        message = f'cannot read "{path}" to find the repository: {error.strerror}'
        hint = "Set WORKSPACE to the folder of the repository."
        raise InputError(Problem(message, None, hint)) from error
