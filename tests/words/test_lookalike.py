"""Texts that look alike and differ: both sides are shown so that they can be told apart."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.report import FORMATS
from driftcheck.words.lookalike import beside, looks_of, plain, tell_apart
from tests.effort import tried
from tests.linear import assert_linear
from tests.support import CONFIG, Project, number

PAIRS = {
    "no-break space": ("Sales EU", "Sales\u00a0EU"),
    "narrow no-break space": ("Sales EU", "Sales\u202fEU"),
    "thin space": ("Sales EU", "Sales\u2009EU"),
    "ideographic space": ("Sales EU", "Sales\u3000EU"),
    "two spaces": ("Sales EU", "Sales  EU"),
    "two kinds of space": ("Sales\u2009EU", "Sales\u202fEU"),
    "zero-width space": ("Sales", "Sal\u200bes"),
    "zero-width joiner": ("Sales", "Sal\u200des"),
    "soft hyphen": ("Sales", "Sal\u00ades"),
    "byte order mark": ("Sales", "\ufeffSales"),
    "right-to-left mark": ("Sales", "Sales\u200f"),
    "variation selector": ("Hotline \u260e", "Hotline \u260e\ufe0f"),
    "no-break hyphen": ("24-7", "24\u20117"),
    "minus": ("24-7", "24\u22127"),
    "en dash": ("24-7", "24\u20137"),
    "apostrophe": ("It's", "It\u2019s"),
    "Cyrillic a": ("Sales", "S\u0430les"),
    "Cyrillic I": ("VIP", "V\u0406P"),
    "Cyrillic ka": ("Sakes", "Sa\u043aes"),
    "a word of Cyrillic": ("copy", "\u0441\u043e\u0440\u0443"),
    "Greek omicron": ("Support", "Supp\u03bfrt"),
    "Greek and Cyrillic": ("Supp\u03bfrt", "Supp\u043ert"),
    "Armenian": ("oh", "\u0585\u0570"),
    "Latin alpha": ("Sales", "S\u0251les"),
    "dotless i": ("Line", "L\u0131ne"),
    "ligature": ("Office", "O\ufb03ce"),
    "full width": ("Sales", "\uff33ales"),
    "mathematical": ("Sales", "\U0001d412ales"),
    "Roman numeral": ("Line I", "Line \u2160"),
    "Kelvin": ("Kelvin", "\u212aelvin"),
    "composed": ("Caf\u00e9", "Cafe\u0301"),
    "angstrom": ("\u00c5", "\u212b"),
    "Hangul": ("\uac00", "\u1100\u1161"),
    "Katakana and Han": ("\u30ab", "\u529b"),
    "Arabic digits": ("\u0661", "\u06f1"),
}  # fmt: skip
TOLD_APART = [
    ("Sales", "Support"),
    ("Café", "Cafe"),
    ("Größe", "Grosse"),
    ("Москва", "Moskva"),
    ("サポート", "営業"),
    ("営業部", "営業課"),
    ("Sales l", "Sales I"),
    ("مبيعات", "دعم"),
    ("☎ Sales", "☎ Support"),
    ("", " "),
]
"""Texts that anybody can tell apart, and wants to read."""


def test_what_looks_alike_is_shown_by_its_code_points(subtests: pytest.Subtests) -> None:
    for case, (one, other) in PAIRS.items():
        with subtests.test(case=case):
            shown = tell_apart(one, other, 120)
            assert shown == tell_apart(other, one, 120)[::-1]
            assert looks_of(shown[0]) != looks_of(shown[1])
            assert "\\u" in shown[0] + shown[1] or "\\U" in shown[0] + shown[1]
            assert [text.encode().decode("unicode_escape") for text in shown if text.isascii()] == [
                text for text, seen in zip((one, other), shown, strict=True) if seen.isascii()
            ]


def test_what_anybody_can_tell_apart_is_shown_as_it_is(subtests: pytest.Subtests) -> None:
    for pair in TOLD_APART:
        with subtests.test(pair=pair):
            assert tell_apart(*pair, 120) == pair


def test_only_what_differs_is_shown_by_code_points() -> None:
    assert tell_apart("Büro\u00a0Süd", "Büro Süd", 120) == ("Büro\\u00a0Süd", "Büro Süd")


def test_of_long_texts_the_part_is_shown_that_differs() -> None:
    long = "x" * 500
    one, other = tell_apart(f"{long}\u00a0{long}", f"{long} {long}", 60)
    assert one.startswith(f"…{'x' * 20}\\u00a0x")
    assert other.startswith(f"…{'x' * 20} x")
    assert len(one) == len(other) == 60


def test_long_texts_that_look_alike_as_far_as_they_are_shown_are_told_apart() -> None:
    one, other = tell_apart("a\u00a0" + "x" * 500 + "y", "a " + "x" * 500 + "z", 40)
    assert one.startswith("a\\u00a0x")
    assert other.startswith("a x")


def test_a_text_that_passes_for_a_part_of_the_other_is_told_apart() -> None:
    shown = tell_apart('["byo", "twilio"]', '"by\u043e"', 120)
    assert shown == ('["byo", "twilio"]', '"by\\u043e"')
    assert beside('must be "byo"', '"by\u043e"') == ('must be "byo"', '"by\\u043e"')
    assert beside('must be "by\u043e"', '"byo"') == ('must be "by\\u043e"', '"byo"')
    assert beside("must be text", '"Café"') == ("must be text", '"Café"')


def test_what_nobody_sees_of_what_is_said_is_told_apart_from_a_part_of_it() -> None:
    assert beside("must be Sales\u200b", '"Sales"') == ("must be Sales\\u200b", '"Sales"')
    assert beside("must be Sales\u00a0EU", '"Sales"') == ("must be Sales\\u00a0EU", '"Sales"')


def test_an_unknown_field_that_looks_like_a_known_one_is_told_apart(project: Project) -> None:
    project.live(number() | {"l\u0430bel": "x"})
    (finding,) = project.report()["findings"]
    assert finding["path"] == "l\u0430bel"
    assert finding["message"].startswith("l\\u0430bel is a field")


def test_by_itself_a_word_is_shown_by_code_points_where_it_passes_for_another() -> None:
    assert plain("S\u0430les Café Москва") == "S\\u0430les Café Москва"
    assert plain("Caf\u00e9\u00a0EU") == "Café\\u00a0EU"


TEXTS = st.text(
    st.sampled_from("aAoIl01 -é")
    | st.sampled_from("\u0430\u043e\u0131\u00a0\u2011\u200b\ufe0f\u0301\uff41\ufb01\u03bf\\"),
    max_size=12,
)


@tried(4)
@given(TEXTS, TEXTS, st.sampled_from([8, 20, 40, 500]))
def test_two_texts_are_never_shown_alike(one: str, other: str, limit: int) -> None:
    shown = tell_apart(one, other, limit)
    assert max(map(len, shown)) <= limit
    assert (shown[0] == shown[1]) is (one == other)
    if one != other and not (one.isascii() and other.isascii()) and limit == 500:
        assert looks_of(shown[0]) != looks_of(shown[1])


@pytest.mark.parametrize("unit", ["a", "\u0430", "a\u0301", "\u00a0", "\u200b"])
def test_the_time_is_in_proportion_to_the_texts(unit: str) -> None:
    assert_linear(lambda text: tell_apart(text, text + "b", 120), unit)


@pytest.fixture
def alike(project: Project) -> Project:
    """A declared label and a live one that look alike, and a rule on the live one."""
    rule = "{id: mine, title: Mine, severity: low, require: {label: [Sales EU, Support]}}"
    project.write(
        driftcheck__yaml=CONFIG + "policies: [p.yaml]\n",
        numbers__yaml="version: 1\nnumbers: [{phone_number: +12025550100, label: Sales EU}]\n",
        p__yaml=f"version: 1\nname: mine\nrules: [{rule}]\n",
    )
    return project.live(number(label="S\u0430les\u00a0EU"))


def test_every_report_tells_the_sides_apart(subtests: pytest.Subtests, alike: Project) -> None:
    for name in sorted({*FORMATS} - {"prometheus"}):
        with subtests.test(format=name):
            out = alike.run("check", "-o", name).out
            assert "\\u0430les\\u00a0EU" in out.replace("\\\\", "\\")
            if name not in ("json", "sarif", "gitlab"):
                assert "\u00a0" not in out
                assert "\u0430" not in out


def test_the_messages_tell_the_sides_apart(alike: Project) -> None:
    said = {f["check"]: f["message"] for f in alike.report()["findings"]}
    assert said["drift-changed"] == (r'label is "S\u0430les\u00a0EU", but "Sales EU" is declared')
    assert said["mine"].endswith(r'(it is "S\u0430les\u00a0EU")')


def test_csv_tells_the_sides_apart(alike: Project) -> None:
    rows = csv.DictReader(io.StringIO(alike.run("check", "-o", "csv").out))
    (row,) = [row for row in rows if row["check"] == "drift-changed"]
    assert (row["expected"], row["actual"]) == ("Sales EU", r"S\u0430les\u00a0EU")


def test_the_json_report_keeps_the_values(alike: Project) -> None:
    (finding,) = [f for f in alike.report()["findings"] if f["check"] == "drift-changed"]
    assert finding["actual"] == "S\u0430les\u00a0EU"


def test_a_rule_written_with_other_characters_is_told_apart_from_a_plain_value(
    alike: Project,
) -> None:
    text = (alike.folder / "p.yaml").read_text(encoding="utf-8")
    alike.write(p__yaml=text.replace("[Sales EU, Support]", "Sales\u00a0EU"))
    alike.live(number(label="Sales EU"))
    (finding,) = [f for f in alike.report()["findings"] if f["check"] == "mine"]
    assert finding["message"].count("Sales\\u00a0EU") == 1
    assert finding["message"].endswith('(it is "Sales EU")')


def test_a_long_change_shows_what_differs_in_its_message(project: Project) -> None:
    long = "x" * 100
    project.write(
        numbers__yaml=f"version: 1\nnumbers: [{{phone_number: +12025550100, label: {long}1}}]\n"
    ).live(number(label=f"{long}2"))
    (finding,) = [f for f in project.report()["findings"] if f["check"] == "drift-changed"]
    assert finding["message"] == (f'label is …{"x" * 20}2", but …{"x" * 20}1" is declared')


def test_numbers_that_look_alike_are_told_apart_in_a_hint(project: Project) -> None:
    project.live(number(phone_number="+1202\u20115550100"))
    said = {f["check"]: f["message"] for f in project.report()["findings"]}
    assert "a typo? +1202\u20115550100 is live" in said["drift-missing"]


def test_a_selection_says_that_what_it_looks_for_is_written_otherwise(project: Project) -> None:
    project.live(number(label="Sales\u00a0EU"))
    ran = project.run("check", "--select", "label=Sales EU")
    assert 'there is "Sales\\u00a0EU"' in " ".join(ran.err.split())


def test_a_masked_report_still_masks_what_is_told_apart(project: Project) -> None:
    project.write(
        numbers__yaml="version: 1\nnumbers: [{phone_number: +12025550100, label: a 12025550100}]\n"
    ).live(number(label="a\u200912025550100"))
    out = project.run("check", "-o", "json", "--mask-numbers").out
    assert "2025550100" not in out
    assert "\\\\u2009" in out
