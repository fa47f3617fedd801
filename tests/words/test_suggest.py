"""Did you mean."""

import pytest

from driftcheck.words.suggest import did_you_mean, nearest

KNOWN = ["inbound", "label", "outbound", "provider"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("lable", "label"), ("Label", "label"), ("outbond", "outbound"), ("label", "label")],
)
def test_the_nearest_name_is_found_whatever_its_case(name: str, expected: str) -> None:
    assert nearest(name, KNOWN) == expected


def test_the_nearest_name_is_spelt_as_it_is_known() -> None:
    assert nearest("minlength", ["minLength", "maxLength"]) == "minLength"


@pytest.mark.parametrize("name", ["", "zzz", "+12025550100"])
def test_a_name_like_no_other_has_none_near(name: str) -> None:
    assert nearest(name, KNOWN) is None


def test_a_near_name_is_suggested() -> None:
    assert did_you_mean("lable", KNOWN) == 'Did you mean "label"?'


def test_without_a_near_name_all_are_listed_in_order() -> None:
    assert (
        did_you_mean("zzz", reversed(KNOWN))
        == "Expected one of: inbound, label, outbound, provider."
    )


def test_where_nothing_is_known_that_is_said() -> None:
    assert did_you_mean("zzz", []) == "There are none here."
