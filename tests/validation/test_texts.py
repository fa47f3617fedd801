"""Whether a glob can match an allowed text: exact if understood, otherwise yes."""

import re
from fnmatch import translate as glob_pattern
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.system import published
from driftcheck.validation import texts
from driftcheck.validation.texts import Texts

E164 = texts.of_field("phone_number", published("number"))
LOCAL = Texts({"type": "string", "pattern": "^[0-9]{10}$"})


def test_a_glob_can_match_a_phone_number(subtests: pytest.Subtests) -> None:
    for glob in """* +* +1* *0100 ?1202* +1202* ??? +?? +???????????????  +12025550100 +1202555010?
    [+]1202* [!0-9]* +[1-9]* +1[!a-z]* *[0-9] **1** +1202555010[0-9] +[0-9]2* +12025550100*
    *1*2*3*4* [!]x]1202*""".split():
        with subtests.test(glob=glob):
            assert E164.may_match(glob)


def test_a_glob_cannot_match_any_phone_number(subtests: pytest.Subtests) -> None:
    for glob in [
        *("1202*", "12025550100", "0*", "+0*", "+", "??", "+1", "+1-202*", "+1 202*", "(202)*"),
        *("tel:*", "+x*", "*x", "* *", "++*", "?+1*", "[0-9]*", "[!+]*", "+[a-z]*", "+[!1-9]*"),
        *("+????????????????", "+1202555010012345", "+[", "[+1202*", "*+", "*.", "", "?"),
        "+1202\u0660*",
    ]:
        with subtests.test(glob=glob):
            assert not E164.may_match(glob)


@pytest.mark.parametrize(
    ("glob", "possible"),
    [
        ("202*", True),
        ("?202*", True),
        ("+1202*", False),
        ("2025550100", True),
        ("202555010", False),
    ],
)
def test_only_the_pattern_of_the_schema_counts(glob: str, possible: bool) -> None:
    assert LOCAL.may_match(glob) is possible


GROUPS: Any = {"$ref": "#/$defs/number", "$defs": {"number": {"pattern": "^\\+44"}}}


def test_requirements_of_texts_are_understood(subtests: pytest.Subtests) -> None:
    for schema, possible, impossible in [
        (True, "1202*", None),
        ({}, "1202*", None),
        ({"type": "string"}, "1202*", None),
        (False, None, "*"),
        ({"type": "integer"}, None, "*"),
        ({"type": ["null", "string"]}, "x", None),
        ({"const": "+1202"}, "+1*", "+2*"),
        ({"enum": ["+1202", "+44", 5]}, "*44", "5"),
        ({"minLength": 3}, "x*", "??"),
        ({"maxLength": 3}, "???", "????*"),
        ({"pattern": "1202"}, "?1202*", "1202"[:3]),
        ({"pattern": "^1|2$"}, "*2", "3*3"),
        ({"allOf": [{"pattern": "^\\+"}, {"pattern": "9$"}]}, "+*9", "+*8"),
        ({"anyOf": [{"pattern": "^\\+1"}, {"pattern": "^0"}]}, "0*", "2*"),
        ({"oneOf": [{"pattern": "^a"}, {"type": "null"}]}, "a", "b"),
        (GROUPS, "+44*", "+1*"),
        ({"pattern": "^\\d{3}-\\d{4}$"}, "555-*", "555*0-"),
        ({"pattern": "^(?:\\+|00)[1-9]"}, "001*", "01*"),
        ({"pattern": "^(?<plus>\\+)?[1-9]"}, "1*", "-*"),
        ({"pattern": "^[^+]*$"}, "1*", "+*"),
        ({"pattern": "^\\b1\\b$"}, "1", "b1"),
        ({"pattern": "^[^b]$"}, "a", "b"),
        ({"pattern": "^[^b]$"}, "c", "bb"),
        ({"pattern": "^\\S+$"}, "1*", "1 *"),
        ({"pattern": "^\\d$"}, "0", "/"),
        ({"pattern": "^\\d$"}, "9", ":"),
        ({"pattern": "^\\x2b\\u0031"}, "+1*", "+2*"),
        ({"pattern": "^(?!\\+1900)\\+1\\d+$"}, "+1900*", "+2*"),
        ({"pattern": "^[+\\d\\-]+?$"}, "1-2", "1.2"),
        ({"pattern": "^a{2,}b{1,2}c{0}$"}, "aaabb", "aabbb"),
        ({"pattern": "^[a-]$"}, "-", "b"),
    ]:
        with subtests.test(schema=schema, possible=possible, impossible=impossible):
            allowed = Texts(schema)
            assert possible is None or allowed.may_match(possible)
            assert impossible is None or not allowed.may_match(impossible)


LOOP: Any = {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}}


def test_unknown_requirements_refuse_nothing(subtests: pytest.Subtests) -> None:
    for schema in [
        {"not": {"pattern": "x"}},
        {"format": "hostname"},
        {"pattern": "^(a)\\1$"},
        {"pattern": "^\\p{Nd}+$"},
        {"pattern": "(?i)^a"},
        {"pattern": "^[[:alpha:]]$"},
        {"pattern": "^[a&&b]$"},
        {"pattern": "^a++$"},
        {"pattern": f"^{'(' * 100}a{')' * 100}$"},
        {"pattern": f"^{'a?' * 300}$"},
        {"$ref": "#/$defs/nowhere"},
        {"allOf": [{"anyOf": [{"pattern": str(i)} for i in range(20)]}] * 5},
        LOOP,
    ]:
        with subtests.test(schema=schema):
            assert Texts(schema).may_match("x1*")


def test_every_question_takes_little_time() -> None:
    allowed = Texts({"pattern": "^(a|b)*a(a|b){90}$", "minLength": 2_000_000_000})
    assert allowed.may_match("*a*b" * 20)


NUMBER_OF_GB = {"properties": {"phone_number": {"pattern": "^\\+44"}}}
AT_N = {"$ref": "#/$defs/n"}


def test_the_phone_number_of_an_entry_schema_counts(subtests: pytest.Subtests) -> None:
    for schema, possible in [
        (True, True),
        ({"properties": {"label": {"pattern": "^x"}}}, True),
        ({"properties": {"phone_number": {"pattern": "^\\+"}}}, False),
        ({"allOf": [{"properties": {"phone_number": {"pattern": "^\\+"}}}]}, False),
        ({"$ref": "#/$defs/n", "$defs": {"n": NUMBER_OF_GB}}, False),
        ({"anyOf": [{"properties": {"phone_number": {"pattern": "^\\+"}}}, {}]}, True),
        ({"$defs": {"n": {"maxLength": 2}}, "properties": {"phone_number": AT_N}}, False),
        ({"$ref": "#"}, True),
    ]:
        with subtests.test(schema=schema, possible=possible):
            assert texts.of_field("phone_number", schema).may_match("1202*") is possible


@pytest.mark.parametrize(
    ("text", "possible"),
    [("+12025550100", True), ("+1 202", False), ("1202", False), ("", False), ("+1*", False)],
)
def test_an_exact_text_is_allowed_or_not(text: str, possible: bool) -> None:
    assert E164.may_be(text) is possible
    assert Texts({}).may_be(text)


SIGNS = "ab1"
ALL = ["".join(signs) for length in range(6) for signs in product(SIGNS, repeat=length)]
ATOMS = st.sampled_from(["a", "b", "1", ".", "[ab]", "[^a]", "\\d", "\\w", "\\D", "[a-b1]"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{2,}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda one: f"(^{one})"),
        inner.map(lambda one: f"({one}$|a)"),
    ),
    max_leaves=6,
)
GLOBS = st.lists(
    st.sampled_from(["a", "b", "1", "*", "?", "[ab]", "[!a]", "[a-b]", "["]), max_size=5
)


@given(
    PATTERNS.flatmap(lambda one: st.sampled_from([one, f"^{one}$", f"^(?:{one})$"])),
    GLOBS.map("".join),
)
def test_it_agrees_with_trying_all_short_texts(pattern: str, glob: str) -> None:
    schema = {
        "type": "string",
        "pattern": pattern,
        "maxLength": 5,
        "allOf": [{"pattern": "^[ab1]*$"}],
    }
    fitting = filter(re.compile(glob_pattern(glob)).match, ALL)
    found = any(map(re.compile(pattern).search, fitting))
    assert Texts(schema).may_match(glob) is found
