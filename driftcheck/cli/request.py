"""What the command line of a check asks for, and the report that comes of it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from driftcheck import config, pipeline
from driftcheck.config import (
    DEFAULT,
    LiveFile,
    Notification,
    Settings,
    only,
    threshold,
    with_files,
)
from driftcheck.errors import Collector, InputError, Problem, UsageError
from driftcheck.output.progress import Progress
from driftcheck.output.targets import Output, refuse_inputs
from driftcheck.pipeline import Options
from driftcheck.result import Report
from driftcheck.system import display_path

if TYPE_CHECKING:
    from driftcheck.report.mask import Masker


class Run(NamedTuple):
    """What the command line asks for."""

    config: Path
    accounts: tuple[str, ...]
    live: str | None
    fail_on: str | None
    outputs: tuple[Output, ...]
    options: Options
    baseline: Path | None
    progress: Progress
    masker: "Masker | None" = None
    notifying: bool = True
    recording: bool = True
    max_age: str | None = None
    any_account: bool = False

    def settings(self, problems: Collector) -> Settings:
        """The settings of the configuration, with what the command line has in their place."""
        live = None if self.live is None else LiveFile.given(self.live)
        elsewhere = self.options.executor is not None
        loaded = config.load(self.config, os.environ, problems, live, elsewhere=elsewhere)
        settings = with_files(only(loaded, self.accounts), self.max_age, self.any_account)
        if live and len(settings.accounts) > 1:
            hint = "Choose one with --account NAME."
            raise UsageError(Problem("--live is the list of one account", None, hint))
        if self.fail_on:
            settings = settings._replace(fail_on=threshold(self.fail_on))
        return settings if self.recording else settings._replace(history=None)

    def check(self) -> tuple[Report, tuple[Notification, ...]]:
        """The report, also where nothing could be checked, and whom to tell of it.

        Raises UsageError before it begins.
        """
        problems = Collector()
        told: tuple[Notification, ...] = ()
        settings: Settings | None = None
        fail_on, names = threshold(self.fail_on or "low"), self.accounts or (DEFAULT,)
        try:
            self.progress.show("reading the configuration and the declarations")
            settings = self.settings(problems)
            fail_on, names = settings.fail_on, tuple(a.name for a in settings.accounts) or names
            told = settings.notifications if self.notifying else ()
            refuse_inputs(self.outputs, settings.inputs)
            options = self._with_baseline(problems)
            inputs = pipeline.load(settings, problems)
        except InputError as error:
            failed = pipeline.error_report(error, display_path(self.config), fail_on, names)
            failed = pipeline.keep_failed(failed, settings) if settings else failed
            return self._masked(failed), told
        if self.masker:  # what is declared first, so that its names depend on nothing else
            self.masker.learn(number for known in inputs.declared.values() for number in known)
            options = options._replace(seen=self.masker.learn)
        return self._masked(pipeline.check(settings, inputs, options, self.progress)), told

    def _masked(self, report: Report) -> Report:
        return self.masker.report(report) if self.masker else report

    def _with_baseline(self, problems: Collector) -> Options:
        if self.baseline is None:
            return self.options
        from driftcheck.triage import baseline

        with problems.step():
            return self.options._replace(baseline=baseline.load(self.baseline))
        return self.options
