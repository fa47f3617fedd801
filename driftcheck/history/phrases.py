"""What is said of a history to people, in the same words on a terminal and on a page."""

from driftcheck.history.overview import Overview
from driftcheck.history.records import Anchor, Episode
from driftcheck.history.statistics import Drifter, TimeToFix
from driftcheck.words import counted, inflect

_HOUR, _DAY = 3600, 86_400
_MANY_HOURS = 48


def duration(seconds: float) -> str:
    """How long something took, in the unit that says it best."""
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} min"
    if seconds < _MANY_HOURS * _HOUR:
        return f"{seconds / _HOUR:.0f} h"
    days = seconds / _DAY
    return f"{days:.1f} days" if days < 10 else f"{days:,.0f} days"


def subject(of: Episode | Drifter) -> str:
    """What an episode or a drifting number is about: the number, or the field."""
    number = of.phone_number or ""
    path = of.path or "" if isinstance(of, Episode) else ""
    return " ".join(filter(None, [number, path])) or "all numbers"


def title(overview: Overview) -> str:
    """How much there is."""
    points = overview.points
    since = f" since {points[0].started_at[:10]}" if points else ""
    listed = "" if len(points) in (0, overview.runs) else f", {len(points):,} of them listed"
    return f"{counted(overview.runs, 'run')}{listed}{since}"


def pruning(anchor: Anchor) -> str:
    """What is known of runs that are not there any more."""
    return (
        f"{counted(anchor.count, 'run')} up to run {anchor.run:,} "
        f"{inflect(anchor.count, 'was', 'were')} pruned on {anchor.pruned_at[:10]}."
    )


def open_findings(overview: Overview) -> str:
    """How much is open, and since when."""
    if not overview.open_episodes:
        return "Nothing is open."
    oldest = overview.open_episodes[0]
    count = counted(len(overview.open_episodes), "finding")
    verb, nights = (
        inflect(len(overview.open_episodes), "is", "are"),
        counted(oldest.nights, "night"),
    )
    return f"{count} {verb} open, the oldest since {oldest.since[:10]} ({nights})."


def to_fix(times: TimeToFix | None) -> str:
    """How long it takes to fix a finding."""
    if times is None:
        return "Nothing was fixed yet."
    fixed, mean = counted(times.count, "finding"), duration(times.mean)
    return f"Time to fix: {mean} in the mean, {duration(times.median)} median ({fixed} fixed)."


def drifter(one: Drifter) -> str:
    """How a number drifts."""
    times = "once" if one.episodes == 1 else f"{one.episodes:,} times"
    said = [f"{times}, {duration(one.seconds)} in all"]
    if one.flaps:
        said.append("flapping")
    if one.is_open:
        said.append("drifted now")
    return ", ".join(said)
