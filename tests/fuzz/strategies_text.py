"""Trees as text, as people write YAML and programs write JSON; and text that broke."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzz.strategies_tree import Map, Node, Raw, bend, grown

_PLAIN = re.compile(r"[A-Za-z0-9+][A-Za-z0-9+._/*@-]*( [A-Za-z0-9+._/*@-]+)*")
_NULLS = ("", "~", "null")


@dataclass(frozen=True)
class Style:
    """How YAML is written: in braces from a depth on, with which quotes, how far indented."""

    flow: int = 9
    quote: str = "plain"
    ascii: bool = False
    indent: str = "  "


STYLES = st.builds(
    Style,
    flow=st.sampled_from([9, 9, 3, 2, 0]),
    quote=st.sampled_from(["plain", "plain", "single", "double"]),
    ascii=st.booleans(),
    indent=st.sampled_from(["  ", "    "]),
)


def as_json(node: Node, ascii: bool = True) -> str:
    """A node as JSON, but for what is none."""
    if isinstance(node, Map):
        pairs = (
            f"{json.dumps(name, ensure_ascii=ascii)}: {as_json(part, ascii)}"
            for name, part in node.items
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(node, list):
        return f"[{', '.join(as_json(part, ascii) for part in node)}]"
    return node.text if isinstance(node, Raw) else json.dumps(node, ensure_ascii=ascii)


def as_yaml(node: Node, style: Style) -> str:
    """A node as YAML."""
    return "\n".join(_lines(node, style, 0)) + "\n"


def _is_block(node: Node, style: Style, depth: int) -> bool:
    full = bool(node.items) if isinstance(node, Map) else isinstance(node, list) and bool(node)
    return full and depth < style.flow


def _lines(node: Node, style: Style, depth: int) -> Iterator[str]:
    if not _is_block(node, style, depth):
        yield _inline(node, style)
        return
    for name, part in node.items if isinstance(node, Map) else [(None, part) for part in node]:
        first, *rest = _lines(part, style, depth + 1)
        if name is None:
            yield from (f"- {first}", *(f"  {line}" for line in rest))
        elif _is_block(part, style, depth + 1):
            yield from (f"{_text(name, style)}:", *(style.indent + line for line in (first, *rest)))
        else:
            yield f"{_text(name, style)}: {first}"


def _inline(node: Node, style: Style) -> str:
    if isinstance(node, Map):
        pairs = (f"{_text(name, style)}: {_inline(part, style)}" for name, part in node.items)
        return f"{{{', '.join(pairs)}}}"
    if isinstance(node, list):
        return f"[{', '.join(_inline(part, style) for part in node)}]"
    return _text(node, style) if isinstance(node, str) else as_json(node)


def _text(text: str, style: Style) -> str:
    if style.quote == "plain" and _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    if style.quote == "single" and text.isprintable():
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    return json.dumps(text, ensure_ascii=style.ascii or not text.isprintable())


_SNIPPETS = [
    *("\t", "\n", "\n\n", " ", "    ", "- ", ": ", ":", " #", "'", '"', "{", "}", "[", "]", ","),
    *("\\",),
    *("&a ", "*a", "*a ", "!!str ", "!x ", "---\n", "...\n", "%YAML 1.2\n---\n", "%TAG ! x\n---\n"),
    *("<<: ", "<<: *a\n", "? ", "|\n", ">\n", "|2-\n", "\ufeff", "\0", "\x85", "\u2028", "\r"),
    *("\r\n",),
    *("\ud800", "\x7f", "\x1b", "${X}", "${LEVEL}", "$", "é", "😀", "null", "1e999", "NaN"),
    *('"\\ud800"',),
    *("0" * 30, "9" * 5000, "\\u0000", "@", "`", "%", "true", "~", "x", "1"),
]


def _at(draw: DrawFn, whole: Any) -> int:
    return draw(st.integers(0, len(whole)))


def _insert(draw: DrawFn, text: str) -> str:
    at = _at(draw, text)
    return text[:at] + draw(st.sampled_from(_SNIPPETS)) + text[at:]


def _overwrite(draw: DrawFn, text: str) -> str:
    at = _at(draw, text)
    return text[:at] + draw(st.characters()) + text[at + 1 :]


def _leave_out(draw: DrawFn, text: str) -> str:
    at = _at(draw, text)
    return text[:at] + text[at + draw(st.sampled_from((1, 1, 2, 5, 20))) :]


def _cut(draw: DrawFn, text: str) -> str:
    return text[: _at(draw, text)]


def _move_line(draw: DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    line = draw(st.sampled_from(lines))
    lines.insert(_at(draw, lines), line)
    return "".join(lines)


def _indent_line(draw: DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = draw(st.integers(0, len(lines) - 1))
    lines[at] = draw(st.sampled_from(("  ", " ", "\t", "- ", "# ", "? "))) + lines[at]
    return "".join(lines)


def _end_lines(draw: DrawFn, text: str) -> str:
    return text.replace("\n", draw(st.sampled_from(("\r\n", "\r", "\x85", "\u2028", "\n\n", ""))))


Way = Callable[[DrawFn, str], str]
_WAYS: SearchStrategy[Way] = st.sampled_from(
    [_insert, _insert, _overwrite, _leave_out, _cut, _move_line, _indent_line, _end_lines]
)


def mangle(draw: DrawFn, text: str) -> str:
    """A text in which a few characters or lines are wrong."""
    for _ in range(draw(st.integers(1, 3))):
        text = draw(_WAYS)(draw, text)
    return text


_BYTES = st.binary(min_size=1, max_size=2) | st.sampled_from(
    [b"\xff", b"\0", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\x80", b"\xfe\xff", b"\n", b'"']
)


def damage(draw: DrawFn, data: bytes) -> bytes:
    """Bytes that were cut short, or changed on the way."""
    for _ in range(draw(st.integers(1, 3))):
        at, length = _at(draw, data), draw(st.sampled_from((0, 0, 1, 8)))
        data = data[:at] + (draw(_BYTES) + data[at + length :] if draw(st.integers(0, 3)) else b"")
    return data


_SIGNS = st.text(st.sampled_from(list("{}[]:,-#&*!|>'\"%@`?~ \n\tab1.$\\<")), max_size=60)
JUNK = st.text(max_size=40) | _SIGNS
"""Text that was never meant to be a document."""

FORMS = st.sampled_from(["whole"] * 6 + ["bent"] * 5 + ["mangled"] * 3 + ["damaged", "junk"])
"""How often a document is as it should be, and how often it is broken in which way."""


def encoded(text: str) -> bytes:
    """Text as bytes; halves of surrogate pairs become bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def write(draw: DrawFn, node: Node, json_only: bool) -> str:
    """A node as text."""
    if json_only or not draw(st.integers(0, 5)):
        return as_json(node, not json_only or draw(st.booleans()))
    return as_yaml(node, draw(STYLES))


@st.composite
def documents(
    draw: DrawFn,
    values: SearchStrategy[Any],
    json_only: bool = False,
    forms: SearchStrategy[str] = FORMS,
) -> bytes:
    """Values as files of YAML or JSON, of which many are broken."""
    form = draw(forms)
    if form == "junk":
        return encoded(draw(JUNK))
    node = grown(draw(values))
    text = write(draw, bend(draw, node) if form == "bent" else node, json_only)
    data = encoded(mangle(draw, text) if form == "mangled" else text)
    return damage(draw, data) if form == "damaged" else data


def whole(values: SearchStrategy[Any], json_only: bool = False) -> SearchStrategy[bytes]:
    """Values as files that are as they should be."""
    return documents(values, json_only, st.just("whole"))
