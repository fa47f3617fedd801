"""The benchmark runs, and what it compares does the same work; its figures are for eyes only."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import fleet, peers, run
from tests.benchmarks.measure import Command, medians
from tests.support import Project, python

ROOT = Path(__file__).parents[2]
SIZE = 250


def test_the_benchmark_prints_its_tables() -> None:
    ran = python("-m", "tests.benchmarks.run", "--most", "50", "--rounds", "1", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "")
    titles = [line for line in ran.out.splitlines() if line.startswith("### ")]
    assert titles == [
        "### A fleet, every number declared by itself",
        "### 50 numbers, declared in other ways",
        "### Start-up",
        "### Reports on 50 numbers, each with a finding",
    ]
    assert "| 50 | " in ran.out


def test_the_page_on_speed_has_a_place_for_what_is_measured() -> None:
    text = run.DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(run.BEGIN)
    measured, _, after = rest.partition(run.END)
    assert before
    assert after
    for title in ("A fleet", "1,000,000 numbers", "Start-up", "Reports on 100,000 numbers"):
        assert f"### {title}" in measured


@pytest.mark.parametrize("write", [fleet.write, fleet.write_defaults, fleet.write_ranges])
def test_a_fleet_is_as_declared_but_for_one_number_in_a_hundred(
    project: Project, write: Callable[[Path, int], None]
) -> None:
    write(project.folder, SIZE)
    summary = project.report()["summary"]
    assert (summary["declared"], summary["live"]) == (SIZE, SIZE)
    assert (summary["changed"], summary["violations"]) == (SIZE // fleet.DRIFT + 1, 1)
    assert (summary["missing"], summary["unmanaged"], summary["invalid"]) == (0, 0, 0)


def test_the_script_finds_what_driftcheck_finds(project: Project) -> None:
    fleet.write(project.folder, SIZE)
    command = peers.naive(project.folder)
    subprocess.run(command.arguments, cwd=command.folder, check=False)
    found = json.loads((project.folder / "naive.json").read_text(encoding="utf-8"))
    ours = project.report()["findings"]
    assert {(one["check"], one["phone_number"]) for one in found} == {
        (one["check"], one["phone_number"]) for one in ours
    }


def test_the_script_has_forty_lines_at_most() -> None:
    lines = Path(peers.__file__).with_name("naive.py").read_text(encoding="utf-8").splitlines()
    assert len(list(filter(None, lines[1:]))) <= 40


def test_the_others_are_given_as_many_records_and_entries(tmp_path: Path) -> None:
    fleet.write(tmp_path, SIZE)
    peers.octodns(tmp_path, tmp_path, SIZE)
    zones = [tmp_path / "octodns" / side / "example.com.yaml" for side in ("declared", "live")]
    one, other = (zone.read_text(encoding="utf-8").splitlines()[1:] for zone in zones)
    assert (len(one), len(other)) == (SIZE, SIZE)
    assert sum(a != b for a, b in zip(one, other, strict=True)) == SIZE // fleet.DRIFT + 1
    command = peers.check_jsonschema(tmp_path, tmp_path)
    schema = json.loads(Path(command.arguments[2]).read_text(encoding="utf-8"))
    assert schema["items"]["required"]


def test_a_program_that_ends_otherwise_than_it_must_is_no_figure(tmp_path: Path) -> None:
    command = Command((sys.executable, "-c", "raise SystemExit(3)"), tmp_path)
    with pytest.raises(SystemExit, match="exit code 3"):
        medians([command], 1)
