"""What is wrong with a waiver by what there can be, and not by how it is written."""

from driftcheck.system import published
from driftcheck.triage.waivable import possible_waivers
from driftcheck.validation import Validator

NUMBERS = possible_waivers(Validator(published("number")), ())


def test_a_glob_is_told_as_it_is_written() -> None:
    (mistake,) = NUMBERS.mistakes({"match": ["+1202*", "\u0661*"]})
    assert mistake.message == 'no phone number can match "\u0661*"'
    assert mistake.path == ("match", 1)


def test_what_the_schema_of_waivers_refuses_is_left_to_it() -> None:
    assert list(NUMBERS.mistakes({"match": [""], "numbers": [5, "1202"]})) == []
