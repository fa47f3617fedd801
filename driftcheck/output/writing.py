"""Writes reports to their outputs: files atomically, and at most one report to stdout."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from driftcheck.model import OutputError, Problem, Report
from driftcheck.output.sinks import FileSink, Problems, StdoutSink, StreamSink, is_special
from driftcheck.output.targets import Output
from driftcheck.output.terminal import write_stderr
from driftcheck.report import View, renderer
from driftcheck.system import Held

_Render = Callable[[str, View], str]
_LEAST_SUMMARY = 1024  # bytes; a readable verdict needs at least this
_HINT = "Choose another file with -o FORMAT=PATH."
_SUMMARY_HINT = "Check GITHUB_STEP_SUMMARY, or unset it."


class Result(Protocol):
    """The result of a run: its report, which may be recorded before it is written."""

    def report(self, problems: Problems = ()) -> Report:
        """Return the report with more problems."""

    def settle(self, ready: Callable[[], bool]) -> bool:
        """Record the latest report. Return False if the report must be written again first.

        `ready` is called just before, and returns whether the report may be recorded.
        """


class Unrecorded(NamedTuple):
    """The result of a run that is not recorded."""

    made: Report

    def report(self, problems: Problems = ()) -> Report:
        """Return the report with more problems."""
        return self.made._replace(problems=(*self.made.problems, *problems))

    def settle(self, ready: Callable[[], bool]) -> bool:
        """Return whether the report may be written."""
        return ready()


def write_reports(
    result: Result,
    outputs: Sequence[Output],
    view: View,
    ready: Callable[[], None],
    problems: Problems = (),
) -> Report:
    """Render, record and write every output; return the report as it was finally written.

    Its `problems` include those given, and the outputs that cannot be written. `ready` is called
    before writing to stdout.
    """
    report = result.report(problems)

    def prepare(problems: Problems) -> _Render:
        nonlocal report
        report = result.report(problems)
        return partial(_rendered, report)

    _Writer(prepare, result.settle, view, problems).write(outputs, ready)
    return report


def _rendered(report: Report, format: str, view: View) -> str:
    return renderer(format)(report, view)


def write_as(
    outputs: Sequence[Output], render: Callable[[str, View], str], view: View | None = None
) -> None:
    """Render and write every output of something other than a report.

    `render` returns the whole text for a format, with the final newline; `view` is how stdout is
    displayed. Raises OutputError for outputs that cannot be written, after writing all others.
    """
    writer = _Writer(lambda _problems: render, lambda ready: ready(), view or View())
    writer.write(outputs, lambda: None)
    if writer.problems:
        raise OutputError(*writer.problems)


class _Writer:
    """Writes one report to several outputs, all of which must agree with the exit code.

    An output that cannot be written changes the verdict, and so the text of all others. Therefore
    everything is rendered, and files are written under temporary names, before the run is recorded
    and files are renamed. What cannot be written in advance is written just before the run is
    recorded (files that are appended to, devices, a redirected stdout) if that takes no time, or
    else last (pipes, terminals), because the history is locked meanwhile. After a failure,
    everything that can be written again is, and the run is recorded again.
    """

    def __init__(
        self,
        prepare: Callable[[Problems], _Render],
        settle: Callable[[Callable[[], bool]], bool],
        view: View,
        problems: Problems = (),
    ) -> None:
        self.prepare = prepare
        self.settle = settle
        self.view = view
        self.problems = problems
        self.files: list[FileSink] = []
        self.streams: list[StreamSink | StdoutSink] = []
        self.texts: dict[StreamSink | StdoutSink, str] = {}

    def write(self, outputs: Iterable[Output], ready: Callable[[], None]) -> None:
        """Write every output; add to `problems` those of outputs that failed."""
        try:
            self.open(outputs, ready)
            while not (self.stage() and self.publish()):
                pass  # again, without an output that failed, or after another run was recorded
        finally:
            self.close()

    def open(self, outputs: Iterable[Output], ready: Callable[[], None]) -> None:
        """Open all outputs, stdout last, so that it reports the failures of all others."""
        for output in sorted(outputs, key=lambda output: output.path is None):
            try:
                if output.path is None:
                    self.streams.append(StdoutSink(output, ready))
                elif is_special(output):
                    self.streams.append(StreamSink(output))
                else:
                    self.files.append(FileSink(output))
            except OSError as error:
                self.note(output, error)

    def note(self, output: Output, error: OSError | OutputError) -> None:
        """Add the problem of an output; from then on, earlier texts of the report are outdated."""
        if isinstance(error, OutputError):
            self.problems = (*self.problems, *error.problems)
        else:
            self.problems = (*self.problems, _problem(output, error, self.view))

    def stage(self) -> bool:
        """Render everything, and write files under temporary names. Return False on a failure."""
        render = self.prepare(self.problems)
        for file in tuple(self.files):
            text = render(file.output.format, _of_file(self.view))
            if not self.attempt(file, partial(file.write, text)):
                return False
        self.texts = {}
        for stream in self.streams:
            if not stream.is_final and (stream.room is None or stream.room >= _LEAST_SUMMARY):
                view = self.view if stream.output.path is None else _of_file(self.view, stream.room)
                self.texts[stream] = render(stream.output.format, view)
        return True

    def publish(self) -> bool:
        """Record the run, rename files and write the rest. Return False on a failure."""
        with ExitStack() as stack:

            def ready() -> bool:
                stack.enter_context(Held())  # a signal waits until the files are renamed
                return self.send(waiting=False)

            if not self.settle(ready):
                return False
            renamed = [self.attempt(file, file.commit) for file in tuple(self.files)]
        return all(renamed) and self.send(waiting=True)

    def send(self, waiting: bool) -> bool:
        """Write to streams: to those that may wait for a reader, or to the others."""
        for stream in tuple(self.streams):
            if stream in self.texts and stream.waits is waiting:
                text = self.texts.pop(stream)
                if not self.attempt(stream, partial(stream.write, text)):
                    return False
        return True

    def attempt(
        self, sink: "FileSink | StreamSink | StdoutSink", action: Callable[[], None]
    ) -> bool:
        """Return whether an action succeeds. If not, nothing more is written to the sink."""
        try:
            action()
        except (OSError, OutputError) as error:
            sink.close()  # now: on a full disk this makes room for others
            self.files = [file for file in self.files if file is not sink]
            self.streams = [stream for stream in self.streams if stream is not sink]
            self.note(sink.output, error)
            return False
        return True

    def close(self) -> None:
        """Remove everything incomplete."""
        for sink in (*self.files, *self.streams):
            sink.close()


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
