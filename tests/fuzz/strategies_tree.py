"""Documents as trees that can be broken: what is given twice, misspelt, of another type, missing.

A grammar gives plain Python values. `grown` makes of them nodes that can also say what no value
can: a key that is given twice, and text that is no value at all.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Node = Any
"""A scalar of JSON, `Raw`, a list of nodes, or a `Map`."""


@dataclass
class Map:
    """A mapping as it is written: keys in order, which may come more than once."""

    items: list[tuple[str, Node]]


@dataclass(frozen=True)
class Raw:
    """Text that is written unchanged, even if the format reads it differently."""

    text: str


def grown(value: Any) -> Node:
    """The node of a value."""
    if isinstance(value, dict):
        return Map([(str(name), grown(part)) for name, part in value.items()])
    return [grown(part) for part in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True)
class Slot:
    """A place in a list or mapping."""

    parent: Any
    index: int

    @property
    def items(self) -> list[Any]:
        return self.parent.items if isinstance(self.parent, Map) else self.parent

    @property
    def node(self) -> Node:
        found = self.items[self.index]
        return found[1] if isinstance(self.parent, Map) else found

    def put(self, new: Node) -> None:
        held = (self.items[self.index][0], new) if isinstance(self.parent, Map) else new
        self.items[self.index] = held


def slots(parent: Node) -> list[Slot]:
    """Every place below a node."""
    if not isinstance(parent, (list, Map)):
        return []
    items = parent.items if isinstance(parent, Map) else parent
    own = [Slot(parent, index) for index in range(len(items))]
    return [slot for one in own for slot in (one, *slots(one.node))]


HUGE = 10**40
_SCALARS: list[Node] = [
    *(None, True, False, 0, 1, -1, 1.5, HUGE, 10**320, -HUGE, 1e300),
    *("", " ", "null", "~", "true", "no", "6036", "1e3", "x", "*", ".", "/", "a.b", "a..b", "[0]"),
    *("${LEVEL}", "${UNSET}", "${UNSET:-low}", "${EMPTY}", "$", "$$", "${", "${most}", "$${x}"),
    *("builtin:", "builtin:nothing", "[", "(", "^$", "(a+)+$", "[z-a]", "\\", "#/$defs/x", "#"),
    *("+12025550100", "+1200..+1203", "+1203..+1200", "2027-02-30", "0000-00-00", "9999-12-31"),
    *("\0", "\x1b[31m", "\u202e", "\u0085", "\ufeff", "é", "😀", "a" * 300, "::error::", "##[x]"),
]
_RAW = [
    *("&a x", "*a", "*missing", "&a", "&a [*a]", "!!int 3", "!x y", "!!binary aGk=", "<<", "? x"),
    *("NaN", "Infinity", "-Infinity", "1e999", ".nan", "0x1F", "0o7", "1_000", "+1", "01"),
    *("1" * 5000,),
    *("2027-03-31", "12:30:00", "yes", "Null", "|", ">-", "'", '"', "- x", "x: y", "\t", "@"),
    *("`", "%"),
    *('"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\0"', '"\\x41"', '"\\q"'),
    *("{a: 1, a: 2}",),
    *("{<<: {a: 1}}", "{? [a] : b}", "{!!str a: b}", "[,]", "{,}", "[[]", "{a", "//", "/* */ 1"),
]
_TREES: list[Any] = [
    *([], {}, [[]], [{}], {"": None}, {"a": {}}, [None], [[], {}], {"x": [1, "a", None]}),
    *({"type": "string"}, {"type": []}, {"enum": []}, {"const": {}}, {"not": {}}, {"$ref": "#"}),
    *({"pattern": "["}, {"pattern": "(a+)+$"}, {"minimum": HUGE}, {"multipleOf": 0.3}, {"if": {}}),
    *({"anyOf": []}, {"required": ["a"]}, {"type": ["null"]}, {"minLength": -1}, {"format": "x"}),
    *({"any": [{"inbound": True}]}, {"all": []}, {"pack": "x", "with": {}}, {"metadata": {}}),
]
ODD: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(_SCALARS),
    st.sampled_from(_RAW).map(Raw),
    st.sampled_from(_TREES).map(grown),
    st.text(max_size=6),
)
"""Values that hardly any place is made for."""


def _replace(draw: DrawFn, slot: Slot, _root: Node) -> None:
    slot.put(draw(ODD))


def _remove(_draw: DrawFn, slot: Slot, _root: Node) -> None:
    del slot.items[slot.index]


def _repeat(_draw: DrawFn, slot: Slot, _root: Node) -> None:
    slot.items.insert(slot.index, slot.items[slot.index])


def _rename(draw: DrawFn, slot: Slot, _root: Node) -> None:
    """Misspell a key: swap two letters, leave one out, or take another word."""
    if not isinstance(slot.parent, Map):
        return
    name, node = slot.items[slot.index]
    at = draw(st.integers(0, max(0, len(name) - 1)))
    swapped = name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
    others = st.sampled_from(["", "x", "<<", "declared.label", "a.b", "$ref", "version", "${x}"])
    slot.items[slot.index] = (draw(st.just(swapped) | st.just(name[:at]) | others), node)


def _wrap(draw: DrawFn, slot: Slot, _root: Node) -> None:
    node = slot.node
    slot.put(draw(st.sampled_from([[node], Map([("not", node)]), Map([("any", [node])])])))


def _copy(draw: DrawFn, slot: Slot, root: Node) -> None:
    slot.put(deepcopy(draw(st.sampled_from(slots(root))).node))


def _nest(draw: DrawFn, slot: Slot, _root: Node) -> None:
    depth = draw(st.sampled_from((5, 40, 63, 64, 65, 130, 300)))
    opened, closed = draw(st.sampled_from([("[", "]"), ('{"a":', "}"), ('{"not": ', "}")]))
    slot.put(Raw(f"{opened * depth}1{closed * depth}"))


Way = Callable[[DrawFn, Slot, Node], None]
_WAYS: st.SearchStrategy[Way] = st.sampled_from(
    [
        *(_replace, _replace, _replace, _remove, _remove, _repeat, _rename, _rename, _wrap, _copy),
        _nest,
    ]
)


def bend(draw: DrawFn, node: Node) -> Node:
    """A node with a few things in it that are not as they should be; it is changed."""
    root: list[Node] = [node]
    for _ in range(draw(st.integers(1, 3))):
        places = slots(root)[::-1]  # the first is the simplest to try
        if places:
            draw(_WAYS)(draw, draw(st.sampled_from(places)), root)
    return root[0] if root else None
