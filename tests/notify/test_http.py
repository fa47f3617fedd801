"""Webhook, Slack, Teams and Pushgateway, with a real server on loopback."""

import json
import re
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from driftcheck.config import Notification
from driftcheck.model import Heading, LiveError, Problem, Severity
from driftcheck.notify import pushgateway, slack, teams, webhook
from driftcheck.notify.news import News
from driftcheck.report import View, renderer
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.notify.giving import ONE, drifted, news, notification
from tests.notify.servers import Told, listening
from tests.reports import finding, report

DOCS = Path(__file__).parent.parent.parent / "docs" / "notifications.md"
SECRET = "0123456789abcdef"
pytestmark = pytest.mark.usefixtures("at_once")
HOSTILE = "`<!channel> @here *x* [a](http://b) </x>\n::error::"


def sent(kind: Any, given: Notification, what: News | None = None, *answers: int) -> list[Told]:
    """Return what a server received."""
    with listening(*answers) as server:
        whole = given._replace(given={"url": server.url, **given.given})
        kind.send(what or news(), whole)
    return server.told


def test_a_webhook_gets_json_of_the_published_schema() -> None:
    for made in (drifted(), report(), report(problems=[Problem("no list")])):
        (told,) = sent(webhook, notification("webhook"), news(made))
        assert (told.method, told.path) == ("POST", "/services/T0KEN")
        assert told.headers["content-type"] == "application/json"
        document = json.loads(told.body)
        assert list(Validator(published("notification")).faults(document)) == []
        assert document["exit_code"] == made.exit_code


def test_a_webhook_lists_some_findings_and_counts_all() -> None:
    made = report([finding(number=f"+1202555{n:04}") for n in range(250)])
    document = webhook.document(news(made))
    assert document["counts"] == {"found": 250, "new": 250, "worse": 0, "fixed": 0}
    assert (len(document["findings"]), len(document["new"])) == (100, 100)
    assert list(Validator(published("notification")).faults(document)) == []


def is_genuine() -> Any:
    """Return the function that the documentation has for receivers."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    known: dict[str, Any] = {}
    exec(code, known)
    return known["is_genuine"]


def test_the_signature_is_as_documented() -> None:
    (told,) = sent(webhook, notification("webhook", secret=SECRET))
    check = is_genuine()
    assert check(SECRET, told.headers, told.body)
    assert not check("another-secret-16", told.headers, told.body)
    assert not check(SECRET, told.headers, told.body + b" ")
    old = {**told.headers, "x-driftcheck-timestamp": "1000000000"}
    assert not check(SECRET, old, told.body)
    signed_then = webhook.signature(SECRET, "1000000000", told.body)
    assert not check(SECRET, {**old, "x-driftcheck-signature": signed_then}, told.body)


def test_without_a_secret_nothing_is_signed() -> None:
    (told,) = sent(webhook, notification("webhook"))
    assert not [name for name in told.headers if name.startswith("x-driftcheck")]


def test_slack_gets_lines() -> None:
    (told,) = sent(slack, notification("slack"))
    assert json.loads(told.body)["text"].split("\n") == [
        "*driftcheck: FINDINGS: 1 high, 1 low.*",
        "1 high, 1 low to look at",
        f":large_orange_circle: high: `{ONE} (Support)` — `live, but not declared`",
        f':white_circle: low: `{ONE} (Support)` — `label: "a" → "b"`',
    ]


def hostile() -> News:
    made = drifted()
    return news(made._replace(headings={("default", ONE): Heading(HOSTILE, None)}))


def test_a_hostile_label_is_plain_text_in_slack() -> None:
    (_, _, line, _) = slack.lines(hostile())
    code = re.fullmatch(r":large_orange_circle: high: `([^`]*)` — `[^`]*`", line)
    assert code
    assert not re.search("[<>]", code[1])


def test_teams_gets_a_card_without_markdown() -> None:
    (told,) = sent(teams, notification("teams"), hostile())
    (attachment,) = json.loads(told.body)["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    runs = [run for block in card["body"] for run in block["inlines"]]
    assert all(run["type"] == "TextRun" and run["text"].isprintable() for run in runs)
    assert "".join(run["text"] for run in runs).count("<!channel>") == 2


def test_a_pushgateway_gets_the_prometheus_report_in_place_of_the_last_one() -> None:
    with listening() as server:
        given = notification("pushgateway", url=f"http://127.0.0.1:{server.port}/")
        made = drifted(config_path="driftcheck.yaml")
        pushgateway.send(news(made), given)
    (told,) = server.told
    assert (told.method, told.path) == ("PUT", "/metrics/job/driftcheck/config/driftcheck.yaml")
    assert told.body.decode() == renderer("prometheus")(made, View())


@each("value", ["a/b", "a b", " a ", "a%2Fb", "é", "?a#b", ".a", "a\nb", "job@base64", ""])
def test_the_grouping_key_is_in_base64_if_a_url_might_not_keep_it(value: str) -> None:
    given = notification("pushgateway", url="http://a/", job=value)
    coded = urlsafe_b64encode(value.encode()).decode()
    assert pushgateway.url_of(given, value) == (
        f"http://a/metrics/job@base64/{coded}/config@base64/{coded}"
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(status: int) -> None:
    assert len(sent(slack, notification("slack"), None, status, status)) == 3


def test_it_is_retried_until_a_pause_would_pass_the_deadline() -> None:
    with listening(*[503] * 9) as server, pytest.raises(LiveError, match="answered 503"):
        slack.send(news(), notification("slack", url=server.url))
    assert len(server.told) == 4


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (400, "Check `url`, and that its target still exists."),
        (404, "Check `url`, and that its target still exists."),
        (302, "Set `url` to the final address; redirects are not followed."),
    ],
)
def test_final_errors_and_redirects_are_not_retried(status: int, hint: str) -> None:
    with listening(status, location="/elsewhere") as server, pytest.raises(LiveError) as caught:
        slack.send(news(), notification("slack", url=server.url))
    assert len(server.told) == 1
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (f"127.0.0.1 answered {status}", hint)


def test_a_silent_server_is_abandoned_at_the_deadline() -> None:
    with listening(stalling=True) as server, pytest.raises(LiveError) as caught:
        slack.send(news(), notification("slack", url=server.url, timeout=0.3))
    assert str(caught.value) == ("127.0.0.1 did not accept it in 0.3 seconds: it did not answer")


def test_a_requested_wait_ends_at_the_deadline() -> None:
    with listening(503, retry_after="3600") as server, pytest.raises(LiveError):
        slack.send(news(), notification("slack", url=server.url))
    assert len(server.told) == 1


def test_an_unreachable_host_is_reported_without_the_rest_of_the_url() -> None:
    given = notification("slack", url="http://127.0.0.1:9/services/T0KEN")
    with pytest.raises(LiveError) as caught:
        slack.send(news(least=Severity.LOW), given)
    assert str(caught.value).startswith("cannot reach 127.0.0.1: ")
    assert "T0KEN" not in str(caught.value)
