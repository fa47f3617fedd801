"""The paths of a report's files in the repository that holds them, as CI systems name files."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePath

from driftcheck.model import Report
from driftcheck.pipeline.git import root_of

_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")


def paths_in_checkout(report: Report, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the path from the root, with `/`, of each file below it, by its name in the report.

    The root is that of the repository with the declarations; in no repository, it is the folder of
    the CI system or of the configuration. Links are followed, because a line is a line of the file
    that they lead to. Files of other repositories are left out: a submodule's, for example.
    """
    files = _real_files(report)
    home = cache(root_of)
    listed = [file for account in report.accounts for file in account.files if file in files]
    config = Path(os.path.realpath(report.terms.config if report.terms else ""))
    roots = _in_order(home(config.parent), [home(files[file].parent) for file in listed])
    workspaces = [Path(os.path.realpath(path)) for path in map(environ.get, _WORKSPACES) if path]
    if roots:
        root = next((one for one in roots if one in workspaces), roots[0])
        files = {file: path for file, path in files.items() if home(path.parent) == root}
    else:
        root = next((one for one in workspaces if config.is_relative_to(one)), config.parent)
    names = {file: name_from(root, path) for file, path in files.items()}
    return {file: name for file, name in names.items() if name}


def _in_order(own: Path | None, roots: Sequence[Path | None]) -> list[Path]:
    """Return the repositories of the files: the configuration's own first if it holds some."""
    known = (*([own] if own in roots else []), *roots, own)
    return [root for root in known if root]


def _real_files(report: Report) -> dict[str, Path]:
    """Return the files that a report names, without links; its configuration may be missing."""
    config = report.terms.config if report.terms else ""
    folder = cache(os.path.realpath)
    files = {}
    for file in dict.fromkeys(_named(report)):
        with suppress(OSError, ValueError):  # no working directory; a NUL
            path = os.path.join(folder(os.path.dirname(file)), os.path.basename(file))
            path = os.path.realpath(path) if os.path.islink(path) else path
            if os.path.isfile(path) or (file == config and not os.path.isdir(path)):
                files[file] = Path(path)
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


def name_from(root: PurePath, path: PurePath) -> str | None:
    """Return a path from the root, with `/`; None if it is outside, or not UTF-8."""
    with suppress(ValueError):
        name = path.relative_to(root).as_posix()
        name.encode()
        return name
    return None
