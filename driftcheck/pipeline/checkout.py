"""The paths of a report's files in the repository that holds them, as CI systems name files."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path, PurePath
from typing import NamedTuple

from driftcheck.model import Report
from driftcheck.pipeline.git import root_of

_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")


class _Real(NamedTuple):
    """A file without links: its folder and its name. Files of one folder share it, for speed."""

    folder: Path
    name: str


def paths_in_checkout(report: Report, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the path from the root, with `/`, of each file below it, by its name in the report.

    The root is that of the repository with the declarations; without one, it is the folder of the
    CI system or of the configuration. Links are followed, because a line is a line of the file
    that they lead to. Files of other repositories, such as submodules, are left out. If the working
    directory was deleted, there may be no paths.
    """
    with suppress(OSError):
        return _paths(report, environ)
    return {}


def _paths(report: Report, environ: Mapping[str, str]) -> dict[str, str]:
    files, home = _real_files(report), cache(root_of)
    folder = Path(os.path.realpath(report.terms.config if report.terms else "")).parent
    listed = [file for account in report.accounts for file in account.files if file in files]
    roots = _in_order(home(folder), [home(files[file].folder) for file in listed])
    workspaces = [Path(os.path.realpath(path)) for path in map(environ.get, _WORKSPACES) if path]
    if roots:
        root = next((one for one in roots if one in workspaces), roots[0])
        files = {file: real for file, real in files.items() if home(real.folder) == root}
    else:
        root = next((one for one in workspaces if folder.is_relative_to(one)), folder)
    above = cache(partial(folder_from, root))
    paths = ((file, above(real.folder), real.name) for file, real in files.items())
    return {file: f"{start}{name}" for file, start, name in paths if start is not None}


def _in_order(own: Path | None, roots: Sequence[Path | None]) -> list[Path]:
    """Return the repositories of the files: the configuration's own first if it holds some."""
    known = (*([own] if own in roots else []), *roots, own)
    return [root for root in dict.fromkeys(known) if root]


def _real_files(report: Report) -> dict[str, _Real]:
    """Return the files that a report names; its configuration may be missing.

    Files whose names are not UTF-8 are left out, because not every report can name them.
    """
    real_folder = cache(lambda path: Path(os.path.realpath(path)))
    config = report.terms.config if report.terms else ""
    files = {}
    for file in dict.fromkeys(_named(report)):
        with suppress(OSError, ValueError):  # not there; a NUL, or not UTF-8
            path = file
            if file == config or stat.S_ISLNK(os.lstat(file).st_mode):
                path = os.path.realpath(file)
            folder = real_folder(os.path.dirname(path))
            f"{folder}{path}".encode()
            if os.path.isfile(path) or (file == config and not os.path.isdir(path)):
                files[file] = _Real(folder, os.path.basename(path))
    return files


def _named(report: Report) -> Iterator[str]:
    if report.terms:
        yield report.terms.config
    problems = [*report.problems]
    for account in report.accounts:
        yield from account.files
        problems += account.problems
    yield from (found.location.file for found in report.findings if found.location)
    yield from (problem.place.file for problem in problems if problem.place)


def folder_from(root: PurePath, folder: PurePath) -> str | None:
    """Return what a path from the root begins with, such as `ops/`; None if it is outside."""
    if not folder.is_relative_to(root):
        return None
    parts = folder.relative_to(root).parts
    return "".join(f"{part}/" for part in parts)
