"""Looks at all accounts: one in this thread, several concurrently."""

from collections.abc import Collection, Iterable, Sequence
from threading import Event, Lock

from driftcheck.config import Account
from driftcheck.model import Item, Watch
from driftcheck.pipeline.look import look, slim
from driftcheck.pipeline.task import Job, Look, Task
from driftcheck.words import QuotedSecrets, knowing


def looks(task: Task, watch: Watch, names: Collection[str] | None = None) -> list[Look]:
    """Return the looks at the accounts that could be loaded, in their order.

    `names` selects accounts; None means all.
    """
    options, loaded = task.options, task.accounts
    accounts = [account for account in task.settings.accounts if account.name in loaded]
    jobs = [_job(account, task) for account in accounts if names is None or account.name in names]
    if options.executor:
        found = options.executor(jobs, watch)
    else:
        # A single account is read in this thread, where its progress can be shown.
        found = [look(jobs[0], watch)] if len(jobs) == 1 else _at_once(jobs, options.jobs, watch)
    if options.seen:
        for one in found:
            options.seen(one.seen)
    return found


def _job(account: Account, task: Task) -> Job:
    expected, level = task.accounts[account.name], account.severity
    return Job(
        account,
        expected.declared,
        tuple(r for r in expected.rules if level.get(r.id, r.severity) is not None),
        expected.validator,
        select=task.options.select,
        allow_empty=task.options.allow_empty,
        sensitive=task.hidden,
        digest=task.settings.history is not None,
    )


def _at_once(jobs: Sequence[Job], most: int, watch: Watch) -> list[Look]:
    from driftcheck.system.pool import each  # only for several accounts

    voice = _Voice(watch)

    def call(job: Job) -> Look:
        with knowing(voice.known):
            return slim(look(job, _Named(job.account.name, voice)))

    found: dict[int, Look] = {}
    try:
        for index, one in each(call, jobs, most):
            found[index] = one
            voice(f"{len(found)} of {len(jobs)} accounts: {one.account.name} is done")
    finally:
        voice.ended.set()
    return [found[index] for index in range(len(jobs))]


class _Voice:
    """Reports for several threads, one line at a time and without their secrets.

    Once `ended` is set it is silent, because a thread that is left behind would write after the
    last line.
    """

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.lock = Lock()
        self.ended = Event()
        self.known = QuotedSecrets()

    def __call__(self, line: str) -> None:
        with self.lock:
            if not self.ended.is_set():
                self.watch(self.known.hidden(line))


class _Named:
    """Prefixes lines with the name of an account."""

    def __init__(self, name: str, voice: _Voice) -> None:
        self.name = name
        self.voice = voice

    def __call__(self, line: str) -> None:
        """Report a step."""
        self.voice(f"{self.name}: {line}")

    def over(self, _what: str, items: Sequence[Item]) -> Iterable[Item]:
        """Return the items; only a single account shows how many are done."""
        return items
