"""What documents are made of: labels, values of any type, and mappings with fields left out.

Most is picked from lists, not made up: that is fast, and meets what matters more often.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Item = TypeVar("Item")


@st.composite
def sometimes(
    draw: DrawFn, usual: SearchStrategy[Any], other: SearchStrategy[Any], one_in: int
) -> Any:
    """Mostly what is usual."""
    return draw(other if draw(st.integers(1, one_in)) == one_in else usual)


@st.composite
def subsets(draw: DrawFn, items: Sequence[Item], least: int = 0) -> list[Item]:
    """Some of a few items, in their order; at least none, or one."""
    mask = draw(st.integers(least, 2 ** len(items) - 1))
    return [item for at, item in enumerate(items) if mask >> at & 1]


@st.composite
def mappings(
    draw: DrawFn,
    required: Mapping[str, SearchStrategy[Any]],
    optional: Mapping[str, SearchStrategy[Any]] | None = None,
) -> dict[str, Any]:
    """Mappings that have all of the required keys and some of the optional ones."""
    made = {name: draw(part) for name, part in required.items()}
    if not optional:
        return made
    return made | {name: draw(optional[name]) for name in draw(subsets([*optional]))}


_LABELS = [
    *("Support", "Sales", "Sales", "Sales 2", "no", "6036", "~", "null", "", " x ", "a: b", "# c"),
    *("'q'", '"', "+1", "1e3", "a" * 200, "two\nlines", "tab\there", "é", "😀", "Пример", "עברית"),
    *("\u202eevil", "\x1b[31m", "\0", "\u2028", "\x85", "::error::x", "##[x]", "=1+1", "<b>&amp;"),
    *("| a | *b* `c` [d](e)", "$", "u:p@host", "\ufeff", "\U0010ffff", "e\u0301" * 9, "%0A"),
]
LABELS: SearchStrategy[str] = sometimes(
    st.sampled_from(_LABELS), st.text(st.characters(exclude_categories=["Cs"]), max_size=5), 8
)
"""Text, with what formats trip over."""

WORDS = LABELS.filter(lambda text: text.strip() and "$" not in text)
"""Text that is not blank, and names no variable."""

_VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 3, 0.5, 1e300, 10**40, 10**400 + 1, -(10**400), "", "x"),
    *("Sales", "😀", "null"),
    *([], {}, [[]], [None], ["x"], [1, 1.0], [True, 1], {"a": {}}, {"": None}, {"a.b": 1}),
    *({"x": ["y"]},),
    *({"pipeline_id": 5}, {"password": "s3cret"}, {"address": "u:p@h"}, [{"token": "x"}]),
    *("+12025550100",),
    *({"minimum": 2}, {"maximum": 1}, {"a": {"a": {"a": {"a": {"a": [{}]}}}}}, ["x"] * 50),
]
_MADE: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=4), part, max_size=2)
    ),
    max_leaves=6,
)
VALUES: SearchStrategy[Any] = sometimes(st.sampled_from(_VALUES), _MADE, 12)
"""Values of JSON of any type; not to be changed, as some are shared."""
