"""Output to stdout and stderr."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

import click

from driftcheck.model import OutputError, Problem
from driftcheck.words import printable

if TYPE_CHECKING:
    from driftcheck.output.excerpt import Sources

MAX_PROBLEMS = 50
MAX_LENGTH = 1_500
_MIN_WIDTH, _MAX_WIDTH = 40, 120


def tell(*problems: Problem, word: str = "Error") -> None:
    """Write problems to stderr: the message with its place, the line of the file, and the hint."""
    color = wants_color(sys.stderr)
    head = _paint(f"{word}:", "red", color)
    sources = _sources(problems)
    lines = []
    for problem in problems[:MAX_PROBLEMS]:
        lines.append(f"{head} {_short(printable(str(problem)))}")
        lines += _excerpt(problem, sources, color) if sources else ()
        lines += [f"  {printable(problem.hint)}"] if problem.hint else []
    if len(problems) > MAX_PROBLEMS:
        lines.append(f"... and {len(problems) - MAX_PROBLEMS} more {word.lower()}s.")
    write_stderr("".join(f"{line}\n" for line in lines))


def _sources(problems: tuple[Problem, ...]) -> "Sources | None":
    """Return the source files of problems; None if no problem has a place."""
    if all(problem.place is None for problem in problems):
        return None
    from driftcheck.output.excerpt import Sources  # most runs have no problems

    return Sources()


def _excerpt(problem: Problem, sources: "Sources", color: bool) -> Iterator[str]:
    """Yield the line of a file that a problem refers to, and carets below the place."""
    found = sources.excerpt(problem, max(_MIN_WIDTH, min(columns(100), _MAX_WIDTH)))
    if found and _is_writable(found[1]):
        number, text, carets = found
        yield f"{_paint(f'{number} |', 'blue', color)} {text}"
        yield f"{' ' * len(number)} {_paint('|', 'blue', color)} {_paint(carets, 'red', color)}"


def _is_writable(text: str) -> bool:
    """Whether stderr can show a text unchanged; an escape sequence would shift the carets."""
    try:
        text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _paint(text: str, shade: str, color: bool) -> str:
    return click.style(text, fg=shade, bold=True) if color else text


def _short(text: str) -> str:
    """Return a long message cut to its beginning, which has the place, and its end."""
    return text if len(text) <= MAX_LENGTH else f"{text[:1000]} … {text[-400:]}"


def wants_color(stream: TextIO | None, choice: str = "auto") -> bool:
    """Whether a stream gets colour: as chosen, otherwise by the environment and the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def columns(default: int) -> int:
    """Return the width of the terminal. `shutil` would load archive modules for this."""
    with contextlib.suppress(KeyError, ValueError):
        if (given := int(os.environ["COLUMNS"])) > 0:
            return given
    with contextlib.suppress(AttributeError, ValueError, OSError):  # stdout is closed or missing
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or default  # type: ignore[union-attr]
    return default


def write_stderr(text: str) -> None:
    """Write to stderr if possible; this text is not a report, so failures are ignored."""
    write_beside(sys.stderr, text)


def note(text: str) -> None:
    """Write a note to stderr: worth knowing, but not an error."""
    write_stderr(f"{printable(text)}\n")


def write_beside(stream: TextIO | None, text: str) -> None:
    """Write to a stream that carries no report; drop the stream if the write fails."""
    if stream is not None:
        try:
            _write(stream, text)
        except OSError:
            _drop(stream)


def _write(stream: TextIO, text: str) -> None:
    """Write immediately, past the buffer.

    A thread that is left behind may be writing when the process ends. If it held the lock of the
    buffer, Python would abort ("could not acquire lock ... at interpreter shutdown").
    """
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    if raw is None:
        stream.write(text)
        stream.flush()
        return
    left = memoryview(text.encode(stream.encoding, stream.errors or "strict"))
    while left:
        if not (written := raw.write(left)):
            raise BlockingIOError
        left = left[written:]


def say(text: str, *, color: bool | None = None) -> None:
    """Write lines to stdout; a reader that stops early (`| head`) is not an error."""
    try:
        click.echo(text, color=color)
    except BrokenPipeError:
        drop_stdout()
    except OSError:
        drop_stdout()
        raise


def write_stdout(text: str) -> None:
    """Write a report to stdout; a reader that stops early (`| head`) is not an error.

    Raises OutputError if stdout cannot be written.
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


def drop_stdout() -> None:
    """Drop stdout, so that the interpreter does not flush it again at exit."""
    _drop(sys.stdout)


def _drop(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):  # the stream has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
