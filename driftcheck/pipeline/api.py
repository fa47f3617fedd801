"""A check, from its configuration to its report: for the command line and for Python."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from driftcheck import config as configuration
from driftcheck.config import (
    Settings,
    in_its_place,
    lock_in_force,
    locked,
    only,
    refuse_several,
    threshold,
    with_files,
)
from driftcheck.model import (
    FAIL_NEVER,
    Collector,
    Item,
    Problem,
    Report,
    Severity,
    UsageError,
    Watch,
    unwatched,
)
from driftcheck.pipeline import expected, run
from driftcheck.pipeline.arguments import refuse_wrong_types
from driftcheck.pipeline.provenance import Provenance, provenance_of
from driftcheck.pipeline.task import Options, Task
from driftcheck.words import did_you_mean, seconds_of

MAX_JOBS = 256  # threads
MAX_PAUSE = 3600
"""The longest pause before a second fetch, in seconds."""


class Request(NamedTuple):
    """The arguments of a check.

    An empty `accounts` means all accounts. `live` is a file in place of the live list, or - for
    standard input. `max_age` limits the age of such a file, such as `24h`; with `any_account` it
    may be from another account. `url` overrides the URL of the API, and `fail_on` the configured
    severity. `scheduler` is where an executor in the options sends jobs.
    """

    config: Path
    accounts: tuple[str, ...] = ()
    live: str | None = None
    url: str | None = None
    max_age: str | None = None
    any_account: bool = False
    fail_on: str | None = None
    baseline: Path | None = None
    recording: bool = True
    notifying: bool = True
    options: Options = Options()
    scheduler: str | None = None

    def refuse_nonsense(self) -> None:
        """Raise UsageError for impossible arguments.

        On the command line, click has already checked most of them.
        """
        options, level = self.options, self.fail_on
        known = [*(severity.label for severity in Severity), FAIL_NEVER]
        if level is not None and level not in known:
            hint = did_you_mean(level, known)
            raise UsageError(Problem(f'fail_on: there is no severity "{level}"', None, hint))
        if self.max_age is not None and seconds_of(self.max_age) is None:
            hint = "Use a whole number with its unit, such as 24h."
            raise UsageError(Problem(f'max_age: "{self.max_age}" is not an age', None, hint))
        if not 1 <= options.jobs <= MAX_JOBS:
            raise UsageError(Problem(f"jobs: must be 1 to {MAX_JOBS}"))
        if options.confirm is not None and not 0 <= options.confirm <= MAX_PAUSE:
            raise UsageError(Problem(f"confirm: the pause must be 0 to {MAX_PAUSE} seconds"))
        if options.confirm is not None and (
            self.live == "-" or (self.live or "").startswith("/dev/")
        ):
            stream = "standard input" if self.live in ("-", "/dev/stdin") else "a pipe"
            hint = "Save the list to a file, or fetch it from the API."
            raise UsageError(Problem(f"--confirm cannot read {stream} twice", None, hint))

    def provenance(self, environ: Mapping[str, str]) -> Provenance:
        """Return the commit that is checked and the CI run that checks it."""
        return provenance_of(self.config, environ)

    def settings(self, environ: Mapping[str, str], problems: Collector) -> Settings:
        """Return the settings of the configuration, overridden by these arguments.

        Raises InputError, and UsageError if the arguments do not fit the configuration.
        """
        live = in_its_place(self.live, self.url)
        elsewhere = self.options.executor is not None
        uses = (("history", self.recording), ("notifications", self.notifying))
        unused = [key for key, is_used in uses if not is_used]
        loaded = configuration.load(
            self.config,
            environ,
            problems,
            live=live,
            elsewhere=elsewhere,
            unused=unused,
        )
        settings = with_files(only(loaded, self.accounts), self.max_age, self.any_account)
        refuse_several(settings, live)
        if self.fail_on:
            settings = settings._replace(fail_on=threshold(self.fail_on))
        return settings if self.recording else settings._replace(history=None)


def prepare(
    request: Request, environ: Mapping[str, str], seen: Callable[[Settings], None] = lambda _: None
) -> Task:
    """Return the task of a request, with all files loaded and valid.

    `seen` receives the settings as soon as they are known. Raises InputError with every problem if
    no account can be checked, LockError if anything exceeds the lock, and UsageError.
    """
    request.refuse_nonsense()
    problems = Collector()
    settings = request.settings(environ, problems)
    seen(settings)
    if lock := lock_in_force():
        from driftcheck.pipeline.limits import beyond_of_options  # only needed with a lock

        asked = request.fail_on, request.baseline, request.scheduler
        problems.forbid(beyond_of_options(lock, *asked))
    options = request.options
    if request.baseline:
        from driftcheck.triage import load_baseline  # only needed with a baseline

        with problems.step():
            options = options._replace(baseline=load_baseline(request.baseline))
    task = expected.load_task(settings, problems, environ)
    return task._replace(options=options, provenance=request.provenance(environ))


def check(  # noqa: PLR0913 - keyword arguments
    config: str | os.PathLike[str] = "driftcheck.yaml",
    *,
    account: str | Iterable[str] = (),
    select: str | Iterable[str] = (),
    live: str | os.PathLike[str] | None = None,
    url: str | None = None,
    max_age: str | None = None,
    any_account: bool = False,
    baseline: str | os.PathLike[str] | None = None,
    fail_on: str | None = None,
    waivers: bool = True,
    allow_empty: bool = False,
    confirm: float | None = None,
    jobs: int = 8,
    environ: Mapping[str, str] | None = None,
    lock: str | os.PathLike[str] | None = None,
    record: bool = False,
    notify: bool = False,
    watch: Watch | None = None,
) -> Report:
    """Check a fleet as `driftcheck check` does; the arguments are the options of that command.

    It reads no `DRIFTCHECK_...` variable, prints nothing and handles no signal. `environ` provides
    the variables that the configuration names and those of the CI system. A run is recorded only
    with `record`, and notifications are sent only with `notify`; see `unsent` of the report. If an
    account cannot be read, the outcome is `error`. Raises InputError if a file is not valid,
    LockError if something exceeds the `lock`, and UsageError if an argument is not valid.
    """
    account, select = _as_tuple(account), _as_tuple(select)
    refuse_wrong_types(locals())
    options = Options(select, allow_empty, waivers, confirm=confirm, jobs=jobs)
    listed = account, _text(live), url, max_age, any_account
    former = None if baseline is None else Path(baseline)
    request = Request(Path(config), *listed, fail_on, former, record, notify, options)
    with locked(Path(lock)) if lock is not None else nullcontext():
        task = prepare(request, os.environ if environ is None else environ)
    listening = watch or _Nobody()
    report = run.check_task(task, listening)
    return _notify(report, task, listening) if notify else report


def _notify(report: Report, task: Task, watch: Watch) -> Report:
    """Send the notifications; return the report with those that failed."""
    if not task.settings.notifications:
        return report
    from driftcheck.notify import send  # only needed with notifications

    return report._replace(unsent=tuple(send(report, task.settings.notifications, watch)))


def _text(path: str | os.PathLike[str] | None) -> str | None:
    return None if path is None else os.fspath(path)


def _as_tuple(given: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)


class _Nobody:
    """Discards the progress of a run."""

    def __call__(self, line: str) -> None:
        """Discard the line."""

    def over(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        """Return the items."""
        return unwatched(what, items)
