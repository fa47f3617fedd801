"""`check --mask-numbers` hides the numbers of the fleet in all output, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from driftcheck.report import FORMATS
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.cli.mask_cases import CONFIRM, OUTPUTS, fleet, masked
from tests.each import each
from tests.mask_support import ONE, TWO, given_away
from tests.secrets.inside import run
from tests.secrets.making import made
from tests.support import Project, number

JSON = Any
EVERY = {
    "drift-missing",
    "drift-changed",
    "drift-unmanaged",
    "drift-present",
    "live-duplicate",
    "schema-invalid",
    "schema-unknown-field",
    "waiver-unused",
    "waiver-expired",
    *(f"rule-{index}" for index in range(6)),
}
FLEET = (ONE, TWO, "+442079460123", "+18005550123", "+12025550300", "+12025550900")


NAME = re.compile(r"(?>\+\d[\dx]*(?:\\?~\d+)?)(?!…)")
"""A masked number, unless the text is cut within it; Markdown escapes the ~."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return all output of a check of the fleet by format."""
    return masked(fleet(tmp_path_factory.mktemp("masked")))[2]


@pytest.mark.parametrize("name", [*FORMATS, "stdout", "stderr"])
def test_no_number_of_the_fleet_is_shown(name: str, said: dict[str, str]) -> None:
    assert {finding["check"] for finding in json.loads(said["json"])["findings"]} >= EVERY
    assert given_away(said[name], FLEET) == []


def test_without_the_option_all_formats_show_numbers(tmp_path: Path) -> None:
    run("check", *OUTPUTS, "--all", folder=fleet(tmp_path).folder)
    for name in {*FORMATS} - {"prometheus"}:
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert given_away(text, FLEET) == [*FLEET], name


@each("name", FORMATS)
def test_no_number_is_shown_on_stdout(name: str, tmp_path: Path) -> None:
    ran = run("check", "--mask-numbers", "-o", name, folder=fleet(tmp_path).folder)
    assert given_away(ran.out + ran.stderr, FLEET) == []


def test_a_real_process_masks_too(tmp_path: Path) -> None:
    project = fleet(tmp_path)
    ran = project.run("check", "-v", "--mask-numbers")
    variable = project.run("check", "-v", env={"DRIFTCHECK_MASK_NUMBERS": "1"})
    assert (ran.code, given_away(ran.out + ran.stderr, FLEET)) == (2, [])
    assert variable.out == ran.out


def test_a_number_has_one_mask_in_all_output_of_a_run(said: dict[str, str]) -> None:
    findings = json.loads(said["json"])["findings"]
    names = {finding["phone_number"] for finding in findings} - {None}
    heads = {"+120xxxxxx00", "+120xxxxxx00~2", "+120xxxxxx00~3", "+120xxxxxx00~4"}
    assert heads < names
    for name, text in said.items():
        shown = {one.replace("\\", "") for one in NAME.findall(text)}
        assert {one for one in shown if "x" in one} <= names, name


def test_masking_keeps_the_count_and_identity_of_findings(
    said: dict[str, str], tmp_path: Path
) -> None:
    plain = run("check", "-o", "json", folder=fleet(tmp_path).folder).json
    prints = [finding["fingerprint"] for finding in json.loads(said["json"])["findings"]]
    assert len(prints) == len({*prints}) == len(plain["findings"])
    numbered = [f["fingerprint"] for f in plain["findings"] if f["phone_number"]]
    assert {*prints}.isdisjoint(numbered)
    told = [issue["fingerprint"] for issue in json.loads(said["gitlab"])]
    assert len(told) == len({*told})


KEPT = ("check", "kind", "severity", "status", "account", "remedy")


def test_masking_changes_nothing_but_numbers(said: dict[str, str], tmp_path: Path) -> None:
    plain = run("check", "-o", "json", folder=fleet(tmp_path).folder).json
    report = json.loads(said["json"])
    for name in ("format", "version", "tool", "outcome", "exit_code", "fail_on", "summary"):
        assert report[name] == plain[name]
    assert sorted(map(_kept, report["findings"])) == sorted(map(_kept, plain["findings"]))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", report["started_at"])
    assert "pipeline_0987654321fedcba" in json.dumps(report)


def _kept(finding: JSON) -> str:
    """Return the parts of a finding that are not numbers."""
    location = finding["location"] or {}
    place = [location.get("line"), location.get("column")]
    waiver = (finding["waiver"] or {}).get("expires")
    kinds = [finding[name] for name in KEPT if name != "remedy"]
    return json.dumps([*kinds, place, waiver, len(finding.get("members", ()))])


def test_the_report_says_that_it_is_masked_and_follows_its_schema(
    said: dict[str, str], project: Project
) -> None:
    report = json.loads(said["json"])
    assert report["masked"] is True
    assert [*Validator(published("report")).faults(report)] == []
    assert not run("check", "-o", "json", folder=project.folder).json.get("masked")


REFUSED = """\
Error: former.json:1:1: the phone numbers of this report are masked, so they cannot be matched
  Use a report made without --mask-numbers.
"""


def test_a_masked_report_cannot_be_a_baseline(project: Project) -> None:
    project.live(number(label="x"))
    run("check", "--mask-numbers", "-o", "json=former.json", folder=project.folder)
    for flags in ([], ["--mask-numbers"]):
        ran = run("check", "--baseline", "former.json", *flags, folder=project.folder)
        assert (ran.code, ran.err) == (1, REFUSED)


def test_a_baseline_works_with_masking_and_its_fixed_findings_are_masked(tmp_path: Path) -> None:
    project = fleet(tmp_path)
    run("check", "-o", "json=former.json", folder=tmp_path)
    _, report, _ = masked(project, "--baseline", "former.json")
    assert {f["status"] for f in report["findings"] if not f["waiver"]} == {"existing"}
    project.live(number(phone_number="+18005550123"))
    _, report, said = masked(project, "--baseline", "former.json")
    prints = [fixed["fingerprint"] for fixed in report["baseline"]["fixed"]]
    assert len(prints) == len({*prints}) > 10
    assert given_away("".join(said.values()), FLEET) == []


def test_findings_that_were_seen_once_are_masked(tmp_path: Path) -> None:
    project = fleet(tmp_path)
    _, report, said = masked(project, *CONFIRM)
    assert report["confirmation"]["once"] == []
    assert given_away("".join(said.values()), FLEET) == []


def names(project: Project, *args: str) -> dict[str, str]:
    """Return the masks of numbers by label."""
    report = run("check", "--mask-numbers", "-o", "json", *args, folder=project.folder).json
    found = [finding for finding in report["findings"] if finding["path"] == "label"]
    return {finding["actual"]: finding["phone_number"] for finding in found}


def labelled(folder: Path, *extra: JSON, **more: Any) -> Project:
    """Two similar declared numbers with changed labels."""
    declared = [{"phone_number": n, "label": "x"} for n in (TWO, ONE)]
    live = [number(phone_number=ONE, label="one"), number(phone_number=TWO, label="two"), *extra]
    files = {"numbers.yaml": {"version": 1, "numbers": declared}, "live.json": live, **more}
    return made(folder, files=files)


ALIKE = {"one": "+120xxxxxx00", "two": "+120xxxxxx00~2"}


def test_masks_do_not_depend_on_other_findings(tmp_path: Path) -> None:
    assert names(labelled(tmp_path)) == ALIKE
    other = number(phone_number="+442079460123", notes="call +12025550000, or +1 202 555 0150")
    assert names(labelled(tmp_path, other)) == ALIKE
    assert names(labelled(tmp_path), "-v") == ALIKE


def test_masks_of_declared_numbers_do_not_depend_on_unmanaged_ones(tmp_path: Path) -> None:
    other = number(phone_number="+12025550000")
    assert names(labelled(tmp_path, other)) == ALIKE


def test_masks_do_not_depend_on_progress(tmp_path: Path) -> None:
    project = labelled(tmp_path)
    (tmp_path / "live.json").rename(tmp_path / f"{TWO}.json")
    assert names(project, "--live", f"{TWO}.json") == ALIKE
