"""Hypothesis strategies for live lists."""

from typing import Any

from hypothesis import strategies as st

LABELS = st.one_of(
    st.sampled_from(["no", "6036", "~", "null", "", " x ", "a: b", "# c", "'q'", '"', "+1", "1e3"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
"""Text as a label may be, with what YAML trips over."""

PIPELINES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries({"pipeline_id": LABELS}, optional={"pipeline_name": LABELS}),
)
ADDRESSES = st.sampled_from(["192.0.2.1", "112.126.15.64/27", "2001:db8::/32", "sip.example.com"])
INBOUND: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries({}, optional={"allowed_addresses": st.lists(ADDRESSES, max_size=3)}),
)
OUTBOUND: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries(
        {},
        optional={
            "address": st.sampled_from(["sip.example.com", "u:p@sip.example.com"]),
            "transport": st.sampled_from(["tls", "tcp", "udp"]),
            "prefix": LABELS,
            "user": LABELS,
            "password": LABELS,
        },
    ),
)
NUMBERS = st.from_regex(r"\A\+[1-9][0-9]{1,14}\Z")


def entries() -> st.SearchStrategy[dict[str, Any]]:
    """Entries that satisfy the schema, in every form the API is known to use."""
    return st.fixed_dictionaries(
        {
            "provider": st.sampled_from(["byo", "twilio"]),
            "phone_number": NUMBERS,
            "label": LABELS,
            "inbound": st.booleans(),
            "outbound": st.booleans(),
            "associated_pipeline": PIPELINES,
        },
        optional={"inbound_config": INBOUND, "outbound_config": OUTBOUND},
    )


def lists() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Live lists without a number that is there twice."""
    return st.lists(entries(), min_size=1, max_size=6, unique_by=lambda e: e["phone_number"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)
    ),
    max_leaves=8,
)


def broken_entries() -> st.SearchStrategy[Any]:
    """Entries with some fields missing, of a wrong type, or not known."""
    names = ["provider", "phone_number", "label", "inbound", "outbound", "associated_pipeline"]
    return st.one_of(
        entries(),
        JSON,
        st.dictionaries(st.sampled_from([*names, "inbound_config", "extra"]), JSON, max_size=8),
        st.builds(
            lambda entry, more: {**entry, **more},
            entries(),
            st.dictionaries(st.sampled_from(names), JSON, max_size=2),
        ),
    )
