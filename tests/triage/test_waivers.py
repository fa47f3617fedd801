"""Waivers: what they cover, how long, and errors in them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from driftcheck.document.source import InputFile
from driftcheck.model import (
    BUILTIN_CHECKS,
    AppliedWaiver,
    Finding,
    InputError,
    Kind,
    Place,
    Severity,
)
from driftcheck.triage import waivers
from driftcheck.triage.waivers import Waiver
from tests.each import each
from tests.waiving import apply

ONE, TWO = "+12025550100", "+12025550101"
TODAY = date(2027, 3, 31)
PLACE = Place("waivers.yaml", 3, 3)
GOOD = {
    "check": "drift-changed",
    "numbers": f"[{ONE}]",
    "reason": "OPS-123",
    "owner": "voice-team",
    "expires": "2027-03-31",
}
KNOWN = "Expected one of: check, expires, match, numbers, owner, path, reason."
NOT_EXACT = (
    '"waivers[0].numbers[0]" must be an exact phone number, such as +12025550123; '
    "put globs under match"
)


def text(**fields: str | None) -> str:
    """Return a file with one waiver; None omits a field."""
    given = {name: value for name, value in {**GOOD, **fields}.items() if value is not None}
    first, *rest = [f"{name}: {value}" for name, value in given.items()]
    return "\n  ".join([f"version: 1\nwaivers:\n- {first}", *rest]) + "\n"


def load(folder: Path, *texts: str) -> tuple[Waiver, ...]:
    files = []
    for name, content in zip(("waivers.yaml", "more.yaml"), texts, strict=False):
        (folder / name).write_text(content, encoding="utf-8")
        files.append(InputFile(folder / name, name))
    return waivers.load_waivers(files, {*BUILTIN_CHECKS, "my-rule"})


def waiver(
    *numbers: str,
    check: str = "drift-changed",
    expires: str = "2027-03-31",
    path: str | None = None,
) -> Waiver:
    exact = frozenset(n for n in numbers if "*" not in n and "?" not in n)
    globs = tuple(n for n in numbers if n not in exact)
    return Waiver(check, exact, globs, date.fromisoformat(expires), applied(PLACE, expires), path)


def applied(place: Place, expires: str = "2027-03-31") -> AppliedWaiver:
    return AppliedWaiver("OPS-123", "voice-team", expires, place)


def found(
    number: str | None = ONE, check: str = "drift-changed", path: str | None = "label"
) -> Finding:
    return Finding(check, Kind.DRIFT, Severity.HIGH, number, path, "differs")


def told(finding: Finding) -> tuple[str, str | None, str]:
    return finding.check, finding.phone_number, finding.message


def test_a_waiver_is_read_whole(tmp_path: Path) -> None:
    assert load(tmp_path, text(numbers=f"[{ONE}, {TWO}]", match="['+44*']")) == (
        Waiver(
            check="drift-changed",
            numbers=frozenset({ONE, TWO}),
            globs=("+44*",),
            expires=TODAY,
            applied=AppliedWaiver("OPS-123", "voice-team", "2027-03-31", PLACE),
        ),
    )


def test_the_rules_of_policies_can_be_waived(tmp_path: Path) -> None:
    (only,) = load(tmp_path, text(check="my-rule"))
    assert only.check == "my-rule"


def test_a_file_may_hold_no_waiver(tmp_path: Path) -> None:
    assert load(tmp_path, "version: 1\nwaivers: []\n") == ()


@each(
    ("fields", "message", "hint"),
    [
        (
            {"check": "drift-chnged"},
            '3:3: there is no check "drift-chnged"',
            'Did you mean "drift-changed"?',
        ),
        ({"check": "waiver-unused"}, "3:3: a waiver cannot waive findings about waivers", None),
        ({"check": "waiver-expired"}, "3:3: a waiver cannot waive findings about waivers", None),
        (
            {"numbers": None},
            "3:3: a waiver must say which numbers it covers",
            "List exact numbers under `numbers`, or globs under `match`, such as ['+1202*'].",
        ),
        ({"check": "[]"}, '3:3: "waivers[0].check" must be text, not a list', None),
        (
            {"check": "[]", "path": "label"},
            '3:3: "waivers[0].check" must be text, not a list',
            None,
        ),
        ({"path": "[label]"}, '8:3: "waivers[0].path" must be text, not a list', None),
        ({"numbers": "['+1202*']"}, f"4:13: {NOT_EXACT}", None),
        ({"numbers": "[]"}, '4:3: "waivers[0].numbers" must not be empty', None),
        ({"match": "[]"}, '8:3: "waivers[0].match" must not be empty', None),
        ({"reason": None}, '3:3: "waivers[0].reason" is missing', None),
        ({"owner": None}, '3:3: "waivers[0].owner" is missing', None),
        ({"expires": None}, '3:3: "waivers[0].expires" is missing', None),
        ({"reason": "' '"}, '5:3: "waivers[0].reason" must not be empty', None),
        ({"owner": "''"}, '6:3: "waivers[0].owner" must not be empty', None),
        (
            {"expires": "31.3.2027"},
            '7:3: "waivers[0].expires" must be a day, such as 2027-03-31',
            None,
        ),
        ({"expires": "2027-02-29"}, '7:3: "2027-02-29" is not a valid day', None),
        ({"until": "2028"}, '8:3: unknown key "waivers[0].until"', KNOWN),
    ],
)
def test_a_mistake_has_a_place_and_a_hint(
    tmp_path: Path, fields: dict[str, Any], message: str, hint: str | None
) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text(**fields))
    (problem,) = caught.value.problems
    assert str(problem) == f"waivers.yaml:{message}"
    assert problem.hint == hint


def test_the_mistakes_of_all_waivers_and_files_are_reported_together(tmp_path: Path) -> None:
    two = text(check="drift-chnged", expires="2027-02-29")
    with pytest.raises(InputError) as caught:
        load(tmp_path, two + two.partition("waivers:\n")[2], text(numbers=None))
    assert [str(problem.place) for problem in caught.value.problems] == [
        "more.yaml:3:3",
        "waivers.yaml:3:3",
        "waivers.yaml:7:3",
        "waivers.yaml:8:3",
        "waivers.yaml:12:3",
    ]


@pytest.mark.parametrize("expires", ["2027-03-31", "2027-04-01"])
def test_a_waiver_applies_on_its_last_day(expires: str) -> None:
    granted = waiver(ONE, expires=expires)
    (finding,) = apply([found()], [granted], TODAY)
    assert finding.waiver == granted.applied
    assert not finding.fails(Severity.INFO)


def test_an_expired_waiver_has_no_effect_and_is_reported() -> None:
    finding, expired = apply([found()], [waiver(ONE, expires="2027-03-30")], TODAY)
    assert finding == found()
    message = f"the waiver of drift-changed on {ONE} expired on 2027-03-30"
    assert told(expired) == ("waiver-expired", ONE, message)
    assert (expired.kind, expired.severity) == (Kind.WAIVER, Severity.MEDIUM)
    assert expired.location == PLACE


def test_an_expired_waiver_that_covers_nothing_is_only_reported_as_expired() -> None:
    (finding,) = apply([], [waiver(ONE, expires="2020-01-01")], TODAY)
    assert finding.check == "waiver-expired"


def test_a_waiver_that_covers_nothing_is_reported() -> None:
    finding, unused = apply([found(TWO)], [waiver(ONE)], TODAY)
    assert finding == found(TWO)
    message = f"the waiver of drift-changed on {ONE} matches no finding"
    assert told(unused) == ("waiver-unused", ONE, message)
    assert (unused.kind, unused.severity) == (Kind.WAIVER, Severity.LOW)
    assert unused.location == PLACE


def test_an_unused_waiver_is_not_reported_for_a_selection() -> None:
    granted = [waiver(ONE), waiver(ONE, expires="2020-01-01")]
    assert apply([], granted, TODAY, all_numbers=False) == []


def test_a_valid_waiver_applies_despite_an_expired_one() -> None:
    old, new = waiver(ONE, expires="2020-01-01"), waiver("+1202*")
    finding, expired = apply([found()], [old, new], TODAY)
    assert finding.waiver == new.applied
    assert expired.check == "waiver-expired"


def test_the_first_of_several_valid_waivers_is_reported() -> None:
    first, second = waiver(ONE, expires="2027-04-01"), waiver("+1202*", expires="2027-04-02")
    (finding,) = apply([found()], [first, second], TODAY)
    assert finding.waiver == first.applied


@each("glob", ["+1202*", "*", "+1202555010?", "+12025550100*"])
def test_a_glob_covers_the_numbers_that_match_it(glob: str) -> None:
    (finding,) = apply([found()], [waiver(glob)], TODAY)
    assert finding.waiver is not None


@each("other", [found(TWO), found("+120255501001"), found(check="drift-missing"), found(None)])
def test_a_waiver_covers_only_its_check_and_numbers(other: Finding) -> None:
    finding, unused = apply([other], [waiver(ONE, "+12025550100?5")], TODAY)
    assert finding.waiver is None
    assert unused.check == "waiver-unused"


@each("glob", ["**", "?*", "+*", "*]", "?3?*", "[[]3]*"])
def test_a_finding_without_a_number_is_covered_only_by_the_glob_of_all(glob: str) -> None:
    entry, whole = found(None, path="[3].label"), found(None, path="[3]")
    for finding in (entry, whole):
        assert waiver("*").covers(finding)
        assert not waiver(glob, ONE).covers(finding)


def test_a_waiver_covers_every_finding_of_its_check_on_a_number() -> None:
    marked = apply([found(), found(TWO), found()], [waiver(ONE, TWO)], TODAY)
    assert [finding.waiver is not None for finding in marked] == [True, True, True]


def test_a_waiver_of_several_numbers_is_named_by_the_first_and_has_no_number() -> None:
    (unused,) = apply([], [waiver("+44*", TWO, ONE)], TODAY)
    message = f"the waiver of drift-changed on {ONE} and 2 more matches no finding"
    assert told(unused) == ("waiver-unused", None, message)


def test_a_waiver_of_a_glob_is_named_by_it() -> None:
    (unused,) = apply([], [waiver("+44*")], TODAY)
    message = "the waiver of drift-changed on +44* matches no finding"
    assert told(unused) == ("waiver-unused", None, message)


def test_each_of_several_waivers_of_the_same_is_reported() -> None:
    years = [waiver(ONE, expires=f"{year}-01-31") for year in (2020, 2022, 2021)]
    expired = apply([], years, TODAY)
    assert [(f.message[-10:], f.path) for f in expired] == [
        ("2020-01-31", f"drift-changed on {ONE}"),
        ("2022-01-31", f"drift-changed on {ONE} (3)"),
        ("2021-01-31", f"drift-changed on {ONE} (2)"),
    ]
    unused = apply([], [waiver(ONE), waiver(ONE), waiver(TWO), waiver(ONE, path="label")], TODAY)
    assert len({finding.fingerprint for finding in unused}) == 4


def test_equal_waivers_are_numbered_independently_of_their_order() -> None:
    places = [PLACE, Place("waivers.yaml", 9, 3)]
    one, two = (waiver(ONE)._replace(applied=applied(place)) for place in places)
    name = f"drift-changed on {ONE}"
    assert waivers.waiver_titles([one, two]) == {id(one): name, id(two): f"{name} (2)"}
    assert waivers.waiver_titles([two, one]) == waivers.waiver_titles([one, two])


def test_a_renewed_waiver_keeps_the_name_of_the_old_one() -> None:
    old, new, last = (waiver(ONE, expires=f"{year}-01-31") for year in (2020, 2021, 2022))
    names = [[f.path for f in apply([], granted, TODAY)] for granted in ([old], [new, old, last])]
    assert names[0][0] == names[1][1]


def test_with_a_selection_an_expired_waiver_is_reported_only_where_it_matches() -> None:
    past = [waiver(ONE, expires="2020-01-31"), waiver(TWO, expires="2020-01-31")]
    told_of = apply([found(ONE)], past, TODAY, all_numbers=False)
    assert [finding.phone_number for finding in told_of if finding.check != "drift-changed"] == [
        ONE
    ]
