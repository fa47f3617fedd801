"""The commands to type next declare what the report counts, and nothing else."""

from typing import Any

from driftcheck.model import Finding, Summary, Terms
from driftcheck.report import View
from driftcheck.report.steps import updates
from driftcheck.report.text import render
from tests.each import each
from tests.report.cases import EU
from tests.reports import WAIVER, changed, finding, report

ONE, TWO = "+12025550100", "+12025550101"
NEW = finding("drift-unmanaged", ONE)
OTHER = changed(TWO, "label", "a", "b")
LABEL = changed(ONE, "label", "a", "b")


def steps(*findings: Finding, select: str = "", **more: Any) -> list[tuple[str, ...]]:
    terms = Terms("driftcheck.yaml", select=(select,) if select else ())
    return [tuple(step) for step in updates(report(findings, terms=terms)._replace(**more))]


def test_what_is_changed_is_declared_together_with_what_is_unmanaged() -> None:
    assert steps(NEW, OTHER) == [
        ("If 1 unmanaged number is wanted", ""),
        ("If the live values of 1 changed number are right, too", " --changed"),
    ]


def test_a_waived_number_counts_where_the_command_declares_it_too() -> None:
    waived = finding("drift-unmanaged", TWO, waiver=WAIVER)
    assert steps(NEW, waived) == [("If 2 unmanaged numbers are wanted", "")]
    about = "If 1 unmanaged number is wanted, and the live values of 1 changed number are right"
    assert steps(waived, LABEL) == [(about, " --changed")]
    assert steps(waived) == []


@each("check", ["schema-invalid", "live-duplicate"])
def test_what_cannot_be_declared_is_skipped_and_not_counted(check: str) -> None:
    refused = [finding("drift-unmanaged", TWO), finding(check, TWO)]
    assert steps(NEW, *refused) == [("If 1 unmanaged number is wanted", " --skip-invalid")]
    assert steps(*refused) == []
    assert steps(LABEL, OTHER, finding(check, TWO)) == []


def test_an_entry_without_a_number_is_skipped() -> None:
    [account] = report().accounts
    account = account._replace(summary=Summary(invalid=1))
    told = [("If 1 unmanaged number is wanted", " --skip-invalid")]
    assert steps(NEW, accounts=(account,)) == told


@each(
    ("select", "findings", "options"),
    [
        ("label=S*", [NEW], [f" --select phone_number={ONE}"]),
        ("label=S *", [NEW, NEW._replace(phone_number=TWO)], [" --select 'label=S *'"]),
        ("metadata.owner=bob", [OTHER], [f" --changed --select phone_number={TWO}"]),
        ("metadata.owner=bob", [OTHER, changed(ONE, "inbound", True, False)], []),
        ("label=S*", [OTHER, LABEL], []),
        (
            "provider=byo",
            [OTHER, LABEL],
            [" --changed --select provider=byo"],
        ),
        ("outbound_config.user=(sensitive)", [NEW], []),
    ],
)
def test_a_command_selects_what_was_selected(
    select: str, findings: list[Finding], options: list[str]
) -> None:
    assert [step[1] for step in steps(*findings, select=select)] == options


def test_no_command_shows_a_masked_number() -> None:
    assert steps(NEW, select="label=S*", masked=True) == []


def next_lines(count: int, view: View) -> list[str]:
    accounts = tuple(EU._replace(name=f"a{i}") for i in range(count))
    found = [finding("drift-unmanaged", ONE, account=one.name) for one in accounts]
    lines = render(report(found, accounts=accounts), view).splitlines()
    return [line for line in lines if "dc --account" in line or "more commands" in line]


def test_commands_of_many_accounts_are_counted() -> None:
    view = View(update=lambda: "dc")
    assert len(next_lines(6, view)) == 6
    assert next_lines(40, view)[4:] == ["… and 36 more commands; --all shows them."]
    assert len(next_lines(40, view._replace(whole=True))) == 40


def test_a_command_that_cannot_be_pasted_is_not_shown() -> None:
    masked = View(update=lambda: "dc -c +12025550100.yaml", mask=lambda text: text[:9])
    for view in (masked, View(update=lambda: "dc -c a\x1b[2J.yaml")):
        assert "dc -c" not in render(report([NEW]), view)


def test_what_a_command_does_is_folded_and_the_command_is_not() -> None:
    shown = render(report([NEW]), View(width=20, update=lambda: "dc -c numbers-of-somebody.yaml"))
    assert "If 1 unmanaged\n  number is wanted:\n  dc -c numbers-of-somebody.yaml\n" in shown
