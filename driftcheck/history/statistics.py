"""What a history says over time: pure functions of its runs and episodes.

Times are UTC, as `2026-01-01T00:00:00Z`; how long something took is in seconds. As nobody looks
between two runs, a time to fix is right to the time between them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from driftcheck.history.records import Episode, StoredRun
from driftcheck.model import JSON, Kind, Severity

FLAPPING = 2
"""A finding that came back so often is flapping."""


@dataclass(frozen=True, slots=True)
class Point:
    """A run in a trend. What an account that was not read would have had is in no count.

    `by_severity` leaves waived findings out, as in a report; it and `coverage` are None where
    nothing was read. `persisting` were open before, `new` and `fixed` are since the runs before.
    """

    run: int
    started_at: str
    outcome: str
    by_severity: Mapping[str, int] | None
    waived: int
    coverage: float | None
    found: int
    new: int
    fixed: int
    errors: tuple[str, ...]
    hash: str
    commit: str | None = None
    run_url: str | None = None

    @property
    def persisting(self) -> int:
        """How many of its findings were open before."""
        return self.found - self.new

    @property
    def was_read(self) -> bool:
        """Whether any list was read whole, so that counts mean something."""
        return self.by_severity is not None


@dataclass(frozen=True, slots=True)
class TimeToFix:
    """How long it took to fix what a name stands for: `count` findings, in seconds."""

    name: str
    count: int
    mean: float
    median: float


@dataclass(frozen=True, slots=True)
class Drifter:
    """A number that drifts: how often, for how many seconds in all, and whether it does now.

    `returns` is how often one of its findings came back after it was fixed.
    """

    account: str
    phone_number: str
    episodes: int
    seconds: float
    returns: int
    is_open: bool

    @property
    def flaps(self) -> bool:
        """Whether it comes back again and again."""
        return self.returns >= FLAPPING


def trend(
    runs: Iterable[StoredRun], account: str | None = None, episodes: Iterable[Episode] = ()
) -> list[Point]:
    """A point a run, in their order; of one account alone, given its episodes."""
    if account is None:
        return [_of_all(run) for run in runs]
    known = list(episodes)
    new = Counter(episode.first_run for episode in known)
    fixed = Counter(episode.fixed_run for episode in known)
    parts = ((run, _account(run, account)) for run in runs)
    return [
        _point(run, part["summary"], new[run.id], fixed[run.id], _errors_of(part))
        for run, part in parts
        if part is not None
    ]


def _account(run: StoredRun, name: str) -> JSON:
    return next((part for part in run.document["accounts"] if part["name"] == name), None)


def _errors_of(account: JSON) -> tuple[str, ...]:
    return (account["error"],) if account["error"] else ()


def _of_all(run: StoredRun) -> Point:
    accounts = run.document["accounts"]
    failed = [account for account in accounts if account["error"]]
    nothing = len(failed) == len(accounts)
    errors = (*(error for part in failed for error in _errors_of(part)), *run.document["errors"])
    summary = None if nothing else run.document["summary"]
    return _point(run, summary, run.new, run.fixed, errors)


def _point(run: StoredRun, summary: JSON, new: int, fixed: int, errors: tuple[str, ...]) -> Point:
    by_severity = summary and summary["by_severity"]
    waived = summary["waived"] if summary else 0
    return Point(
        run=run.id,
        started_at=run.started_at,
        outcome="error" if errors and not summary else run.outcome,
        by_severity=by_severity,
        waived=waived,
        coverage=summary["coverage"] if summary else None,
        found=sum(by_severity.values()) + waived if by_severity else 0,
        new=new,
        fixed=fixed,
        errors=errors,
        hash=run.hash,
        commit=run.commit,
        run_url=run.run_url,
    )


def times_to_fix(episodes: Iterable[Episode], name: Callable[[Episode], str]) -> list[TimeToFix]:
    """How long fixing took, by name, the longest mean first; what was waived was not waited for."""
    took: dict[str, list[float]] = defaultdict(list)
    for episode in episodes:
        if episode.fixed_at is not None and not episode.waived:
            took[name(episode)].append(seconds(episode.since, episode.fixed_at))
    found = [TimeToFix(what, len(t), fmean(t), median(t)) for what, t in took.items()]
    return sorted(found, key=lambda one: (-one.mean, one.name))


def by_severity(times: Iterable[TimeToFix]) -> list[TimeToFix]:
    """Times to fix by severity, in the order of severities, the worst first."""
    return sorted(times, key=lambda one: -Severity.of(one.name))


def open_now(episodes: Iterable[Episode]) -> list[Episode]:
    """What is not fixed, the oldest first."""
    left = (episode for episode in episodes if episode.fixed_run is None)
    return sorted(left, key=_oldest_first)


def _oldest_first(one: Episode) -> tuple[str, int, str, str, str, str]:
    about = one.account, one.phone_number or "", one.check, one.path or ""
    return one.since, -Severity.of(one.severity), *about


def drifters(episodes: Iterable[Episode], until: str) -> list[Drifter]:
    """The numbers that drift, those that do so most often first, then those that do so longest.

    What is open counts `until` a time. A number counts once where several of its fields drift at
    the same time.
    """
    of_numbers: dict[tuple[str, str], list[Episode]] = defaultdict(list)
    for episode in episodes:
        if episode.kind == Kind.DRIFT and episode.phone_number is not None:
            of_numbers[episode.account, episode.phone_number].append(episode)
    found = [_drifter(*number, those, until) for number, those in of_numbers.items()]
    return sorted(
        found, key=lambda one: (-one.episodes, -one.seconds, one.account, one.phone_number)
    )


def _drifter(account: str, number: str, episodes: Sequence[Episode], until: str) -> Drifter:
    times = list(_join((e.since, e.fixed_at or max(until, e.since)) for e in episodes))
    again = Counter(episode.fingerprint for episode in episodes)
    return Drifter(
        account=account,
        phone_number=number,
        episodes=len(times),
        seconds=sum(seconds(*time) for time in times),
        returns=max(again.values()) - 1,
        is_open=any(episode.fixed_run is None for episode in episodes),
    )


def _join(times: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Stretches of time, those that overlap as one."""
    before: tuple[str, str] | None = None
    for began, ended in sorted(times):
        if before and began < before[1]:
            before = (before[0], max(before[1], ended))
            continue
        if before:
            yield before
        before = (began, ended)
    if before:
        yield before


def seconds(began: str, ended: str) -> float:
    """The seconds from one time to another; none where a clock went back."""
    took = datetime.fromisoformat(ended) - datetime.fromisoformat(began)
    return max(0.0, took.total_seconds())
