"""Reports to where they were asked for: each file whole or not at all, stdout one at most."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from driftcheck.cli.terminal import drop_stdout, wants_color
from driftcheck.errors import OutputError, Problem, UsageError
from driftcheck.model import Report
from driftcheck.report import FORMATS, View, renderer
from driftcheck.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that it goes to; stdout where `path` is None."""

    format: str
    path: Path | None


_STDOUT = ("", "-", "/dev/stdout", "/dev/fd/1")


def parse(texts: Iterable[str]) -> tuple[Output, ...]:
    """Outputs from `FORMAT[=PATH]`. Raises UsageError where they cannot be meant."""
    outputs = []
    for text in texts:
        name, _, path = text.partition("=")
        if name not in FORMATS:
            hint = did_you_mean(name, FORMATS)
            raise UsageError(Problem(f'--output: there is no format "{name}"', None, hint))
        if "=" in text and not path:
            hint = f"Write {name} alone for stdout."
            raise UsageError(Problem(f'--output: "{text}" names no file', None, hint))
        outputs.append(Output(name, None if path in _STDOUT else Path(path)))
    _refuse_clashes(outputs)
    return tuple(outputs)


def _refuse_clashes(outputs: Sequence[Output]) -> None:
    targets = [output.path and resolved(output.path) for output in outputs]
    for path in targets:
        if targets.count(path) > 1:
            where = f'"{path}"' if path else "stdout"
            hint = "Give each report a file of its own: -o json=report.json."
            raise UsageError(Problem(f"--output: two reports go to {where}", None, hint))


def refuse_inputs(outputs: Iterable[Output], inputs: Iterable[Path]) -> None:
    """Raise UsageError where a report would be written over a file that the run reads."""
    read = {resolved(path) for path in inputs}
    for output in outputs:
        if output.path and resolved(output.path) in read:
            message = f'--output: "{output.path}" is a file that is read'
            hint = "Name another file, such as report.json."
            raise UsageError(Problem(message, None, hint))


def resolved(path: Path) -> Path:
    """A path with its links followed, as far as they lead somewhere."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle; a working directory that is gone
        return path


def keep_inputs(outputs: Iterable[Output]) -> tuple[Output, ...]:
    """The outputs, less files that a broken configuration may have meant to be read.

    What it names is not known; a report belongs on no YAML file, and on no JSON that is no report.
    """
    return tuple(output for output in outputs if not (output.path and _may_be_input(output.path)))


def _may_be_input(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix in (".yaml", ".yml"):
        return True
    with path.open("rb") as file:
        return path.suffix == ".json" and b'"driftcheck-report"' not in file.read(200)


def write(report: Report, outputs: Iterable[Output], color: str, quiet: bool) -> None:
    """Render and write every output. Raises OutputError where a file cannot be written.

    Where nothing goes to stdout, the verdict goes to stderr, unless `quiet`.
    """
    for output in sorted(outputs, key=lambda output: output.path is None):  # stdout last
        render = renderer(output.format)
        if output.path is None:
            _write_stdout(render(report, _view(color, quiet)))
        else:
            write_file(output.path, render(report, View()))
    if not quiet and all(output.path for output in outputs):
        sys.stderr.write(renderer("text")(report, View(quiet=True)))


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


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then renamed.

    A link is followed; a device or a pipe is written to as it is.
    """
    try:
        target = resolved(path)
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, text)
    except OSError as error:
        hint = "Name another file with -o FORMAT=PATH."
        reason = "a part of its path is no folder" if path.parent.is_file() else error.strerror
        problem = Problem(f'cannot write "{path}": {reason}', None, hint)
        raise OutputError(problem) from error


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _view(color: str, quiet: bool) -> View:
    width = shutil.get_terminal_size((100, 24)).columns
    return View(width=max(40, min(width, 120)), color=wants_color(sys.stdout, color), quiet=quiet)
