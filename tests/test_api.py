"""`from driftcheck import check`: the check as Python programs call it."""

import gc
import os
import signal
from inspect import signature
from pathlib import Path

import pytest

import driftcheck
from driftcheck import InputError, LockError, Outcome, Report, Severity, UsageError, check
from tests.notify.servers import listening
from tests.support import CONFIG, NUMBER, Project, number, python

OTHER = "+12025550101"
TWO = """\
version: 1
accounts:
  east: {live: {file: live.json}, declared: [numbers.yaml]}
  west: {live: {file: gone.json}, declared: [numbers.yaml]}
"""


@pytest.fixture
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that the process is in, with one number as declared, and one with drift."""
    monkeypatch.chdir(project.folder)
    project.write(
        numbers__yaml="version: 1\nnumbers:\n"
        "  - {phone_number: +12025550100, label: Support}\n"
        "  - {phone_number: +12025550101, label: Sales}\n"
    )
    return project.live(NUMBER, number(phone_number=OTHER, label="changed"))


def checks(report: Report) -> list[tuple[str, str | None]]:
    """The checks and the numbers of all findings."""
    return [(finding.check, finding.phone_number) for finding in report.findings]


def test_the_report_has_what_the_command_line_reports(here: Project) -> None:
    report = check()
    assert (report.outcome, report.exit_code) == (Outcome.FINDINGS, 2)
    assert checks(report) == [("drift-changed", OTHER)]
    assert report.findings[0].severity is Severity.LOW
    by_command = here.report()["findings"]
    assert [one["fingerprint"] for one in by_command] == [report.findings[0].fingerprint]


def test_the_arguments_mean_what_the_options_mean(here: Project, subtests: pytest.Subtests) -> None:
    (here.folder / "old.json").write_text(here.run("check", "-o", "json").out)
    cases = {
        "select, one": ({"select": "label=Supp*"}, Outcome.CLEAN, 0),
        "select, several": ({"select": ["label=S*", "inbound=true"]}, Outcome.FINDINGS, 2),
        "fail_on": ({"fail_on": "never"}, Outcome.FINDINGS, 0),
        "baseline": ({"baseline": Path("old.json")}, Outcome.CLEAN, 0),
        "live": ({"live": Path("live.json")}, Outcome.FINDINGS, 2),
        "confirm": ({"confirm": 0.0}, Outcome.FINDINGS, 2),
        "environ": ({"environ": {}}, Outcome.FINDINGS, 2),
    }
    for name, (given, outcome, code) in cases.items():
        with subtests.test(name):
            report = check("driftcheck.yaml", **given)  # type: ignore[arg-type]
            assert (report.outcome, report.exit_code) == (outcome, code)


def test_an_account_that_cannot_be_read_is_a_report_without_a_verdict(here: Project) -> None:
    here.write(driftcheck__yaml=TWO)
    report = check()
    assert (report.outcome, report.exit_code) == (Outcome.ERROR, 1)
    assert "gone.json" in str(report.all_problems[0])
    assert check(account="east").outcome is Outcome.FINDINGS
    assert check(account=["east"]).outcome is Outcome.FINDINGS


def test_what_the_user_wrote_wrongly_is_raised_with_its_place(here: Project) -> None:
    here.write(numbers__yaml="version: 1\nnumbers: [{phone_number: 1}, {lable: x}]\n")
    with pytest.raises(InputError) as raised:
        check()
    assert str(raised.value.problems[0].place).startswith("numbers.yaml:2:")
    with pytest.raises(UsageError, match='there is no account "nobody"'):
        check(account="nobody")


def test_an_argument_that_cannot_be_meant_is_a_usage_error(
    here: Project, subtests: pytest.Subtests
) -> None:
    cases = {
        'fail_on: there is no severity "inof"': {"fail_on": "inof"},
        'fail_on: there is no severity ""': {"fail_on": ""},
        'max_age: "24" is not an age': {"max_age": "24"},
        "jobs: must be 1 to 256": {"jobs": 0},
        "confirm: the pause must be 0 to 3600 seconds": {"confirm": -1.0},
        "confirm: the pause must be 0 to": {"confirm": float("nan")},
        "--confirm cannot read standard input twice": {"confirm": 0.0, "live": "-"},
    }
    for message, given in cases.items():
        with subtests.test(message), pytest.raises(UsageError, match=message):
            check(**given)  # type: ignore[arg-type]


WRONG = object()


@pytest.mark.parametrize("name", signature(check).parameters)
def test_an_argument_of_a_wrong_type_is_a_usage_error(name: str, here: Project) -> None:
    with pytest.raises(UsageError, match=f"^{name}: must be .+, not object$"):
        check(**{name: WRONG})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("account", [1], "must be a text or a list of texts, not int"),
        ("account", None, "must be a text or a list of texts, not NoneType"),
        ("select", ["a=b", b"c=d"], "must be a text or a list of texts, not bytes"),
        ("live", b"live.json", "must be a path, not bytes"),
        ("confirm", "x", "must be a number of seconds, not str"),
        ("confirm", True, "must be a number of seconds, not bool"),
        ("jobs", 2.0, "must be a whole number, not float"),
        ("jobs", None, "must be a whole number, not NoneType"),
        ("waivers", "no", "must be True or False, not str"),
        ("max_age", 24, "must be a text, not int"),
        ("fail_on", Severity.HIGH, "must be a text, not Severity"),
        ("environ", {"A": 1}, "must be a mapping of texts to texts, not dict"),
        ("watch", print, "must be callable, with a method `over`, not builtin_function"),
    ],
)
def test_a_value_close_to_the_right_type_is_a_usage_error_too(
    name: str, value: object, message: str, here: Project
) -> None:
    with pytest.raises(UsageError, match=f"^{name}: {message}"):
        check(**{name: value})  # type: ignore[arg-type]


def test_every_argument_of_a_wrong_type_is_reported(here: Project) -> None:
    with pytest.raises(UsageError) as raised:
        check(confirm="x", jobs="y")  # type: ignore[arg-type]
    assert [problem.message.partition(":")[0] for problem in raised.value.problems] == [
        "confirm",
        "jobs",
    ]


def test_several_values_can_come_from_a_generator(here: Project) -> None:
    assert check(select=(text for text in ["label=Supp*"])).outcome is Outcome.CLEAN


def test_no_variable_for_the_command_line_is_read(
    here: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"FAIL_ON": "never", "SELECT": "label=Supp*", "CONFIG": "none.yaml"}.items():
        monkeypatch.setenv(f"DRIFTCHECK_{name}", value)
    assert check().exit_code == 2


def test_the_process_is_left_as_it_was(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    signals = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    frozen, before = gc.get_freeze_count(), set(os.listdir())
    assert check().findings
    assert {one: signal.getsignal(one) for one in signals} == signals
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, frozen)
    assert set(os.listdir()) == before
    assert capfd.readouterr() == ("", "")


def test_a_run_is_recorded_only_where_that_is_asked_for(here: Project) -> None:
    here.write(driftcheck__yaml=f"{CONFIG}history: sqlite:///runs.db\n")
    assert check().history is None
    assert not (here.folder / "runs.db").exists()
    first, second = check(record=True), check(record=True)
    assert first.history is not None
    assert second.history is not None
    assert (first.history.run, second.history.persisting) == (1, 1)


def test_notifications_are_sent_only_where_that_is_asked_for(here: Project) -> None:
    with listening(200) as server:
        hook = f"notifications: [{{webhook: {{url: {server.url}}}, on: always}}]\n"
        here.write(driftcheck__yaml=CONFIG + hook)
        check()
        assert server.told == []
        assert check(notify=True).unsent == ()
        assert len(server.told) == 1


def test_a_notification_that_cannot_be_sent_is_in_the_report_and_changes_no_verdict(
    here: Project,
) -> None:
    with listening(400) as server:
        hook = f"notifications: [{{webhook: {{url: {server.url}}}, on: always}}]\n"
        here.write(driftcheck__yaml=CONFIG + hook)
        report = check(notify=True)
    assert report.exit_code == 2
    assert "400" in str(report.unsent[0])


def test_the_package_alone_imports_nothing_of_itself(tmp_path: Path) -> None:
    code = "import driftcheck, sys; print([m for m in sys.modules if m.startswith('driftcheck.')])"
    assert python("-c", code, cwd=tmp_path).out == "[]\n"


def test_what_is_exported_is_there_and_nothing_else() -> None:
    for name in driftcheck.__all__:
        assert getattr(driftcheck, name) is not None
        assert name in dir(driftcheck)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        driftcheck.nothing  # noqa: B018


def test_a_lock_is_in_force_where_it_is_given_and_there_only(here: Project) -> None:
    here.write(lock__yaml="version: 1\nhosts: []\n")
    with pytest.raises(LockError) as caught:
        check(live="live.json", fail_on="never", lock="lock.yaml")
    assert [problem.message.split()[0] for problem in caught.value.problems] == [
        "--live:",
        "--fail-on",
        "the",
    ]
    assert check().outcome is Outcome.FINDINGS
    here.write(lock__yaml="version: 1\nhosts: []\nlive_files: true\n")
    assert check(lock=Path("lock.yaml")).outcome is Outcome.FINDINGS
