"""Sentences about a history, the same on a terminal and on a page."""

from collections.abc import Sequence

from driftcheck.history.overview import Overview
from driftcheck.history.records import Anchor, Episode, KeptWaiver
from driftcheck.history.standing import EpisodeGroup, Standing
from driftcheck.history.statistics import Drifter, TimeToFix
from driftcheck.words import counted, inflect, list_some, minute, printable

PARTIAL = "Partial runs do not count in trends, totals and times to fix."

_HOUR, _DAY = 3600, 86_400
_MANY_HOURS = 48


def duration(seconds: float) -> str:
    """How long something took, in the most readable unit."""
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} min"
    if seconds < _MANY_HOURS * _HOUR:
        return f"{seconds / _HOUR:.0f} h"
    days = seconds / _DAY
    return f"{days:.1f} days" if days < 10 else f"{days:,.0f} days"


def subject(of: Episode) -> str:
    """What an episode is about: the number, the field, or both."""
    return " ".join(filter(None, [of.phone_number, of.path])) or "all numbers"


def numbers_of(group: EpisodeGroup) -> str:
    """The number that a group is about, or how many there are."""
    if len(group.episodes) == 1:
        return group.names[0]
    noun = "finding" if group.episodes[0].phone_number is None else "number"
    return counted(len(group.episodes), noun)


def heading(group: EpisodeGroup, most: int) -> str:
    """What a group is about: its field, and the first of its numbers."""
    if len(group.episodes) == 1:
        return subject(group.episodes[0])
    of = f"{group.path} of " if group.path else ""
    names = group.names  # takes time for many numbers
    more = ", …" if len(names) > most else ""
    return f"{of}{numbers_of(group)}: {', '.join(names[:most])}{more}"


def age(group: EpisodeGroup) -> str:
    """How long a group of findings has existed."""
    oldest = group.oldest
    nights, since = counted(oldest.nights, "night"), oldest.since[:10]
    if group.is_of_one_age:
        return f"{nights}, since {since}"
    return f"up to {nights}, the oldest since {since}"


def acceptance(waiver: KeptWaiver | None) -> str:
    """Who accepted a finding, until when, and why."""
    if waiver is None:
        return "waived; the history does not record by whom"
    return f"accepted by {waiver.owner} until {waiver.expires}: {waiver.reason}"


def title(overview: Overview) -> str:
    """How many runs there are."""
    points = overview.points
    since = f" since {points[0].started_at[:10]}" if points else ""
    listed = "" if len(points) in (0, overview.runs) else f", {len(points):,} of them listed"
    return f"{counted(overview.runs, 'run')}{listed}{since}"


def pruning(anchor: Anchor) -> str:
    """What is known of runs that were pruned."""
    return (
        f"{counted(anchor.count, 'run')} up to run {anchor.run:,} "
        f"{inflect(anchor.count, 'was', 'were')} pruned on {anchor.pruned_at[:10]}."
    )


def size(groups: Sequence[EpisodeGroup]) -> int:
    """How many findings are in groups."""
    return sum(len(group.episodes) for group in groups)


def open_findings(overview: Overview) -> str:
    """How much is open, and since when."""
    standing = overview.standing
    if not overview.runs:
        return "Nothing has been recorded yet."
    unread = _unread(overview)
    if not standing.open:
        return f"Nothing is known to be open: {unread}" if unread else "Nothing is open."
    oldest = min((group.oldest for group in standing.open), key=lambda o: (o.since, -o.nights))
    count = size(standing.open)
    text = f"{counted(count, 'finding')} {inflect(count, 'is', 'are')} open, the oldest"
    age = f"since {oldest.since[:10]} ({counted(oldest.nights, 'night')})"
    return f"{text} {age}; {unread}" if unread else f"{text} {age}."


def _unread(overview: Overview) -> str:
    """Which accounts the latest run could not read, so that they may have more that is open."""
    names = overview.unread
    if not names:
        return ""
    shown = list_some(list(map(printable, names)))
    return f"the latest run could not read {inflect(len(names), 'account')} {shown}."


def accepted(standing: Standing) -> str:
    """How much is waived; it does not count as open. Empty where nothing is."""
    count = size(standing.accepted)
    text = f"{counted(count, 'finding')} {inflect(count, 'is', 'are')} accepted by a waiver"
    return f"{text}, and {inflect(count, 'does', 'do')} not count as open." if count else ""


def informational(standing: Standing) -> str:
    """How much is of severity info and does not count as open. Empty where nothing is."""
    count = size(standing.info)
    text = f"{counted(count, 'finding')} of severity info {inflect(count, 'does', 'do')} not count"
    return f"{text} as open, as info does not fail a run." if count else ""


def without_trend(overview: Overview) -> str:
    """Why there is no trend of the runs that are listed; empty if there is one."""
    if overview.trend or not overview.points:
        return ""
    if overview.now is None:
        return "Every run was partial, so there is no trend. For one account: --account NAME."
    now = overview.now
    latest = f"The latest whole run is run {now.run:,} of {minute(now.started_at)} UTC"
    return f"The listed runs are all partial. {latest}: {now.open.found:,} open."


def to_fix(times: TimeToFix | None) -> str:
    """How long it takes to fix a finding."""
    if times is None:
        return "Nothing was fixed in these runs."
    fixed, mean = counted(times.count, "finding"), duration(times.mean)
    return f"Time to fix: {mean} mean, {duration(times.median)} median ({fixed} fixed)."


def drifter(one: Drifter) -> str:
    """How a number drifts."""
    times = "once" if one.episodes == 1 else f"{one.episodes:,} times"
    parts = [f"{times}, {duration(one.seconds)} in all"]
    if one.flaps:
        parts.append("flapping")
    if one.is_open:
        parts.append("drifted now")
    return ", ".join(parts)
