"""SARIF files, checked by Microsoft's validator with the rules of the format and of GitHub.

`make test-formats` installs it from npm and sets `SARIF_MULTITOOL` to its path.
"""

import os
import subprocess
from pathlib import Path

import pytest

from driftcheck.model import Age
from driftcheck.report import View, renderer
from driftcheck.report.sarif import MAX_RESULTS
from tests.reports import HOSTILE, RULE, WAIVER, finding, report

pytestmark = pytest.mark.validator
_BIG = ("--max-file-size-in-kb", "100000")
GOLDEN = Path(__file__).parent.parent / "golden"


def complaints(*files: Path) -> list[str]:
    """The errors and warnings that the validator has for files."""
    done = subprocess.run(
        [os.environ["SARIF_MULTITOOL"], "validate", *files, "--rule-kind", "Sarif;Ghas", *_BIG],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(files)} files scanned" in done.stdout, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if ": error " in line or ": warning " in line]


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    """Or else the tests below could not fail."""
    path = tmp_path / "report.sarif"
    text = renderer("sarif")(report([finding()]), View())
    path.write_text(text.replace('"informationUri"', '"information"'), encoding="utf-8")
    assert complaints(path)


def test_the_golden_files_are_valid() -> None:
    assert complaints(*sorted(GOLDEN.glob("*/expected.sarif"))) == []


def test_hostile_text_in_every_field_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    findings = [
        finding(number=text, path=text, message=text, account=text, waiver=WAIVER)
        for text in HOSTILE
    ]
    path.write_text(renderer("sarif")(report(findings), View()), encoding="utf-8")
    assert complaints(path) == []


def test_rule_ids_of_one_word_and_findings_with_an_age_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    ids = ("capacity", "e164", "e-164", "rule", "capacity-rule", "a-b", "a")
    age = Age("2026-01-03T02:00:00Z", 12, False)
    findings = [finding(RULE.id)._replace(check=check, age=age) for check in ids]
    checks = {check: RULE._replace(id=check) for check in ids}
    path.write_text(renderer("sarif")(report(findings, checks=checks), View()), encoding="utf-8")
    assert complaints(path) == []


def test_as_many_results_as_github_takes_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    findings = [finding(number=f"+1202{index:07d}") for index in range(MAX_RESULTS + 1)]
    path.write_text(renderer("sarif")(report(findings), View()), encoding="utf-8")
    assert complaints(path) == []
