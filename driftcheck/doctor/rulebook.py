"""The configuration: whether it exists and is valid, and what it declares."""

import os
from collections.abc import Iterable, Iterator

from driftcheck.config import no_configuration
from driftcheck.doctor.setup import Remark, Setup, fix, fixes, note, ok
from driftcheck.model import Collector, InputError, Problem
from driftcheck.pipeline.expected import load_task
from driftcheck.words import counted

_MOST = 10
_BEGIN = "Start a project: driftcheck init. Or use -c FILE."


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield whether the configuration and all files that it names are valid."""
    if not setup.has_file:
        yield from fixes([no_configuration(setup.path, str(setup.path), _BEGIN)])
        return
    settings, known = setup.files.settings, Collector()
    known.problems.extend(setup.files.problems[None])
    if settings is None:
        yield from fixes(known.problems)
        return
    try:
        task = load_task(settings, known, os.environ)
    except InputError as error:
        yield from _first(error.problems)
        return
    for name, problems in task.failed.items():
        yield from _first(problems, name)
    files = {file.name for account in settings.accounts for file in account.declared}
    numbers = counted(sum(map(len, task.declared.values())), "number")
    parts = (
        f"{numbers} declared in {counted(len(files), 'file')}",
        counted(len(task.rules), "rule"),
        counted(len(task.waivers), "waiver"),
    )
    accounts = f" in {counted(len(task.accounts), 'account')}" if settings.several else ""
    rest = "the rest of " if task.failed else ""
    yield ok(f"{rest}{settings.file} is valid: {', '.join(parts)}{accounts}")
    if not task.rules:
        yield note("no rules are in use", "Add a pack: policies: [builtin:baseline]")


def _first(problems: Iterable[Problem], account: str | None = None) -> Iterator[Remark]:
    """Yield the first problems, and a command that lists the others."""
    listed = list(problems)
    yield from fixes(listed[:_MOST], account)
    if listed[_MOST:]:
        more = counted(len(listed) - _MOST, "more problem")
        yield fix(more, "See all: driftcheck validate", account)
