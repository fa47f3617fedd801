"""The clock: that of this machine beside those of the hosts that answered."""

from collections.abc import Iterator

from driftcheck.doctor.setup import Remark, Setup, fix, note, ok
from driftcheck.words import counted

_MOST = 300
"""So many seconds two clocks may be apart: as much as a saved list may be dated ahead."""
_SET = "Set the clock of this machine (NTP): waivers, ages of lists and certificates go by it."


def examine(setup: Setup) -> Iterator[Remark]:
    """How far the clock of this machine is off, by what answers say; once for each host."""
    if not setup.ahead:
        yield note("not compared: no answer has a date")
    for host, ahead in sorted(setup.ahead.items()):
        if abs(ahead) <= _MOST:
            yield ok(f"as at {host}, to {counted(max(1, round(abs(ahead))), 'second')}")
            continue
        minutes = counted(round(abs(ahead) / 60), "minute")
        side = "behind" if ahead > 0 else "ahead of"
        yield fix(f"this machine's clock is {minutes} {side} that of {host}", _SET)
