"""Reports to where they were asked for: each file whole or not at all, stdout one at most."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from driftcheck.errors import OutputError, Problem
from driftcheck.output.targets import Output, is_stream
from driftcheck.output.terminal import drop_stdout, write_stderr
from driftcheck.report import View, renderer
from driftcheck.result import Report

if TYPE_CHECKING:
    from driftcheck.output.atomic import Staged

SUMMARY_BYTES = 1 << 20
"""What GitHub takes as the summary of a step."""
_LEAST_SUMMARY = 1024
_HINT = "Name another file with -o FORMAT=PATH."
_SUMMARY_HINT = "See where GITHUB_STEP_SUMMARY points, or unset it."


class _Staged(NamedTuple):
    """A report that is written beside its file, under a temporary name."""

    output: Output
    file: "Staged"


def write(
    report: Report, outputs: Sequence[Output], view: View, ready: Callable[[], None]
) -> Report:
    """Render and write every output; the report as it was written in the end.

    What cannot be written is among its `problems`; files are then written anew, so that they say
    what the exit code says. `ready` is called before stdout is written to.
    """
    plain = [output for output in outputs if output.path and not _is_special(output)]
    report, files = _write_files(plain, report, view)
    told = report
    special = [output for output in outputs if output.path and _is_special(output)]
    added_to = {output: _size(output.path or Path()) for output in special if output.append}
    report = _with(report, _pass_on(special, report, view))
    shown = report
    report = _with(report, _show(outputs, report, view, ready))
    if report is not shown:
        report = _with(report, _add_anew(added_to, report, view))
    if report is not told:
        report, _ = _write_files(files, report, view)
    return report


def _write_files(
    outputs: Sequence[Output], report: Report, view: View
) -> tuple[Report, Sequence[Output]]:
    """Write files, until all that can be written say the same; the report that they say."""
    report, staged = _stage_all(outputs, report, view)
    failed = _commit(staged, view)
    if not failed:
        return report, [one.output for one in staged]
    left = [one.output for index, one in enumerate(staged) if index not in failed]
    return _write_files(left, _with(report, failed.values()), view)


def _with(report: Report, problems: Iterable[Problem]) -> Report:
    """The report with more problems; itself where there are none."""
    more = tuple(problems)
    return report._replace(problems=(*report.problems, *more)) if more else report


def _discard(staged: Iterable[_Staged]) -> None:
    for one in staged:
        one.file.discard()


def tell_verdict(report: Report, outputs: Iterable[Output], view: View) -> None:
    """Where no report goes to stdout, the verdict goes to stderr, unless `view.quiet`."""
    if not view.quiet and all(output.path for output in outputs):
        write_stderr(renderer("text")(report, View(quiet=True)))


def _is_special(output: Output) -> bool:
    """Whether an output is added to, or is a device or a pipe: nothing to write anew and rename."""
    path = output.path or Path()
    special = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
    return output.append or special or is_stream(path, 2)


def _stage_all(
    outputs: Sequence[Output], report: Report, view: View
) -> tuple[Report, list[_Staged]]:
    """Write reports beside their files; the report, which says so where that is not possible."""
    staged: list[_Staged] = []
    problems: dict[int, Problem] = {}
    try:
        for index, output in enumerate(outputs):
            try:
                staged.append(_stage(output, report, view))
            except OSError as error:
                problems[index] = _problem(output, error, view)
    except BaseException:
        _discard(staged)
        raise
    if not problems:
        return report, staged
    _discard(staged)
    left = [output for index, output in enumerate(outputs) if index not in problems]
    return _stage_all(left, _with(report, problems.values()), view)


def _stage(output: Output, report: Report, view: View) -> _Staged:
    """Write a report beside its file, which may be behind a link."""
    from driftcheck.output.atomic import refuse_folder, stage  # only files need it

    refuse_folder(output.path or Path())  # before a report is rendered for nothing
    text = renderer(output.format)(report, _of_file(view))
    return _Staged(output, stage(output.path or Path(), text))


def _of_file(view: View, limit: int | None = None) -> View:
    return View(whole=view.whole, root=view.root, here=view.here, limit=limit)


def _pass_on(outputs: Iterable[Output], report: Report, view: View) -> Iterator[Problem]:
    """Write to devices and pipes, or to the summary of the step, if it has room."""
    for output in outputs:
        path = output.path or Path()
        try:
            limit = _room(path) if output.append else None
            if limit is None or limit >= _LEAST_SUMMARY:
                _append(path, renderer(output.format)(report, _of_file(view, limit)))
        except OSError as error:
            yield _problem(output, error, view)


def _add_anew(before: Mapping[Output, int], report: Report, view: View) -> Iterator[Problem]:
    """Say in files that were added to, of the sizes that they had before, what is true by now."""
    for output, size in before.items():
        if output.path and os.path.isfile(output.path):
            os.truncate(output.path, size)
    yield from _pass_on(before, report, view)


def _append(path: Path, text: str) -> None:
    """Add text to what is there, on a line of its own; whole or not at all, if it is a file."""
    is_new, size = not os.path.lexists(path), _size(path)
    handle = _opened(path)
    try:
        _write(handle, f"\n{text}" if size else text)
    except BaseException:  # an interruption too
        if is_new:
            os.unlink(path)
        elif os.path.isfile(path):
            os.truncate(path, size)
        raise
    finally:
        os.close(handle)


def _size(path: Path) -> int:
    return path.stat().st_size if os.path.isfile(path) else 0


def _write(handle: int, text: str) -> None:
    """Write all of a text, past any buffer: closing one would wait once more for a reader."""
    left = memoryview(text.encode())
    while left:
        left = left[os.write(handle, left) :]


def _opened(path: Path) -> int:
    """A file, device or pipe opened for adding to it; never waiting for somebody to read a pipe."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "nobody reads from it") from error
        raise
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    return handle


def _room(path: Path) -> int:
    return SUMMARY_BYTES - _size(path)


def _show(
    outputs: Iterable[Output], report: Report, view: View, ready: Callable[[], None]
) -> Iterator[Problem]:
    for output in outputs:
        if output.path is None:
            text = renderer(output.format)(report, view)
            ready()
            try:
                write_stdout(text)
            except OutputError as error:
                yield from error.problems


def _commit(staged: Sequence[_Staged], view: View) -> dict[int, Problem]:
    """Give files their names; what went wrong, by their index."""
    problems: dict[int, Problem] = {}
    try:
        for index, one in enumerate(staged):
            try:
                one.file.commit()
            except OSError as error:
                problems[index] = _problem(one.output, error, view)
    finally:
        _discard(staged)
    return problems


def _problem(output: Output, error: OSError, view: View) -> Problem:
    from driftcheck.output.atomic import reason

    path = output.path or Path()
    hint = _SUMMARY_HINT if output.append else _HINT
    return Problem(f'cannot write "{view.mask(str(path))}": {reason(path, error)}', None, hint)


def write_stdout(text: str) -> None:
    """Write a report to stdout; a reader that has seen enough (`| head`) is no trouble.

    Raises OutputError where it cannot be written.
    """
    if sys.stdout is None:
        raise OutputError(Problem("cannot write to stdout: it is closed"))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_stdout()
    except OSError as error:
        drop_stdout()
        raise OutputError(Problem(f"cannot write to stdout: {error.strerror}")) from error
