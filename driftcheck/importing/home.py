"""Where declarations are written if nobody says: where the configuration looks for them."""

from collections.abc import Sequence
from pathlib import Path

from driftcheck.system import covers

_FILE = "numbers.yaml"
_FOLDER = "numbers"
_ANY = "any-name.yaml"


def file_beside(folder: Path, globs: Sequence[str]) -> Path:
    """The file for all numbers, beside a configuration in a folder that names its files so.

    That is the usual one, or the first that the configuration names, or would find.
    """
    return _first([_FILE, *(_file_of(glob) for glob in globs)], folder, globs) or folder / _FILE


def folder_beside(folder: Path, globs: Sequence[str]) -> Path:
    """The folder for several files, of which the configuration would find each."""
    names = [_FOLDER, *(str(Path(glob).parent) for glob in globs)]
    found = _first([f"{name}/{_ANY}" for name in names], folder, globs)
    return found.parent if found else folder / _FOLDER


def _file_of(glob: str) -> str:
    """The file that a path names, or one that a glob would find."""
    return str(Path(glob).parent / _FILE) if _is_glob(Path(glob).name) else glob


def _first(names: Sequence[str], folder: Path, globs: Sequence[str]) -> Path | None:
    """The first of some paths that is no glob, and that a glob covers."""
    for name in names:
        if not _is_glob(name) and any(covers(glob, folder / name, folder) for glob in globs):
            return folder / name
    return None


def _is_glob(name: str) -> bool:
    return any(character in name for character in "*?[$")  # a variable may be anything, too
