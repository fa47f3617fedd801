"""Markdown shows the drift of fields as a diff, which no text can leave."""

from driftcheck.model import Age, Heading
from driftcheck.report import View, phrases
from driftcheck.report.markdown import render
from driftcheck.words.escape import printable
from tests.each import each
from tests.report.cases import ONE, TWO
from tests.report.markdown_pages import CUT, diffs, page
from tests.reports import HOSTILE, PLACE, changed, report


def test_the_fields_of_a_number_stand_together_and_numbers_that_changed_alike_too() -> None:
    found = [
        changed(ONE, "inbound", True, False),
        changed(ONE, "provider", "byo", None, location=PLACE._replace(line=5)),
        changed(TWO, "inbound", True, False, location=PLACE._replace(line=9)),
        changed(TWO, "provider", "byo", None, location=PLACE._replace(line=10)),
        changed("+12025550102", "inbound", True, None),
        changed("+12025550103", "inbound", True, None, age=Age("2025-12-30T00:00:00Z", 2, False)),
    ]
    assert diffs(page(*found)) == [
        [
            f'@@ {ONE} "Support" · numbers.yaml:3 @@',
            f"@@ {TWO} · numbers.yaml:9 @@",
            "- inbound: true",
            "+ inbound: false",
            '- provider: "byo"',
            "+ provider: null",
            "@@ +12025550102 · numbers.yaml:3 @@",
            "@@ +12025550103 · numbers.yaml:3 · drifted for 2 nights, since 2025-12-30 @@",
            "- inbound: true",
            "+ inbound: null",
        ]
    ]


def test_a_diff_says_what_is_secret_and_shows_nothing_of_it() -> None:
    path = "outbound_config.password"
    found = changed(ONE, path, "(sensitive)", "(sensitive)")
    [lines] = diffs(page(found))
    assert "secret" in phrases.secret(found)
    hidden = f'{path}: "(sensitive)"'
    assert lines[1:] == [f"- {hidden}", f"+ {hidden}{phrases.secret(found)}"]


@each("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_ends_a_diff_or_adds_a_line(text: str) -> None:
    """Neither a value, nor a field, number, label or file."""
    found = [
        changed(text, text, text, [text], location=PLACE._replace(file=text)),
        changed(ONE, "label", "```\n``````", f"\n{text}\n```\n"),
    ]
    markdown = page(*found, headings={("default", text): Heading(text, PLACE)})
    [lines] = diffs(markdown)
    assert [line[:2] for line in lines] == ["@@", "- ", "+ ", "@@", "- ", "+ "]
    assert "``````" in lines[4]
    assert all(printable(line) == line for line in lines)


@each("limit", range(1_100, 2_600, 50))
def test_where_a_diff_does_not_fit_whole_changes_are_left_out_and_counted(limit: int) -> None:
    found = [changed(f"+1202555{index:04}", "label", index, -index) for index in range(40)]
    text = render(report(found), View(limit=limit))
    [lines] = diffs(text) or [[]]
    assert [line[:2] for line in lines] == ["@@", "- ", "+ "] * (len(lines) // 3)
    assert CUT in text or f"… and {40 - len(lines) // 3} more" in text
    assert len(lines) > 20 or limit < 1_500
