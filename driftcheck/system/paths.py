"""Paths: as messages and reports show them, and why one cannot be looked at."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path  # which `--version` does without


def display_path(path: "Path") -> str:
    """A path as it is shown, relative to the working directory where it is below that.

    With `/` between its parts on every system, so that reports are the same.
    """
    from pathlib import Path

    try:
        absolute, here = Path(os.path.abspath(path)), Path.cwd()
    except OSError:  # the working directory is gone
        return path.as_posix()
    shown = absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
    return shown.as_posix()


def denied(path: "Path") -> str | None:
    """Why a path cannot be looked at, where that is not for there being nothing."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a NUL in the name
        return None
    except OSError as error:
        return error.strerror
    return None
