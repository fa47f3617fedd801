"""What stands beside a number, and once above several: the owner and the file."""

from collections.abc import Iterable
from typing import Any

from driftcheck.model import Comparison, Finding, Heading, Place
from driftcheck.report import View
from driftcheck.report.text import render
from tests.each import each
from tests.reports import finding, report

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


def test_rows_in_one_file_name_it_once() -> None:
    headings = {
        ("default", n): Heading("x", Place("a.yaml", i + 1, 1)) for i, n in enumerate((ONE, SIX))
    }
    out = text([finding("drift-missing", n) for n in (ONE, SIX)], headings=headings)
    assert "\n- 2 numbers  a.yaml\n" in out
    assert f"{ONE}  x  line 1\n" in out
    assert f"{SIX}  x  line 2\n" in out
