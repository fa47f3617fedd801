"""Findings are grouped by number, and numbers with the same problems are one group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import Finding, Severity
from driftcheck.report.similar import FindingGroup, groups
from tests.each import each
from tests.effort import tried
from tests.reports import CHECKS, RULE, WAIVER, changed, finding, report

ONE, TWO, SIX = "+12025550100", "+12025550101", "+12025550106"
EMPTY = report()
UNDECLARED = "live, but not declared"
TYPO = "declared, but not live; a typo? {} is live, but not declared, and differs by one edit"


def names(found: list[FindingGroup]) -> list[list[str]]:
    return [[subject.name for subject in group.subjects] for group in found]


def grouped(*findings: Finding) -> list[list[str]]:
    return names(groups(report(findings)))


def broken(number: str | None, detail: str, **more: object) -> Finding:
    """Return a finding of `RULE` whose message begins with the title, as for all rules."""
    return finding(RULE.id, number, message=f"{RULE.title}: {detail}", **more)


def test_numbers_with_the_same_problem_are_one_group() -> None:
    same = [finding("drift-unmanaged", number) for number in (ONE, TWO, SIX)]
    assert grouped(*same) == [[ONE, TWO, SIX]]


@each(
    "other",
    [
        finding("drift-missing", TWO),
        changed(TWO, "inbound", "a", "b"),
        changed(TWO, "label", "a", "b", severity=Severity.HIGH),
        changed(TWO, "label", "a", "b", status="existing"),
        changed(TWO, "label", "a", "b", waiver=WAIVER),
        changed(TWO, "label", "a", "b", account="eu"),
    ],
    ids=["check", "field", "severity", "status", "waiver", "account"],
)
def test_numbers_with_different_problems_are_apart(other: Finding) -> None:
    assert sorted(grouped(changed(ONE, "label", "a", "b"), other)) == [[ONE], [TWO]]


def test_a_number_with_an_additional_finding_is_apart() -> None:
    more = [finding("drift-unmanaged", number) for number in (ONE, TWO)]
    assert sorted(grouped(*more, finding("live-duplicate", TWO))) == [[ONE], [TWO]]


def test_waivers_with_different_reasons_keep_numbers_apart() -> None:
    other = WAIVER._replace(reason="another")
    waived = [
        finding("drift-missing", n, waiver=w)
        for n, w in ((ONE, WAIVER), (TWO, other), (SIX, WAIVER))
    ]
    assert grouped(*waived) == [[ONE, SIX], [TWO]]


def test_the_same_value_is_shown_once() -> None:
    (group,) = groups(report([changed(n, "label", "a", "b") for n in (ONE, TWO)]))
    (line,) = group.lines(EMPTY)
    assert (line.common, line.own) == ('label: "a" → "b"', ("", ""))


def test_different_values_stay_with_each_number() -> None:
    (group,) = groups(report([changed(ONE, "label", "a", "b"), changed(TWO, "label", "a", "c")]))
    (line,) = group.lines(EMPTY)
    assert line.common == "label is not as declared"
    assert line.own == ('"a" → "b"', '"a" → "c"')


def test_the_title_of_a_rule_is_shown_once_and_the_detail_for_each_number() -> None:
    (group,) = groups(report([broken(ONE, "it is null"), broken(TWO, "it is empty")]))
    (line,) = group.lines(EMPTY)
    assert (line.common, line.own) == (RULE.title, ("it is null", "it is empty"))


def test_of_values_that_a_rule_found_only_the_value_is_shown_for_each_number() -> None:
    values = ((ONE, "a"), (TWO, "x) y"))
    asked = "label must be one of " + ", ".join(f"l{i}" for i in range(300))
    (group,) = groups(report([broken(n, f'{asked} (it is "{value}")') for n, value in values]))
    (line,) = group.lines(EMPTY)
    assert (line.common[:500], line.title) == (asked[:500], RULE.title)
    assert line.own == ('it is "a"', 'it is "x) y"')


@each(
    "details",
    [
        ('x is bad (it is "a")', 'y is bad (it is "b")'),
        ("x is bad (it is 1), or y is bad (it is 2)", "x is bad (it is 3), or y is bad (it is 4)"),
        ('x is bad (it is "a (it is ")', 'x is bad (it is "b")'),
    ],
    ids=["fields", "alternatives", "hostile"],
)
def test_other_details_of_a_rule_are_shown_whole(details: tuple[str, str]) -> None:
    both = zip((ONE, TWO), details, strict=True)
    (group,) = groups(report([broken(number, detail) for number, detail in both]))
    (line,) = group.lines(EMPTY)
    assert (line.common, line.title, line.own) == (RULE.title, "", details)


def test_the_same_detail_of_a_rule_is_shown_once() -> None:
    (group,) = groups(report([broken(ONE, "it is null"), broken(TWO, "it is null")]))
    (line,) = group.lines(EMPTY)
    assert (line.common, line.title, line.own) == ("it is null", RULE.title, ("", ""))


def test_messages_that_do_not_begin_with_the_title_keep_numbers_apart() -> None:
    findings = [finding("schema-invalid", n, message=f"label {n}") for n in (ONE, TWO)]
    assert grouped(*findings) == [[ONE], [TWO]]


def test_probable_typos_are_apart_from_plain_missing_numbers() -> None:
    plain = [finding("drift-missing", n, message="declared, but not live") for n in (ONE, TWO)]
    typos = [
        finding("drift-missing", f"+4420794601{i}", message=TYPO.format(f"+4420794602{i}"))
        for i in (10, 11)
    ]
    found = groups(report([plain[0], typos[0], plain[1], typos[1]]))
    assert names(found) == [[ONE, TWO], ["+442079460110", "+442079460111"]]
    (line,) = found[1].lines(EMPTY)
    assert line.common == "declared, but not live"
    assert line.own[1].startswith("a typo? +442079460211 is live")


def test_probable_typos_among_unmanaged_numbers_are_apart_too() -> None:
    hint = "; a typo? +1 is declared, but not live, and differs by one edit"
    typo = finding("drift-unmanaged", TWO, message=UNDECLARED + hint)
    assert grouped(finding("drift-unmanaged", ONE, message=UNDECLARED), typo) == [[ONE], [TWO]]


def test_the_worst_group_comes_first_and_accepted_groups_last() -> None:
    ranked = [
        finding("drift-missing", "+1", severity=Severity.LOW, status="existing"),
        finding("drift-missing", "+2", severity=Severity.CRITICAL, waiver=WAIVER),
        finding("drift-missing", "+3", severity=Severity.INFO),
        finding("drift-missing", "+4", severity=Severity.CRITICAL),
        finding("drift-missing", "+5", severity=Severity.MEDIUM),
    ]
    assert grouped(*ranked) == [["+4"], ["+5"], ["+3"], ["+2"], ["+1"]]


def test_a_number_ranks_by_its_worst_open_finding() -> None:
    mixed = [
        finding("drift-changed", ONE, severity=Severity.CRITICAL, status="existing"),
        finding("drift-unmanaged", ONE, severity=Severity.LOW),
        finding("drift-unmanaged", TWO, severity=Severity.MEDIUM),
        finding("drift-unmanaged", SIX, severity=Severity.CRITICAL, status="existing"),
    ]
    assert grouped(*mixed) == [[TWO], [ONE], [SIX]]


def test_equally_bad_groups_keep_the_order_of_their_findings() -> None:
    found = [finding("schema-invalid", f"+{i}", message=f"m{9 - i}") for i in range(1, 6)]
    assert grouped(*found) == [["+1"], ["+2"], ["+3"], ["+4"], ["+5"]]


def test_findings_of_an_entry_without_a_number_stay_together() -> None:
    paths = ("[3].label", "[3]", "[12].label")
    findings = [finding("schema-invalid", None, path=path) for path in paths]
    third, twelfth = (f"entry {i} of the live list (counted from 0)" for i in (3, 12))
    found = groups(report(findings))
    assert names(found) == [[third], [twelfth]]
    assert len(found[0].findings) == 2


def test_entries_without_a_number_and_with_the_same_problem_are_one_group() -> None:
    findings = [finding("schema-invalid", None, path=f"[{i}].label", message="m") for i in (3, 12)]
    (group,) = groups(report(findings))
    assert (len(group.subjects), group.noun) == (2, "entries")


def test_a_finding_about_a_waiver_for_one_number_is_with_that_number() -> None:
    both = [finding("drift-unmanaged", ONE), finding("waiver-unused", ONE, path="drift-missing")]
    assert grouped(*both) == [[ONE]]


def test_numbers_with_the_same_beginning_stay_separate() -> None:
    long = ["+" + "1" * 5_000 + end for end in "12"]
    (group,) = groups(report(finding(number=number) for number in long))
    assert len(group.subjects) == 2


@pytest.mark.parametrize(
    ("given", "one", "many"),
    [
        (("drift-missing", "+{}", None), "number", "numbers"),
        (("schema-invalid", None, "[{}]"), "entry", "entries"),
        (("waiver-unused", None, "{}"), "waiver", "waivers"),
        ((RULE.id, None, "label={}"), "group of numbers", "groups of numbers"),
    ],
)
def test_subjects_have_the_right_noun(
    given: tuple[str, str | None, str | None], one: str, many: str
) -> None:
    check, number, path = given
    findings = [
        finding(check, number and number.format(i), path=path and path.format(i)) for i in (1, 2)
    ]
    assert [group.noun for group in groups(report(findings[:1]))] == [one]
    assert [group.noun for group in groups(report(findings))] == [many]


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(sorted(CHECKS)),
        st.sampled_from([None, ONE, TWO, SIX]),
        path=st.sampled_from([None, "label", "[3].label", "[4]", "inbound"]),
        message=st.sampled_from(["m", "n", "m; a typo? n", f"{RULE.title}: x", f"{RULE.title}: y"]),
        account=st.sampled_from(["default", "eu"]),
        severity=st.sampled_from(Severity),
        status=st.sampled_from(["new", "existing"]),
        waiver=st.sampled_from([None, WAIVER]),
    ),
    max_size=25,
)


@tried(2)
@given(FINDINGS)
def test_every_finding_is_in_one_group_and_counted(findings: list[Finding]) -> None:
    found = groups(report(findings))
    held = [f for group in found for subject in group.subjects for f in subject.findings]
    assert sorted(map(id, held)) == sorted(map(id, findings))
    assert sum(group.total for group in found) == len(findings)


@tried(2)
@given(FINDINGS)
def test_a_group_stands_for_all_its_subjects(findings: list[Finding]) -> None:
    for group in groups(report(findings)):
        first = [(f.check, f.severity, f.status, f.waiver) for f in group.findings]
        for subject in group.subjects:
            assert subject.account == group.subjects[0].account
            assert first == [(f.check, f.severity, f.status, f.waiver) for f in subject.findings]
        assert all(len(line.own) == len(group.subjects) for line in group.lines(EMPTY))
