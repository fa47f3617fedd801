"""The report for people: alike numbers together, worst first, counts, and a verdict at the end."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck.model import (
    AccountResult,
    Comparison,
    Finding,
    Former,
    Heading,
    Place,
    Problem,
    Severity,
)
from driftcheck.report import View
from driftcheck.report.text import render
from tests.each import each
from tests.reports import FETCHED, PLACE, RULE, WAIVER, changed, finding, report

HEAD = f"Live list: live.json, fetched {FETCHED}\n\n"
ONE, TWO, SIX = "+12025550100", "+12025550101", "+12025550106"
COUNTS = "2 declared, 4 live: 1 in sync, 0 missing, 0 changed, 0 unmanaged, 0 invalid, 0 policy "
FOOTER = f"{COUNTS}violations.\nCoverage: 50% of the live numbers are declared.\n"
EU, US = (AccountResult(name, f"{name}.json", 2, 4) for name in ("eu", "us"))


def text(findings: Iterable[Finding] = (), view: View | None = None, **more: Any) -> str:
    return render(report(findings, **more), view or View())


def apart(count: int, start: int = 0, check: str = "drift-unmanaged", **more: Any) -> list[Finding]:
    """Findings on numbers that do not follow each other."""
    return [finding(check, f"+{12025550100 + 2 * i}", **more) for i in range(start, start + count)]


def kinds(count: int) -> list[Finding]:
    """Findings of so many kinds, each on one number."""
    return [finding("schema-invalid", f"+1{i:09}", message=f"trouble {i}") for i in range(count)]


def hidden(out: str) -> int:
    said = re.search(r"([\d,]+) findings are not shown here; --all shows", " ".join(out.split()))
    return int(said[1].replace(",", "")) if said else 0


def fixed(count: int, account: str = "default") -> Comparison:
    of = ("drift-changed", Severity.LOW, account)
    found = tuple(Former(*of, f"+44{i:09}", "label", "m", f"{i:032}") for i in range(count))
    return Comparison("former.json", "2026-01-01T00:00:00Z", found)


def test_a_clean_run_is_told_in_a_few_lines() -> None:
    assert text() == f"{HEAD}{FOOTER}CLEAN: no finding at or above low. Exit code 0.\n"


def test_a_number_is_told_with_its_label_and_place_and_what_is_wrong() -> None:
    found = [
        changed(ONE, "label", "Support", "Sales"),
        finding("live-duplicate", ONE, message="twice", location=Place("b.yaml", 7, 1)),
    ]
    assert text(found) == (
        f"{HEAD}~ {ONE}  Support  numbers.yaml:3\n"
        "    high      twice  [live-duplicate]  b.yaml:7\n"
        "    fix       Delete all but one of the entries in the console.\n"
        '    medium    label: "Support" → "Sales"  [drift-changed]\n'
        "    fix       Change the number back in the console, or declare the live value.\n"
        f"\n{FOOTER}FINDINGS: 1 high, 1 medium. Exit code 2.\n"
    )


def test_numbers_in_the_same_trouble_are_told_once_with_a_row_each() -> None:
    found = [changed(ONE, "label", "Support", "Sales"), changed(SIX, "label", "Support", "Fax")]
    assert text(found) == (
        f"{HEAD}~ 2 numbers\n"
        "    medium    label is not as declared  [drift-changed]\n"
        "    fix       Change the number back in the console, or declare the live value.\n"
        f'              {ONE}  "Support" → "Sales"  numbers.yaml:3\n'
        f'              {SIX}  "Support" → "Fax"\n'
        f"\n{FOOTER}FINDINGS: 2 medium. Exit code 2.\n"
    )


@each(
    ("check", "sign"),
    [
        ("drift-missing", "-"),
        ("drift-unmanaged", "+"),
        ("drift-present", "+"),
        ("drift-changed", "~"),
        ("schema-invalid", "!"),
    ],
)
def test_a_sign_shows_the_kind_of_drift(check: str, sign: str) -> None:
    out = text([finding(check, SIX), *apart(2, 5, check, severity=Severity.INFO)])
    assert f"\n{sign} {SIX}\n" in out
    assert f"\n{sign} 2 numbers\n" in out


@each("count", [2, 10, 11, 12])
def test_a_dozen_numbers_of_a_kind_are_all_shown(count: int) -> None:
    out = text(apart(count))
    assert all(f"  {made.phone_number}" in out for made in apart(count))
    assert "more" not in out
    assert hidden(out) == 0


@pytest.mark.parametrize(("count", "left"), [(13, "3"), (922, "912"), (1_500, "1,490")])
def test_of_more_numbers_ten_are_shown(count: int, left: str) -> None:
    out = text(apart(count))
    assert out.count("              +1202") == 10
    assert f"\n              … and {left} more\n" in out
    assert f"\n{left} findings are not shown here; --all shows them.\nFINDINGS: " in out


def test_the_numbers_of_ranges_that_are_left_out_are_counted() -> None:
    pairs = [[f"+1{20 * i + j:09}" for j in (1, 2)] for i in range(13)]
    out = text([finding("drift-missing", number) for pair in pairs for number in pair])
    assert out.count("..+1") == 10
    assert "… and 6 more\n" in out
    assert hidden(out) == 6


def test_findings_are_counted_not_numbers() -> None:
    out = text([*apart(20), *apart(20, 0, "live-duplicate")])
    assert "… and 10 more\n" in out
    assert hidden(out) == 20


def test_the_whole_report_leaves_nothing_out() -> None:
    found = [*apart(50), *kinds(60)]
    out = text(found, View(whole=True), baseline=fixed(30))
    assert all(f"{made.phone_number}" in out for made in found)
    assert out.count("    fixed     +44") == 30
    assert "… and" not in out


@pytest.mark.parametrize("count", [40, 41, 42])
def test_up_to_42_kinds_of_trouble_are_all_shown(count: int) -> None:
    out = text(kinds(count))
    assert out.count("\n! +1") == count
    assert ("other findings" in out, hidden(out)) == (False, 0)


def test_of_more_kinds_40_are_shown() -> None:
    out = text([*kinds(42), *apart(5, severity=Severity.INFO)])
    assert out.count("\n! +1") == 40
    assert "\n\n… and 7 more, with other findings\n\n" in out
    assert hidden(out) == 7


@given(
    st.lists(st.tuples(st.integers(1, 16), st.integers(1, 2), st.booleans()), max_size=50),
    st.sampled_from([44, 100]),
)
@example([(14, 2, True)] * 50, 100)
def test_what_is_shown_and_what_is_hidden_is_all(
    sizes: list[tuple[int, int, bool]], width: int
) -> None:
    found: list[Finding] = []
    for group, (size, step, twice) in enumerate(sizes):
        numbers = [f"+1{group:03}{i * step:06}" for i in range(size)]
        found += [finding("schema-invalid", n, message=f"trouble {group}") for n in numbers]
        found += [finding("live-duplicate", n, message="twice") for n in numbers if twice]
    of_number = Counter(made.phone_number for made in found)
    for whole in (False, True):
        out = text(found, View(width, whole=whole))
        shown = [
            f"+{n}"
            for first, last in re.findall(r"\+(\d{10})(?:\.\.\+(\d{10}))?", out)
            for n in range(int(first), int(last or first) + 1)
        ]
        assert len(shown) == len(set(shown))
        assert sum(of_number[n] for n in shown) + hidden(out) == len(found)
        assert not (whole and hidden(out))


def test_waived_and_existing_findings_come_last_with_their_reasons() -> None:
    severe = {"severity": Severity.CRITICAL}
    found = [
        finding("drift-missing", ONE, message="gone", waiver=WAIVER, **severe),
        finding("drift-missing", TWO, message="gone", status="existing", **severe),
        finding("drift-missing", SIX, message="gone", severity=Severity.INFO),
    ]
    out = text(found, View(whole=True))
    waived = "critical: gone  [drift-missing]  by voice-team until 2027-03-31: legacy IVR\n"
    assert f"    waived    {waived}" in out
    assert "    existing  critical: gone  [drift-missing]  numbers.yaml:3\n" in out
    assert out.index(SIX) < out.index(ONE) < out.index(TWO)


def test_what_is_accepted_needs_no_fix() -> None:
    out = text([finding("drift-missing", ONE, waiver=WAIVER), *apart(2, 5, status="existing")])
    assert "    fix  " not in out


def test_the_same_fix_is_told_once_a_group() -> None:
    found = [changed(ONE, path, 1, 2) for path in ("inbound", "outbound")]
    assert text(found).count("    fix  ") == 1


@pytest.mark.parametrize("accepted", [0, 5])
def test_many_open_findings_are_counted_by_check(accepted: int) -> None:
    found = [finding("drift-missing", "+1", message="gone"), *apart(9, status="new")]
    found += apart(accepted, 50, waiver=WAIVER)
    assert "A live number is not declared" not in text(found)
    found += [finding(RULE.id, TWO, severity=Severity.INFO)]
    head, _, table = text(found).partition(f"  high            1  drift-missing{' ' * 9}")
    assert "A declared number is not live" not in head
    assert table.startswith(
        "A declared number is not live\n"
        "  medium          9  drift-unmanaged       A live number is not declared\n"
        "  info            1  inbound-has-pipeline  Every inbound number has a pipeline\n\n"
    )


def test_the_baseline_is_told_with_the_first_20_that_are_fixed() -> None:
    out = text(apart(2, status="existing"), baseline=fixed(23))
    assert (
        "\nBaseline: former.json of 2026-01-01T00:00:00Z: 2 existing, 0 new, 23 fixed since.\n"
        in out
    )
    assert out.count("    fixed     +44") == 20
    assert "    fixed     +44000000019 label  [drift-changed]\n    … and 3 more fixed\n" in out
    assert "more fixed" not in text(baseline=fixed(20))


def test_several_accounts_are_named_wherever_it_matters() -> None:
    found = [*apart(2, account="eu"), finding("drift-missing", ONE, account="us")]
    names, accounts = (
        ("eu", "us"),
        (EU._replace(fetched_at=FETCHED), US._replace(fetched_at=FETCHED)),
    )
    out = text(found, accounts=accounts, baseline=fixed(1, "us"))
    lists = "".join(f"Live list of {name}: {name}.json, fetched {FETCHED}\n" for name in names)
    assert out.startswith(f"{lists}\n- us  {ONE}\n")
    assert "\n+ eu  2 numbers\n" in out
    assert "    fixed     us +44000000000 label  [drift-changed]\n" in out


def test_headings_are_those_of_the_account() -> None:
    headings = {("us", ONE): Heading("Sales", PLACE), ("eu", ONE): Heading("Support", None)}
    found = [finding("drift-missing", ONE, account=name) for name in ("eu", "us")]
    out = text(found, accounts=(EU, US), headings=headings)
    assert f"\n- eu  {ONE}  Support\n" in out
    assert f"\n- us  {ONE}  Sales  numbers.yaml:3\n" in out


def test_an_account_that_was_not_read_is_told_with_its_problems_and_no_counts() -> None:
    problems = [Problem("no key", Place("a.yaml", 1, 2), "Set it."), Problem("no list")]
    assert text([], problems=problems) == (
        "Live list: live.json\n\nAccount default was not checked:\n"
        "  a.yaml:1:2: no key\n    Set it.\n  no list\n"
        "ERROR: not everything was read, so there is no verdict. Exit code 1.\n"
    )


def test_a_report_that_could_not_be_written_is_told_beside_the_findings() -> None:
    unwritten = report(apart(1))._replace(problems=(Problem('cannot write "out.csv"'),))
    out = render(unwritten, View())
    assert f'\nNot written:\n  cannot write "out.csv"\n{COUNTS}' in out
    assert "[drift-unmanaged]" in out
    assert out.endswith("\nERROR: a report could not be written. Exit code 1.\n")


@pytest.mark.parametrize(
    ("findings", "problems", "verdict"),
    [
        ([], [], "CLEAN: no finding at or above low. Exit code 0.\n"),
        (apart(1_200), [], "FINDINGS: 1,200 medium. Exit code 2.\n"),
        (
            [],
            [Problem("no")],
            "ERROR: not everything was read, so there is no verdict. Exit code 1.\n",
        ),
    ],
)
def test_the_quiet_report_is_the_verdict_alone_which_is_last_otherwise(
    findings: list[Finding], problems: list[Problem], verdict: str
) -> None:
    assert text(findings, View(quiet=True), problems=problems) == verdict
    assert text(findings, problems=problems).endswith(f"\n{verdict}")


@each("view", [View(), View(44), View(quiet=True), View(whole=True)])
def test_colour_adds_nothing_but_colour(view: View) -> None:
    found = [*kinds(45), *apart(14, account="eu"), *apart(2, 50, waiver=WAIVER)]
    unread = AccountResult("us", None, 1, None, (Problem("no list"),))
    made = report(found, accounts=(EU, unread), baseline=fixed(22))
    for one in (made, made._replace(accounts=(EU,)), made._replace(problems=(Problem("no"),))):
        plain, painted = (render(one, view._replace(color=color)) for color in (False, True))
        assert "\x1b" not in plain
        assert "\x1b[" in painted
        assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain
