"""Looking at all accounts: one here, several at once; each a function of its job alone."""

from collections.abc import Iterable, Sequence
from threading import Event

from driftcheck.config import Account, Settings
from driftcheck.pipeline.inputs import Inputs, Options
from driftcheck.pipeline.look import Job, Look, look, slim
from driftcheck.watch import Item, Watch


def looks(
    accounts: Sequence[Account], settings: Settings, inputs: Inputs, options: Options, watch: Watch
) -> list[Look]:
    """What there is to see of the accounts that could be loaded, in their order."""
    jobs = [
        Job(a, inputs.accounts[a.name], inputs.validator, options, tuple(settings.sensitive))
        for a in accounts
        if a.name in inputs.accounts
    ]
    found = [look(jobs[0], watch)] if len(jobs) == 1 else _at_once(jobs, options.jobs, watch)
    if options.seen:
        for one in found:
            options.seen(one.seen)
    return found


def _at_once(jobs: Sequence[Job], most: int, watch: Watch) -> list[Look]:
    from driftcheck.pipeline.pool import each  # few have several accounts

    ended = Event()

    def call(job: Job) -> Look:
        return slim(look(job, _Named(job.account.name, watch, ended)))

    found: dict[int, Look] = {}
    try:
        for index, one in each(call, jobs, most):
            found[index] = one
            watch(f"{len(found)} of {len(jobs)} accounts: {one.account.name} is done")
    finally:
        ended.set()
    return [found[index] for index in range(len(jobs))]


class _Named:
    """Tells of an account, by its name, what others tell of theirs at the same time.

    Once `ended` is set it is silent: a thread that is left behind would write as Python shuts down.
    """

    def __init__(self, name: str, watch: Watch, ended: Event) -> None:
        self.name = name
        self.watch = watch
        self.ended = ended

    def __call__(self, line: str) -> None:
        """Tell of a step."""
        if not self.ended.is_set():
            self.watch(f"{self.name}: {line}")

    def over(self, _what: str, items: Sequence[Item]) -> Iterable[Item]:
        """The items; how many are done is told of one account only."""
        return items
