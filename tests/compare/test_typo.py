"""Pairs of numbers that are probably typos of each other."""

import tracemalloc
from itertools import product
from typing import Any

import pytest

from driftcheck.compare.drift import diff
from driftcheck.compare.typo import EDIT, SPELLING, Near, likely
from driftcheck.model import Declaration, Finding, LiveList, Place
from tests.linear import assert_linear
from tests.support import CONFIG, NUMBER, Project, number

ONE = "+12025550100"
NEAR = number(phone_number="+12025550101")


def drift(*entries: Any, absent: bool = False) -> list[Finding]:
    """Return the drift with +12025550100 declared."""
    declaration = Declaration({}, {}, frozenset(), absent, Place("f.yaml", 1, 1), {})
    return diff({"+12025550100": declaration}, LiveList("live.json", entries))


def near(left: list[str], right: list[str]) -> dict[str, list[str]]:
    """Return the partners of each number on the left."""
    found = likely(left, right)
    return {number: [near.number for near in found[number]] for number in left if number in found}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("+12025550101", id="changed"),
        pytest.param("+120255501000", id="added at the end"),
        pytest.param("+122025550100", id="added inside"),
        pytest.param("+1202555010", id="left out at the end"),
        pytest.param("+1225550100", id="left out inside"),
        pytest.param("+12205550100", id="swapped"),
        pytest.param("+12025550010", id="swapped at the end"),
    ],
)
def test_one_edit_makes_a_pair_in_both_directions(other: str) -> None:
    pair = {ONE: (Near(other, EDIT),), other: (Near(ONE, EDIT),)}
    assert likely([ONE], [other]) == likely([other], [ONE]) == pair


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("+12025550100", id="equal"),
        pytest.param("+12025550122", id="two changed"),
        pytest.param("+1202555010011", id="two added"),
        pytest.param("+12052550101", id="a swap and a change"),
        pytest.param("+12525500100", id="swapped at a distance"),
        pytest.param("+442071838750", id="another number"),
        pytest.param("+442025550100", id="another country"),
        pytest.param("002025550100", id="another country behind 00"),
        pytest.param("2025550100x", id="no number"),
        pytest.param("550100", id="too short to be one without its country code"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_number_further_away_is_no_partner(other: str) -> None:
    assert likely([ONE], [other]) == {}


def test_another_spelling_makes_a_pair_in_both_directions(
    subtests: pytest.Subtests,
) -> None:
    for other in [
        *"""+1-202-555-0100 12025550100 0012025550100 01112025550100 tel:+12025550100
        tel:+1-202-555-0100;ext=5 TEL:12025550100 sip:+12025550100@sip.example.com 2025550100
        +1.202.555.0100 (202)555-0100 +001202555-0100 +1202\u200b5550100""".split(),
        *("1 (202) 555-0100", "+1 202 555 0100", "00 1 202 555 0100", "011 1 202 555 0100"),
        *("+1\u00a0202\u2011555\u20110100", " +12025550100 ", "tel: +1 202 555 0100"),
        "".join(chr(0xFEE0 + ord(sign)) for sign in "+12025550100"),
    ]:
        with subtests.test(other=other):
            pair = {ONE: (Near(other, SPELLING),), other: (Near(ONE, SPELLING),)}
            assert likely([ONE], [other]) == likely([other], [ONE]) == pair


def test_spellings_of_other_countries_are_recognised(subtests: pytest.Subtests) -> None:
    for one, other in [
        ("+442079460123", "020 7946 0123"),
        ("+442079460123", "+44 (0)20 7946 0123"),
        ("+441134960000", "0113 496 0000"),
        ("+3934012345678", "0039 340 12345678"),
        ("+3725550100", "555 0100"),
        ("+1 202 555 0100", "0012025550100"),
        ("2025550100", "tel:+12025550100"),
    ]:
        with subtests.test(one=one, other=other):
            assert likely([one], [other])[one] == (Near(other, SPELLING),)


def test_up_to_three_partners_are_all_named_on_both_sides() -> None:
    others = ["+12025550101", "+12025550102", "+12025550103"]
    assert near([ONE], others[:2]) == {ONE: others[:2]}
    assert near([ONE], others) == {ONE: others}
    assert near(others, [ONE]) == {other: [ONE] for other in others}


def test_a_number_beside_a_block_of_numbers_has_no_pair() -> None:
    block = [f"+1202555010{digit}" for digit in range(1, 10)]
    assert likely([ONE], block) == likely(block, [ONE]) == {}


def test_an_adjacent_block_hides_no_other_spelling() -> None:
    block = [f"+1202555010{digit}" for digit in range(1, 10)]
    assert near([ONE], [*block, "1-202-555-0100"]) == {ONE: ["1-202-555-0100"]}


def test_another_spelling_is_likelier_than_an_edit() -> None:
    found = likely([ONE], ["+12025550101", "12025550100"])
    assert found[ONE] == (Near("12025550100", SPELLING), Near("+12025550101", EDIT))


def test_pairs_are_independent() -> None:
    left, right = [ONE, "+442071838750"], ["+442071838751", "+12025550101"]
    assert near(left, right) == {ONE: ["+12025550101"], "+442071838750": ["+442071838751"]}


def test_empty_sides_have_no_pairs() -> None:
    assert likely([], [ONE]) == likely([ONE], []) == {}


def test_the_time_is_bounded_for_any_text(subtests: pytest.Subtests) -> None:
    for unit in ["1", "+1", "(0)", "tel:", "\u200b1", "00"]:
        with subtests.test(unit=unit):
            assert_linear(lambda text: likely([ONE, text], [text + "1"]), unit)


def test_many_numbers_take_little_memory() -> None:
    left = [f"+1{2_000_000_000 + 7919 * index}" for index in range(1_000)]
    right = [f"+33{900_000_000 - 7919 * index}" for index in range(1_000)]
    tracemalloc.start()
    try:
        assert likely(left, right) == {}
        assert tracemalloc.get_traced_memory()[1] < 1_000 * len(right)
    finally:
        tracemalloc.stop()


def is_one_edit(left: str, right: str) -> bool:
    """The definition: one digit changed, added, omitted or swapped."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) < len(right):
        return left in {right[:i] + right[i + 1 :] for i in range(len(right))}
    off = [i for i in range(len(left)) if left[i] != right[i]]
    swapped = len(off) == 2 and off[1] == off[0] + 1
    return len(off) == 1 or (
        swapped and left[off[0]] + left[off[1]] == right[off[1]] + right[off[0]]
    )


def test_pairs_match_the_definition() -> None:
    words = ["".join(digits) for size in (1, 2, 3, 4) for digits in product("123", repeat=size)]
    for left, right in product(words, repeat=2):
        expected = {left: [right]} if is_one_edit(left, right) else {}
        assert near([left], [right]) == expected


def test_a_probable_typo_is_in_the_findings_of_both_numbers() -> None:
    missing, unmanaged = drift(NEAR)
    assert missing.message == (
        "declared, but not live; a typo? "
        "+12025550101 is live, but not declared, and differs by one edit"
    )
    assert unmanaged.message == (
        "live, but not declared; a typo? "
        "+12025550100 is declared, but not live, and differs by one edit"
    )


def test_a_number_that_is_declared_and_live_is_no_typo_of_another() -> None:
    (finding,) = drift(NUMBER, NEAR)
    assert finding.message == "live, but not declared"


def test_a_number_declared_absent_is_no_typo_of_another() -> None:
    (finding,) = drift(NEAR, absent=True)
    assert finding.message == "live, but not declared"


def messages(project: Project, *args: str) -> dict[str, str]:
    """Return the messages about missing and unmanaged numbers."""
    kinds = ("drift-missing", "drift-unmanaged")
    found = project.report(*args)["findings"]
    return {f["phone_number"]: f["message"] for f in found if f["check"] in kinds}


def test_two_candidates_are_both_named(project: Project) -> None:
    project.live(NEAR, number(phone_number="+12025550102"))
    said = messages(project)
    assert said[ONE] == (
        "declared, but not live; a typo? "
        "+12025550101 and +12025550102 are live, but not declared, and differ by one edit"
    )
    one = (
        f"live, but not declared; a typo? {ONE} is declared, but not live, and differs by one edit"
    )
    assert said["+12025550101"] == said["+12025550102"] == one


def test_candidates_of_both_kinds_are_named_each_with_its_kind(project: Project) -> None:
    project.live(NEAR, number(phone_number="1-202-555-0100"))
    assert messages(project)[ONE] == (
        "declared, but not live; a typo? 1-202-555-0100 is live, but not declared, and differs "
        "only in how it is written, or +12025550101 is live, but not declared, and differs by "
        "one edit"
    )


@pytest.mark.parametrize("select", ["phone_number=+12025550100", "phone_number=+12025550101"])
def test_a_selection_hides_no_typo(project: Project, select: str) -> None:
    project.live(NEAR, number(phone_number="+442071838750"))
    whole = messages(project)
    assert "a typo?" in whole[ONE]
    (number_,) = (found := messages(project, "--select", select))
    assert found[number_] == whole[number_]


def test_a_selection_reports_no_typo_for_a_number_on_both_sides(project: Project) -> None:
    both = "version: 1\nnumbers: [{phone_number: +12025550100}, {phone_number: +12025550101}]\n"
    project.write(driftcheck__yaml=CONFIG, numbers__yaml=both).live(NEAR)
    assert messages(project, "--select", f"phone_number={ONE}") == {ONE: "declared, but not live"}


def test_findings_with_similar_hints_are_still_grouped(project: Project) -> None:
    block = [f"+4420718387{digit}0" for digit in range(3)]
    listed = "".join(f"  - phone_number: {one}\n" for one in block)
    project.write(driftcheck__yaml=CONFIG, numbers__yaml=f"version: 1\nnumbers:\n{listed}")
    project.live(*(number(phone_number=f"00{one[1:]}") for one in block))
    out = project.run("check").out
    assert "3 numbers" in out
    assert "00442071838700 is live, but not declared, and differs only in how it is" in out
