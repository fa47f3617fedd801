"""`waiver-expiring`: a waiver that is about to expire is reported early enough to act."""

import json
from datetime import UTC, date, datetime, timedelta

from driftcheck.model import Finding, Kind, Severity
from driftcheck.triage import waivers
from tests.each import each
from tests.support import CONFIG, Project, number
from tests.triage.test_waivers import ONE, TODAY, TWO, found, waiver


def reported(
    notice: int, days: int, *, finding: Finding | None = None, all_numbers: bool = True
) -> list[Finding]:
    """Return what is reported about a waiver that expires in so many days."""
    granted = [waiver(ONE, expires=str(TODAY + timedelta(days=days)))]
    _, used = waivers.mark_waived([finding or found()], granted, TODAY)
    return waivers.overdue_waivers(granted, used, TODAY, all_numbers, notice=notice)


def checks(*args: int, **kwargs: bool) -> list[str]:
    return [finding.check for finding in reported(*args, **kwargs)]  # type: ignore[arg-type]


@each(
    ("notice", "days", "expected"),
    [
        (14, 15, []),
        (14, 14, ["waiver-expiring"]),
        (14, 1, ["waiver-expiring"]),
        (14, 0, ["waiver-expiring"]),
        (14, -1, ["waiver-expired"]),
        (1, 2, []),
        (1, 1, ["waiver-expiring"]),
        (0, 0, []),
        (0, 1, []),
        (0, -1, ["waiver-expired"]),
        (10**12, 400, ["waiver-expiring"]),
    ],
)
def test_a_waiver_is_reported_for_some_days_before_its_end(
    notice: int, days: int, expected: list[str]
) -> None:
    assert checks(notice, days) == expected


def test_the_message_is_the_same_every_day() -> None:
    granted, seen = waiver(ONE, expires="2027-04-05"), set()
    for day in range(1, 6):
        today = date(2027, 4, day)
        (finding,) = waivers.overdue_waivers([granted], {id(granted)}, today, notice=14)
        seen.add((finding.fingerprint, finding.message, finding.expected, finding.actual))
    ((_, message, *values),) = seen
    assert message == f"the waiver of drift-changed on {ONE} expires on 2027-04-05"
    assert values == [None, None]
    assert (finding.kind, finding.severity) == (Kind.WAIVER, Severity.INFO)
    assert finding.location == granted.applied.location


def test_one_that_matches_nothing_is_reported_as_both() -> None:
    assert [f.check for f in reported(14, 3, finding=found(TWO))] == [
        "waiver-expiring", "waiver-unused",
    ]  # fmt: skip


def test_with_a_selection_it_is_reported_only_for_existing_findings() -> None:
    assert checks(14, 3, all_numbers=False) == ["waiver-expiring"]
    assert reported(14, 3, finding=found(TWO), all_numbers=False) == []


DAY = datetime.now(UTC).date() + timedelta(days=3)


def waive(project: Project, *expires: date, config: str = "") -> Project:
    fields = f"check: drift-changed, numbers: [{ONE}], reason: legacy, owner: voice"
    listed = "".join(f"  - {{{fields}, expires: {day}}}\n" for day in expires)
    return project.live(number(label="Other")).write(
        driftcheck__yaml=f"{CONFIG}waivers: [w.yaml]\n{config}",
        w__yaml=f"version: 1\nwaivers:\n{listed}",
    )


def found_by(project: Project, *args: str) -> list[tuple[str, str, bool]]:
    findings = project.report(*args)["findings"]
    return [(f["check"], f["severity"], f["waiver"] is not None) for f in findings]


WAIVED = ("drift-changed", "low", True)


def test_a_run_reports_it_and_does_not_fail(project: Project) -> None:
    assert found_by(waive(project, DAY)) == [WAIVED, ("waiver-expiring", "info", False)]
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")
    assert f"    info      the waiver of drift-changed on {ONE} expires on {DAY}" in ran.out
    assert (
        "CLEAN: no finding at or above low (1 info, which does not fail; 1 waived). Exit code 0."
        in ran.out
    )
    assert project.run("check", "--fail-on", "info").code == 2


@each(
    ("config", "expected"),
    [
        ("waiver_notice: 2", [WAIVED]),
        ("waiver_notice: 0", [WAIVED]),
        ("waiver_notice: 4", [WAIVED, ("waiver-expiring", "info", False)]),
        ("severity: {waiver-expiring: off}", [WAIVED]),
        ("severity: {waiver-expiring: high}", [("waiver-expiring", "high", False), WAIVED]),
    ],
)
def test_the_configuration_sets_notice_and_severity(
    project: Project, config: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert found_by(waive(project, DAY, config=config + "\n")) == expected


@each("given", ["-1", "1.5", "two", "14d", "null"])
def test_the_notice_is_a_number_of_days(project: Project, given: str) -> None:
    ran = waive(project, DAY, config=f"waiver_notice: {given}\n").run("validate")
    assert ran.code == 1
    assert ran.err.startswith('Error: driftcheck.yaml:5:1: "waiver_notice" must be')


def test_without_waivers_it_is_not_reported(project: Project) -> None:
    assert found_by(waive(project, DAY), "--no-waivers") == [("drift-changed", "low", False)]


@each("form", ["csv", "github", "gitlab", "html", "junit", "markdown", "sarif"])
def test_every_report_shows_it(project: Project, form: str) -> None:
    ran = waive(project, DAY).run("check", "-o", form)
    assert (ran.code, f"expires on {DAY}" in ran.out) == (0, True)


def test_a_baseline_recognises_it(project: Project) -> None:
    waive(project, DAY).write(former__json=json.dumps(project.report()))
    report = project.report("--baseline", "former.json")
    assert [f["status"] for f in report["findings"] if f["kind"] == "waiver"] == ["existing"]


def test_two_equal_waivers_are_each_reported_with_their_place(project: Project) -> None:
    past = [date(2020, 1, 1), date(2021, 1, 1)]
    report = waive(project, *past, DAY, DAY).report()
    told = [f for f in report["findings"] if f["kind"] == "waiver"]
    assert sorted((f["check"], f["location"]["line"]) for f in told) == [
        ("waiver-expired", 3),
        ("waiver-expired", 4),
        ("waiver-expiring", 5),
        ("waiver-expiring", 6),
    ]
    assert len({f["fingerprint"] for f in told}) == 4
    out = project.run("check").out
    assert "expired on 2020-01-01" in out
    assert "expired on 2021-01-01" in out
    assert all(f"w.yaml:{line}" in out for line in (3, 4, 5, 6))


def test_waivers_shared_by_accounts_are_told_apart(project: Project) -> None:
    entry = "{check: drift-changed, match: ['+44*'], reason: r, owner: o, expires: 2099-01-01}"
    own = f"version: 1\nwaivers:\n  - {entry}\n"
    project.write(
        driftcheck__yaml="version: 1\nwaivers: [all.yaml]\naccounts:\n"
        "  one: {live: {file: live.json}, declared: [numbers.yaml], waivers: [one.yaml]}\n"
        "  two: {live: {file: two.json}, declared: [two.yaml], waivers: [two-w.yaml]}\n",
        all__yaml=own,
        one__yaml=own + f"  - {entry}\n",
        **{"two-w__yaml": own, "two__json": json.dumps([number(phone_number=TWO)])},
        two__yaml=f"version: 1\nnumbers: [{{phone_number: {TWO}}}]\n",
    )
    unused = [f for f in project.live(number()).report()["findings"] if f["kind"] == "waiver"]
    assert sorted((f["account"], f["location"]["file"]) for f in unused) == [
        ("one", "all.yaml"),
        ("one", "one.yaml"),
        ("one", "one.yaml"),
        ("two", "two-w.yaml"),
    ]
    assert len({f["fingerprint"] for f in unused}) == 4
