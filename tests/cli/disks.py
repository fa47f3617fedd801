"""Shared by the tests of full disks and unwritable files."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.cli.processes import DRIFTCHECK, environment, ran
from tests.support import Project, Ran, number

FULL = "No space left on device"
LARGE = "File too large"
HINT = "  Choose another file with -o FORMAT=PATH.\n"
SUMMARY_HINT = "  Check GITHUB_STEP_SUMMARY, or unset it.\n"
VERDICT = "ERROR: a report could not be written. Exit code 1.\n"
_LIMITED = """\
import resource, sys
from driftcheck.__main__ import main

limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
main()
"""
"""The command with a file size limit: writing succeeds up to that size."""


def with_findings(project: Project) -> Project:
    """Return the project with 20 findings, whose JSON report is longer than 10 kB."""
    return project.live(*(number(phone_number=f"+12025551{i:03d}") for i in range(20)))


def not_written(path: object, why: str, hint: str = HINT) -> str:
    """Return the error about a report that cannot be written."""
    return f'Error: cannot write "{path}": {why}\n{hint}'


def report_of(folder: Path, name: str = "report.json") -> Any:
    """Return a JSON report."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def check(project: Project, *outputs: str, summary: Path | None = None, **given: Any) -> Ran:
    """Run a check. `summary` is the file of the step summary."""
    return _check((*DRIFTCHECK, "check"), project, outputs, summary, given)


def limited(project: Project, limit: int, *outputs: str, summary: Path | None = None) -> Ran:
    """Run a check that cannot write more than `limit` bytes to a file."""
    command = (sys.executable, "-c", _LIMITED, str(limit), "check")
    return _check(command, project, outputs, summary, {})


def _check(
    command: tuple[str, ...],
    project: Project,
    outputs: tuple[str, ...],
    summary: Path | None,
    given: dict[str, Any],
) -> Ran:
    options = [part for output in outputs for part in ("-o", output)]
    variables = environment(**({"GITHUB_STEP_SUMMARY": str(summary)} if summary else {}))
    for name in list(variables):
        if name.startswith("COVERAGE"):  # which writes files itself
            del variables[name]
    return ran(*command, *options, cwd=project.folder, env=variables, **given)
