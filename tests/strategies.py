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
ADDRESSES = st.sampled_from(["192.0.2.1", "112.126.15.64/27", "2001:db8::/32", "10.0.0.1/8"])
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
NUMBERS = st.integers(10, 10**15 - 1).map(lambda digits: f"+{digits}")


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


HOSTILE = st.sampled_from(
    [
        "a\nb: c",
        "\n- phone_number: +19999999999",
        "x\u2028y",
        "\x85",
        "\x1b[31mred",
        "\u202eevil",
        "☎ 😀 👩‍💻",
        "\x00",
        "\ufeff",
        "\ufffe",
        "${HOME}",
        "$${X:-a}",
        "${A:-${B}}",
        "${",
        "\\ud83d\\ude00",
        "a # b",
        "- a",
        "{a",
        "'",
        "yes",
        "NULL",
        "1_000",
        "0x1f",
        "1:30",
        "2026-01-01",
        "<<",
        "=",
        "!tag",
        "&a",
        "*a",
        "a ",
        "שלום",
        "sip:u:p@h",
        "https://u:p@h/x",
    ]
)
TEXTS = st.one_of(LABELS, HOSTILE)
"""Text that is meant to break out of where it is written."""
SECRETS = st.one_of(
    st.sampled_from(
        ["hunter2", "hunter2", "it's", "***", "", "${X}", "a\nb", "•••", "x${A:-${B}}", "a${"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
)
TRUNKS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries(
        {},
        optional={
            "address": st.sampled_from(
                [
                    "sip.example.com",
                    "u:p@sip.example.com",
                    "sip:u:p@sip.example.com:5061",
                    "sip:sip@h",
                    "u:***@sip.example.com",
                    "***@sip.example.com",
                    "u%40h",
                    "sip:h;token=abc",
                    "u@h;token=abc",
                    "a@b@c",
                    "${X}@h",
                    "u@${X}",
                    "u:p${@${h",
                ]
            )
            | st.none(),
            "transport": st.sampled_from(["tls", "tcp", "udp", None]),
            "prefix": TEXTS.filter(lambda text: "\0" not in text) | st.none(),
            "user": TEXTS.filter(lambda text: "\0" not in text) | st.none(),
            "password": SECRETS | st.none(),
        },
    ),
)
GATES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries(
        {},
        optional={
            "allowed_addresses": st.none()
            | st.lists(
                ADDRESSES | st.sampled_from(["sip.example.com", "u:p@h", "a, b", "${X}"]),
                max_size=9,
            )
        },
    ),
)
ROUTES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries(
        {},
        optional={"pipeline_id": TEXTS | st.none(), "pipeline_name": TEXTS | st.none()},
    ),
)
_OPTIONAL = {"inbound_config": GATES, "outbound_config": TRUNKS}


@st.composite
def fleets(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Live lists of a few kinds of numbers, many of them in a row, written in several ways."""
    kinds = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "provider": st.sampled_from(["byo", "twilio"]),
                    "label": TEXTS,
                    "inbound": st.booleans(),
                    "outbound": st.booleans(),
                    "associated_pipeline": ROUTES,
                },
                optional=_OPTIONAL,
            ),
            min_size=1,
            max_size=4,
        )
    )
    starts = st.sampled_from([12025550100, 12025550108, 442079460000, 99, 98, 8800])
    numbers: set[int] = set()
    for start in draw(st.lists(starts, min_size=1, max_size=3)):
        numbers |= set(range(start, start + draw(st.integers(1, 8))))
    numbers |= {int(text[1:]) for text in draw(st.lists(NUMBERS, max_size=2))}
    chosen = draw(st.permutations(sorted(numbers)))
    run = draw(st.integers(1, 5))
    fleet = []
    for place, number in enumerate(chosen):
        kind = kinds[(number // run) % len(kinds)] if place % 5 else draw(st.sampled_from(kinds))
        fleet.append({**kind, "phone_number": f"+{number}"})
    return fleet
