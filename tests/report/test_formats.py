"""In every format, text from outside changes neither the form nor the content."""

import csv
import io
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from driftcheck.model import (
    Outcome,
    Report,
)
from driftcheck.report import FORMATS, View, renderer
from tests.each import each
from tests.effort import tried
from tests.report.cases import (
    CASES,
    SHORT,
    TEXTS,
    filled,
    unseen,
)


def _by_last_line(text: str) -> str:
    found = re.fullmatch(r"(CLEAN|FINDINGS|ERROR): .* Exit code (\d)\.", text.splitlines()[-1])
    assert found
    assert (found[1].lower(), found[2]) in {("clean", "0"), ("findings", "2"), ("error", "1")}
    return found[1].lower()


def _by_exit_code(code: int) -> str:
    return {0: "clean", 1: "error", 2: "findings"}[code]


def _of_csv(text: str) -> str:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if any(row["kind"] == "error" for row in rows):
        return "error"
    failing = [row for row in rows if (row["state"], row["severity"] == "info") == ("new", False)]
    return "findings" if failing else "clean"


def _of_junit(text: str) -> str:
    root = ElementTree.fromstring(text.encode())
    if root.get("errors") != "0":
        return "error"
    return "clean" if root.get("failures") == "0" else "findings"


def _of_gitlab(text: str) -> str:
    issues = json.loads(text)
    if any(issue["check_name"] == "no-verdict" for issue in issues):
        return "error"
    return "findings" if any(issue["severity"] != "info" for issue in issues) else "clean"


def _of_prometheus(text: str) -> str:
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    [code] = [sample.value for sample in samples if sample.name == "driftcheck_exit_code"]
    [name] = [s.labels["outcome"] for s in samples if s.name.endswith("_outcome") and s.value]
    assert name == _by_exit_code(int(code))
    return name


def _of_markdown(text: str) -> str:
    found = re.match(r"### (?:✅|❌|⚠️) driftcheck: (CLEAN|FINDINGS|ERROR): ", text)
    assert found
    return found[1].lower()


def _of_html(text: str) -> str:
    kind, word = re.findall(r'<header class="top (\w+)">.*?<h1>(\w+):', text, re.DOTALL)[0]
    assert kind == word.lower()
    return str(kind)


VERDICTS: dict[str, Callable[[str], str]] = {
    "text": _by_last_line,
    "github": _by_last_line,
    "json": lambda text: _by_exit_code(json.loads(text)["exit_code"]),
    "sarif": lambda text: _by_exit_code(json.loads(text)["runs"][0]["invocations"][0]["exitCode"]),
    "csv": _of_csv,
    "junit": _of_junit,
    "gitlab": _of_gitlab,
    "prometheus": _of_prometheus,
    "markdown": _of_markdown,
    "html": _of_html,
}
"""How to read the verdict from each format; the report fails on `low`."""
EACH = each("format", FORMATS)


def rendered(format: str, report: Report) -> str:
    """Return a rendered report after checks that apply to every format."""
    text = renderer(format)(report, View())
    assert text.encode("utf-8").decode("utf-8") == text
    lines = text.replace("\r\n", "\n") if format == "csv" else text
    assert not unseen(lines)
    return text


def test_the_verdict_can_be_read_from_every_format() -> None:
    assert VERDICTS.keys() == FORMATS.keys()


@EACH
@each("case", CASES)
def test_every_format_shows_the_outcome_of_every_run(format: str, case: str) -> None:
    assert VERDICTS[format](rendered(format, CASES[case])) == CASES[case].outcome.value


@EACH
@TEXTS
def test_no_sample_text_changes_the_verdict(format: str, text: str) -> None:
    for outcome in Outcome:
        assert VERDICTS[format](rendered(format, filled(text, outcome))) == outcome.value


@EACH
@tried(0.4)
@given(text=st.text(st.characters(), min_size=1, max_size=30), outcome=st.sampled_from(Outcome))
def test_no_text_changes_the_verdict(format: str, text: str, outcome: Outcome) -> None:
    assert VERDICTS[format](rendered(format, filled(text, outcome))) == outcome.value


@EACH
@each("outcome", Outcome)
def test_the_same_report_gives_the_same_text(format: str, outcome: Outcome) -> None:
    first, second = (rendered(format, filled("".join(SHORT), outcome)) for _ in range(2))
    assert first == second


@each("format", ["text", "github", "markdown"])
@TEXTS
def test_no_text_from_outside_starts_a_command_in_a_log(format: str, text: str) -> None:
    """CI systems read commands from output: `::` at the start of a line, `##` anywhere in it."""
    annotation = r"::(error|warning|notice) file=[^:,]*,line=\d+,col=\d+,title=[^:,]*::.*"
    for outcome in Outcome:
        out = rendered(format, filled(text, outcome))
        commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
        assert bool(commands) is (format == "github")
        assert all(re.fullmatch(annotation, line) for line in commands)
        assert "##[" not in out
        assert "##vso" not in out
