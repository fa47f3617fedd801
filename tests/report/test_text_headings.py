"""What stands beside a number, and once above several: the owner and the file."""

from collections.abc import Iterable
from typing import Any

from driftcheck.model import AccountResult, Age, Comparison, Finding, Heading, Place
from driftcheck.report import View
from driftcheck.report.text import render
from tests.each import each
from tests.reports import RULE, changed, finding, report

ONE, SIX = "+12025550100", "+12025550106"
BASELINE = Comparison("former.json", "2026-01-01T00:00:00Z", ())


def text(findings: Iterable[Finding], view: View | None = None, **more: Any) -> str:
    return render(report(findings, **more), view or View())


def test_findings_of_the_baseline_are_a_line() -> None:
    found = [
        finding("drift-missing", ONE),
        *(finding("drift-missing", n, status="existing") for n in "123"),
    ]
    out = text(found, baseline=BASELINE)
    assert "\n3 existing findings not shown (in the baseline); --all shows them.\n" in out
    assert "    existing  " not in out
    assert "    existing  " in text(found, View(whole=True), baseline=BASELINE)


def test_the_owner_of_a_number_stands_beside_it() -> None:
    found = [finding("drift-missing", ONE, owner="support")]
    assert f"\n- {ONE}  Support  owner support  numbers.yaml:3\n" in text(found)


def test_an_owner_of_nothing_but_spaces_is_none() -> None:
    for owner, beside in (("  ", ""), (" support ", "  owner support")):
        found = [finding("drift-missing", ONE, owner=owner)]
        assert f"\n- {ONE}  Support{beside}  numbers.yaml:3\n" in text(found)


@each(
    ("owners", "heading", "row"),
    [
        (("voice", "voice"), "\n- 2 numbers  owner voice\n", f"{SIX}\n"),
        (("voice", "sales"), "\n- 2 numbers\n", f"{SIX}  owner sales\n"),
        (("voice", None), "\n- 2 numbers\n", f"{SIX}\n"),
    ],
    ids=["one", "two", "nobody"],
)
def test_numbers_of_one_owner_name_it_once(
    owners: tuple[str | None, ...], heading: str, row: str
) -> None:
    numbers = zip((ONE, SIX), owners, strict=True)
    out = text([finding("drift-missing", n, owner=owner) for n, owner in numbers], headings={})
    assert heading in out
    assert row in out


def test_what_is_as_old_says_so_once() -> None:
    first, last = Age("2026-01-01T00:00:00Z", 6, False), Age("2026-01-06T00:00:00Z", 1, True)
    said = "drifted for 6 nights, since 2026-01-01"
    for ages, heading, rows in (
        ((first, first), f"\n- 2 numbers  {said}\n", (f"{ONE}\n", f"{SIX}\n")),
        ((first, last), "\n- 2 numbers\n", (f"{ONE}  {said}\n", f"{SIX}  new\n")),
    ):
        numbers = zip((ONE, SIX), ages, strict=True)
        out = text([finding("drift-missing", n, age=age) for n, age in numbers], headings={})
        assert all(part in out for part in (heading, *rows))


def test_a_cause_is_as_old_as_its_oldest_finding() -> None:
    path = "associated_pipeline.pipeline_id"
    rule = finding(RULE.id, message=f"{RULE.title}: {path} is not configured", path=path)
    drift = changed(ONE, path, "a", None, age=Age("2026-01-01T00:00:00Z", 6, False))
    out = text([rule._replace(age=Age("2026-01-06T00:00:00Z", 1, True)), drift], View(200))
    assert f"[{RULE.id}, drift-changed]  drifted for 6 nights, since 2026-01-01\n" in out


def test_a_cause_says_why_a_finding_is_worse_even_if_another_is_older() -> None:
    path = "associated_pipeline.pipeline_id"
    rule = finding(RULE.id, message=f"{RULE.title}: {path} is not configured", path=path)
    drift = changed(ONE, path, "a", None, age=Age("2026-01-01T00:00:00Z", 6, False))
    age = Age("2026-01-02T00:00:00Z", 5, False, "was low, now high")
    out = text([rule._replace(age=age), drift], View(200))
    assert "for 5 nights, since 2026-01-02; worse: was low, now high\n" in out


def test_rows_in_one_file_name_it_once() -> None:
    headings = {
        ("default", n): Heading("x", Place("a.yaml", i + 1, 1)) for i, n in enumerate((ONE, SIX))
    }
    out = text([finding("drift-missing", n) for n in (ONE, SIX)], headings=headings)
    assert "\n- 2 numbers  a.yaml\n" in out
    assert f"{ONE}  x  line 1\n" in out
    assert f"{SIX}  x  line 2\n" in out


def test_the_name_of_an_account_is_cut_only_where_there_is_no_room() -> None:
    """Names of accounts often differ at their ends."""
    name = "production-of-the-north-west-region-1"
    accounts = tuple(AccountResult(each, "l.json", 1, 1) for each in (name, "us"))
    found = [finding("drift-missing", ONE, account=name)]
    headings = {(name, ONE): Heading("Support", Place("a.yaml", 3, 1))}
    out = text(found, View(60), accounts=accounts, headings=headings)
    assert f"\n- {name}  {ONE}\n    Support  a.yaml:3\n" in out
    narrow = text(found, View(40), accounts=accounts, headings=headings)
    assert f"\n- production-of-the-north…  {ONE}\n" in narrow
