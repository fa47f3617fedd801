"""Text as YAML: unquoted if unambiguous, otherwise quoted on one line."""

import pytest
import yaml

from driftcheck.document import Scalar, parse
from driftcheck.draft import scalars
from driftcheck.draft.secrets import UndeclarableError
from driftcheck.validation.shape import Shape
from tests.each import each
from tests.strategies import HOSTILE


@each(
    "text",
    """Support|Customer Support Line|pipeline_0987654321fedcba|192.0.2.1|112.126.15.64/27
    sip.example.com|Straße|日本|a (b)|u@h|v1.2""".replace("\n    ", "|").split("|"),
)
def test_harmless_text_is_unquoted(text: str) -> None:
    assert scalars.text(text) == text


@each(
    ("text", "written"),
    [
        ("no", '"no"'),
        ("Yes", '"Yes"'),
        ("NULL", '"NULL"'),
        ("6036", '"6036"'),
        ("1e3", '"1e3"'),
        ("", '""'),
        ("~", '"~"'),
        (" x", '" x"'),
        ("x ", '"x "'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("+12025550100", '"+12025550100"'),
        ('say "hi"', r'"say \"hi\""'),
        ("a\\b", r'"a\\b"'),
        ("a\nb\tc", r'"a\nb\tc"'),
        ("\x1b[31m", r'"\x1b[31m"'),
        ("\u202eevil", r'"\u202eevil"'),
        ("\u2028", r'"\u2028"'),
        ("\xa0", r'"\xa0"'),
        ("☎ 😀", '"☎ 😀"'),
        ("\U000e0001", r'"\U000e0001"'),
        ("\0", r'"\0"'),
        ("---", '"---"'),
        ("e\u0301", '"e\u0301"'),
    ],
)
def test_ambiguous_text_is_quoted(text: str, written: str) -> None:
    assert scalars.text(text) == written


@each("text", ["no", "a\nb", "\x85\u2028\ufeff", "'\"\\", "\U0010ffff", "off"])
def test_every_parser_reads_the_same(text: str) -> None:
    written = scalars.text(text)
    assert yaml.safe_load(written) == text
    root = parse(f"a: {written}", "f.yaml").root
    assert root.fields["a"].text == text  # type: ignore[union-attr]


def test_hostile_text_stays_on_its_line() -> None:
    for text in HOSTILE.elements:  # type: ignore[attr-defined]
        assert len(scalars.text(text).splitlines()) == 1


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UndeclarableError, match="surrogate"):
        scalars.text("a\ud800")


def test_a_phone_number_is_unquoted() -> None:
    assert scalars.number("+12025550100") == "+12025550100"
    assert scalars.number("0044 20") == '"0044 20"'


def test_a_value_that_would_be_read_as_text_is_refused() -> None:
    assert scalars.other(True, Shape()) == "true"
    assert scalars.other(1.5e30, Shape()) == "1.5e+30"
    assert scalars.other(5, Shape(types=frozenset({"string", "integer"}))) == "5"
    with pytest.raises(UndeclarableError, match="read as text"):
        scalars.other(5, Shape(types=frozenset({"string"}), loose=True))


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(UndeclarableError, match="too long"):
        scalars.key("k" * 1001)
    assert scalars.key("<<") == '"<<"'


def test_declarations_read_an_unquoted_scalar_as_the_same_text() -> None:
    assert Scalar("a", True, 1, 1).text == scalars.text("a")
