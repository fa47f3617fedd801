"""The register of waivers for a terminal: a line for each, and below it for whom and why."""

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
_USED = {"unused": "unused", "not known": "use not known"}
_LEAST = ("until", "left", "check")
"""The columns for which there is always room."""
_GAP = "  "
_NONE = "There are no waivers."


def register_text(register: Register, view: View) -> str:
    """The register as text, at most `view.width` columns wide where its words allow."""
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
        """The lines of the table, its head first, and what is said below each of the others.

        What there is no room for is said below.
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
        """A line of the table, what is left in the colour of the state."""
        before, _, after = row.partition(one.left)
        return f"{before}{self.paint(one.left, fg=_COLORS[one.state], bold=True)}{after}"


def _cells(one: Registered, register: Register) -> dict[str, str]:
    """The cells of a waiver by their columns, in order; the last give way first."""
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
    """How wide the table is with these columns."""
    widths = [max(map(width_of, [name, *(row[name] for row in cells)])) for name in shown]
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _about(one: Registered) -> Iterator[str]:
    yield f"{_harmless(', '.join(one.waiver.names))}: {_harmless(one.waiver.applied.reason)}"
    if one.use.why:
        yield f"not known: {one.use.why}"


def _where(one: Registered, register: Register) -> str:
    place = one.waiver.applied.location
    noun, names = inflect(len(one.accounts), "account"), ", ".join(one.accounts)
    named = f", {noun} {names}" if register.several else ""
    return printable(f"{place.file}:{place.line}{named}")


def _left_out(row: Mapping[str, str], shown: Iterable[str]) -> Iterator[str]:
    """The cells for which there was no room; how much is left says the state, too."""
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
        return f"Used or not: as of {printable(register.source)}."
    return f"Whether they are used is not known. {printable(register.hint)}"


def _harmless(text: str) -> str:
    return printable(hide_userinfo(text))
