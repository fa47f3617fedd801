"""`driftcheck history verify`."""

import re

from driftcheck.cli.options import new_command, option
from driftcheck.cli.place import Where, opened, where_option
from driftcheck.history import DamagedError, Verdict, pruning, verify_chain
from driftcheck.model import ExitCode, Problem, UsageError
from driftcheck.output import say
from driftcheck.words import counted, printable

_HASH = re.compile("[0-9a-f]{64}")
_NEXT = "  Keep this database as evidence, and go on with an earlier copy or with a new one."


@new_command("verify", "Verify that no recorded run was changed.")
@where_option()
@option(
    "head",
    "--head",
    metavar="HASH",
    help="A hash of the latest run that you noted earlier; it must be in the chain.",
)
def command(where: Where, head: str | None) -> int:
    """Compute the hash of every run again, and report the first mismatch.

    This finds runs and findings that were changed, removed, inserted or moved; with --head, also
    runs removed from the end.

    Exit codes: 0 all hashes match, 2 one does not or a row is damaged, 1 the history cannot be
    opened.

    Examples:
      driftcheck history verify
      driftcheck history verify --database sqlite:///var/driftcheck.db
    """
    if head is not None and not _HASH.fullmatch(head.lower()):
        raise UsageError(
            Problem(f'--head: "{head}" is not a hash', None, "A hash has 64 hexadecimal digits.")
        )
    try:
        with opened(where) as store, store.reading(any_bytes=True) as connection:
            verdict = verify_chain(connection, head and head.lower())
    except DamagedError as error:  # the tables cannot be read at all
        say(f"BROKEN: {printable(error.problems[0].message)}.\n{_NEXT}")
        return ExitCode.FINDINGS
    say("\n".join(_lines(verdict)))
    return ExitCode.CLEAN if verdict.holds else ExitCode.FINDINGS


def _lines(verdict: Verdict) -> list[str]:
    lines = [pruning(verdict.anchor)] if verdict.anchor else []
    if verdict.fault is not None:
        what = f"Run {verdict.faulty_run:,}" if verdict.faulty_run else "The history"
        if verdict.faulty_run and verdict.runs:
            lines.append(f"{counted(verdict.runs, 'run')} before it fit.")
        return [*lines, f"BROKEN: {what} does not fit: {printable(verdict.fault)}.", _NEXT]
    if verdict.noted_run is not None:
        since = (verdict.last_run or 0) - verdict.noted_run
        later = f", and {counted(since, 'run')} came after it" if since else ", the latest"
        lines.append(f"The noted hash is that of run {verdict.noted_run:,}{later}.")
    first, last = verdict.first_run, verdict.last_run
    span = f"run {first:,}" if first == last else f"runs {first:,} to {last:,}"
    if not verdict.covers_anchor:
        lines.append("The next run will cover what is known of the pruned runs.")
    return [*lines, f"OK: {span}: every hash fits.", f"The latest: {verdict.head}"]
