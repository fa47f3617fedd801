"""`driftcheck validate`."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from driftcheck import config
from driftcheck.cli.options import (
    accounts_option,
    config_option,
    flag,
    new_command,
    url_option,
)
from driftcheck.config import only, refuse_several
from driftcheck.model import Collector
from driftcheck.output import say
from driftcheck.pipeline.expected import load_task
from driftcheck.system import kept
from driftcheck.words import hide_userinfo, inflect, printable


@new_command("validate", "Check your files, offline.")
@config_option()
@accounts_option()
@url_option()
@flag(
    "no_credentials",
    "--no-credentials",
    help="Read no environment variables, and ignore `live` in the configuration.",
)
@flag("quiet", "-q", "--quiet", help="Print only errors.")
def command(
    config: Path, account: Sequence[str], url: str | None, no_credentials: bool, quiet: bool
) -> int:
    """Check the configuration, declarations, policies and waivers, offline.

    It reports all problems with file, line and column.

    Exit codes: 0 valid, 1 not valid.

    Examples:
      driftcheck validate
      driftcheck validate --no-credentials  # where secrets are not available
    """
    summary = _validate(config, account, url, not no_credentials)
    if not quiet:
        say(summary)
    return 0


def _validate(path: Path, accounts: Sequence[str], url: str | None, need_live: bool) -> str:
    problems, needed = Collector(), config.EVERYTHING if need_live else config.Part.FILES
    environ = os.environ if need_live else None
    settings = only(config.load(path, environ, problems, needed, live=url), accounts)
    refuse_several(settings, url)
    with kept():
        task = load_task(settings, problems, environ)
    for found in task.failed.values():
        problems.problems.extend(found)
    problems.finish()
    numbers = sum(map(len, task.declared.values()))
    parts = (
        f"{_count(numbers, 'number')} declared",
        _count(len(task.rules), "rule"),
        _count(len(task.waivers), "waiver"),
    )
    where = f" in {_count(len(settings.accounts), 'account')}" if settings.several else ""
    verdict = f"{settings.file} is valid: {', '.join(parts)}{where}."
    return "\n".join([verdict, *_left_out(settings.unread, task.unfilled)])


def _left_out(parts: Iterable[config.Unread], fields: int) -> Iterator[str]:
    """Yield lines about the parts that were not checked because no variables were read."""
    left = [printable(f"{one.place}: {one.key}: {hide_userinfo(one.text)}") for one in parts]
    if fields:
        left.append(f"{_count(fields, 'field')} of declarations")
    if left:
        yield "Not checked, because no environment variables are read:"
        yield from (f"  {line}" for line in left)


def _count(count: int, noun: str) -> str:
    return f"{count} {inflect(count, noun)}"
