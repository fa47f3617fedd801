"""`driftcheck history prune`."""

from datetime import UTC, datetime, timedelta

import click

from driftcheck.cli.options import flag, new_command, option
from driftcheck.cli.place import Where, opened, where_option
from driftcheck.history import forget_runs
from driftcheck.model import Problem, UsageError
from driftcheck.output import say
from driftcheck.words import counted

_FORM = "%Y-%m-%dT%H:%M:%SZ"
_MAX_DAYS = 36_500


@new_command("prune", "Delete old runs.")
@where_option()
@option(
    "older_than",
    "--older-than",
    type=click.IntRange(0, _MAX_DAYS),
    metavar="DAYS",
    help="Delete runs that started more than DAYS days ago.",
)
@option(
    "keep",
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help="Delete all but the latest N runs.",
)
@flag("dry_run", "--dry-run", help="Show what would be deleted, and change nothing.")
def command(
    where: Where,
    older_than: int | None,
    keep: int | None,
    dry_run: bool,
) -> int:
    """Delete old runs and the findings that only they have. The rest can still be verified.

    With both options, only runs that match both are deleted. The latest run and the age of each
    open finding are always kept.

    Examples:
      driftcheck history prune --older-than 400 --dry-run
      driftcheck history prune --keep 365
    """
    if older_than is None and keep is None:
        hint = "Use --older-than DAYS, --keep N, or both."
        raise UsageError(Problem("no runs are selected for deletion", None, hint))
    now = datetime.now(UTC)
    before = None if older_than is None else f"{now - timedelta(days=older_than):{_FORM}}"
    with opened(where) as store:
        done = forget_runs(store, f"{now:{_FORM}}", before=before, keep=keep, dry=dry_run)
    runs = counted(done.runs, "run")
    what = f"{runs} would be deleted" if dry_run else f"{runs} deleted"
    upto = f", up to run {done.last_run:,}" if done.last_run else ""
    say(f"{what}{upto}; {counted(done.left, 'run')} left.")
    if done.hash:
        say(f"The hash of what is kept of them: {done.hash}")
    return 0
