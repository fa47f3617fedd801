"""The waiver register for a terminal: one line each, with numbers and reason below."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from driftcheck.report import Layout, View
from driftcheck.triage.register import Register, Registered, WaiverState
from driftcheck.words import (
    align,
    clip,
    counted,
    defuse,
    hide_userinfo,
    inflect,
    printable,
    width_of,
)

_COLORS = {WaiverState.EXPIRED: "red", WaiverState.EXPIRING: "yellow", WaiverState.VALID: "green"}
_DAY = 10
_MOST_CHECK, _MOST_OWNER = 44, 24
_USED = {"unused": "unused", "unknown": "usage unknown"}
_LEAST = ("until", "left", "check")
"""The columns that are always shown."""
_GAP = "  "
_NONE = "There are no waivers."


def register_text(register: Register, view: View) -> str:
    """Return the register as text, up to `view.width` columns wide if its words allow."""
    return defuse("\n".join(_Writer(view).lines(register)) + "\n")


class _Writer(Layout):
    def lines(self, register: Register) -> Iterator[str]:
        entries = register.entries
        if not entries:
            yield _NONE
            return
        rows, details = self._table(register)
        yield self.dim(rows[0])
        for one, row, below in zip(entries, rows[1:], details, strict=True):
            yield self._painted(row, one)
            for text in below:
                yield from self.hang(" " * (_DAY + 2), text, _DAY + 2)
        yield ""
        yield from self.fold(_summary(register))
        yield from map(self.dim, self.fold(_of_use(register)))

    def _table(self, register: Register) -> tuple[list[str], list[list[str]]]:
        """Return the lines of the table, header first, and the texts below each of the others.

        Cells that do not fit are moved below.
        """
        cells = [_cells(one, register) for one in register.entries]
        shown = dict.fromkeys(cells[0])
        while len(shown) > len(_LEAST) and _width(cells, shown) > self.view.width:
            del shown[[name for name in shown if name not in _LEAST][-1]]
        columns = [align([name, *(row[name] for row in cells)]) for name in shown]
        lines = [_GAP.join(row).rstrip() for row in zip(*columns, strict=True)]
        below = [
            [*_about(one), ", ".join([_where(one, register), *_left_out(row, shown)])]
            for one, row in zip(register.entries, cells, strict=True)
        ]
        return [clip(line, self.view.width) for line in lines], below

    def _painted(self, row: str, one: Registered) -> str:
        """Return a line of the table with the remaining time in the colour of the state."""
        before, _, after = row.partition(one.left)
        return f"{before}{self.paint(one.left, fg=_COLORS[one.state], bold=True)}{after}"


def _cells(one: Registered, register: Register) -> dict[str, str]:
    """Return the cells of a waiver by column, in order; the last ones are dropped first."""
    waiver = one.waiver
    check = f"{waiver.check} ({waiver.path})" if waiver.path else waiver.check
    cells = {
        "until": waiver.applied.expires,
        "left": one.left,
        "state": one.state.value,
        "check": clip(_harmless(check), _MOST_CHECK),
        "owner": clip(_harmless(waiver.applied.owner), _MOST_OWNER),
    }
    return cells | ({"used": str(one.use)} if register.source else {})


def _width(cells: Sequence[Mapping[str, str]], shown: Iterable[str]) -> int:
    """Return the width of the table with these columns."""
    widths = [max(map(width_of, [name, *(row[name] for row in cells)])) for name in shown]
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _about(one: Registered) -> Iterator[str]:
    yield f"{_harmless(', '.join(one.waiver.names))}: {_harmless(one.waiver.applied.reason)}"
    if one.use.why:
        yield f"unknown: {one.use.why}"


def _where(one: Registered, register: Register) -> str:
    place = one.waiver.applied.location
    noun, names = inflect(len(one.accounts), "account"), ", ".join(one.accounts)
    named = f", {noun} {names}" if register.several else ""
    return printable(f"{place.file}:{place.line}{named}")


def _left_out(row: Mapping[str, str], shown: Iterable[str]) -> Iterator[str]:
    """Yield the cells that did not fit; the remaining time also shows the state."""
    if "owner" not in shown:
        yield f"owner: {row['owner']}"
    if "used" in row and "used" not in shown:
        yield _USED.get(row["used"], f"used by {row['used']}")


def _summary(register: Register) -> str:
    entries = register.entries
    count = Counter(one.state for one in entries)
    names = {state: state.value for state in reversed(WaiverState)}
    names[WaiverState.EXPIRING] += f" (within {counted(register.notice, 'day')})"
    parts = [f"{count[state]:,} {name}" for state, name in names.items() if count[state]]
    return f"{counted(len(entries), 'waiver')}: {', '.join(parts)}."


def _of_use(register: Register) -> str:
    if register.source:
        return f"Usage as of {printable(register.source)}."
    return f"Their usage is unknown. {printable(register.hint)}"


def _harmless(text: str) -> str:
    return printable(hide_userinfo(text))
