"""What is not fixed is listed the way people read it: once for many numbers, the worst first."""

from typing import Any

from driftcheck.history.phrases import heading
from driftcheck.history.records import Episode, KeptWaiver
from driftcheck.history.standing import Standing, standing_of
from driftcheck.history.statistics import counts_as_open
from tests.history.making import episode

WAIVER = KeptWaiver("voice-team", "2027-03-31", "legacy IVR")


def numbered(end: int, first: int = 1, **fields: Any) -> Episode:
    """An open finding on a number that ends so."""
    number = f"+120255501{end:02}"
    return episode(first, fingerprint=number, phone_number=number, **fields)


def standing(*episodes: Episode, fails_on_info: bool = False) -> Standing:
    return standing_of(episodes, lambda _: "", lambda one: counts_as_open(one, fails_on_info))


def test_the_worst_is_listed_first_then_the_oldest() -> None:
    found = standing(
        numbered(1, 2, check="b"),
        numbered(2, 1, check="c"),
        numbered(3, 3, check="a", severity="critical"),
    )
    assert [group.check for group in found.open] == ["a", "c", "b"]


def test_one_check_on_many_numbers_is_one_group_with_ranges() -> None:
    (group,) = standing(*(numbered(end, end) for end in (1, 2, 3, 7, 9))).open
    assert heading(group, 2) == "5 numbers: +12025550101..+12025550103, +12025550107, …"
    assert (group.oldest.since[:10], group.is_of_one_age) == ("2026-01-01", False)
    assert [(part.since[8:10], part.names) for part in group.parts][-1] == ("09", ("+12025550109",))


def test_accounts_fields_and_waivers_are_groups_of_their_own() -> None:
    found = standing(
        numbered(1),
        numbered(2, account="b"),
        numbered(3, path="label"),
        numbered(4, waived=True, waiver=WAIVER),
        numbered(5, waived=True, waiver=WAIVER._replace(owner="other")),
    )
    assert (len(found.open), len(found.accepted)) == (3, 2)


def test_what_is_waived_or_info_is_listed_apart() -> None:
    info, waived = numbered(1, severity="info"), numbered(2, severity="info", waived=True)
    found = standing(numbered(3), info, waived)
    assert [len(groups) for groups in (found.open, found.accepted, found.info)] == [1, 1, 1]
    failing = standing(numbered(3), info, waived, fails_on_info=True)
    assert (len(failing.open), failing.info) == (2, ())


def test_a_group_says_what_its_findings_have_in_common() -> None:
    def message(*said: str, **fields: Any) -> str:
        episodes = (numbered(end, message=one, **fields) for end, one in enumerate(said))
        return standing(*episodes).open[0].message

    assert message("live, but not declared", "live, but not declared; a typo?") == (
        "live, but not declared"
    )
    assert message("Labels differ: a", "Labels differ: b", kind="policy") == "Labels differ"
    assert message('label is "a"', 'label is "b"', path="label") == "label is not as declared"
    assert message("one", "other", kind="schema") == ""


def test_findings_that_are_on_no_number_are_named_by_their_path() -> None:
    (group,) = standing(
        *(numbered(n)._replace(phone_number=None, path=f"[{n}]") for n in (1, 2))
    ).open
    assert heading(group, 3) == "2 findings: [1], [2]"
    (alone,) = standing(episode(1, phone_number=None)).open
    assert heading(alone, 3) == "all numbers"
