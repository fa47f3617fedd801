"""Messages stay below the limits of services, whatever the labels are, and say what is left out."""

import json
from typing import Any

from driftcheck.model import AccountResult, Comparison, Former, Heading, Problem, Report, Severity
from driftcheck.notify import slack, teams, webhook
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.notify.giving import news, notification
from tests.notify.test_http import sent
from tests.reports import finding, report

LABELS = {
    "ASCII": "x",
    "quotes": '"',
    "backslashes": "\\",
    "control characters": "\x01",
    "markup": "&",
    "accents": "é",
    "CJK": "東",
    "emoji": "📞",
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "combining marks": "e\u0301",
    "lone surrogates": "\ud83d",
    "right to left": "\u05d0",
}
MANY = 40


def long(letter: str) -> Report:
    """A report with much of everything, all texts of one letter."""
    text = letter * 700
    numbers = [f"+1202555{n:04}" for n in range(MANY)]
    fixed = (Former("drift-changed", Severity.HIGH, text, "+12025550100", text, text, "0" * 32),)
    return report(
        [finding(number=number, message=text) for number in numbers],
        headings={("default", number): Heading(text, None) for number in numbers},
        problems=[Problem(f"{text}{n}", None, text) for n in range(MANY)],
        baseline=Comparison("base.json", "2026-01-01T00:00:00Z", fixed * MANY),
    )


@each("letter", LABELS.values(), ids=LABELS)
def test_a_card_stays_below_28_kilobytes(letter: str) -> None:
    (told,) = sent(teams, notification("teams"), news(long(letter)))
    assert len(told.body) <= 28_000
    card = json.loads(told.body.decode())["attachments"][0]["content"]
    texts = ["".join(run["text"] for run in block["inlines"]) for block in card["body"]]
    kinds = (("error: ", "errors"), ("medium: ", "findings"), ("fixed: ", "fixed"))
    for begin, what in kinds:
        listed = sum(text.startswith(begin) for text in texts)
        assert 2 <= listed <= 10
        assert f"… and {MANY - listed} more {what}" in texts


@each("letter", LABELS.values(), ids=LABELS)
def test_a_message_to_slack_stays_below_16_thousand_characters(letter: str) -> None:
    (told,) = sent(slack, notification("slack"), news(long(letter)))
    text = json.loads(told.body)["text"]
    assert len(text) <= 16_000
    listed = sum(" medium: " in line for line in text.split("\n"))
    assert 1 <= listed <= 10
    assert f"… and {MANY - listed} more findings" in text.split("\n")


def test_ordinary_messages_list_ten_findings() -> None:
    made = news(report([finding(number=f"+1202555{n:04}") for n in range(MANY)]))
    assert slack.text(made).count(" medium: ") == 10
    assert teams.body(made).count(b"medium: ") == 10


def huge(count: int, **fields: Any) -> Report:
    return report([finding(number=f"+1202555{n:04}", **fields) for n in range(count)])


@each("letter", LABELS.values(), ids=LABELS)
def test_a_webhook_gets_a_megabyte_at_most(letter: str) -> None:
    made = huge(MANY, expected={"prompt": letter * 10_000}, actual=letter)
    (told,) = sent(webhook, notification("webhook"), news(made))
    assert len(told.body) <= 1_000_000
    document = json.loads(told.body)
    assert list(Validator(published("notification")).faults(document)) == []
    assert 2 <= len(document["findings"]) <= MANY
    assert (document["counts"]["found"], len(document["new"])) == (MANY, MANY)


def test_a_webhook_shortens_the_errors_of_many_accounts() -> None:
    problems = tuple(Problem(f"{n} {'x' * 1_000}") for n in range(20))
    accounts = [AccountResult(f"a{n}", None, None, None, problems) for n in range(400)]
    body = webhook.body(news(report(accounts=tuple(accounts))))
    assert len(body) <= 1_000_000
    errors = [account["error"] for account in json.loads(body)["accounts"]]
    assert all(error.startswith("0 xxx") and error.endswith("…") for error in errors)
