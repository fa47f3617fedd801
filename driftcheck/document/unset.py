"""The problem of an unset variable. The hint names a nearby `.env` file that sets it."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path

from driftcheck.model.errors import Place, Problem
from driftcheck.system import display_path, read_file

_SETS = re.compile(rb"^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=", re.M)
_MAX_BYTES = 1 << 20
_MOST = 1000  # entries of a folder to look at


def unset_problem(name: str, place: Place) -> Problem:
    """Return the problem of an unset variable. All uses of the variable share one cause.

    The hint does not suggest a default, because a default for a secret would be a secret in a file.
    """
    message = f"the environment variable {name} is not set"
    file = _file_that_sets(name, Path(place.file))
    hint = f"{file} sets it: add --env-file {shlex.quote(file)}." if file else None
    return Problem(message, place, hint or f"Set it: export {name}=...", cause=message)


def _file_that_sets(name: str, named_in: Path) -> str | None:
    """Return an `.env` file that sets a variable: here, or in the folder of its file or above."""
    with suppress(OSError, ValueError):  # the working directory is gone, or a name contains a NUL
        folders = (os.path.abspath(folder) for folder in (Path(), *named_in.parents[:2]))
        found = (_files_of(folder).get(name) for folder in folders)
        return next((display_path(file) for file in found if file), None)
    return None


@lru_cache  # a fleet may name thousands of variables
def _files_of(folder: str) -> dict[str, Path]:
    """Return the variables set by the `*.env` files of a folder, with the first file of each."""
    found: dict[str, Path] = {}
    for path in sorted(_env_files(folder)):
        with suppress(OSError):
            for name in _SETS.findall(read_file(path, _MAX_BYTES)):
                found.setdefault(name.decode(), path)
    return found


def _env_files(folder: str) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in islice(entries, _MOST):
            if entry.name.endswith(".env") and entry.is_file():
                yield Path(entry.path)
