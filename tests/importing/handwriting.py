"""Declarations in many styles, each with its live list."""

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

LABELS = [
    "Sales",
    "it's",
    'a "b"',
    "no",
    "6036",
    "a: b",
    "# c",
    "Büro ☎",
    "x\ty",
    "  x ",
    "~",
    "😀",
]
_TEXT = st.sampled_from(LABELS)
_PIPELINE = st.none() | st.fixed_dictionaries(
    {}, optional={"pipeline_id": st.none() | st.sampled_from(["p1", "p2"]), "pipeline_name": _TEXT}
)
_ADDRESSES = st.lists(
    st.sampled_from(["203.0.113.0/24", "198.51.100.7", "2001:db8::/32", "192.0.2.1", "192.0.2.9"]),
    min_size=1,
    max_size=4,
    unique=True,
)
_GATE = st.none() | st.fixed_dictionaries(
    {}, optional={"allowed_addresses": st.none() | _ADDRESSES}
)
_TRUNK = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "address": st.sampled_from(["sip.example.com", "sip.example.org:5061"]) | st.none(),
        "transport": st.sampled_from(["tls", "udp", None]),
        "prefix": st.sampled_from(["00", "+1", "a"]) | st.none(),
    },
)
LIVE = st.fixed_dictionaries(
    {
        "provider": st.sampled_from(["twilio", "byo"]),
        "label": _TEXT,
        "inbound": st.booleans(),
        "outbound": st.booleans(),
        "associated_pipeline": _PIPELINE,
        "inbound_config": _GATE,
        "outbound_config": _TRUNK,
    }
)
DECLARED = st.fixed_dictionaries(
    {},
    optional={
        "provider": st.sampled_from(["twilio", "byo"]),
        "label": _TEXT,
        "inbound": st.booleans(),
        "outbound": st.booleans(),
        "associated_pipeline": _PIPELINE,
        "inbound_config": _GATE,
        "outbound_config": _TRUNK,
    },
)


@dataclass
class Fleet:
    """The text of a file, and the lines and numbers of each of its entries."""

    text: str
    entries: list[str]
    numbers: list[list[str]]
    comments: list[str]


@st.composite
def fleets(draw: st.DrawFn) -> tuple[Fleet, list[dict[str, Any]]]:
    """Return a file, and a live list in which all numbers of an entry are equal."""
    pen = _Pen(draw)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    heads, entries, numbers, live = [], [], [], []
    for index in range(draw(st.integers(1, 4))):
        head, names = pen.numbers(index)
        heads.append(names)
        fields = draw(DECLARED)
        entries.append(pen.entry(head, fields).replace("\n", end))
        numbers.append(names)
        one = draw(LIVE) if draw(st.booleans()) else None
        one = one or {**draw(LIVE), **fields}
        live += [{"phone_number": name, **one} for name in names]
    defaults = draw(st.none() | DECLARED)
    top = f"version: 1{pen.comment()}\n"
    if defaults:
        top += (
            f"defaults: {pen.flow(defaults)}\n"
            if draw(st.booleans())
            else ("defaults:\n" + pen.block(defaults, "  "))
        )
    top += f"numbers:{pen.comment()}\n"
    text = (top.replace("\n", end)) + "".join(entries)
    if draw(st.booleans()):
        text = text.removesuffix(end)
    return Fleet(text, entries, numbers, pen.comments), live


class _Pen:
    """Writes values in varying styles. `comments` has the comments that it wrote."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments: list[str] = []

    def comment(self) -> str:
        if self.draw(st.integers(0, 2)):
            return ""
        self.comments.append(f"#c{len(self.comments)}!")
        return self.draw(st.sampled_from([" ", "   "])) + self.comments[-1]

    def numbers(self, index: int) -> tuple[tuple[str, Any], list[str]]:
        first = 12025550100 + 20 * index
        kind = self.draw(
            st.sampled_from(["phone_number", "phone_number", "range", "phone_numbers"])
        )
        if kind == "phone_number":
            return (kind, f"+{first}"), [f"+{first}"]
        names = [f"+{first + n}" for n in range(3)]
        return (kind, f"{names[0]}..{names[2]}" if kind == "range" else names), names

    def entry(self, head: tuple[str, Any], fields: dict[str, Any]) -> str:
        names = list(fields)
        named = {
            head[0]: head[1],
            **{name: fields[name] for name in self.draw(st.permutations(names))},
        }
        style = self.draw(st.sampled_from(["block", "block", "flow", "json"]))
        if style == "json":
            return (
                f"  - {json.dumps(named, ensure_ascii=self.draw(st.booleans()))}{self.comment()}\n"
            )
        if style == "flow":
            return f"  - {self.flow(named)}{self.comment()}\n"
        text = self.block(named, "    ")
        return f"{text[:2]}-{text[3:]}"

    def block(self, fields: dict[str, Any], indent: str) -> str:
        lines = ""
        for name, value in fields.items():
            if lines and not self.draw(st.integers(0, 4)):
                lines += f"{indent}{(self.comment() or '  #').strip()}\n"
            nested = isinstance(value, dict) and value and self.draw(st.booleans())
            if nested:
                lines += f"{indent}{name}:{self.comment()}\n{self.block(value, indent + '  ')}"
            elif isinstance(value, list) and value and self.draw(st.booleans()):
                lines += f"{indent}{name}:{self.comment()}\n"
                for item in value:
                    lines += f"{indent}- {self.scalar(item)}{self.comment()}\n"
            elif name == "label" and value.isalpha() and self.draw(st.booleans()):
                mark = self.draw(st.sampled_from(["|-", ">-"]))
                lines += f"{indent}{name}: {mark}{self.comment()}\n{indent}  {value}\n"
                lines += "\n" if self.draw(st.booleans()) else ""
            else:
                lines += f"{indent}{name}: {self.flow(value)}{self.comment()}\n"
        return lines

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{n}: {self.flow(v)}" for n, v in value.items()) + "}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        return self.scalar(value)

    def scalar(self, value: Any) -> str:
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        styles = ["double"]
        if value.isprintable():
            styles.append("single")
        if value.replace("+", "").replace(".", "").isalnum() and value not in ("no", "~"):
            styles.append("plain")
        style = self.draw(st.sampled_from(styles))
        if style == "plain":
            return str(value)
        if style == "single":
            doubled = value.replace("'", "''")
            return f"'{doubled}'"
        return json.dumps(value, ensure_ascii=False)
