"""Quick reading in parts gives the same as strict reading in one piece."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck.live import decode
from driftcheck.live.decode import MAX_DEPTH
from driftcheck.model import JSON, LiveError
from tests.effort import tried

PARTS = [0, 1, 5, 50, decode.PART]
"""About how many bytes are read at once: cuts wherever they can be, and none."""
Tree = str | list["Tree"] | tuple[tuple[str, "Tree"], ...]
"""The tokens of a JSON value; an object is its pairs, so that a key can be given twice."""

TEXTS = ["", "Sales", ":", "a: b", "},", "},{", "]", "[", "{", '"', "\\", "é", "東", "\x7f", "a/b"]
ESCAPED = [r"\u003a", r"\"", r"\\", r"\\\"", r"\ud83d\ude00", r"\ud83d", r"\udE00x", r"\u0000"]
UNUSUAL = [r"\x", r"\u12", "\t", "\n", r"\\ud800", r"\uD800\u0041", "\ufeff", "\u2028"]
STRINGS = [json.dumps(text, ensure_ascii=False) for text in TEXTS]
STRINGS += [f'"{text}"' for text in ESCAPED + UNUSUAL]
NUMBERS = (
    "0 1 -1 -0 1.0 1.5 1e2 -0.0 1E400 -1e999 1e-999 NaN Infinity -Infinity 01 1. .5 +1".split()
)
NUMBERS += [
    str(sign * 2**bits + more) for bits in (53, 63, 64) for sign in (1, -1) for more in (-1, 0)
]
NUMBERS += ["9" * 40, "9" * 400, "9" * 5000, "0x1"]
SCALARS = st.one_of(
    st.sampled_from(["null", "true", "false", "1", '"x"']),
    st.sampled_from(STRINGS),
    st.sampled_from(NUMBERS),
    st.text(max_size=4).map(json.dumps),
)
KEYS = st.sampled_from(
    ['"a"', '"b"', '"c"', '"d"', '"e"', '"f"', '"a"', r'"\u0061"', '":"', '"},"']
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    SCALARS,
    lambda part: st.one_of(
        st.lists(st.tuples(KEYS, part), max_size=4).map(tuple),
        st.lists(part, max_size=3),
    ),
    max_leaves=6,
)
ENTRIES: st.SearchStrategy[Tree] = st.one_of(
    st.lists(st.tuples(KEYS, TREES), max_size=4, unique_by=lambda pair: pair[0]).map(tuple),
    st.just((('"a"', '"x"'), ('"b"', "1"))),
    TREES,
)
COLONS = st.sampled_from([":", ":", ": ", " :", " : ", "\n:\t"])
COMMAS = st.sampled_from([",", ",", ", ", " ,", ",\n  ", ",,"])
BEFORE = st.sampled_from(
    [*[""] * 6, " \n", "\t\r", "\ufeff", "\x0b", "\x0c", "\xa0", "x", "[", "{}", ","]
)
AFTER = st.sampled_from(
    [*[""] * 6, " \n", "\t\r", "\x0b", "\x0c", "\x00", "x", "]", "[]", ",", "[1]"]
)


def written(tree: Tree, colon: str, comma: str) -> str:
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return f"[{comma.join(written(part, colon, comma) for part in tree)}]"
    pairs = (f"{key}{colon}{written(part, colon, comma)}" for key, part in tree)
    return f"{{{comma.join(pairs)}}}"


@st.composite
def lists(draw: st.DrawFn) -> bytes:
    """Generate lists of entries token by token, including what no program would write."""
    entries = draw(st.lists(ENTRIES, max_size=6))
    text = written(entries, draw(COLONS), draw(COMMAS))
    return (draw(BEFORE) + text + draw(AFTER)).encode("utf-8", "surrogatepass")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**65), 2**65)
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.sampled_from([*TEXTS, "\ud83d", "\ude00"]),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", ":", "é"]), part)
    ),
    max_leaves=8,
)
PLAIN = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["x", "東", "},", 1, True, None]))
STYLES: list[dict[str, Any]] = [
    {"separators": (",", ":")},
    {},
    {"ensure_ascii": False},
    {"indent": 2},
    {"indent": "\t", "ensure_ascii": False},
    {"separators": (" , ", " : ")},
]


@st.composite
def dumps(draw: st.DrawFn) -> bytes:
    """Generate lists of entries as programs write them."""
    entries = draw(st.lists(PLAIN | PLAIN | VALUES, max_size=6))
    style: dict[str, Any] = draw(st.sampled_from(STYLES))
    return json.dumps(entries, **style).encode("utf-8", "surrogatepass")


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Generate lists that are cut short, or in which something is inserted or replaced."""
    data = draw(lists() | dumps())
    at = draw(st.integers(0, len(data)))
    if draw(st.booleans()):
        return data[:at]
    until = at + draw(st.integers(0, 2))
    signs = [bytes([sign]) for sign in b',:}{]["\\ \x00\xff'] + [b"\xed", b"},"]
    return data[:at] + draw(st.sampled_from(signs) | st.binary(max_size=2)) + data[until:]


def nested(kinds: str, inner: str = "1") -> bytes:
    """Return a list of one entry inside objects and lists, the outermost first."""
    for kind in reversed(kinds):
        inner = f'{{"a":{inner}}}' if kind == "{" else f"[{inner}]"
    return f"[{inner}]".encode()


@st.composite
def deep(draw: st.DrawFn) -> bytes:
    """Generate lists near the maximum depth."""
    depth = draw(st.integers(MAX_DEPTH - 3, MAX_DEPTH + 2))
    kinds = "".join(draw(st.lists(st.sampled_from("[{"), min_size=depth, max_size=depth)))
    return nested(
        kinds, draw(st.sampled_from(["1", "1.5", "[]", "{}", '{"a":1,"a":1}', '":"', ""]))
    )


def outcome(data: bytes) -> Any:
    """Return the entries by `repr`, which distinguishes their types, or the error."""
    try:
        return repr(decode.decode(data, "SOURCE"))
    except LiveError as error:
        return error.problems


def strictly(data: bytes) -> Any:
    """The oracle: everything is read by json."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decode, "_in_parts", lambda _: None)
        patched.setattr(decode, "_value", decode._parse_strictly)
        return outcome(data)


def in_parts(data: bytes, size: int) -> Any:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decode, "PART", size)
        return outcome(data)


@tried(4)
@given(st.one_of(lists(), dumps(), spoilt(), deep(), st.binary(max_size=12)))
@example(b'[{"a":1,"a":1}]')
@example(b'[{"a":1,"a":":"}]')
@example(b'[{"a":1,"\\u0061":2}]')
@example(b'[{"a" :1,"a" : 2}]')
@example(b'[{"b":[{"c":{"a":1,"a":2}}]},{"a":":"}]')
@example(b'[{"a":1},{"b":1,"b":1},{"c":"\\u003a"}]')
@example(b'[{"a":{"b":1},"a":{"c":1,"d":1}}]')
@example(b'[{"a":1},{"a":1}]')
@example(b'[{"a":"},"},{"b":"},{"}]')
@example(b'[{"a":[{"b":1},{"c":1}]},{"d":1}]')
@example(b'[{"a":1},{"b":1},]')
@example(b'[{"a":1},]')
@example(b'[{"a":1}, ]')
@example(b'[{"a":1},,{"b":1}]')
@example(b'[{"a":1}, ,{"b":1}]')
@example(b'[,{"a":1}]')
@example(b"[1,2,]")
@example(b"[ ]")
@example(b"[]")
@example(b"[")
@example(b"]")
@example(b"][")
@example(b"[]]")
@example(b"[[]")
@example(b'[{"a":1},{"b":1}')
@example(b'[{"a":1}],[{"b":1}]')
@example(b'x[{"a":1}]')
@example(b'[{"a":1}]x')
@example(b'{"data":[{"a":1}]}')
@example(b'{"data":[{"a":1}],"data":[]}')
@example(b"1e30")
@example(b'"[1]"')
@example(b"\xef\xbb\xbf[1]")
@example(b"[18446744073709551615,-9223372036854775808]")
@example(b"[18446744073709551616]")
@example(b"[-9223372036854775809]")
@example(b"[" + b"9" * 5000 + b"]")
@example(b"[1,1.0,true,-0,-0.0,1e2]")
@example(b"[{},[1.0]]")
@example(b"[1e999]")
@example(b"[NaN]")
@example(b'["\\ud83d"]')
@example(b'["\\ud83d\\ude00","\\\\ud83d"]')
@example(b'[{"\\ud83d":1,"\\ud83e":1}]')
@example(b'["\xed\xa0\xbd"]')
@example(b'["\xff"]')
@example('[{"a":"é"},{"b":"東"}]'.encode())
@example(b'["a\tb"]')
@example(nested("[" * (MAX_DEPTH - 1)))
@example(nested("[" * MAX_DEPTH))
@example(nested("{" * (MAX_DEPTH - 1)))
@example(nested("{" * MAX_DEPTH))
@example(nested("{" * (MAX_DEPTH - 1), "1.5"))
@example(nested("{" * (MAX_DEPTH - 2), '{"a":1,"a":1}'))
@example(nested("[" * 3000))
def test_quick_and_strict_reading_agree(data: bytes) -> None:
    expected = strictly(data)
    for size in PARTS:
        assert in_parts(data, size) == expected


def test_whitespace_that_json_does_not_know_is_refused(subtests: pytest.Subtests) -> None:
    """JSON has four whitespace characters: space, tab, line feed and carriage return."""
    for sign in ["\x00", "\x0b", "\x0c", "\x1c", "\x85", "\xa0", "\u2028", "\ufeff"]:
        with subtests.test(sign=sign):
            for text in (f"{sign}[1]", f"[1]{sign}", f" {sign} [1]", f"[1] {sign} ", f"[{sign}1]"):
                assert outcome(text.encode()) == strictly(text.encode())


@pytest.mark.parametrize("sign", ["", " ", "\t", "\n", "\r", " \r\n\t"])
@pytest.mark.parametrize("style", STYLES)
def test_machine_written_lists_are_read_quickly(
    style: dict[str, Any], sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(decode, "_parse_strictly")
    entries = [
        {"a": "x", "b": {"c": [True, None]}},
        {"b": {}, "a": "},{"},
        {"a": "Sales: é", "b": 7},
        {"a": "::1", "b": [{"a": 1.5}, {"a": ":"}]},
    ]
    data = f"{sign}{json.dumps(entries, **style)}{sign}".encode()
    assert decode.decode(data, "SOURCE") == tuple(entries)


def test_a_list_is_split_at_the_ends_of_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the shortest possible parts, including the last one."""
    entries: list[JSON] = [{"a": 1, "b": {"c": "},{"}}, {"a": [{"a": 2}, {"a": 3}]}, {"a": "},{"}]
    for style in STYLES:
        assert parts(json.dumps(entries, **style).encode(), monkeypatch) == [
            [entry] for entry in entries
        ]


def test_a_list_whose_entries_begin_differently_is_read_in_one_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = [{"a": 1, "b": 2}, {"b": 1}, {"b": 3, "a": 2}]
    assert parts(json.dumps(entries).encode(), monkeypatch) == [entries]


def test_only_a_doubtful_part_is_read_by_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "PART", 1)
    strictly: list[bytes] = []
    real = decode._parse_strictly

    def noted(data: bytes) -> Any:
        strictly.append(data)
        return real(data)

    monkeypatch.setattr(decode, "_parse_strictly", noted)
    data = b'[{"a":1},{"a":18446744073709551616},{"a":1.5},{"a":"\\u003a"}]'
    assert decode.decode(data, "SOURCE")[1] == {"a": 2**64}
    assert strictly == [b'[{"a":18446744073709551616}]', b'[{"a":"\\u003a"}]']


def parts(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[list[JSON]]:
    """Return the parts in which a list is read, as short as possible."""
    found: list[list[JSON]] = []
    real = decode._part

    def noted(*args: Any) -> tuple[list[JSON], int]:
        part, after = real(*args)
        found.append(list(part))
        return part, after

    with monkeypatch.context() as patched:
        patched.setattr(decode, "PART", 1)
        patched.setattr(decode, "_part", noted)
        decode.decode(data, "SOURCE")
    return found
