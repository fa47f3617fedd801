"""The cards of the page: the problem is shown once, above a table of the numbers."""

from driftcheck.model import JSON, Age, Finding, Outcome, Severity
from driftcheck.report import phrases
from driftcheck.words.escape import printable
from tests.each import each
from tests.report.cases import (
    BASELINE,
    CHANGED,
    EXISTING,
    MISSING,
    MIXED,
    ONE,
    TEXTS,
    UNKNOWN,
    WAIVED,
    filled,
)
from tests.report.tree import Node, cards, page, pairs, rows
from tests.reports import RULE, changed, finding, report


@each("found", [*MIXED, WAIVED, EXISTING])
def test_a_card_shows_everything_about_a_finding(found: Finding) -> None:
    [card] = cards(page(report([found], baseline=BASELINE)))
    [heading], [row] = card.all("h3"), card.all("tbody")
    assert heading.words.startswith(f"{found.severity.label} ")
    assert heading.words.endswith(f" {found.check}")
    assert row.words.startswith(phrases.about(found))
    assert row.words.endswith(phrases.place_text(found.location) or "live only")
    assert ("Support" in card.words) == (found.phone_number == ONE)
    facts = [said for one in card.all("dl") for said in pairs(one).items()]
    is_open = phrases.is_open(found)
    remedy = (found.remedy or "").replace("`", "")
    assert [text.replace(" .", ".") for name, text in facts if name == "fix"] == [remedy] * is_open
    reason = phrases.acceptance(found).removeprefix("waived ")
    assert ((phrases.state(found), reason) in facts) != is_open


def test_the_problem_comes_first_then_the_dimmed_title_of_the_check() -> None:
    [one, other] = (card.all("h3")[0] for card in cards(page(report([MISSING, CHANGED]))))
    assert one.words == "high declared, but not live A declared number is not live drift-missing"
    assert one.all("small")[0].words == "A declared number is not live drift-missing"
    assert other.words.startswith('medium label : declared "Support" , live "Sales" A declared')


def test_cards_are_in_the_order_of_the_findings() -> None:
    found = [card.all("code")[0].words for card in cards(page(report(MIXED)))]
    assert found == [one.check for one in MIXED if one is not UNKNOWN]  # it shares a card


PIPELINE = "associated_pipeline.pipeline_id"


def only(*found: Finding) -> Node:
    """Return the only card of these findings."""
    [card] = cards(page(report(found)))
    return card


def no_pipeline(number: str, **more: object) -> Finding:
    given = {
        "path": PIPELINE,
        "message": f"{RULE.title}: {PIPELINE} is not configured",
        "expected": {"type": "string", "minLength": 1},
    }
    return finding(RULE.id, number, **{**given, **more})


def test_numbers_with_the_same_problem_share_one_card() -> None:
    numbers = [f"+120255501{2 * n:02}" for n in range(17)]
    card = only(*map(no_pipeline, numbers))
    for said in (RULE.title, RULE.id, "critical", "Assign a pipeline", "is not configured"):
        assert card.words.count(said) == 1
    assert card.all("p")[0].words == "17 numbers"
    assert [row[0] for row in rows(card)] == numbers


def test_consecutive_numbers_are_a_range_unless_a_value_differs() -> None:
    found = [
        finding("drift-unmanaged", f"+120255501{10 + n}", actual={"inbound": n == 4}, location=None)
        for n in range(6)
    ]
    assert [row[:2] for row in rows(only(*found))] == [
        ["+12025550110.. +12025550113", "inbound false"],
        ["+12025550114", "inbound true"],
        ["+12025550115", "inbound false"],
    ]


def test_findings_with_the_same_cause_share_one_fix() -> None:
    gone = changed(ONE, PIPELINE, "p1", None, severity=Severity.HIGH)
    card = only(gone, no_pipeline(ONE))
    [item] = card.all("li")
    assert item.all("h3")[0].words.startswith(f"critical {PIPELINE} is not configured")
    assert item.all("p")[0].words.startswith(f'also high {PIPELINE} : declared "p1" , live nothing')
    assert [text for text in card.all("dt") if text.words == "fix"] == card.all("dt")[-1:]
    assert card.words.count("Assign a pipeline") == 1


def test_what_the_rows_say_of_a_cause_is_named_above_them_and_no_more() -> None:
    name = "associated_pipeline.pipeline_name"
    found = [
        one
        for number, old in ((ONE, "p1"), ("+12025550109", "p2"))
        for one in (
            no_pipeline(number),
            changed(number, PIPELINE, old, None, severity=Severity.HIGH),
            changed(number, name, f"{old} flow", None),
        )
    ]
    card = only(*found)
    high, medium = (one.words for one in card.all("p")[1:])
    assert high == f"also high {PIPELINE}"
    assert medium == f"medium {name} A declared field differs from the live one drift-changed"
    assert "is not as declared" not in card.words
    assert [row[2] for row in rows(card)] == [
        f'{PIPELINE} "{old}" → nothing {name} "{old} flow" → nothing' for old in ("p1", "p2")
    ]


def test_each_row_shows_the_owner_and_age_if_known() -> None:
    age = Age("2025-12-01T00:00:00Z", 9, False)
    card = only(no_pipeline(ONE, owner="voice-team", age=age), no_pipeline("+12025550109"))
    [head] = [[one.words for one in row.all("th")] for row in card.all("thead")]
    assert head == ["Numbers", "Label", "Owner", "Place and age"]
    assert [row[2:] for row in rows(card)] == [
        ["owner voice-team", "numbers.yaml:3 for 9 nights, since 2025-12-01"],
        ["", "numbers.yaml:3"],
    ]


ASKED = {
    "text, at least 4 characters": {"type": "string", "minLength": 4},
    "one of: tls, tcp": ["tls", "tcp"],
    "tls": "tls",
}


@each("words", ASKED)
def test_the_demand_of_a_rule_is_in_words_if_nothing_is_configured(words: str) -> None:
    card = only(no_pipeline(ONE, expected=ASKED[words]))
    assert pairs(card.all("dl")[0]) == {"asked for": words}


@each(
    "asked",
    [{"type": "string", "pattern": "\\S"}, {"minLength": 1}, {"type": "object"}, {"not": None}],
)
def test_that_any_value_would_do_is_not_said(asked: JSON) -> None:
    assert pairs(only(no_pipeline(ONE, expected=asked)).all("dl")[0]).keys() == {"fix"}


def test_what_the_message_says_is_not_said_twice() -> None:
    path = "outbound_config.transport"
    message = f'{RULE.title}: {path} must be tls (it is "udp")'
    card = only(finding(RULE.id, ONE, path=path, message=message, expected="tls", actual="udp"))
    assert (card.words.count("tls"), card.words.count("udp")) == (1, 1)
    assert pairs(card.all("dl")[0]).keys() == {"fix"}


def test_an_invalid_value_is_shown_once_or_for_each_number() -> None:
    given = {"path": "provider", "message": "provider must be twilio", "expected": ["twilio"]}
    found = [
        finding("schema-invalid", f"+120255501{2 * n:02}", actual=value, **given)
        for n, value in enumerate(["sipgate", "sipgate", 7])
    ]
    assert pairs(only(*found[:2]).all("dl")[0])["value"] == "sipgate"
    assert [row[2] for row in rows(only(*found))] == ["sipgate", "sipgate", "7"]


def test_rows_show_differences_and_the_rest_is_shown_once() -> None:
    alike = [changed(f"+120255501{2 * n:02}", "inbound", True, False) for n in range(3)]
    heading = only(*alike).all("h3")[0].words
    assert heading.startswith("medium inbound : declared true , live false ")
    card = only(
        changed("+12025550110", "label", "A", "B"), changed("+12025550112", "label", "C", None)
    )
    assert card.all("h3")[0].words.startswith("medium label is not as declared ")
    assert [row[1] for row in rows(card)] == ['"A" → "B"', '"C" → nothing']


def test_a_missing_number_is_a_short_table_of_its_fields() -> None:
    fields = {
        "phone_number": ONE,
        "label": "Support",
        "inbound": True,
        "associated_pipeline": {"pipeline_id": "p1", "pipeline_name": None},
        "outbound_config": {"password": "(sensitive)", "transport": "tls"},
        "inbound_config": {"allowed_addresses": ["192.0.2.1", "192.0.2.2"]},
    }
    card = only(MISSING._replace(phone_number=ONE, expected=fields))
    assert pairs(card.all("dl")[1]) == {
        "inbound": "true",
        "associated_pipeline.pipeline_id": "p1",
        "outbound_config.password": "(sensitive)",
        "outbound_config.transport": "tls",
        "inbound_config.allowed_addresses": "192.0.2.1, 192.0.2.2",
    }
    assert "{" not in card.words


def test_the_first_of_many_fields_are_shown_and_the_others_counted() -> None:
    fields = {f"field_{n}": n for n in range(15)}
    shown = only(MISSING._replace(expected=fields)).all("dl")[1].all("div")
    assert (len(shown), shown[-1].words) == (13, "… and 3 more")


@TEXTS
def test_a_row_shows_text_from_outside_in_full(text: str) -> None:
    [card, *_] = cards(page(filled(text, Outcome.CLEAN)))
    name, label, *_, place = rows(card)[0]
    assert name.startswith(folded(text)[:500])
    assert label.startswith(folded(text)[:290])
    assert place == folded(f"{text}:3")


def folded(text: str) -> str:
    return " ".join(printable(text).split())
