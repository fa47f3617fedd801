"""Checks the options of a run against the lock."""

import os
from collections.abc import Iterator
from pathlib import Path

from driftcheck.config import Lock, host_of_url, threshold
from driftcheck.model import Problem


def beyond_of_options(
    lock: Lock, fail_on: str | None, baseline: Path | None, scheduler: str | None
) -> Iterator[Problem]:
    """Yield what options request beyond a lock; `--live` is checked with the configuration."""
    if fail_on and not lock.allows_threshold(threshold(fail_on)):
        message = f"--fail-on {fail_on} is laxer than the lock allows"
        yield lock.problem("fail_on", message, None)
    if baseline and os.path.realpath(baseline) not in lock.baselines:
        yield lock.problem("baselines", _of_baseline(baseline), None)
    if scheduler and not lock.has_host(host_of_url(scheduler)):
        message = "--executor: the scheduler is on a host that the lock does not allow"
        yield lock.problem("hosts", message, None)


def _of_baseline(path: Path) -> str:
    """Return the message for a baseline, with the target of a link."""
    real = os.path.realpath(path)
    really = f", which is {real}" if real != os.path.abspath(path) else ""
    return f'--baseline: the lock does not allow "{path}"{really}'
