"""`driftcheck validate`."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from driftcheck import config
from driftcheck.cli.options import accounts_option, config_option, flag
from driftcheck.config import only
from driftcheck.model import Collector
from driftcheck.output import say
from driftcheck.pipeline.expected import load_task
from driftcheck.pipeline.task import Task
from driftcheck.system import kept
from driftcheck.words import hide_userinfo, inflect, printable


@click.command("validate", short_help="Check what you wrote, offline.")
@config_option()
@accounts_option()
@flag(
    "no_credentials",
    "--no-credentials",
    help="Read no variable, and leave the live side of the configuration aside.",
)
@flag("quiet", "-q", "--quiet", help="Only errors.")
def command(config: Path, account: Sequence[str], no_credentials: bool, quiet: bool) -> int:
    """Check configuration, declarations, policies and waivers, offline.

    Tells everything that is wrong, each with file, line and column. Exit codes: 0 valid, 1 not.
    """
    summary = _validate(config, account, not no_credentials)
    if not quiet:
        say(summary)
    return 0


def _validate(path: Path, accounts: Sequence[str], need_live: bool) -> str:
    problems, needed = Collector(), config.EVERYTHING if need_live else config.Part.FILES
    environ = os.environ if need_live else None
    settings = only(config.load(path, environ, problems, needed), accounts)
    with kept():
        task = load_task(settings, problems, environ)
    for found in task.failed.values():
        problems.problems.extend(found)
    problems.finish()
    return "\n".join([_verdict(task), *_left_out(task)])


def _verdict(task: Task) -> str:
    settings, numbers = task.settings, sum(map(len, task.declared.values()))
    parts = (
        f"{_count(numbers, 'number')} declared",
        _count(len(task.rules), "rule"),
        _count(len(task.waivers), "waiver"),
    )
    where = f" in {_count(len(settings.accounts), 'account')}" if settings.several else ""
    return f"{settings.file} is valid: {', '.join(parts)}{where}."


def _left_out(task: Task) -> Iterator[str]:
    """What was not looked at, as no variable was read; nothing where none is there."""
    left = [
        printable(f"{unread.place}: {unread.key}: {hide_userinfo(unread.text)}")
        for unread in task.settings.unread
    ]
    if task.unfilled:
        left.append(f"{_count(task.unfilled, 'field')} of declarations")
    if left:
        yield "Left out, as no variable is read:"
        yield from (f"  {line}" for line in left)


def _count(count: int, noun: str) -> str:
    return f"{count} {inflect(count, noun)}"
