"""`driftcheck check`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from driftcheck.cli.options import (
    Duration,
    Seconds,
    accounts_option,
    any_account_option,
    config_option,
    executor_of,
    flag,
    jobs_option,
    live_option,
    many,
)
from driftcheck.cli.request import Run
from driftcheck.config import Notification
from driftcheck.errors import DriftcheckError, Problem, UsageError
from driftcheck.model import Severity
from driftcheck.output import targets, writing
from driftcheck.output.display import view_of
from driftcheck.output.progress import Progress
from driftcheck.output.targets import Output, refuse_inputs
from driftcheck.output.terminal import tell
from driftcheck.pipeline import Options
from driftcheck.report import FORMATS, View
from driftcheck.result import NEVER, Outcome, Report
from driftcheck.system import no_search

if TYPE_CHECKING:
    from driftcheck.report.mask import Masker


@click.command("check", short_help="Hold the live list to what is declared.")
@config_option()
@accounts_option()
@live_option()
@click.option(
    "--max-age",
    type=Duration(),
    envvar="DRIFTCHECK_MAX_AGE",
    show_envvar=True,
    metavar="AGE",
    help="How old a list in a file may be, such as 24h, in place of the configured age.",
)
@any_account_option()
@many(
    "select",
    "--select",
    metavar="PATH=GLOB",
    help="Keep the numbers whose declared or live value matches, such as label=Sales*; null "
    "matches what is not configured. Given several times, all must match.",
)
@many(
    "output",
    "-o",
    "--output",
    metavar="FORMAT[=PATH]",
    help=f"Write a report to a file or to stdout; can be given several times. "
    f"The formats: {', '.join(FORMATS)}. [default: text]",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(level.label for level in reversed(Severity)), NEVER]),
    envvar="DRIFTCHECK_FAIL_ON",
    show_envvar=True,
    help="The least severity that fails the run, in place of the configured one. "
    "never: findings are reported, and the exit code is 0.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, readable=False),
    envvar="DRIFTCHECK_BASELINE",
    show_envvar=True,
    metavar="REPORT.json",
    help="A former JSON report: findings in it are existing, and do not fail.",
)
@flag("confirm", "--confirm", help="Fetch again before failing, and keep only what persists.")
@click.option(
    "--confirm-pause",
    type=Seconds(),
    default=10.0,
    show_default=True,
    envvar="DRIFTCHECK_CONFIRM_PAUSE",
    show_envvar=True,
    metavar="SECONDS",
    help="How long --confirm waits before it fetches again.",
)
@flag("mask_numbers", "--mask-numbers", help="Mask the digits of phone numbers in all output.")
@jobs_option()
@click.option(
    "--executor",
    envvar="DRIFTCHECK_EXECUTOR",
    show_envvar=True,
    metavar="dask=URL",
    help="Have the workers of a Dask cluster look at the accounts; the URL is its scheduler's.",
)
@flag("no_waivers", "--no-waivers", help="Leave waivers aside.")
@flag("no_history", "--no-history", help="Leave the history aside: record nothing, ask nothing.")
@flag("no_notifications", "--no-notifications", help="Tell nobody, whoever is configured.")
@flag("allow_empty", "--allow-empty", help="Take an empty live list for what it is.")
@flag("all", "--all", help="Leave no finding out of text and HTML, however many there are.")
@flag("quiet", "-q", "--quiet", help="Only the verdict, and errors.")
@flag("verbose", "-v", "--verbose", help="Tell each step on stderr, in lines that stay.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    envvar="DRIFTCHECK_COLOR",
    show_envvar=True,
    help="Colour on stdout; auto heeds NO_COLOR and FORCE_COLOR.",
)
def command(
    config: Path,
    account: Sequence[str],
    live: str | None,
    max_age: str | None,
    any_account: bool,
    select: Sequence[str],
    output: Sequence[str],
    fail_on: str | None,
    baseline: Path | None,
    confirm: bool,
    confirm_pause: float,
    mask_numbers: bool,
    jobs: int,
    executor: str | None,
    no_waivers: bool,
    no_history: bool,
    no_notifications: bool,
    allow_empty: bool,
    all: bool,
    quiet: bool,
    verbose: bool,
    color: str,
) -> int:
    """Fetch the live list and hold it to the schema, the declarations and the policies.

    Exit codes: 0 clean, 2 findings at or above the severity that fails, 1 no verdict.
    """
    masker = _masker() if mask_numbers else None
    with _masking(masker):
        outputs = _outputs(output)
    if quiet and verbose:
        raise UsageError(Problem("--quiet and --verbose exclude each other"))
    if confirm and live is not None and (live == "-" or live.startswith("/dev/")):
        stream = "standard input" if live in ("-", "/dev/stdin") else "a pipe"
        hint = "Save the list to a file, or fetch it from the API."
        raise UsageError(Problem(f"--confirm cannot read {stream} twice", None, hint))
    pause = confirm_pause if confirm else None
    options = Options(
        tuple(select),
        allow_empty,
        not no_waivers,
        confirm=pause,
        jobs=jobs,
        executor=executor_of(executor),
    )
    progress = Progress(verbose, quiet, mask=masker.text if masker else str)
    chosen = tuple(account)
    run = Run(
        config,
        chosen,
        live,
        fail_on,
        outputs,
        options,
        baseline,
        progress,
        masker,
        not no_notifications,
        not no_history,
        max_age,
        any_account,
    )
    named = [Path(live)] if live and live != "-" else []
    named += [baseline] if baseline else []
    with _masking(masker), no_search():
        refuse_inputs(outputs, [config, *named])
        view = view_of(color, quiet, all)._replace(mask=progress.mask)
        return _finish(run, outputs, bool(output), view)


def _masker() -> "Masker":
    from driftcheck.report.mask import Masker  # few reports are for strangers

    return Masker()


@contextmanager
def _masking(masker: "Masker | None") -> Iterator[None]:
    """Have errors told with their numbers masked, if any are to be."""
    try:
        yield
    except DriftcheckError as error:
        raise masker.error(error) if masker else error from error


def _outputs(texts: Sequence[str]) -> tuple[Output, ...]:
    return targets.parse(texts or ["text"], os.environ.get("GITHUB_STEP_SUMMARY"))


def _finish(run: Run, outputs: tuple[Output, ...], asked: bool, view: View) -> int:
    """Check, write what was asked for, tell what went wrong; the exit code of the report."""
    with run.progress:
        report, to = run.check()
    if any(account.declared is None for account in report.accounts):
        outputs, kept = targets.keep_inputs(outputs)
        report = report._replace(problems=(*report.problems, *kept))
    tell(*report.all_problems)
    if report.passed_over:
        tell(report.passed_over, word="Warning")
    if asked or report.outcome is not Outcome.ERROR or any(a.summary for a in report.accounts):
        told = report.all_problems
        with run.progress:
            run.progress.show("writing the reports")
            report = writing.write(report, outputs, view, run.progress.clear)
        tell(*report.all_problems[len(told) :])
        writing.tell_verdict(report, outputs, view)
    if to:
        _notify(report, to, run)
    return report.exit_code


def _notify(report: Report, to: Sequence[Notification], run: Run) -> None:
    """Tell who is to be told; what cannot be sent is told here, and changes no verdict."""
    from driftcheck import notify  # few tell anybody

    with run.progress:
        failed = notify.send(report, to, run.progress)
    tell(*(map(run.masker.problem, failed) if run.masker else failed), word="Warning")
