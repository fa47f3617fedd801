"""Looking at all accounts: one here, several at once; each a function of its job alone."""

from collections.abc import Iterable, Sequence
from threading import Event, Lock

from driftcheck.config import Account, Settings
from driftcheck.pipeline.expected import Expected, Inputs, Options
from driftcheck.pipeline.look import Job, Look, look, slim
from driftcheck.system import Watch
from driftcheck.system.watch import Item


def looks(
    accounts: Sequence[Account], settings: Settings, inputs: Inputs, options: Options, watch: Watch
) -> list[Look]:
    """What there is to see of the accounts that could be loaded, in their order."""
    jobs = [
        _job(account, inputs.accounts[account.name], inputs, options, settings)
        for account in accounts
        if account.name in inputs.accounts
    ]
    if options.executor:
        found = options.executor(jobs, watch)
    else:
        found = [look(jobs[0], watch)] if len(jobs) == 1 else _at_once(jobs, options.jobs, watch)
    if options.seen:
        for one in found:
            options.seen(one.seen)
    return found


def _job(
    account: Account, expected: Expected, inputs: Inputs, options: Options, settings: Settings
) -> Job:
    level = account.severity
    rules = tuple(r for r in expected.rules if level.get(r.id, r.severity) is not None)
    hidden = (*settings.sensitive, *sorted(inputs.filled))
    asked = options.select, options.allow_empty
    return Job(
        account,
        expected.declared,
        rules,
        inputs.validator,
        *asked,
        hidden,
        settings.history is not None,
    )


def _at_once(jobs: Sequence[Job], most: int, watch: Watch) -> list[Look]:
    from driftcheck.system.pool import each  # few have several accounts

    told = _Told(watch)

    def call(job: Job) -> Look:
        return slim(look(job, _Named(job.account.name, told)))

    found: dict[int, Look] = {}
    try:
        for index, one in each(call, jobs, most):
            found[index] = one
            told(f"{len(found)} of {len(jobs)} accounts: {one.account.name} is done")
    finally:
        told.ended.set()
    return [found[index] for index in range(len(jobs))]


class _Told:
    """Tells what several threads have to say, one at a time.

    Once `ended` is set it is silent: a thread that is left behind would write as Python shuts down.
    """

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.lock = Lock()
        self.ended = Event()

    def __call__(self, line: str) -> None:
        with self.lock:
            if not self.ended.is_set():
                self.watch(line)


class _Named:
    """Tells of an account, by its name, what others tell of theirs at the same time."""

    def __init__(self, name: str, told: _Told) -> None:
        self.name = name
        self.told = told

    def __call__(self, line: str) -> None:
        """Tell of a step."""
        self.told(f"{self.name}: {line}")

    def over(self, _what: str, items: Sequence[Item]) -> Iterable[Item]:
        """The items; how many are done is told of one account only."""
        return items
