"""Reports to where they were asked for: each file whole or not at all, stdout one at most."""

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck.cli.output import Output, resolved
from driftcheck.cli.terminal import drop_stdout, wants_color
from driftcheck.errors import OutputError, Problem
from driftcheck.report import View, renderer
from driftcheck.result import Report

SUMMARY_BYTES = 1 << 20
"""What GitHub takes as the summary of a step."""
_MARGIN = 1024
_MIN_WIDTH, _MAX_WIDTH = 40, 120
_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")
_OF_STEP = "GITHUB_STEP_SUMMARY"
_HINT = "Name another file with -o FORMAT=PATH."
_SUMMARY_HINT = f"See where {_OF_STEP} points, or unset it."


@dataclass(frozen=True, slots=True)
class _Staged:
    """A report on its way: a temporary file to be renamed, or text for what is no plain file."""

    output: Output
    target: Path
    temporary: str | None
    text: str

    def commit(self) -> None:
        if self.temporary:
            os.replace(self.temporary, self.target)
        else:
            with self.target.open("a" if self.output.append else "w", encoding="utf-8") as file:
                file.write(self.text)

    def discard(self) -> None:
        if self.temporary:
            with contextlib.suppress(OSError):
                os.unlink(self.temporary)


def write_files(report: Report, outputs: Sequence[Output], view: View) -> Report:
    """Render and write every output that is a file; the report as it was written.

    A file that cannot be written is among its `problems`, so that every report, told or written,
    says what the exit code says.
    """
    files = [*outputs, *_step_summary(outputs)]
    return _write([output for output in files if output.path], report, view)


def show(report: Report, outputs: Sequence[Output], view: View) -> None:
    """Render and write the output that goes to stdout.

    Where none does, the verdict goes to stderr, unless `view.quiet`. Raises OutputError where
    stdout cannot be written.
    """
    for output in outputs:
        if output.path is None:
            _write_stdout(renderer(output.format)(report, view))
    if not view.quiet and all(output.path for output in outputs):
        sys.stderr.write(renderer("text")(report, View(quiet=True)))


def _step_summary(outputs: Iterable[Output]) -> Iterator[Output]:
    """The summary of the step, which goes with annotations for GitHub."""
    path = os.environ.get(_OF_STEP)
    if path and any(output.format == "github" for output in outputs):
        yield Output("markdown", Path(path), append=True)


def _write(outputs: Sequence[Output], report: Report, view: View) -> Report:
    """Write all files, or those that can be: the report then says that the others could not."""
    staged: list[_Staged] = []
    problems: dict[int, Problem] = {}
    for index, output in enumerate(outputs):
        try:
            staged.append(_stage(output, report, view))
        except OSError as error:
            problems[index] = _problem(output, error)
    if problems:
        for one in staged:
            one.discard()
        report = replace(report, problems=(*report.problems, *problems.values()))
        left = [output for index, output in enumerate(outputs) if index not in problems]
        return _write(left, report, view)
    return replace(report, problems=(*report.problems, *_commit(staged)))


def _commit(staged: Iterable[_Staged]) -> Iterator[Problem]:
    for one in staged:
        try:
            one.commit()
        except OSError as error:
            one.discard()
            yield _problem(one.output, error)


def _stage(output: Output, report: Report, view: View) -> _Staged:
    """Write a report beside its file; a link is followed, a device or pipe left for later."""
    path = output.path or Path()
    target = resolved(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    text = renderer(output.format)(report, _view_of_file(output, view))
    if output.append or (path.exists() and not path.is_file()):
        return _Staged(output, path, None, text)
    target.parent.mkdir(parents=True, exist_ok=True)
    return _Staged(output, target, _temporary(target, text), text)


def _view_of_file(output: Output, view: View) -> View:
    limit = None
    if output.append and output.path and output.path.is_file():
        limit = max(_MARGIN, SUMMARY_BYTES - _MARGIN - output.path.stat().st_size)
    return View(whole=view.whole, root=view.root, here=view.here, limit=limit)


def _temporary(path: Path, text: str) -> str:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}."[:100])
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(temporary, 0o666 & ~_umask())
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _problem(output: Output, error: OSError) -> Problem:
    path = output.path or Path()
    reason = "a part of its path is no folder" if path.parent.is_file() else error.strerror
    hint = _SUMMARY_HINT if output.append else _HINT
    return Problem(f'cannot write "{path}": {reason or error}', None, hint)


def _write_stdout(text: str) -> None:
    if sys.stdout is None:
        raise OutputError(Problem("cannot write to stdout: it is closed"))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # its reader has seen enough
    except OSError as error:
        drop_stdout()
        raise OutputError(Problem(f"cannot write to stdout: {error.strerror}")) from error


def view_of(color: str = "auto", quiet: bool = False, whole: bool = False) -> View:
    """How reports are to be looked at here: the terminal's width, colour, and the repository."""
    width = shutil.get_terminal_size((100, 24)).columns
    here = _here()
    return View(
        width=max(_MIN_WIDTH, min(width, _MAX_WIDTH)),
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
    """The folder that CI systems name files from: what they say it is, or where `.git` is."""
    for name in _WORKSPACES:
        told = os.environ.get(name)
        if told and here.is_relative_to(resolved(Path(told))):
            return resolved(Path(told))
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
