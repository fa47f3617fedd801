"""Trends, times to fix and numbers that drift: pure functions of runs and episodes.

Times are UTC, as `2026-01-01T00:00:00Z`; how long something took is in seconds. A time to fix
is as exact as the time between two runs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import NamedTuple

from driftcheck.history.records import Episode, StoredRun
from driftcheck.model import JSON, Kind, Severity
from driftcheck.words import seconds_between

FLAPPING = 2
"""A finding that came back this often is flapping."""


class FindingCount(NamedTuple):
    """Findings of a run. `new` were not open before; `fixed` were open before, and are gone."""

    found: int
    new: int
    fixed: int

    @property
    def persisting(self) -> int:
        """How many were open before."""
        return self.found - self.new


@dataclass(frozen=True, slots=True)
class Point:
    """A run in a trend. Accounts that were not read are in no count.

    `by_severity` leaves waived findings out, as a report does; `by_severity` and `coverage` are
    None if nothing was read. `every` counts all findings; `open` leaves out the waived ones, and
    those of severity info unless the run `fails_on_info`. `limits` are the options of `check` that
    made the run partial; empty for a whole run.
    """

    run: int
    started_at: str
    outcome: str
    by_severity: Mapping[str, int] | None
    waived: int
    coverage: float | None
    every: FindingCount
    open: FindingCount
    fails_on_info: bool
    errors: tuple[str, ...]
    hash: str
    commit: str | None = None
    run_url: str | None = None
    limits: str = ""

    @property
    def was_read(self) -> bool:
        """Whether any list was read whole, so that counts mean something."""
        return self.by_severity is not None

    @property
    def open_by_severity(self) -> dict[str, int]:
        """How many findings of each severity count as open."""
        return _counted(self.by_severity or {}, self.fails_on_info)


@dataclass(frozen=True, slots=True)
class TimeToFix:
    """How long it took to fix `count` findings of one severity or check, in seconds."""

    name: str
    count: int
    mean: float
    median: float


@dataclass(frozen=True, slots=True)
class Drifter:
    """A number that drifts: how often, for how many seconds in all, and whether it does so now.

    `returns` counts how often one of its findings came back after it was fixed.
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


def counts_as_open(of: Episode, fails_on_info: bool) -> bool:
    """Whether a finding counts as open while it is not fixed."""
    return not of.waived and (fails_on_info or of.severity != Severity.INFO.label)


def _counted(by_severity: Mapping[str, int], fails_on_info: bool) -> dict[str, int]:
    left_out = () if fails_on_info else (Severity.INFO.label,)
    return {name: count for name, count in by_severity.items() if name not in left_out}


def trend(
    runs: Iterable[StoredRun],
    new: Iterable[tuple[int, str, int]],
    episodes: Iterable[Episode],
    account: str | None = None,
) -> list[Point]:
    """One point per run, in their order; for one account, without the runs that left it out.

    `new` are the findings that are new and not waived: the run, the severity, how many. Both they
    and the episodes are those of the account.
    """
    began: dict[int, Counter[str]] = defaultdict(Counter)
    for run, severity, count in new:
        began[run][severity] += count
    known = list(episodes)
    first = Counter(episode.first_run for episode in known)
    ended: dict[int | None, list[Episode]] = defaultdict(list)
    for episode in known:
        ended[episode.fixed_run].append(episode)
    return [
        _point(run, account, first[run.id], began[run.id], ended[run.id])
        for run in runs
        if account is None or run.account(account) is not None
    ]


def _point(
    run: StoredRun,
    account: str | None,
    first: int,
    began: Mapping[str, int],
    ended: Sequence[Episode],
) -> Point:
    """The point of a run. `first` and `ended` are of the account, if there is one."""
    summary, errors = _result(run, account)
    by_severity = summary and summary["by_severity"]
    waived, info = summary["waived"] if summary else 0, run.fails_on_info
    found = sum(by_severity.values()) + waived if by_severity else 0
    moved = (run.new, run.fixed) if account is None else (first, len(ended))
    return Point(
        run=run.id,
        started_at=run.started_at,
        outcome="error" if errors and not summary else run.outcome,
        by_severity=by_severity,
        waived=waived,
        coverage=summary["coverage"] if summary else None,
        every=FindingCount(found, *moved),
        open=FindingCount(
            sum(_counted(by_severity or {}, info).values()),
            sum(_counted(began, info).values()),
            sum(counts_as_open(episode, info) for episode in ended),
        ),
        fails_on_info=info,
        errors=errors,
        hash=run.hash,
        commit=run.commit,
        run_url=run.run_url,
        limits=run.limits.options(account),
    )


def _result(run: StoredRun, account: str | None) -> tuple[JSON, tuple[str, ...]]:
    """The summary of a run or of one of its accounts, None if nothing was read; its errors."""
    if account is not None:
        part = run.account(account)
        return part["summary"], (part["error"],) if part["error"] else ()
    accounts = run.document["accounts"]
    errors = [part["error"] for part in accounts if part["error"]]
    summary = None if len(errors) == len(accounts) else run.document["summary"]
    return summary, (*errors, *run.document["errors"])


def times_to_fix(
    episodes: Iterable[Episode],
    time_to_fix: Callable[[Episode], float | None],
    name: Callable[[Episode], str],
) -> list[TimeToFix]:
    """How long fixing took, by name, the longest mean first; of findings that were not waived.

    `time_to_fix` is in seconds, None for a finding that is not fixed.
    """
    took: dict[str, list[float]] = defaultdict(list)
    for episode in episodes:
        time = None if episode.waived else time_to_fix(episode)
        if time is not None:
            took[name(episode)].append(time)
    found = [TimeToFix(what, len(t), fmean(t), median(t)) for what, t in took.items()]
    return sorted(found, key=lambda one: (-one.mean, one.name))


def by_severity(times: Iterable[TimeToFix]) -> list[TimeToFix]:
    """Times to fix by severity, in the order of severities, the worst first."""
    return sorted(times, key=lambda one: -Severity.of(one.name))


def open_now(episodes: Iterable[Episode]) -> list[Episode]:
    """The findings that are not fixed, the oldest first."""
    left = (episode for episode in episodes if episode.fixed_run is None)
    return sorted(left, key=_oldest_first)


def _oldest_first(one: Episode) -> tuple[str, int, str, str, str, str]:
    about = one.account, one.phone_number or "", one.check, one.path or ""
    return one.since, -Severity.of(one.severity), *about


def drifters(episodes: Iterable[Episode], until: str) -> list[Drifter]:
    """The numbers that drift: the most often first, then the longest.

    An open finding counts `until` a time. A number whose fields drift at the same time counts once.
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
        seconds=sum(seconds_between(*time) for time in times),
        returns=max(again.values()) - 1,
        is_open=any(episode.fixed_run is None for episode in episodes),
    )


def _join(times: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Periods, merged if they overlap or begin together, as all do on the first night."""
    before: tuple[str, str] | None = None
    for began, ended in sorted(times):
        if before and (began < before[1] or began == before[0]):
            before = (before[0], max(before[1], ended))
            continue
        if before:
            yield before
        before = (began, ended)
    if before:
        yield before
