"""`driftcheck check`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from driftcheck.cli.options import (
    Duration,
    Seconds,
    accounts_option,
    any_account_option,
    config_option,
    executor_of,
    flag,
    gathered,
    jobs_option,
    live_option,
    many,
)
from driftcheck.config import Notification, Settings, threshold
from driftcheck.errors import DriftcheckError, InputError, Problem, UsageError
from driftcheck.model import DEFAULT_ACCOUNT, Severity
from driftcheck.output import targets, writing
from driftcheck.output.display import view_of
from driftcheck.output.progress import Progress
from driftcheck.output.targets import Output
from driftcheck.output.terminal import tell
from driftcheck.pipeline import run
from driftcheck.pipeline.api import Request, prepare
from driftcheck.pipeline.task import Options
from driftcheck.report import FORMATS, View
from driftcheck.result import NEVER, Outcome, Report
from driftcheck.system import display_path, kept

if TYPE_CHECKING:
    from driftcheck.report.mask import Masker


class Source(NamedTuple):
    """Which accounts are checked, and where their lists come from."""

    config: Path
    account: tuple[str, ...]
    live: str | None
    max_age: str | None
    any_account: bool


class Terms(NamedTuple):
    """What is checked, and what fails."""

    select: tuple[str, ...]
    fail_on: str | None
    baseline: Path | None
    confirm: bool
    confirm_pause: float
    no_waivers: bool
    allow_empty: bool


class Way(NamedTuple):
    """How it is done, and what becomes of it beside the reports."""

    jobs: int
    executor: str | None
    no_history: bool
    no_notifications: bool


class Shown(NamedTuple):
    """What is written, and how."""

    output: tuple[str, ...]
    mask_numbers: bool
    all: bool
    quiet: bool
    verbose: bool
    color: str


_SOURCE = (
    config_option(),
    accounts_option(),
    live_option(),
    click.option(
        "--max-age",
        type=Duration(),
        envvar="DRIFTCHECK_MAX_AGE",
        show_envvar=True,
        metavar="AGE",
        help="How old a list in a file may be, such as 24h, in place of the configured age.",
    ),
    any_account_option(),
)
_TERMS = (
    many(
        "select",
        "--select",
        metavar="PATH=GLOB",
        help="Keep the numbers whose declared or live value matches, such as label=Sales*; null "
        "matches what is not configured. Given several times, all must match.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([*(level.label for level in reversed(Severity)), NEVER]),
        envvar="DRIFTCHECK_FAIL_ON",
        show_envvar=True,
        help="The least severity that fails the run, in place of the configured one. "
        "never: findings are reported, and the exit code is 0.",
    ),
    click.option(
        "--baseline",
        type=click.Path(path_type=Path, readable=False),
        envvar="DRIFTCHECK_BASELINE",
        show_envvar=True,
        metavar="REPORT.json",
        help="A former JSON report: findings in it are existing, and do not fail.",
    ),
    flag("confirm", "--confirm", help="Fetch again before failing, and keep only what persists."),
    click.option(
        "--confirm-pause",
        type=Seconds(),
        default=10.0,
        show_default=True,
        envvar="DRIFTCHECK_CONFIRM_PAUSE",
        show_envvar=True,
        metavar="SECONDS",
        help="How long --confirm waits before it fetches again.",
    ),
    flag("no_waivers", "--no-waivers", help="Leave waivers aside."),
    flag("allow_empty", "--allow-empty", help="Take an empty live list for what it is."),
)
_WAY = (
    jobs_option(),
    click.option(
        "--executor",
        envvar="DRIFTCHECK_EXECUTOR",
        show_envvar=True,
        metavar="dask=URL",
        help="Have the workers of a Dask cluster look at the accounts; the URL is its scheduler's.",
    ),
    flag("no_history", "--no-history", help="Record nothing in the history, and ask it nothing."),
    flag("no_notifications", "--no-notifications", help="Tell nobody, whoever is configured."),
)
_SHOWN = (
    many(
        "output",
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        help=f"Write a report to a file or to stdout; can be given several times. "
        f"The formats: {', '.join(FORMATS)}. [default: text]",
    ),
    flag("mask_numbers", "--mask-numbers", help="Mask the digits of phone numbers in all output."),
    flag("all", "--all", help="Leave no finding out of text and HTML, however many there are."),
    flag("quiet", "-q", "--quiet", help="Only the verdict, and errors."),
    flag("verbose", "-v", "--verbose", help="Tell each step on stderr, in lines that stay."),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        envvar="DRIFTCHECK_COLOR",
        show_envvar=True,
        help="Colour on stdout; auto heeds NO_COLOR and FORCE_COLOR.",
    ),
)


@click.command("check", short_help="Hold the live list to what is declared.")
@gathered(Source, "source", *_SOURCE)
@gathered(Terms, "terms", *_TERMS)
@gathered(Way, "way", *_WAY)
@gathered(Shown, "shown", *_SHOWN)
def command(source: Source, terms: Terms, way: Way, shown: Shown) -> int:
    """Fetch the live list and hold it to the schema, the declarations and the policies.

    Exit codes: 0 clean, 2 findings at or above the severity that fails, 1 no verdict.
    """
    masker = _masker() if shown.mask_numbers else None
    with _masking(masker):
        outputs = targets.parse(shown.output or ["text"], os.environ.get("GITHUB_STEP_SUMMARY"))
    _refuse_contradictions(source, terms, shown)
    request = _request(source, terms, way)
    progress = Progress(shown.verbose, shown.quiet, mask=masker.text if masker else str)
    named = [Path(source.live)] if source.live and source.live != "-" else []
    named += [terms.baseline] if terms.baseline else []
    with _masking(masker), kept():
        targets.refuse_inputs(outputs, [source.config, *named])
        view = view_of(shown.color, shown.quiet, shown.all)._replace(mask=progress.mask)
        check = _Check(request, outputs, progress, masker, not way.no_notifications)
        return _finish(check, bool(shown.output), view)


def _refuse_contradictions(source: Source, terms: Terms, shown: Shown) -> None:
    if shown.quiet and shown.verbose:
        raise UsageError(Problem("--quiet and --verbose exclude each other"))
    live = source.live
    if terms.confirm and live is not None and (live == "-" or live.startswith("/dev/")):
        stream = "standard input" if live in ("-", "/dev/stdin") else "a pipe"
        hint = "Save the list to a file, or fetch it from the API."
        raise UsageError(Problem(f"--confirm cannot read {stream} twice", None, hint))


def _request(source: Source, terms: Terms, way: Way) -> Request:
    return Request(
        source.config,
        accounts=tuple(source.account),
        live=source.live,
        max_age=source.max_age,
        any_account=source.any_account,
        fail_on=terms.fail_on,
        baseline=terms.baseline,
        recording=not way.no_history,
        options=Options(
            select=tuple(terms.select),
            allow_empty=terms.allow_empty,
            use_waivers=not terms.no_waivers,
            confirm=terms.confirm_pause if terms.confirm else None,
            jobs=way.jobs,
            executor=executor_of(way.executor),
        ),
    )


class _Check:
    """A check that the command line asks for; `settings` are known as soon as they are read."""

    def __init__(
        self,
        request: Request,
        outputs: tuple[Output, ...],
        progress: Progress,
        masker: "Masker | None",
        notifying: bool,
    ) -> None:
        self.request = request
        self.outputs = outputs
        self.progress = progress
        self.masker = masker
        self.notifying = notifying
        self.settings: Settings | None = None

    def report(self) -> Report:
        """The report, also where nothing could be checked. Raises UsageError before it begins."""
        self.progress.show("reading the configuration and the declarations")
        try:
            task = prepare(self.request, os.environ, self.see)
        except InputError as error:
            return self._masked(self._failed(error))
        if self.masker:  # what is declared first, so that its names depend on nothing else
            self.masker.learn(number for known in task.declared.values() for number in known)
            task = task._replace(options=task.options._replace(seen=self.masker.learn))
        return self._masked(run.check(task, self.progress))

    def see(self, settings: Settings) -> None:
        """Note the settings, before anything that they name is read."""
        self.settings = settings
        targets.refuse_inputs(self.outputs, settings.inputs)

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """Those to send after the run."""
        return self.settings.notifications if self.settings and self.notifying else ()

    def _failed(self, error: InputError) -> Report:
        request, settings = self.request, self.settings
        names = request.accounts or (DEFAULT_ACCOUNT,)
        if settings is None:
            fail_on = threshold(request.fail_on or "low")
            return run.error_report(error, display_path(request.config), fail_on, names)
        names = tuple(account.name for account in settings.accounts) or names
        report = run.error_report(error, display_path(request.config), settings.fail_on, names)
        return run.keep_failed(report, settings)

    def _masked(self, report: Report) -> Report:
        return self.masker.report(report) if self.masker else report


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


def _finish(check: _Check, asked: bool, view: View) -> int:
    """Check, write what was asked for, tell what went wrong; the exit code of the report."""
    outputs = check.outputs
    with check.progress:
        report = check.report()
    if any(account.declared is None for account in report.accounts):
        outputs, kept = targets.keep_inputs(outputs)
        report = report._replace(problems=(*report.problems, *kept))
    tell(*report.all_problems)
    if report.passed_over:
        tell(report.passed_over, word="Warning")
    if asked or report.outcome is not Outcome.ERROR or any(a.summary for a in report.accounts):
        told = report.all_problems
        with check.progress:
            check.progress.show("writing the reports")
            report = writing.write(report, outputs, view, check.progress.clear)
        tell(*report.all_problems[len(told) :])
        writing.tell_verdict(report, outputs, view)
    if check.notifications:
        _notify(report, check)
    return report.exit_code


def _notify(report: Report, check: _Check) -> None:
    """Send the notifications; what cannot be sent is a warning, and changes no verdict."""
    from driftcheck import notify  # few send any

    with check.progress:
        failed = notify.send(report, check.notifications, check.progress)
    tell(*(map(check.masker.problem, failed) if check.masker else failed), word="Warning")
