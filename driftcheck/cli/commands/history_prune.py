"""`driftcheck history prune`."""

from datetime import UTC, datetime, timedelta

import click

from driftcheck.cli.options import flag, option
from driftcheck.cli.place import Where, opened, where_option
from driftcheck.history import forget_runs
from driftcheck.model import Problem, UsageError
from driftcheck.output import say
from driftcheck.words import counted

_FORM = "%Y-%m-%dT%H:%M:%SZ"
_MAX_DAYS = 36_500


@click.command("prune", short_help="Forget old runs.")
@where_option()
@option(
    "older_than",
    "--older-than",
    type=click.IntRange(0, _MAX_DAYS),
    metavar="DAYS",
    help="Forget the runs that began more than so many days ago.",
)
@option(
    "keep",
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help="Forget all but the latest N runs.",
)
@flag("dry_run", "--dry-run", help="Say what would be forgotten, and change nothing.")
def command(
    where: Where,
    older_than: int | None,
    keep: int | None,
    dry_run: bool,
) -> int:
    """Forget old runs, and what only they found; what is left can still be verified.

    With both options only those go that both let go. The latest run always stays, and so does how
    long ago each open finding began.
    """
    if older_than is None and keep is None:
        hint = "Use --older-than DAYS, --keep N, or both."
        raise UsageError(Problem("nothing says which runs to forget", None, hint))
    now = datetime.now(UTC)
    before = None if older_than is None else f"{now - timedelta(days=older_than):{_FORM}}"
    with opened(where) as store:
        done = forget_runs(store, f"{now:{_FORM}}", before=before, keep=keep, dry=dry_run)
    runs = counted(done.runs, "run")
    what = f"{runs} would be forgotten" if dry_run else f"{runs} forgotten"
    upto = f", up to run {done.last_run:,}" if done.last_run else ""
    say(f"{what}{upto}; {counted(done.left, 'run')} left.")
    return 0
