"""Open the configuration file, or suggest where it may be."""

import contextlib
import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from driftcheck import document
from driftcheck.config.settings import DEFAULT_CONFIG
from driftcheck.document import Document
from driftcheck.model import InputError, Problem
from driftcheck.system import denied
from driftcheck.words import nearest

_SUFFIXES = (".yaml", ".yml", ".json")
_MOST = 1000  # entries of a folder to look at
_SHOWN = 3
_HINT = "Choose another with -c FILE, or create one: driftcheck init."


def configuration_at(path: Path, name: str) -> Document:
    """Return the configuration file at a path, shown as `name`. Raises InputError."""
    if os.path.isdir(path):
        hint = f"Use -c {path / DEFAULT_CONFIG}."
        raise InputError(Problem(f'"{name}" is a folder', None, hint))
    if not os.path.exists(path) and denied(path) is None:
        raise InputError(no_configuration(path, name))
    return document.load(path, name)


def no_configuration(path: Path, name: str, otherwise: str = _HINT) -> Problem:
    """Return the problem of a missing file, shown as `name`. Suggests a similar file.

    The hint is `otherwise` if no similar file is found.
    """
    hint = None
    with contextlib.suppress(OSError):  # the working directory is gone or not readable
        hint = _misnamed(path) or _mistyped(path) or _above(path) or _below(path)
    return Problem(f'there is no configuration file "{name}"', None, hint or otherwise)


def refuse_misnamed(path: Path) -> None:
    """Raise InputError if a file next to `path` has almost the same name."""
    with contextlib.suppress(OSError):
        if _misnamed(path):
            raise InputError(no_configuration(path, str(path)))


def _misnamed(path: Path) -> str | None:
    """Return a hint at a file with almost the same name, such as `driftcheck.yml`."""
    if path.name.startswith("="):  # typed as `-c=FILE`
        return f"Use -c {path.name[1:]}."
    alike = sorted(name for name in _names(path.parent) if _plain(name) == _plain(path.name))
    if not alike:
        return None
    where = path.parent / alike[0]
    if where.name == DEFAULT_CONFIG.name:  # the file has the right name; the option does not
        return f"Did you mean -c {where}?"
    return f"Rename {where.name} to {path.name}, or use -c {where}."


def _mistyped(path: Path) -> str | None:
    """Return a hint at a file with a similar name, if the user gave a name."""
    if path.name == DEFAULT_CONFIG.name:
        return None
    stems = {Path(name).stem: name for name in _names(path.parent)}
    close = nearest(path.stem, stems)
    return f"Did you mean -c {path.parent / stems[close]}?" if close else None


def _names(folder: Path) -> list[str]:
    return [one.name for one in _entries(folder) if one.name.endswith(_SUFFIXES) and one.is_file()]


def _plain(name: str) -> str:
    """Return a file name in lower case without suffix, dots and dashes."""
    return re.sub(r"[\W_]", "", name.lower().rpartition(".")[0])


def _above(path: Path) -> str | None:
    """Return a hint at a file of the same name in a parent folder."""
    here = Path.cwd()
    for folder in (here / path).parent.parents:
        if (folder / path.name).is_file():
            return _there(Path(os.path.relpath(folder, here)) / path.name)
    return None


def _below(path: Path) -> str | None:
    """Return a hint at files of the same name in subfolders."""
    folders = sorted(entry.name for entry in _entries(path.parent) if entry.is_dir())
    found = [path.parent / name / path.name for name in folders if not name.startswith(".")]
    found = [file for file in found if file.is_file()]
    if len(found) == 1:
        return _there(found[0])
    more = ", ..." if len(found) > _SHOWN else ""
    names = ", ".join(f"-c {file}" for file in found[:_SHOWN])
    return f"There are several below; choose one: {names}{more}" if found else None


def _there(file: Path) -> str:
    return f'There is one in "{file.parent}": run driftcheck there, or use -c {file}.'


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from islice(entries, _MOST)
