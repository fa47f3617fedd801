"""Notifications of the real command line: who gets them, and no effect on the verdict."""

import json
from collections.abc import Iterator

import pytest

from tests.each import each
from tests.notify.servers import Listener, listening, mail
from tests.support import CONFIG, Project, Ran, number

CHANGED = number(label="Sales")


@pytest.fixture
def server() -> Iterator[Listener]:
    with listening() as found:
        yield found


def configured(project: Project, *notifications: str) -> Project:
    listed = "".join(f"  - {one}\n" for one in notifications)
    return project.write(driftcheck__yaml=f"{CONFIG}notifications:\n{listed}")


def hook(server: Listener, more: str = "") -> str:
    return f"{{webhook: {{url: '{server.url}'}}{more}}}"


def occasions(server: Listener) -> list[list[str]]:
    return [json.loads(told.body)["occasions"] for told in server.told]


def test_a_clean_run_notifies_nobody(project: Project, server: Listener) -> None:
    assert configured(project, hook(server)).run("check").code == 0
    assert server.told == []


def test_findings_notify_all_subscribers(project: Project, server: Listener) -> None:
    kinds = ("", ", on: any", ", on: [new, fixed]", ", on: fixed", ", on: error", ", on: always")
    configured(project, *(hook(server, on) for on in kinds)).live(CHANGED)
    assert project.run("check").code == 2
    assert occasions(server) == [["any", "new"]] * 4


def test_findings_below_the_severity_are_not_sent(project: Project, server: Listener) -> None:
    configured(project, hook(server, ", severity: medium")).live(CHANGED)
    assert project.run("check").code == 2
    assert server.told == []


@pytest.mark.parametrize(
    "broken", [{"live__json": "{}"}, {"numbers__yaml": "version: 1\nnumbers: [{lable: x}]\n"}]
)
def test_a_run_without_a_verdict_sends_the_reason(
    broken: dict[str, str], project: Project, server: Listener
) -> None:
    configured(project, hook(server)).write(**broken)
    assert project.run("check").code == 1
    assert occasions(server) == [["error"]]
    assert json.loads(server.told[0].body)["accounts"][0]["error"]


def test_new_and_fixed_findings_since_the_baseline_are_sent(
    project: Project, server: Listener
) -> None:
    configured(project, hook(server, ", on: [new, fixed]")).live(CHANGED)
    project.run("check", "-o", "json=base.json", "--no-notifications")
    project.run("check", "--baseline", "base.json")
    assert server.told == []
    project.live(number()).run("check", "--baseline", "base.json")
    assert occasions(server) == [["fixed"]]


def test_new_and_fixed_findings_since_the_last_run_are_sent(
    project: Project, server: Listener
) -> None:
    configured(project, hook(server, ", on: [new, fixed]")).live(CHANGED)
    config = (project.folder / "driftcheck.yaml").read_text()
    project.write(driftcheck__yaml=f"{config}history: sqlite:///history.db\n")
    for entry in (CHANGED, CHANGED, number(label="Returns"), number(), number()):
        project.live(entry).run("check")
    assert occasions(server) == [["any", "new"], ["fixed"]]


WAIVERS = """\
version: 1
waivers:
  - {check: drift-changed, numbers: ["+12025550100"], reason: r, owner: o, expires: 2099-01-01}
"""


@pytest.mark.parametrize(
    ("before", "option", "worse"),
    [
        ("waivers: [waivers.yaml]\n", "", "no waiver covers it any more"),
        ("", "--baseline=base.json", "the baseline does not cover it any more"),
        ("severity: {drift-changed: info}\n", "", "was info, now low"),
        ("fail_on: high\n", "", "fails because fail_on is no longer high"),
    ],
)
def test_a_run_that_fails_by_a_finding_of_the_run_before_says_what_changed(
    before: str, option: str, worse: str, project: Project, server: Listener
) -> None:
    configured(project, hook(server)).live(CHANGED).write(waivers__yaml=WAIVERS)
    project.run("check", "-o", "json=base.json", "--no-notifications")
    config = (project.folder / "driftcheck.yaml").read_text() + "history: sqlite:///history.db\n"
    project.write(driftcheck__yaml=config + before)
    assert project.run("check", "--no-notifications", *filter(None, [option])).code == 0
    project.write(driftcheck__yaml=config)
    ran = project.run("check", "-o", "json")
    assert (ran.code, project.run("check").code, occasions(server)) == (2, 2, [["any", "new"]])
    told = json.loads(server.told[0].body)
    (found,) = told["findings"]
    assert (found["age"]["worse"], ran.json["findings"][0]["age"]["worse"]) == (worse, worse)
    assert told["counts"] == {"found": 1, "new": 0, "worse": 1, "fixed": 0}
    assert (told["new"], told["worse"]) == ([], [found["fingerprint"]])


def test_a_run_without_waivers_in_between_hides_nothing(project: Project, server: Listener) -> None:
    configured(project, hook(server)).live(CHANGED).write(waivers__yaml=WAIVERS)
    config = (project.folder / "driftcheck.yaml").read_text() + "history: sqlite:///history.db\n"
    project.write(driftcheck__yaml=f"{config}waivers: [waivers.yaml]\n")
    codes = [project.run("check", *args).code for args in ([], ["--no-waivers"], [])]
    assert (codes, server.told) == ([0, 2, 0], [])
    project.run("check", "--no-waivers")
    project.write(driftcheck__yaml=config).run("check")
    assert occasions(server) == [["any", "new"]]


def test_notifications_can_be_switched_off(project: Project, server: Listener) -> None:
    configured(project, hook(server)).live(CHANGED)
    assert project.run("check", "--no-notifications").code == 2
    assert server.told == []


def failing(ran: Ran) -> list[str]:
    return [line for line in ran.err.splitlines() if line.startswith("Warning: ")]


@pytest.mark.parametrize(("entry", "code"), [(number(), 0), (CHANGED, 2)])
def test_a_failed_notification_is_reported_and_keeps_the_verdict(
    entry: object, code: int, project: Project
) -> None:
    with listening(404) as server:
        nobody = "{slack: {url: 'http://127.0.0.1:9/T0KEN'}, on: always, timeout: 0.5}"
        configured(project, hook(server, ", on: always"), nobody).live(entry)
        ran = project.run("check", "-o", "json")
    assert (ran.code, ran.json["exit_code"], ran.json["errors"]) == (code, code, [])
    first, second = failing(ran)
    assert first == "Warning: driftcheck.yaml:5:6: webhook: 127.0.0.1 answered 404"
    assert second.startswith("Warning: driftcheck.yaml:6:6: slack: ")
    assert "T0KEN" not in ran.stderr + ran.out


def test_a_hanging_notification_does_not_block_the_others(
    project: Project, server: Listener
) -> None:
    with listening(stalling=True) as hanging:
        configured(project, hook(hanging, ", timeout: 0.5"), hook(server)).live(CHANGED)
        ran = project.run("check")
    assert (ran.code, len(server.told)) == (2, 1)
    (told,) = failing(ran)
    assert told.startswith("Warning: driftcheck.yaml:5:6: webhook: 127.0.0.1 did not accept it in ")
    assert told.endswith(" 0.5 seconds: it did not answer")


def test_numbers_are_masked_in_notifications(project: Project, server: Listener) -> None:
    configured(project, hook(server)).live(number(label="+1 202 555 0100"))
    project.run("check", "--mask-numbers")
    assert b"5550100" not in server.told[0].body
    assert b"555 0100" not in server.told[0].body


def test_mail_is_sent_too(project: Project) -> None:
    with mail() as box:
        given = f"host: 127.0.0.1, port: {box.port}, security: none, from: a@b.c, to: [d@e.f]"
        configured(project, f"{{email: {{{given}}}}}").live(CHANGED)
        assert project.run("check").code == 2
    assert [message["subject"] for message in box.messages] == ["driftcheck: FINDINGS: 1 low."]


def test_a_refused_address_from_a_variable_is_not_shown(project: Project) -> None:
    with mail(refused={"me@private.example": ["550 5.1.1 no"], "d@e.f": ["550 5.1.1 no"]}) as box:
        given = f"host: 127.0.0.1, port: {box.port}, security: none, from: a@b.c"
        configured(project, f"{{email: {{{given}, to: ['${{ME}}', d@e.f, g@h.i]}}}}").live(CHANGED)
        ran = project.run("check", env={"ME": "me@private.example"})
    assert (ran.code, box.recipients) == (2, ["g@h.i"])
    (told,) = failing(ran)
    assert told.endswith('answered 550 5.1.1 for "${ME}", "d@e.f"; 1 other recipient got it')
    assert "private" not in ran.stderr


REFUSED = {
    "slack: {url: 'http://hooks.example.com/T0KEN'}": "slack would be sent in the clear",
    "slack: {url: 'ftp://hooks.example.com/T0KEN'}": (
        "the url of slack is not an http or https URL"
    ),
    "slack: {url: 'https://u:T0KEN@hooks.example.com/'}": (
        "the url of slack is not an http or https URL"
    ),
    f"slack: {{url: 'https://a.example/T0KEN{'a' * 70_000}'}}": (
        "the url of slack is not an http or https URL"
    ),
    'teams: {url: "https://a.example/T0KEN\\x7F"}': "the url of teams is not an http or https URL",
    **{
        f"pushgateway: {{url: 'http://a', job: '{job}'}}": (
            '"notifications[0].pushgateway.job" must be a name such as driftcheck, and neither'
        )
        for job in (".", "..", "", "  ")
    },
    "email: {host: 'a..b', from: a@b.c, to: [d@e.f]}": "the host of email is not a host name",
    "email: {host: 'a.example/b', from: a@b.c, to: [d@e.f]}": (
        "the host of email is not a host name"
    ),
    "webhook: {url: 'https://[T0KEN/'}": "the url of webhook is not an http or https URL",
    "pushgateway: {url: 'pushgateway:9091'}": (
        "the url of pushgateway is not an http or https URL"
    ),
    "email: {host: a, security: none, username: u, password: T0KEN, from: a@b.c, to: [d@e.f]}": (
        "the password would be sent in the clear"
    ),
    "email: {host: a, username: u, from: a@b.c, to: [d@e.f]}": (
        '"notifications[0].email.password" is missing'
    ),
    "email: {host: a, from: a, to: [d@e.f]}": (
        '"notifications[0].email.from" must be an e-mail address, such as oncall@example.com'
    ),
    "webhook: {url: 'https://a.example', secret: short}": (
        '"notifications[0].webhook.secret" must have at least 16 characters'
    ),
    "pager: {}": 'unknown key "notifications[0].pager"',
    "on: new": "must have exactly one of webhook, slack, teams, email and pushgateway",
    "slack: {url: 'https://a.example'}, on: never": '"notifications[0].on" must be one of ',
}


@each("text", REFUSED)
@each("command", ["check", "validate"])
def test_an_invalid_notification_is_reported_before_anything_is_read(
    text: str, command: str, project: Project
) -> None:
    ran = configured(project, f"{{{text}}}").run(command)
    assert ran.code == 1
    assert ran.err.startswith("Error: driftcheck.yaml:5:")
    assert REFUSED[text] in ran.err
    assert "T0KEN" not in ran.stderr
    assert failing(ran) == []


def test_an_invalid_notification_does_not_stop_the_others(
    project: Project, server: Listener
) -> None:
    configured(project, "{slack: {url: 'ftp://a'}}", "{slack: {url: '${NO_URL}'}}", hook(server))
    assert project.run("check").code == 1
    assert occasions(server) == [["error"]]


def test_an_unset_variable_is_an_error_unless_no_credentials_are_needed(
    project: Project,
) -> None:
    configured(project, "{slack: {url: '${SLACK_URL}'}}")
    ran = project.run("check")
    assert (ran.code, "the environment variable SLACK_URL is not set" in ran.err) == (1, True)
    assert project.run("check", "--live", "live.json").code == 1
    assert project.run("validate", "--no-credentials").code == 0
