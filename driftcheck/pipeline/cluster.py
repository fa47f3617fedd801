"""`--executor dask=URL`: the workers of a Dask cluster look at the accounts.

A worker receives a job, which has everything except the secrets of the worker's own environment,
and returns what it saw, reduced to what the run needs. If a worker dies, Dask gives its job to
another one; a look changes nothing, so doing it twice is harmless.
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
"""How long to wait for a scheduler, and for a first worker, in seconds."""
_MORE = 5.0
"""How many seconds to wait beyond Dask's own timeout, and for its connections to close."""
_MARGIN = 60.0
_A_NUMBER = 0.0002
"""How many seconds a job may take beyond its account's `timeout`, plus per number."""
_TURN = 0.5
_INSTALL = "Install it: pip install 'driftcheck[dask]'"
_SAME = "Install driftcheck on the workers, in the same version as here."
_GONE = "Check that workers and scheduler are running, then run the check again."
_Dask = Any
"""Objects of `distributed`, which is not typed."""
Answer = tuple[int, Look, tuple[str, ...]]
"""The result of a job, by its index: the look and its log lines."""


@dataclass(frozen=True, slots=True)
class JobDone:
    """The answer of a worker: the look, the selected numbers, and the log lines."""

    version: str
    look: Look
    kept: tuple[str, ...] | None
    lines: tuple[str, ...]


class Cluster:
    """An executor for accounts that are fetched over HTTP; those in files are read locally."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, jobs: Sequence[Job], watch: Watch) -> list[Look]:
        """Return the looks of the jobs; a look that the cluster could not do has problems."""
        here = {i: job for i, job in enumerate(jobs) if _is_local(job)}
        there = {index: job for index, job in enumerate(jobs) if index not in here}
        found = {index: look(job, watch) for index, job in here.items()}
        if there:
            found.update(self._looks(there, watch))
        return [found[index] for index in range(len(jobs))]

    def _looks(self, jobs: Mapping[int, Job], watch: Watch) -> Iterator[tuple[int, Look]]:
        """Yield the looks as they arrive, each with its index.

        A thread makes all calls to Dask, because some of them can wait without end.
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
        except (OSError, RuntimeError, CancelledError) as error:  # the message may quote a job
            problems = (Problem(f"the cluster failed: {type(error).__name__}", None, _GONE),)
        finally:
            talk.stop()
        for index, job in left.items():
            yield index, Look(job.account, problems=problems)

    def _answers(self, jobs: Mapping[int, Job], patience: float) -> Iterator[Answer | None]:
        """Yield the results of the jobs; the first item is None, once the scheduler answers."""
        with self._client(patience) as client:
            yield None
            yield from _answers(client, jobs)

    @contextlib.contextmanager
    def _client(self, patience: float) -> Iterator[_Dask]:
        distributed = _dask()
        try:
            client = distributed.Client(self.url, timeout=patience, set_as_default=False)
        except Exception as error:  # whatever answered
            raise UsageError(self._unreachable()) from error
        with client, client.as_current():
            yield client

    def _unreachable(self) -> Problem:
        message = f"--executor: cannot reach a Dask scheduler at {hide_userinfo(self.url)}"
        hint = "Check that it is running, and its address, such as dask=tcp://HOST:8786."
        return Problem(message, None, hint)


def _dask() -> _Dask:
    """Return the module of Dask. Raises UsageError if it is not installed."""
    try:
        distributed: _Dask = import_module("distributed")
    except ImportError as error:
        problem = Problem("--executor: Dask is not installed here", None, _INSTALL)
        raise UsageError(problem) from error
    for name in tuple(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):  # driftcheck reports errors itself
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return distributed


def _longest(jobs: Iterable[Job]) -> float:
    """Return the longest time in seconds until the next job is done, if any worker is alive."""
    return max(_timeout(job) + _MARGIN + len(job.declared) * _A_NUMBER for job in jobs)


def _timeout(job: Job) -> float:
    """Return how many seconds the fetch of a job may take."""
    timeout: float = getattr(job.account.live, "timeout", PATIENCE)
    return timeout


def _is_local(job: Job) -> bool:
    """Whether a job can run only on this machine."""
    return job.account.live is None or job.account.live.is_local


def remote(data: bytes) -> JobDone:
    """Do a job; this runs on a worker."""
    job: Job = pickle.loads(data)  # noqa: S301 - a cluster trusts its clients
    lines: list[str] = []
    found = without_secrets(slim(look(job, _Noted(lines))))
    whole = found.declared is job.declared
    # Only names are returned, because the client has the declarations.
    kept = None if whole or found.declared is None else tuple(found.declared)
    return JobDone(driftcheck.__version__, found._replace(declared=None), kept, tuple(lines))


class _Noted:
    """Collects log lines for the client."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def __call__(self, line: str) -> None:
        """Record a step."""
        self.lines.append(line)

    def over(self, _what: str, items: Sequence[Item]) -> Iterable[Item]:
        """Return the items."""
        return items


def _answers(client: _Dask, jobs: Mapping[int, Job]) -> Iterator[Answer]:
    """Yield the results of the jobs; for a job that no worker does, the reason."""
    waiting = {
        # Not pure: Dask would reuse the result of an equal job, and the second fetch would confirm
        # nothing.
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
    """Return the futures that are done; waits for a while."""
    distributed: _Dask = import_module("distributed")
    with contextlib.suppress(TimeoutError, CancelledError):  # CancelledError: the scheduler is gone
        distributed.wait(list(waiting), timeout=_TURN, return_when="FIRST_COMPLETED")
    return [future for future in waiting if future.status != "pending"]


def _answer(future: _Dask, job: Job) -> tuple[Look, tuple[str, ...]]:
    """Return what a worker saw, or why it could not, and its log lines."""
    if future.status not in ("finished", "error"):
        return _failed_look(job, "the cluster lost its scheduler", _GONE), ()
    if future.status == "error":
        reason = type(future.exception()).__name__  # the message may quote the job
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
