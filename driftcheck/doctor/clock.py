"""The clock of this machine, compared with the hosts that responded."""

from collections.abc import Iterator

from driftcheck.doctor.setup import Remark, Setup, fix, note, ok
from driftcheck.words import counted

_MOST = 300
"""Seconds that clocks may differ; a saved list may be dated this far ahead, too."""
_SET = "Set the clock of this machine (NTP): waivers, list ages and certificates depend on it."


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield a remark per host on the difference from this machine's clock."""
    if not setup.ahead:
        yield note("not compared: no response has a date")
    for host, ahead in sorted(setup.ahead.items()):
        if abs(ahead) <= _MOST:
            yield ok(f"within {counted(max(1, round(abs(ahead))), 'second')} of {host}")
            continue
        minutes = counted(round(abs(ahead) / 60), "minute")
        side = "behind" if ahead > 0 else "ahead of"
        yield fix(f"this machine's clock is {minutes} {side} that of {host}", _SET)
