"""Errors in waivers that cover something impossible, not errors of form."""

from driftcheck.system import published
from driftcheck.triage.waivable import possible_waivers
from driftcheck.validation import Validator

NUMBERS = possible_waivers(Validator(published("number")), ())


def test_a_glob_is_quoted_as_written() -> None:
    (mistake,) = NUMBERS.mistakes({"match": ["+1202*", "\u0661*"]})
    assert mistake.message == 'no phone number can match "\u0661*"'
    assert mistake.path == ("match", 1)


def test_without_a_pattern_the_hint_refers_to_the_schema() -> None:
    listed = Validator({"properties": {"phone_number": {"enum": ["+12025550100"]}}})
    (mistake,) = possible_waivers(listed, ()).mistakes({"numbers": ["one"]})
    known = "The schema of live entries defines phone numbers: see its phone_number."
    assert mistake.hint == known


def test_errors_of_the_waiver_schema_are_not_repeated() -> None:
    # Not inside the assertion, because pytest would take forever to describe it.
    mistakes = list(NUMBERS.mistakes({"match": [""], "numbers": [5, "1202"]}))
    assert mistakes == []
