"""The results of a checkup, as text for a terminal and as JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from driftcheck.doctor.checkup import Section
from driftcheck.doctor.setup import Health, Remark
from driftcheck.model import JSON
from driftcheck.report import Layout, View, document_head
from driftcheck.words import counted, defuse, json_text, printable

_MARKS: Mapping[Health, tuple[str, dict[str, Any]]] = {
    Health.OK: ("ok", {"fg": "green"}),
    Health.NOTE: ("! note", {"fg": "yellow"}),
    Health.FIX: ("x fix", {"fg": "red", "bold": True}),
}
"""The word and style of each health. Words make colours optional."""
_INDENT = 10


def as_text(sections: Sequence[Section], view: View) -> str:
    """Return the sections as text, folded to `view.width` columns between words."""
    return defuse("\n".join(_Writer(view).lines(sections)) + "\n")


class _Writer(Layout):
    def lines(self, sections: Sequence[Section]) -> Iterator[str]:
        for section in (one for one in sections if one.remarks):
            yield self.paint(section.title, bold=True)
            for one in section.remarks:
                yield from self._remark(one)
            yield ""
        yield from self._summary(sections)

    def _remark(self, one: Remark) -> Iterator[str]:
        word, style = _MARKS[one.health]
        head = f"  {self.paint(f'{word:<{_INDENT - 2}}', **style)}"
        whose = f"{one.account}: " if one.account is not None else ""
        yield from self.hang(head, printable(f"{whose}{one.text}"), _INDENT, whole=True)
        if one.hint:
            blank = " " * _INDENT
            hinted = self.hang(blank, printable(one.hint), _INDENT, whole=True)
            yield from map(self.dim, hinted)

    def _summary(self, sections: Sequence[Section]) -> Iterator[str]:
        count = _counts(sections)
        notes = f", {counted(count[Health.NOTE], 'note')}" if count[Health.NOTE] else ""
        if count[Health.FIX]:
            said = f"{counted(count[Health.FIX], 'thing')} to fix{notes}. Exit code 1."
            yield self.paint(said, fg="red", bold=True)
        else:
            yield self.paint(f"Everything is OK{notes}. Exit code 0.", fg="green", bold=True)


def _counts(sections: Sequence[Section]) -> Counter[Health]:
    return Counter(one.health for section in sections for one in section.remarks)


def as_json(sections: Sequence[Section]) -> str:
    """Return the sections as JSON text, ASCII only."""
    count = _counts(sections)
    document = {
        **document_head("doctor"),
        "exit_code": 1 if count[Health.FIX] else 0,
        "counts": {health.value: count[health] for health in Health},
        "sections": [
            {
                "title": section.title,
                "remarks": [_fields(one) for one in section.remarks],
            }
            for section in sections
        ],
    }
    return json_text(document)


def _fields(one: Remark) -> JSON:
    return one._asdict() | {"health": one.health.value}
