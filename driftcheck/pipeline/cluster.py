"""`--executor dask=URL`: accounts are looked at by the workers of a Dask cluster.

A worker is sent a job, which is all that it needs but for the secrets of its own environment, and
sends back what it saw, without what nobody needs any more. Where a worker dies, Dask has another
one do its job; a look changes nothing, so it does no harm that one was begun twice.
"""

import contextlib
import logging
import pickle
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import driftcheck
from driftcheck.model import Declared, Item, Problem, UsageError, Watch
from driftcheck.pipeline.look import look, slim, without_secrets
from driftcheck.pipeline.task import Job, Look
from driftcheck.system.pool import Aside
from driftcheck.words import hide_userinfo

PATIENCE = 15.0
"""How long to wait for a scheduler, and for a worker where there is none, in seconds at most."""
_MORE = 5.0
"""How long to wait beyond the time that Dask is given, and for its connections to close."""
_MARGIN = 60.0
_A_NUMBER = 0.0002
"""How long a job may take beside its account's `timeout`, and for each number, in seconds."""
_TURN = 0.5
_INSTALL = "Install it: pip install 'driftcheck[dask]'"
_SAME = "Install driftcheck on the workers, in the same version as here."
_GONE = "Check that workers and scheduler are running, then run the check again."
_Dask = Any
"""Parts of `distributed`, which are not typed."""
Answer = tuple[int, Look, tuple[str, ...]]
"""What comes of a job, by its index: the look, and log lines."""


@dataclass(frozen=True, slots=True)
class JobDone:
    """What a worker sends back: what it saw, the numbers that are selected, and its log lines."""

    version: str
    look: Look
    kept: tuple[str, ...] | None
    lines: tuple[str, ...]


class Cluster:
    """An executor for accounts that are asked over HTTP; what is in files is looked at here."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, jobs: Sequence[Job], watch: Watch) -> list[Look]:
        """The looks of the jobs; where the cluster does not do one, that look says so."""
        here = {i: job for i, job in enumerate(jobs) if _is_local(job)}
        there = {index: job for index, job in enumerate(jobs) if index not in here}
        found = {index: look(job, watch) for index, job in here.items()}
        if there:
            found.update(self._looks(there, watch))
        return [found[index] for index in range(len(jobs))]

    def _looks(self, jobs: Mapping[int, Job], watch: Watch) -> Iterator[tuple[int, Look]]:
        """The looks as they come, each with its index.

        All that is asked of Dask is asked by a thread: it waits for some peers without end.
        """
        patience = min(PATIENCE, max(map(_timeout, jobs.values())))
        left, limit = dict(jobs), patience + _MORE
        problems: tuple[Problem, ...] = (self._unreachable(),)
        talk = Aside(lambda: self._answers(jobs, patience))
        try:
            while left:
                answer = talk.next(limit)
                if answer is None:
                    limit = _longest(jobs.values())
                    problems = (Problem("the cluster has stopped answering", None, _GONE),)
                    continue
                index, seen, lines = answer
                name = left.pop(index).account.name
                for line in lines:
                    watch(line)
                watch(f"{len(jobs) - len(left)} of {len(jobs)} accounts: {name} is done")
                yield index, seen
            talk.next(_MORE)  # until the connection is closed
        except UsageError as error:
            problems = error.problems
        except (TimeoutError, StopIteration):
            pass
        except (OSError, RuntimeError, CancelledError) as error:  # its message may quote a job
            problems = (Problem(f"the cluster failed: {type(error).__name__}", None, _GONE),)
        finally:
            talk.stop()
        for index, job in left.items():
            yield index, Look(job.account, problems=problems)

    def _answers(self, jobs: Mapping[int, Job], patience: float) -> Iterator[Answer | None]:
        """What comes of the jobs; None as soon as there is a scheduler."""
        with self._client(patience) as client:
            yield None
            yield from _answers(client, jobs)

    @contextlib.contextmanager
    def _client(self, patience: float) -> Iterator[_Dask]:
        distributed = _dask()
        try:
            client = distributed.Client(self.url, timeout=patience, set_as_default=False)
        except Exception as error:  # whatever it was that answered
            raise UsageError(self._unreachable()) from error
        with client, client.as_current():
            yield client

    def _unreachable(self) -> Problem:
        message = f"--executor: cannot reach a Dask scheduler at {hide_userinfo(self.url)}"
        hint = "Check that it is running, and its address, such as dask=tcp://HOST:8786."
        return Problem(message, None, hint)


def _dask() -> _Dask:
    """The module of Dask. Raises UsageError where it is not installed."""
    try:
        distributed: _Dask = import_module("distributed")
    except ImportError as error:
        problem = Problem("--executor: Dask is not installed here", None, _INSTALL)
        raise UsageError(problem) from error
    for name in tuple(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):  # we report errors
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return distributed


def _longest(jobs: Iterable[Job]) -> float:
    """How many seconds go by at most until the next of some jobs is done, if anybody works."""
    return max(_timeout(job) + _MARGIN + len(job.declared) * _A_NUMBER for job in jobs)


def _timeout(job: Job) -> float:
    """How many seconds the list of a job may take."""
    timeout: float = getattr(job.account.live, "timeout", PATIENCE)
    return timeout


def _is_local(job: Job) -> bool:
    """Whether a job can be done on this machine only."""
    return job.account.live is None or job.account.live.is_local


def remote(data: bytes) -> JobDone:
    """Do a job: what a worker runs."""
    job: Job = pickle.loads(data)  # noqa: S301 - a cluster runs whatever its clients send
    lines: list[str] = []
    found = without_secrets(slim(look(job, _Noted(lines))))
    whole = found.declared is job.declared
    # Only names go back: whoever sent the job has the declarations.
    kept = None if whole or found.declared is None else tuple(found.declared)
    return JobDone(driftcheck.__version__, found._replace(declared=None), kept, tuple(lines))


class _Noted:
    """Keeps log lines for whoever sent the job."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def __call__(self, line: str) -> None:
        """Tell of a step."""
        self.lines.append(line)

    def over(self, _what: str, items: Sequence[Item]) -> Iterable[Item]:
        """The items."""
        return items


def _answers(client: _Dask, jobs: Mapping[int, Job]) -> Iterator[Answer]:
    """What comes of the jobs; of those that nobody does, why."""
    waiting = {
        # Not pure: Dask would give back the result of an equal job, and confirm nothing.
        client.submit(remote, pickle.dumps(job), pure=False): index
        for index, job in jobs.items()
    }
    seen = time.monotonic()
    while waiting:
        for future in _done(waiting):
            index = waiting.pop(future)
            yield index, *_answer(future, jobs[index])
        if waiting and client.scheduler_info()["workers"]:
            seen = time.monotonic()
        if time.monotonic() - seen > PATIENCE:
            break
    for index in waiting.values():
        yield index, _failed_look(jobs[index], "the cluster has no worker", _GONE), ()


def _done(waiting: Mapping[_Dask, int]) -> list[_Dask]:
    """The futures that are done; waits for a while."""
    distributed: _Dask = import_module("distributed")
    with contextlib.suppress(TimeoutError, CancelledError):  # the latter without a scheduler
        distributed.wait(list(waiting), timeout=_TURN, return_when="FIRST_COMPLETED")
    return [future for future in waiting if future.status != "pending"]


def _answer(future: _Dask, job: Job) -> tuple[Look, tuple[str, ...]]:
    """What a worker saw, or why it could not; and its log lines."""
    if future.status not in ("finished", "error"):
        return _failed_look(job, "the cluster lost its scheduler", _GONE), ()
    if future.status == "error":
        reason = type(future.exception()).__name__  # its message may quote what it was sent
        return _failed_look(job, f"no worker of the cluster could check it: {reason}", _SAME), ()
    answer: JobDone = future.result()
    lines = tuple(f"{job.account.name}: {line}" for line in answer.lines)
    if answer.version != driftcheck.__version__:
        message = f"a worker has driftcheck {answer.version}, but this is {driftcheck.__version__}"
        return _failed_look(job, message, _SAME), lines
    seen = answer.look._replace(account=job.account)
    if not seen.problems:
        seen = seen._replace(declared=_pick(job.declared, answer.kept))
    return seen, lines


def _failed_look(job: Job, message: str, hint: str) -> Look:
    return Look(job.account, problems=(Problem(message, None, hint),))


def _pick(declared: Declared, names: tuple[str, ...] | None) -> Declared:
    return declared if names is None else {name: declared[name] for name in names}
