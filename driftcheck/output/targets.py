"""The requested reports and where they go."""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from driftcheck.model import Problem, UsageError
from driftcheck.words import did_you_mean


class Output(NamedTuple):
    """A format and the file that it is written or appended to; stdout if `path` is None."""

    format: str
    path: Path | None
    append: bool = False


_OF_REPORTS = (b'"driftcheck-report"', b'"name": "driftcheck"', b'"check_name"')
"""Text in the first lines of JSON reports: our own, SARIF, GitLab's."""
_SUFFIXES = {
    "md": "markdown",
    "txt": "text",
    "htm": "html",
    "xml": "junit",
    "prom": "prometheus",
}
"""Formats by file extension, where the two names differ."""
_STDOUT = ("", "-", "/dev/stdout", "/dev/fd/1")


def parse_outputs(
    texts: Iterable[str], formats: Collection[str], step_summary: str | None = None
) -> tuple[Output, ...]:
    """Parse `FORMAT[=PATH]`, each in one of `formats`. Raises UsageError with a suggestion.

    `step_summary` is the file of GitHub's step summary, which is written along with annotations.
    """
    outputs = []
    for text in texts:
        name, equals, path = text.partition("=")
        if name not in formats:
            raise UsageError(_no_format(text, formats))
        if equals and not path:
            hint = f"Use {name} alone for stdout."
            raise UsageError(Problem(f'--output: "{text}" names no file', None, hint))
        if path.endswith(("/", os.sep)):
            hint = f"Use {name}={path}report.{name}."
            raise UsageError(Problem(f'--output: "{path}" is a folder', None, hint))
        outputs.append(Output(name, None if is_stdout(path) else Path(path)))
    if step_summary and any(output.format == "github" for output in outputs):
        outputs.append(Output("markdown", Path(step_summary), append=True))
    _refuse_clashes(outputs)
    return tuple(outputs)


def _no_format(text: str, formats: Collection[str]) -> Problem:
    """Return what is wrong with an unknown format; often it is a file or a list of formats."""
    name = text.partition("=")[0]
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and all(part in formats for part in parts):
        hint = f"Repeat the option: {' '.join(f'-o {part}={_file(part)}' for part in parts)}."
        return Problem(f'--output: "{name}" is several formats', None, hint)
    if not name:
        hint = f"Use -o {text[1:] or next(iter(formats))}."
        return Problem("--output: the format is missing", None, hint)
    if name in ("ut", "utput"):  # from `-out=...`, which is `-o` with a value
        rest = text.partition("=")[2]
        named = f"{_of_suffix(rest, formats) or 'FORMAT'}={rest}"
        hint = f"Use -o {rest if rest in formats else named}."
        return Problem(f"there is no option -o{name}", None, hint)
    likely = _of_suffix(name, formats)
    if "=" not in text and (name.lower() != likely and any(mark in name for mark in "./\\")):
        hint = f"Put the format first: -o {likely or 'FORMAT'}={name}."
        return Problem(f'--output: "{name}" is a path, not a format', None, hint)
    known = f'Did you mean "{likely}"?' if likely else did_you_mean(name, formats)
    return Problem(f'--output: there is no format "{name}"', None, known)


def _of_suffix(name: str, formats: Collection[str]) -> str | None:
    """Return the format for a file's extension, or for another common name of a format."""
    for part in reversed(re.split(r"[./\\]", name.lower())[-2:]):
        found = _SUFFIXES.get(part, part)
        if found in formats:
            return found
    return None


def _file(format: str) -> str:
    """Return a file name for a format."""
    suffix = next((suffix for suffix, name in _SUFFIXES.items() if name == format), format)
    return f"report.{suffix}"


def is_stdout(path: str) -> bool:
    """Whether a path means stdout: none, a dash, or the file that stdout goes to."""
    return path in _STDOUT or (path != os.devnull and is_stream(Path(path), 1))


def is_stream(path: Path, descriptor: int) -> bool:
    """Whether a path is the file of an open stream of this process."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except (OSError, ValueError):
        return False


def _refuse_clashes(outputs: Sequence[Output]) -> None:
    targets = [output.path and real_path(output.path) for output in outputs]
    for path in targets:
        if targets.count(path) > 1:
            where = f'"{path}"' if path else "stdout"
            hint = "Give each report its own file: -o json=report.json."
            raise UsageError(Problem(f"--output: two reports go to {where}", None, hint))
        if path and any(path in other.parents for other in targets if other):
            message = f'--output: "{path}" cannot be both a report and the folder of another'
            raise UsageError(Problem(message, None, "Give each report its own file."))


def refuse_inputs(outputs: Iterable[Output], inputs: Iterable[Path]) -> None:
    """Raise UsageError if a report would overwrite a file that the run reads."""
    named = [output for output in outputs if output.path]
    read = {real_path(path) for path in inputs} if named else set()
    for output in named:
        if output.path and real_path(output.path) in read:
            message = f'--output: "{output.path}" is an input of this command'
            hint = "Choose another file, such as report.json."
            raise UsageError(Problem(message, None, hint))


def real_path(path: Path) -> Path:
    """Return a path with its links followed, as far as they exist."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links; no working directory; a NUL
        return path


def keep_inputs(outputs: Iterable[Output]) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Return the outputs that are safe to write if the configuration is broken, and problems.

    The inputs are unknown then, so no report replaces a YAML file, or JSON that is not a report.
    """
    left, problems = [], []
    for output in outputs:
        if output.path and _may_be_input(output.path, output.format):
            message = f'"{output.path}" was not written: it may be an input of this command'
            problems.append(Problem(message, None, "Fix the configuration, or remove the file."))
        else:
            left.append(output)
    return tuple(left), tuple(problems)


def _may_be_input(path: Path, format: str) -> bool:
    if not os.path.isfile(path):
        return False
    if path.suffix in (".yaml", ".yml"):
        return True
    if path.suffix != ".json":
        return False
    try:
        with path.open("rb") as file:
            head = file.read(1 << 12)
    except OSError:  # then it is not readable as an input either
        return False
    is_clean = format == "gitlab" and head.strip() == b"[]"
    return not (is_clean or any(sign in head for sign in _OF_REPORTS))
