"""The benchmark runs, and the programs that it compares do the same work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from driftcheck.report import FORMATS
from tests.benchmarks import fleet, peers, run, styles
from tests.benchmarks.measure import Command, environment, medians
from tests.benchmarks.styles import STYLES
from tests.each import each
from tests.support import Project, python

ROOT = Path(__file__).parents[2]
SIZE = 650
DRIFTED = 7
RELABELLED = 2
BENCH = ("-m", "tests.benchmarks.run", "--rounds", "1", "--most", "50")


@pytest.mark.slow
def test_the_benchmark_prints_its_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "STYLES", {"flow": STYLES["flow"]})
    monkeypatch.setattr(run, "FORMATS", {"csv": FORMATS["csv"]})
    monkeypatch.setattr("sys.argv", ["run", "--rounds", "1", "--most", "50"])
    run.main()
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("### ")] == [
        "### A fleet, written as in the README",
        "### 50 numbers, in 1 YAML styles",
        "### Start-up",
        "### Reports on 50 numbers, each with a finding",
    ]
    assert "| 50 | " in out


def test_styles_can_be_measured_alone() -> None:
    ran = python(*BENCH, "--only", "flow,ranges", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "")
    title, *table = filter(None, ran.out.splitlines())
    assert title == "### 50 numbers, in 2 YAML styles"
    assert [line.split(" | ")[0] for line in table[2:5]] == [
        f"| {STYLES['flow'].title}",
        f"| {STYLES['ranges'].title}",
        "| geometric mean",
    ]
    assert table[5].startswith("The worst case is ")
    refused = python(*BENCH, "--only", "flow,cursive", cwd=ROOT)
    assert "unknown style cursive" in refused.err


def test_the_parts_of_a_check_are_measured() -> None:
    ran = python("-m", "tests.benchmarks.parts", "50", "flow,ranges", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["µs", "flow", "ranges"]


def test_the_page_on_speed_has_a_place_for_what_is_measured() -> None:
    text = run.DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(run.BEGIN)
    measured, _, after = rest.partition(run.END)
    assert before
    assert after
    for title in ("A fleet", "100,000 numbers, in ", "Start-up", "Reports on 100,000 numbers"):
        assert f"### {title}" in measured


def test_the_live_list_is_as_the_api_documents_it(tmp_path: Path) -> None:
    """One line, its order of fields, and configurations that are full, empty, null and absent."""
    styles.write(tmp_path, SIZE)
    text = (tmp_path / "live.json").read_text(encoding="utf-8")
    assert "\n" not in text
    entries = json.loads(text)
    names = list(fleet.entry(10))
    assert names[:5] == ["provider", "phone_number", "label", "inbound", "outbound"]
    assert names[5:] == ["associated_pipeline", "inbound_config", "outbound_config"]
    assert {tuple(entry) for entry in entries} == {tuple(names), tuple(names[:6])}
    configs: list[object] = [entry.get("outbound_config", "none") for entry in entries]
    assert "none" in configs
    assert None in configs
    assert {} in configs
    assert [entry["phone_number"] for entry in entries] != sorted(
        entry["phone_number"] for entry in entries
    )


@pytest.mark.slow
@each("name", STYLES)
def test_every_style_declares_the_same_fleet_and_the_script_finds_the_same(
    project: Project, name: str
) -> None:
    """Fields that a style cannot express are not declared, and no change of them is found."""
    styles.write(project.folder, SIZE, name)
    report = project.report()
    summary = report["summary"]
    assert (summary["declared"], summary["live"]) == (SIZE, SIZE)
    assert summary["changed"] == DRIFTED - (0 if STYLES[name].labels else RELABELLED)
    assert summary["violations"] == 3
    assert (summary["missing"], summary["unmanaged"], summary["invalid"]) == (0, 0, 0)
    command = peers.naive(project.folder)
    subprocess.run(command.arguments, cwd=command.folder, env=environment(), check=False)
    found = json.loads((project.folder / "naive.json").read_text(encoding="utf-8"))
    assert {(one["check"], one["phone_number"]) for one in found} == {
        (one["check"], one["phone_number"]) for one in report["findings"]
    }


def test_the_script_is_short() -> None:
    lines = Path(peers.__file__).with_name("naive.py").read_text(encoding="utf-8").splitlines()
    assert len(list(filter(None, lines[1:]))) <= 60


def test_the_others_get_as_many_records_and_entries(tmp_path: Path) -> None:
    styles.write(tmp_path, SIZE)
    peers.octodns(tmp_path, tmp_path, SIZE)
    zones = [tmp_path / "octodns" / side / "example.com.yaml" for side in ("declared", "live")]
    one, other = (zone.read_text(encoding="utf-8").splitlines()[1:] for zone in zones)
    assert (len(one), len(other)) == (SIZE, SIZE)
    assert sum(a != b for a, b in zip(one, other, strict=True)) == DRIFTED
    command = peers.check_jsonschema(tmp_path, tmp_path)
    schema = json.loads(Path(command.arguments[2]).read_text(encoding="utf-8"))
    assert schema["items"]["required"]


def test_a_program_with_an_unexpected_exit_code_is_not_measured(tmp_path: Path) -> None:
    command = Command((sys.executable, "-c", "raise SystemExit(3)"), tmp_path)
    with pytest.raises(SystemExit, match="exit code 3"):
        medians([command], 1)
