"""Reports to where they were asked for: each file whole or not at all, stdout one at most."""

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.model import OutputError, Problem, Report
from driftcheck.output.targets import Output, is_stream
from driftcheck.output.terminal import write_stderr, write_stdout
from driftcheck.report import View, renderer

if TYPE_CHECKING:
    from driftcheck.output.atomic import Staged

Problems = tuple[Problem, ...]
SUMMARY_BYTES = 1 << 20
"""What GitHub takes as the summary of a step."""
_LEAST_SUMMARY = 1024  # bytes: less has no room for a readable verdict
_HINT = "Choose another file with -o FORMAT=PATH."
_SUMMARY_HINT = "Check GITHUB_STEP_SUMMARY, or unset it."


def write_reports(
    report: Report, outputs: Sequence[Output], view: View, ready: Callable[[], None]
) -> Report:
    """Render and write every output; the report as it was written in the end.

    What cannot be written is among its `problems`. `ready` is called before stdout is written to.
    """

    def render(format: str, view: View, problems: Problems) -> str:
        return renderer(format)(_with(report, problems), view)

    return _with(report, _Writer(render, view).write(outputs, ready))


def _with(report: Report, problems: Problems) -> Report:
    return report._replace(problems=(*report.problems, *problems))


def write_as(
    outputs: Sequence[Output], render: Callable[[str, View], str], view: View | None = None
) -> None:
    """Render and write every output of what is no report.

    `render` makes the whole text of a format, the last line end included; `view` is how stdout is
    looked at. Raises OutputError, after all others are written, for those that cannot be.
    """

    def text_of(format: str, view: View, _problems: Problems) -> str:
        return render(format, view)

    problems = _Writer(text_of, view or View()).write(outputs, lambda: None)
    if problems:
        raise OutputError(*problems)


class _Writer:
    """Writes one thing to its outputs, each of which is to say what the exit code says.

    An output that cannot be written changes the verdict, and so what all others have to say. So all
    are opened before any is rendered: that shows most of what can go wrong. Files come first, since
    they can be written anew; then devices and pipes, and stdout last, which say all troubles before
    them. What goes wrong later, as where a disk gets full, nobody can know before: only then are
    files rendered again.
    """

    def __init__(self, render: Callable[[str, View, Problems], str], view: View) -> None:
        self.render = render
        self.view = view
        self.problems: Problems = ()
        self.files: list[_File] = []
        self.streams: list[_Stream] = []

    def write(self, outputs: Sequence[Output], ready: Callable[[], None]) -> Problems:
        """Write every output; what could not be written."""
        try:
            self.open(outputs)
            self.write_files()
            self.write_streams()
            self.show(outputs, ready)
            self.write_streams()  # again, where there was trouble since; so are files
            self.write_files()
        finally:
            self.close()
        return self.problems

    def open(self, outputs: Iterable[Output]) -> None:
        """Open all outputs but stdout."""
        for output in outputs:
            if output.path:
                try:
                    if _is_special(output):
                        self.streams.append(_Stream(output))
                    else:
                        self.files.append(_File(output))
                except OSError as error:
                    self.note(_problem(output, error, self.view))

    def note(self, *problems: Problem) -> None:
        """Add to what could not be written; a report is another one from then on."""
        self.problems = (*self.problems, *problems)

    def write_files(self) -> None:
        """Write files and give them their names, until all that can be written say the same."""
        while _outdated(self.files, self.problems):
            while outdated := _outdated(self.files, self.problems):
                self._write(outdated[0])
            for file in tuple(self.files):  # when all are written: until then none is replaced
                self._attempt(file, file.commit)

    def write_streams(self) -> None:
        """Write to devices, pipes and files that are added to, once; to such files anew."""
        for stream in tuple(self.streams):
            if stream.problems is None or (stream.output.append and os.path.isfile(stream.path)):
                self._write(stream)

    def _write(self, target: "_File | _Stream") -> None:
        if target.problems is self.problems:
            return
        target.problems = self.problems
        limit = target.room if isinstance(target, _Stream) else None
        if limit is None or limit >= _LEAST_SUMMARY:
            text = self.render(target.output.format, _of_file(self.view, limit), self.problems)
            self._attempt(target, lambda: target.write(text))

    def _attempt(self, target: "_File | _Stream", action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            target.close()  # at once: on a full disk that makes room for others
            self.files = [file for file in self.files if file is not target]
            self.streams = [stream for stream in self.streams if stream is not target]
            self.note(_problem(target.output, error, self.view))

    def show(self, outputs: Iterable[Output], ready: Callable[[], None]) -> None:
        """Write to stdout."""
        for output in outputs:
            if output.path is None:
                text = self.render(output.format, self.view, self.problems)
                ready()
                try:
                    write_stdout(text)
                except OutputError as error:
                    self.note(*error.problems)

    def close(self) -> None:
        """Leave nothing behind that is not whole."""
        targets: list[_File | _Stream] = [*self.files, *self.streams]
        for target in targets:
            target.close()


def _outdated(files: Iterable["_File"], problems: Problems) -> list["_File"]:
    """The files that do not say these problems, or nothing yet."""
    return [file for file in files if file.problems is not problems]


class _File:
    """A file that is written whole or not at all; `problems` are those it says by now."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.problems: Problems | None = None
        self.staged: Staged | None = self._stage()

    def _stage(self) -> "Staged":
        from driftcheck.output.atomic import Staged  # only files need it

        return Staged(self.output.path or Path())

    def write(self, text: str) -> None:
        """Write it beside its place, anew if it has its name already. Raises OSError."""
        self.staged = self.staged or self._stage()
        self.staged.write(text)

    def commit(self) -> None:
        """Give it its name, if it was written since. Raises OSError."""
        if self.staged:
            self.staged.commit()
            self.staged = None

    def close(self) -> None:
        """Leave nothing of what has no name."""
        if self.staged:
            self.staged.discard()


class _Stream:
    """A device, a pipe, or a file that is added to: it is written to as it is."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.path = output.path or Path()
        self.problems: Problems | None = None
        self.size: int | None = None
        self.is_new = self.is_torn = not os.path.lexists(self.path)
        self.handle: int | None = _open(self.path)

    @property
    def room(self) -> int | None:
        """How many bytes there is room for, where that is limited."""
        return SUMMARY_BYTES - self._begin() if self.output.append else None

    def _begin(self) -> int:
        """The size of a file before anything was added to it."""
        return _size(self.path) if self.size is None else self.size

    def write(self, text: str) -> None:
        """Write a text, in place of what was added to a file before. Raises OSError."""
        self.handle = _open(self.path) if self.handle is None else self.handle
        if self.size is not None:
            os.truncate(self.path, self.size)
        self.size, self.is_torn = self._begin(), True
        _write(self.handle, f"\n{text}" if self.size else text)
        self.is_torn = False
        self._close_handle()  # who reads a pipe to its end may read stdout next

    def _close_handle(self) -> None:
        if self.handle is not None:
            os.close(self.handle)
        self.handle = None

    def close(self) -> None:
        """Close it; a file that was not written to, or not wholly, is as it was."""
        self._close_handle()
        if self.is_torn and os.path.isfile(self.path):
            if self.is_new:
                os.unlink(self.path)
            else:
                os.truncate(self.path, self._begin())


def tell_verdict(report: Report, outputs: Iterable[Output], view: View) -> None:
    """Where no report goes to stdout, the verdict goes to stderr, unless `view.quiet`."""
    if not view.quiet and all(output.path for output in outputs):
        write_stderr(renderer("text")(report, View(quiet=True)))


def _is_special(output: Output) -> bool:
    """Whether an output is added to, or is a device or a pipe: nothing to write anew and rename."""
    path = output.path or Path()
    special = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
    return output.append or special or is_stream(path, 2)


def _of_file(view: View, limit: int | None = None) -> View:
    return View(whole=view.whole, root=view.root, here=view.here, limit=limit)


def _size(path: Path) -> int:
    return path.stat().st_size if os.path.isfile(path) else 0


def _write(handle: int, text: str) -> None:
    """Write all of a text, past any buffer: closing one would wait once more for a reader."""
    left = memoryview(text.encode())
    while left:
        left = left[os.write(handle, left) :]


def _open(path: Path) -> int:
    """A file, device or pipe opened for adding to it; never waiting for somebody to read a pipe."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    # Windows has no O_NONBLOCK, and without O_BINARY it would write other line ends.
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "no program reads from it") from error
        raise
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    return handle


def _problem(output: Output, error: OSError, view: View) -> Problem:
    from driftcheck.output.atomic import advice, reason

    path = output.path or Path()
    hint = _SUMMARY_HINT if output.append else advice(path, error, _HINT)
    return Problem(f'cannot write "{view.mask(str(path))}": {reason(path, error)}', None, hint)
