"""Writes reports to their outputs: files atomically, and at most one report to stdout."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from driftcheck.model import OutputError, Problem, Report
from driftcheck.output.sinks import FileSink, Problems, StreamSink, is_special
from driftcheck.output.targets import Output
from driftcheck.output.terminal import write_stderr, write_stdout
from driftcheck.report import View, renderer

_LEAST_SUMMARY = 1024  # bytes; a readable verdict needs at least this
_HINT = "Choose another file with -o FORMAT=PATH."
_SUMMARY_HINT = "Check GITHUB_STEP_SUMMARY, or unset it."


def write_reports(
    report: Report, outputs: Sequence[Output], view: View, ready: Callable[[], None]
) -> Report:
    """Render and write every output; return the report as it was finally written.

    Its `problems` include the outputs that cannot be written. `ready` is called before writing to
    stdout.
    """

    def render(format: str, view: View, problems: Problems) -> str:
        return renderer(format)(_with(report, problems), view)

    return _with(report, _Writer(render, view).write(outputs, ready))


def _with(report: Report, problems: Problems) -> Report:
    return report._replace(problems=(*report.problems, *problems))


def write_as(
    outputs: Sequence[Output], render: Callable[[str, View], str], view: View | None = None
) -> None:
    """Render and write every output of something other than a report.

    `render` returns the whole text for a format, with the final newline; `view` is how stdout is
    displayed. Raises OutputError for outputs that cannot be written, after writing all others.
    """

    def text_of(format: str, view: View, _problems: Problems) -> str:
        return render(format, view)

    problems = _Writer(text_of, view or View()).write(outputs, lambda: None)
    if problems:
        raise OutputError(*problems)


class _Writer:
    """Writes one report to several outputs, all of which must agree with the exit code.

    An output that cannot be written changes the verdict, and so the text of all others. Therefore
    all outputs are opened before any is rendered, which reveals most failures. Files are written
    first, because they can be rewritten; then devices and pipes, and stdout last, so that they
    report every earlier failure. Later failures, such as a full disk, cannot be foreseen: only then
    are files rendered again.
    """

    def __init__(self, render: Callable[[str, View, Problems], str], view: View) -> None:
        self.render = render
        self.view = view
        self.problems: Problems = ()
        self.files: list[FileSink] = []
        self.streams: list[StreamSink] = []

    def write(self, outputs: Sequence[Output], ready: Callable[[], None]) -> Problems:
        """Write every output; return the problems of those that failed."""
        try:
            self.open(outputs)
            self.write_files()
            self.write_streams()
            self.show(outputs, ready)
            self.write_streams()  # repeated with the files if there were new problems
            self.write_files()
        finally:
            self.close()
        return self.problems

    def open(self, outputs: Iterable[Output]) -> None:
        """Open all outputs except stdout."""
        for output in outputs:
            if output.path:
                try:
                    if is_special(output):
                        self.streams.append(StreamSink(output))
                    else:
                        self.files.append(FileSink(output))
                except OSError as error:
                    self.note(_problem(output, error, self.view))

    def note(self, *problems: Problem) -> None:
        """Add problems; from then on, earlier texts of the report are outdated."""
        self.problems = (*self.problems, *problems)

    def write_files(self) -> None:
        """Write and rename files until all that can be written report the same problems."""
        while _outdated(self.files, self.problems):
            while outdated := _outdated(self.files, self.problems):
                self._write(outdated[0])
            for file in tuple(self.files):  # no file is replaced before all are written
                self._attempt(file, file.commit)

    def write_streams(self) -> None:
        """Write once to devices, pipes and appended files; rewrite the part in appended files."""
        for stream in tuple(self.streams):
            if stream.problems is None or (stream.output.append and os.path.isfile(stream.path)):
                self._write(stream)

    def _write(self, target: "FileSink | StreamSink") -> None:
        if target.problems is self.problems:
            return
        target.problems = self.problems
        limit = target.room if isinstance(target, StreamSink) else None
        if limit is None or limit >= _LEAST_SUMMARY:
            text = self.render(target.output.format, _of_file(self.view, limit), self.problems)
            self._attempt(target, lambda: target.write(text))

    def _attempt(self, target: "FileSink | StreamSink", action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            target.close()  # now: on a full disk this makes room for others
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
        """Remove everything incomplete."""
        targets: list[FileSink | StreamSink] = [*self.files, *self.streams]
        for target in targets:
            target.close()


def _outdated(files: Iterable["FileSink"], problems: Problems) -> list["FileSink"]:
    """Return the files whose text does not include these problems, or that have no text yet."""
    return [file for file in files if file.problems is not problems]


def tell_verdict(report: Report, outputs: Iterable[Output], view: View) -> None:
    """Write the verdict to stderr if no report goes to stdout, unless `view.quiet`."""
    if not view.quiet and all(output.path for output in outputs):
        write_stderr(renderer("text")(report, View(quiet=True)))


def _of_file(view: View, limit: int | None = None) -> View:
    return View(whole=view.whole, limit=limit)


def _problem(output: Output, error: OSError, view: View) -> Problem:
    from driftcheck.output.atomic import advice, reason

    path = output.path or Path()
    hint = _SUMMARY_HINT if output.append else advice(path, error, _HINT)
    return Problem(f'cannot write "{view.mask(str(path))}": {reason(path, error)}', None, hint)
