"""`driftcheck check`."""

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from driftcheck.cli.check_options import (
    ListOptions,
    OutputOptions,
    RunOptions,
    VerdictOptions,
    executor_of,
    files_read,
    list_options,
    output_options,
    run_options,
    verdict_options,
)
from driftcheck.cli.options import ENV_FILE, new_command
from driftcheck.config import Notification, Settings, source_options, threshold
from driftcheck.model import (
    DEFAULT_ACCOUNT,
    DriftcheckError,
    InputError,
    LockError,
    Outcome,
    Problem,
    Report,
    UsageError,
)
from driftcheck.output import (
    Output,
    Progress,
    Unrecorded,
    keep_inputs,
    parse_outputs,
    refuse_inputs,
    tell,
    tell_verdict,
    view_of,
    write_reports,
)
from driftcheck.pipeline.api import Request, prepare
from driftcheck.pipeline.checkout import paths_in_checkout
from driftcheck.pipeline.run import failed_report, record_failed, run_task
from driftcheck.pipeline.task import Options
from driftcheck.report import FORMATS, View
from driftcheck.system import display_path, kept

if TYPE_CHECKING:
    from driftcheck.pipeline.record import Record
    from driftcheck.report import Masker


@new_command("check", "Compare the live list with the declarations.")
@list_options
@verdict_options
@output_options
@run_options
def command(
    lists: ListOptions, verdict: VerdictOptions, means: RunOptions, shown: OutputOptions
) -> int:
    """Fetch the live list and compare it with the declarations, the schema and the policies.

    It only reads and never changes a number.

    Exit codes: 0 clean, 2 findings at or above fail_on, 1 no verdict.

    Examples:
      driftcheck check  # compare, and print what differs
      driftcheck check --select "label=Sales*"  # only some numbers
      driftcheck check -o text -o html=report.html  # also write a page
      driftcheck check --live live.json  # use a list saved by driftcheck fetch
    """
    masker = _masker() if shown.mask_numbers else None
    with _masking(masker):
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        outputs = parse_outputs(shown.output or ["text"], FORMATS, summary)
    if shown.quiet and shown.verbose:
        raise UsageError(Problem("--quiet and --verbose cannot be used together"))
    request = _request(lists, verdict, means)
    request.refuse_nonsense()
    progress = Progress(shown.verbose, shown.quiet, mask=masker.text if masker else str)
    with _masking(masker), kept():
        refuse_inputs(outputs, files_read(lists, verdict))
        view = view_of(shown.color, shown.quiet, shown.all)
        view = view._replace(mask=progress.mask, update=partial(_update, lists, _env_file()))
        check = _Check(request, outputs, progress, masker)
        return _finish(check, bool(shown.output), view)


def _env_file() -> Path | None:
    found: Path | None = click.get_current_context().meta.get(ENV_FILE)
    return found


def _update(lists: ListOptions, env_file: Path | None) -> str:
    """Return the command that declares the live numbers of the same accounts."""
    if lists.live == "-":
        return ""  # the list cannot be read a second time
    from driftcheck.system import program  # rarely needed

    words = ["import", "--update"]
    words += source_options(lists.config, lists.live, lists.url, lists.any_account)
    if len(set(lists.account)) == 1:  # of several that are configured, perhaps
        words += ["--account", lists.account[0]]
    words += ["--env-file", str(env_file)] if env_file else []
    return f"{program()} {shlex.join(words)}"


def _request(lists: ListOptions, verdict: VerdictOptions, means: RunOptions) -> Request:
    cluster = executor_of(means.executor)
    return Request(
        lists.config,
        accounts=tuple(lists.account),
        live=lists.live,
        url=lists.url,
        max_age=lists.max_age,
        any_account=lists.any_account,
        fail_on=verdict.fail_on,
        baseline=verdict.baseline,
        recording=not means.no_history,
        notifying=not means.no_notifications,
        options=Options(
            select=tuple(verdict.select),
            allow_empty=verdict.allow_empty,
            use_waivers=not verdict.no_waivers,
            confirm=verdict.confirm_pause if verdict.confirm else None,
            jobs=means.jobs,
            executor=cluster,
        ),
        scheduler=cluster.url if cluster else None,
    )


class _Check:
    """The requested check, and its result. `settings` is None until the configuration is read."""

    def __init__(
        self,
        request: Request,
        outputs: tuple[Output, ...],
        progress: Progress,
        masker: "Masker | None",
    ) -> None:
        self.request = request
        self.outputs = outputs
        self.progress = progress
        self.masker = masker
        self.settings: Settings | None = None

    def run(self) -> Report:
        """Return the report, even if nothing could be checked. Raises UsageError at the start."""
        self.progress.show("reading the configuration and the declarations")
        try:
            task = prepare(self.request, os.environ, self.see)
        except InputError as error:
            if isinstance(error, LockError):
                self.settings = None  # no notification and no record for a refused configuration
            report, record = self._failed(error)
        else:
            if self.masker:  # declared numbers first: their masks do not depend on the list
                self.masker.learn(number for known in task.declared.values() for number in known)
                task = task._replace(options=task.options._replace(seen=self.masker.learn))
            report, record = run_task(task, self.progress)
        self.result = record or Unrecorded(report)
        return report

    def report(self, problems: tuple[Problem, ...] = ()) -> Report:
        """Return the report as it may be shown, with more problems."""
        report = self.result.report(problems)
        report = report._replace(paths=paths_in_checkout(report, os.environ))
        return self.masker.report(report) if self.masker else report

    def settle(self, ready: Callable[[], bool]) -> bool:
        """Record the run, if there is a history. Return False if another report is needed."""
        return self.result.settle(ready)

    def see(self, settings: Settings) -> None:
        """Store the settings before any file that they name is read."""
        self.settings = settings
        refuse_inputs(self.outputs, settings.inputs)

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """The notifications to send after the run."""
        return self.settings.notifications if self.settings and self.request.notifying else ()

    def _failed(self, error: InputError) -> "tuple[Report, Record | None]":
        request, settings = self.request, self.settings
        names, fail_on = request.accounts or (DEFAULT_ACCOUNT,), threshold(request.fail_on or "low")
        if settings:
            names = tuple(account.name for account in settings.accounts) or names
            fail_on = settings.fail_on
        report = failed_report(error, display_path(request.config), fail_on, names)
        report = report._replace(**request.provenance(os.environ)._asdict())
        return (
            record_failed(report, settings, request.options.select) if settings else (report, None)
        )


def _masker() -> "Masker":
    from driftcheck.report import Masker  # rarely needed

    return Masker()


@contextmanager
def _masking(masker: "Masker | None") -> Iterator[None]:
    """Mask the numbers in errors if there is a masker."""
    try:
        yield
    except DriftcheckError as error:
        raise masker.error(error) if masker else error from error


def _finish(check: _Check, asked: bool, view: View) -> int:
    """Run the check, write the outputs and report problems. Return the report's exit code."""
    with check.progress:
        made = check.run()
        unknown = any(account.declared is None for account in made.accounts)
        outputs, kept = keep_inputs(check.outputs) if unknown else (check.outputs, ())
        report = check.report(kept)
    known = report.all_problems
    tell(*known)
    if report.passed_over:
        tell(report.passed_over, word="Warning")
    is_shown = asked or report.outcome is not Outcome.ERROR or any(a.summary for a in made.accounts)
    with check.progress:
        check.progress.show("writing the reports")
        clear = check.progress.clear
        report = write_reports(check, outputs if is_shown else (), view, clear, kept)
    tell(*report.all_problems[len(known) :])
    if is_shown:
        tell_verdict(report, outputs, view)
    if check.notifications:
        _notify(report, check)
    return report.exit_code


def _notify(report: Report, check: _Check) -> None:
    """Send the notifications. A failure is a warning and does not change the verdict."""
    from driftcheck import notify  # rarely needed

    with check.progress:
        failed = notify.send(report, check.notifications, check.progress)
    tell(*(map(check.masker.problem, failed) if check.masker else failed), word="Warning")
