"""Paths: how they are shown, and why one cannot be accessed."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path  # not needed for `--version`


def display_path(path: "Path") -> str:
    """Return a path for display, relative to the working directory if it is below that.

    The separator is `/` on every system, so that reports are the same.
    """
    from pathlib import Path

    try:
        if ".." in path.parts:  # if a link comes before it, it leads out of the linked folder
            path = Path(os.path.realpath(path.parent), path.name)
        absolute, here = Path(os.path.abspath(path)), Path.cwd()
    except OSError:  # the working directory is gone
        return path.as_posix()
    shown = absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
    return shown.as_posix()


def denied(path: "Path") -> str | None:
    """Return why a path cannot be accessed; None if it can or if it does not exist."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a NUL in the name
        return None
    except OSError as error:
        return error.strerror
    return None
