"""Live lists and declarations of a few numbers, so that both sides often speak of the same."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzz.strategies_text import documents, whole
from tests.fuzz.strategies_words import LABELS, VALUES, mappings, sometimes, subsets

BLOCKS = [
    *([f"+1{block}0{digit}" for digit in range(8)] for block in range(2, 6)),
    [f"+1202555010{digit}" for digit in range(8)],
    ["+18005550123", "+442079460123", "+19005550123", "+33612345678", "+99912345678", "+12"],
]
"""Numbers, apart from each other; the short ones, so that no range of them is long."""

NUMBERS = st.sampled_from([number for block in BLOCKS for number in block])
METADATA: SearchStrategy[Any] = mappings(
    {},
    {
        "env": st.sampled_from(["production", "staging", ""]),
        "owner": LABELS,
        "more": VALUES,
    },
)
_ADDRESSES = [
    "192.0.2.1",
    "112.126.15.64/27",
    "2001:db8::/32",
    "sip.example.com",
    "u:p@example.com",
]
_PIPELINES: SearchStrategy[Any] = st.sampled_from([None, {}]) | mappings(
    {"pipeline_id": LABELS}, {"pipeline_name": LABELS}
)
_TRUNKS: SearchStrategy[Any] = st.sampled_from([None, {}]) | mappings(
    {},
    {
        "address": st.sampled_from(["sip.example.com", "u:p@sip.example.com", "*@sip.example.com"]),
        "transport": st.sampled_from(["tls", "tcp", "udp"]),
        "prefix": LABELS,
        "user": LABELS,
        "password": LABELS,
    },
)
_FIELDS: dict[str, SearchStrategy[Any]] = {
    "provider": st.sampled_from(["byo", "twilio"]),
    "label": LABELS,
    "inbound": st.booleans(),
    "outbound": st.booleans(),
    "associated_pipeline": _PIPELINES,
}
_MORE: dict[str, SearchStrategy[Any]] = {
    "inbound_config": st.sampled_from([None, {}])
    | mappings({"allowed_addresses": subsets(_ADDRESSES)}),
    "outbound_config": _TRUNKS,
}
ENTRIES = mappings({"phone_number": NUMBERS, **_FIELDS}, _MORE)
"""Entries of live lists that satisfy the schema."""

_ODD_ENTRIES: SearchStrategy[Any] = st.one_of(
    st.builds(
        lambda entry, more: {**entry, **more},
        ENTRIES,
        mappings({}, dict.fromkeys([*_FIELDS, *_MORE, "phone_number", "extra", "a.b"], VALUES)),
    ),
    mappings({}, {"phone_number": NUMBERS, **_FIELDS, **_MORE}),
    VALUES,
)
_SOME = st.lists(sometimes(ENTRIES, _ODD_ENTRIES, 3), min_size=1, max_size=6)
LISTS: SearchStrategy[list[Any]] = sometimes(_SOME, st.just([]), 12)
"""Live lists; what is wrong in them are findings."""

LIVE = documents(LISTS, json_only=True)
LIVE_WHOLE = whole(LISTS, json_only=True)

_IGNORED = ["label", "inbound", "outbound_config.address", "outbound_config", "associated_pipeline"]
_DECLARABLE = mappings({}, {**_FIELDS, **_MORE, "metadata": METADATA, "ignore": subsets(_IGNORED)})
"""What may be declared of a number."""


@st.composite
def _named(draw: DrawFn, block: int) -> dict[str, Any]:
    """One, several or all numbers of a block."""
    numbers = BLOCKS[block]
    form = draw(st.sampled_from(("one", "several", "range")))
    if form == "one":
        return {"phone_number": draw(st.sampled_from(numbers))}
    if form == "several" or block > 3:
        return {"phone_numbers": draw(subsets(numbers, 1))}
    first = draw(st.integers(0, 7))
    return {"range": f"{numbers[first]}..{numbers[draw(st.integers(first, 7))]}"}


@st.composite
def _declared_entries(draw: DrawFn) -> list[dict[str, Any]]:
    blocks = draw(subsets(range(len(BLOCKS)), 1))
    entries = [{**draw(_named(block)), **draw(_DECLARABLE)} for block in blocks]
    if not draw(st.integers(0, 3)):
        entries[-1]["state"] = draw(st.sampled_from(("absent", "present")))
    return entries


@st.composite
def _declared(draw: DrawFn) -> Any:
    """Declarations, with defaults or without, or a bare list."""
    entries = draw(_declared_entries())
    form = draw(st.sampled_from(("plain", "plain", "defaults", "bare")))
    if form == "bare":
        return entries
    defaults = {"defaults": draw(_DECLARABLE)} if form == "defaults" else {}
    return {"version": 1, **defaults, "numbers": entries}


DECLARED = documents(_declared())
DECLARED_WHOLE = whole(_declared())

_PATHS = """phone_number phone_number label inbound provider metadata.env metadata
    associated_pipeline.pipeline_id inbound_config.allowed_addresses outbound_config nothing label.x
    metadata.a.b . label. outbound_config.password""".split()
_GLOBS = [
    "*",
    "+1*",
    "S*",
    "true",
    "null",
    "?",
    "",
    "[",
    "[z-a]",
    "[!a]*",
    "p[[]*",
    "=",
    "*\n",
    "[]-]",
]
SELECTORS: SearchStrategy[str] = st.builds(
    "{}={}".format, st.sampled_from(_PATHS), st.sampled_from(_GLOBS)
)
"""What `--select` may be given."""
