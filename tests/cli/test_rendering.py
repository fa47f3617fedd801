"""Each output is rendered once, after the known errors of all outputs."""

import os
from pathlib import Path

import pytest

from driftcheck.model import Report
from driftcheck.output import Output, parse_outputs
from driftcheck.report import FORMATS, Renderer, View, renderer
from tests.cli.test_writing import full, outcome_of, written


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rendered formats, one item for each rendering."""
    formats: list[str] = []

    def noting(format: str) -> Renderer:
        formats.append(format)
        return renderer(format)

    monkeypatch.setattr("driftcheck.output.writing.renderer", noting)
    return formats


def test_each_output_is_rendered_once(tmp_path: Path, rendered: list[str]) -> None:
    github, summary = parse_outputs(["github"], FORMATS, str(tmp_path / "summary.md"))
    files = Output("json", tmp_path / "a.json"), Output("csv", tmp_path / "a.csv")
    assert written(*files, summary, Output("junit", Path("/dev/null")), github).problems == ()
    assert sorted(rendered) == ["csv", "github", "json", "junit", "markdown"]


@pytest.mark.parametrize("failing", ["file", "summary", "pipe"])
def test_outputs_are_opened_before_anything_is_rendered(
    failing: str, tmp_path: Path, rendered: list[str]
) -> None:
    bad = tmp_path / "bad"
    os.mkfifo(bad) if failing == "pipe" else bad.mkdir()
    path = tmp_path / "a.json"
    outputs = Output("json", path), Output("csv", bad, append=failing == "summary")
    (problem,) = written(*outputs, Output("text", None)).problems
    assert str(bad) in problem.message
    assert outcome_of(path) == "error"
    assert rendered == ["json", "text"]


def test_a_file_is_rendered_again_after_a_later_error(tmp_path: Path, rendered: list[str]) -> None:
    path = tmp_path / "a.json"
    written(Output("json", path), Output("csv", Path("/dev/full")), Output("text", None))
    assert outcome_of(path) == "error"
    assert rendered == ["json", "csv", "text", "json", "text"]


def test_a_summary_shows_later_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rendered: list[str]
) -> None:
    monkeypatch.setattr("driftcheck.output.sinks.write_stdout", full)
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    written(*parse_outputs(["github"], FORMATS, str(path)))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n\n### ")
    assert ("ERROR" in text, "CLEAN" in text) == (True, False)
    assert rendered == ["markdown", "github", "markdown"]


def test_an_interruption_leaves_no_new_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(report: Report, view: View) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("driftcheck.report.markdown.render", interrupt)
    (tmp_path / "old.md").write_text("before", encoding="utf-8")
    for name in ("old.md", "new.md"):
        with pytest.raises(KeyboardInterrupt):
            written(*parse_outputs(["github"], FORMATS, str(tmp_path / name)))
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["before"]
