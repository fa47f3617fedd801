"""The default target of declarations: where the configuration looks for them."""

from collections.abc import Sequence
from pathlib import Path

from driftcheck.system import covers

_FILE = "numbers.yaml"
_FOLDER = "numbers"
_ANY = "any-name.yaml"


def file_beside(folder: Path, globs: Sequence[str]) -> Path:
    """Return the default file for all numbers, for a configuration in `folder` with these globs.

    This is `numbers.yaml` if a glob covers it, otherwise the first file that one names or covers.
    """
    return _first([_FILE, *(_file_of(glob) for glob in globs)], folder, globs) or folder / _FILE


def folder_beside(folder: Path, globs: Sequence[str]) -> Path:
    """Return the default folder for several files, all of which the configuration includes."""
    names = [_FOLDER, *(str(Path(glob).parent) for glob in globs)]
    found = _first([f"{name}/{_ANY}" for name in names], folder, globs)
    return found.parent if found else folder / _FOLDER


def _file_of(glob: str) -> str:
    """Return the file named by a path, or a file covered by a glob."""
    return str(Path(glob).parent / _FILE) if _is_glob(Path(glob).name) else glob


def _first(names: Sequence[str], folder: Path, globs: Sequence[str]) -> Path | None:
    """Return the first path that is not a glob and that one of `globs` covers."""
    for name in names:
        if not _is_glob(name) and any(covers(glob, folder / name, folder) for glob in globs):
            return folder / name
    return None


def _is_glob(name: str) -> bool:
    return any(character in name for character in "*?[$")  # a variable may hold a glob
