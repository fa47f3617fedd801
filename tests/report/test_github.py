"""Annotations of GitHub Actions, parsed as GitHub's runner parses the output of a step."""

import re
from collections import Counter
from typing import NamedTuple

from driftcheck.model import (
    AppliedWaiver,
    Finding,
    Outcome,
    Place,
    Problem,
    Report,
    Severity,
    order,
)
from driftcheck.report import View
from driftcheck.report.github import render
from driftcheck.words.escape import printable
from tests.each import each
from tests.report.cases import (
    CASES,
    CHANGED,
    EXISTING,
    MISSING,
    MIXED,
    NAMELESS,
    SHORT,
    UNKNOWN,
    UNREAD,
    UNUSED,
    WAIVED,
    filled,
)
from tests.reports import FETCHED, HOSTILE, finding, report

KEYS = ["file", "line", "col", "title"]
DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


class Command(NamedTuple):
    """A command as the runner parses it."""

    name: str
    properties: dict[str, str]
    data: str

    @property
    def title(self) -> str:
        return self.properties["title"]


def unescaped(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    for escape, sign in signs:
        text = text.replace(escape, sign)
    return text


def command_of(line: str) -> Command | None:
    """Return the command in a line, or None."""
    line = line.lstrip()
    head, end, data = line[2:].partition("::")
    if not line.startswith("::") or not end:
        return None
    name, _, rest = head.partition(" ")
    pairs = [part.split("=", 1) for part in rest.strip().split(",") if "=" in part]
    properties = {key: unescaped(text, PROPERTY) for key, text in pairs}
    return Command(name, properties, unescaped(data, DATA))


def commands(given: Report) -> list[Command]:
    """Return the commands that the runner finds in output; none has the older form `##[`."""
    text = render(given, View())
    assert "##[" not in text
    return [found for line in re.split("\r\n|\r|\n", text) if (found := command_of(line))]


def many(count: int, severity: Severity, check: str = "drift-changed") -> list[Finding]:
    numbers = (f"+1202555{severity}{index:03}" for index in range(count))
    return [finding(check, number, severity=severity) for number in numbers]


def last_line(given: Report) -> str:
    return render(given, View()).splitlines()[-1]


def test_the_tests_parse_commands_as_the_runner_does() -> None:
    """Otherwise, the tests below would prove nothing."""
    read = command_of("  ::error file=a%2Cb%3A,title=x=%250A::50%25%0Aand ::more")
    assert read == Command("error", {"file": "a,b:", "title": "x=%0A"}, "50%\nand ::more")
    assert command_of("::stop-commands::x") == Command("stop-commands", {}, "x")
    assert command_of(":: no command") is None
    assert command_of("no ::error::command") is None


def test_a_finding_is_an_annotation_in_its_file_and_line() -> None:
    [command] = commands(report([CHANGED], paths={"numbers.yaml": "ops/numbers.yaml"}))
    assert command == Command(
        "warning",
        {
            "file": "ops/numbers.yaml",
            "line": "3",
            "col": "5",
            "title": "+12025550100 (drift-changed)",
        },
        'label: "Support" → "Sales" — '
        "Change the number back in the console, or declare the live value.",
    )


@each(
    ("severity", "expected"),
    [
        ("critical", "error"),
        ("high", "error"),
        ("medium", "warning"),
        ("low", "notice"),
        ("info", "notice"),
    ],
)
def test_a_severity_is_an_error_a_warning_or_a_notice(severity: str, expected: str) -> None:
    given = report([CHANGED._replace(severity=Severity.of(severity))], fail_on=Severity.CRITICAL)
    assert [command.name for command in commands(given)] == [expected]


def test_findings_are_named_by_their_subject_the_worst_first() -> None:
    assert [(command.name, command.title) for command in commands(report(MIXED))] == [
        ("error", "pipeline p1 (inbound-has-pipeline)"),
        ("error", "entry 3 of the live list (counted from 0) (schema-invalid)"),
        ("error", "+12025550101 (drift-missing)"),
        ("warning", "+12025550100 (drift-changed)"),
        ("notice", "waiver (waiver-unused)"),
        ("notice", "+12025550100 (schema-unknown-field)"),
    ]


def test_a_finding_without_a_place_is_shown_at_the_declarations_of_its_account() -> None:
    [command] = commands(report([NAMELESS]))
    assert [command.properties[key] for key in ("file", "line", "col")] == [
        "numbers.yaml",
        "1",
        "1",
    ]


def test_a_finding_without_a_remedy_is_shown_without_one() -> None:
    [command] = commands(report([UNUSED._replace(remedy=None)]))
    assert command.data == "it matches nothing"


@each("severity", Severity)
def test_ten_of_each_level_are_shown_and_the_others_counted(severity: Severity) -> None:
    given = report(many(23, severity))
    shown = [command.title.split()[0] for command in commands(given)]
    assert shown == [found.phone_number for found in given.findings[:10]]
    assert "\n13 more findings have no annotation: GitHub shows ten of a kind.\n" in render(
        given, View()
    )


def test_up_to_ten_of_each_level_are_all_shown() -> None:
    findings = [f for level in (3, 2, 1) for f in many(10, Severity(level))]
    given = report(findings)
    assert len(commands(given)) == 30
    assert "have no annotation" not in render(given, View())


def test_each_level_has_its_own_limit_and_the_worst_are_shown() -> None:
    findings = sorted((f for level in Severity for f in many(8, level)), key=order)
    found = commands(report(findings))
    assert Counter(command.name for command in found) == {"error": 10, "warning": 8, "notice": 10}
    titles = [command.title for command in found]
    assert sum("+12025554" in title for title in titles) == 8
    assert sum("+12025553" in title for title in titles) == 2
    assert sum("+12025551" in title for title in titles) == 8
    assert titles == [f"{f.phone_number} ({f.check})" for f in findings if _shown(f, titles)]


def _shown(given: Finding, titles: list[str]) -> bool:
    return f"{given.phone_number} ({given.check})" in titles


def test_accepted_findings_are_notices_with_a_reason_and_come_last() -> None:
    accepted = [WAIVED._replace(severity=Severity.CRITICAL), EXISTING]
    *others, waived, existing = commands(report([*accepted, CHANGED, UNKNOWN]))
    assert [command.name for command in others] == ["warning", "notice"]
    assert (waived.name, existing.name) == ("notice", "notice")
    assert waived.data == (
        'label: "Support" → "Sales" — (waived by voice-team until 2027-03-31: legacy IVR)'
    )
    assert existing.data == "declared, but not live — (in the baseline)"


def test_accepted_findings_leave_room_for_open_ones() -> None:
    waived = [f._replace(waiver=WAIVED.waiver) for f in many(10, Severity.CRITICAL)]
    found = commands(report([*waived, *many(7, Severity.LOW, "waiver-unused")]))
    assert [command.title.endswith("(waiver-unused)") for command in found] == [True] * 7 + [
        False
    ] * 3


def test_a_run_without_a_verdict_is_an_error_at_the_place_of_the_problem() -> None:
    [command] = commands(report(problems=[UNREAD]))
    assert command == Command(
        "error",
        {"file": "driftcheck.yaml", "line": "2", "col": "3", "title": "no-verdict"},
        "driftcheck.yaml:2:3: 401: the key is refused — Set the secret.",
    )


def test_a_problem_without_a_place_is_shown_at_the_configuration() -> None:
    [command] = commands(report(problems=[Problem("the network is down")]))
    assert command.properties["file"] == "driftcheck.yaml"
    assert (command.properties["line"], command.data) == ("1", "the network is down")


def test_problems_come_first_and_count_as_errors() -> None:
    problems = tuple(Problem(f"problem {index}") for index in range(8))
    found = commands(report(many(5, Severity.HIGH))._replace(problems=problems))
    assert [command.title == "no-verdict" for command in found] == [True] * 8 + [False] * 2
    more = tuple(Problem(f"problem {index}") for index in range(12))
    given = report([MISSING, UNKNOWN])._replace(problems=more)
    assert [command.data for command in commands(given)[:-1]] == [p.message for p in more[:10]]
    assert commands(given)[-1].name == "notice"
    assert "\n3 more errors or findings have no annotation" in render(given, View())


def test_an_unwritten_report_is_an_error_next_to_the_findings() -> None:
    first, *others = commands(CASES["unwritten"])
    assert (first.name, first.title) == ("error", "no-verdict")
    assert first.data == 'cannot write "out.csv": it is a directory'
    assert others == commands(CASES["findings"])


@each(
    ("case", "expected"),
    [
        ("clean", "CLEAN: no finding at or above low. Exit code 0."),
        (
            "findings",
            (
                "FINDINGS: 1 critical, 2 high, 1 medium, 1 low (1 info, which does not fail). "
                "Exit code 2."
            ),
        ),
        ("waived", "CLEAN: no finding at or above low (1 waived). Exit code 0."),
        ("existing", "CLEAN: no new finding at or above low (1 existing). Exit code 0."),
        ("below", "CLEAN: no finding at or above low (1 info, which does not fail). Exit code 0."),
        ("unread", "ERROR: not everything was read, so there is no verdict. Exit code 1."),
        ("unwritten", "ERROR: a report could not be written. Exit code 1."),
        ("accounts", "ERROR: not everything was read, so there is no verdict. Exit code 1."),
    ],
)
def test_the_last_line_is_the_verdict(case: str, expected: str) -> None:
    assert last_line(CASES[case]) == expected


def test_counts_are_shown_if_anything_was_read() -> None:
    said = f"Live list: live.json, fetched {FETCHED}.\n2 declared, 4 live: 1 in sync, 0 missing, "
    assert render(report(), View()).startswith(said)
    assert "\nCoverage: 50% of the live numbers are declared.\n" in render(report(), View())
    assert "declared" not in render(report(problems=[Problem("no")]), View())
    since = "\nBaseline: former.json of 2025-12-31T00:00:00Z: 1 existing, 0 new, 1 fixed since.\n"
    assert since in render(CASES["existing"], View())


def test_a_clean_run_has_no_annotation() -> None:
    assert commands(report()) == []


@each("text", [*SHORT, "a,title=x,line=9:%2C"])
def test_a_command_shows_text_from_outside_as_printed(text: str) -> None:
    shown = printable(text)
    given = MISSING._replace(
        phone_number=text, message=text, remedy=text, location=Place(text, 3, 5)
    )
    waiver = AppliedWaiver(text, text, "2027-03-31", Place(text, 1, 1))
    found = [given, given._replace(waiver=waiver)]
    plain, waived = commands(report(found, paths={text: text}))
    where = {"file": shown, "line": "3", "col": "5", "title": f"{shown} (drift-missing)"}
    assert plain == Command("error", where, f"{shown} — {shown}")
    why = f"(waived by {shown} until 2027-03-31: {shown})"
    assert waived == Command("notice", where, f"{shown} — {why}")


@each("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_adds_or_removes_a_command(text: str) -> None:
    levels = ["error", "error", "warning", "notice", "notice"]
    for outcome in Outcome:
        given = filled(text, outcome)
        found = commands(given)
        opened = levels if outcome is Outcome.FINDINGS else ["notice"]
        expected = ["error"] * len(given.all_problems) + opened + ["notice"] * 4
        assert [command.name for command in found] == expected
        assert all(list(command.properties) == KEYS for command in found)
        assert last_line(given).startswith(f"{outcome.upper()}: ")
