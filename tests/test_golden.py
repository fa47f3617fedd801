"""Golden cases: each folder is run through the real command line, and its output compared.

A folder holds a project (`driftcheck.yaml`, declarations, `live.json` ...), perhaps `args` (more
arguments, one a line), and the expected output: `expected.json` and `expected.txt`. After an
intended change, run `pytest tests/test_golden.py --update-golden`, and read the diff.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.support import Ran, driftcheck

FOLDER = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
REPORT = Validator(published("report"))


def _run(case: Path, folder: Path) -> tuple[Ran, str]:
    """Run a case on a copy of its folder; the run, and its JSON report without times."""
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.*"))
    more = (case / "args").read_text().splitlines() if (case / "args").exists() else []
    ran = driftcheck("check", "-o", "text", "-o", "json=out/report.json", *more, cwd=folder)
    text = (folder / "out" / "report.json").read_text(encoding="utf-8")
    text = re.sub(r'"started_at": "[^"]*"', '"started_at": "2026-01-01T00:00:00Z"', text)
    text = re.sub(r'"duration_seconds": [0-9.]+', '"duration_seconds": 0.1', text)
    return ran, re.sub(r'("name": "driftcheck",\s*"version": )"[^"]*"', r'\1"0"', text)


@each("name", CASES)
def test_a_case_comes_out_as_expected(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    case = FOLDER / name
    ran, report = _run(case, tmp_path)
    if request.config.getoption("--update-golden"):
        (case / "expected.json").write_text(report, encoding="utf-8")
        (case / "expected.txt").write_text(ran.out, encoding="utf-8")
    assert report == (case / "expected.json").read_text(encoding="utf-8")
    assert ran.out == (case / "expected.txt").read_text(encoding="utf-8")
    assert ran.code == json.loads(report)["exit_code"]


@each("name", CASES)
def test_the_report_of_a_case_is_valid_and_agrees_with_its_text(name: str) -> None:
    report = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))
    text = (FOLDER / name / "expected.txt").read_text(encoding="utf-8")
    assert list(REPORT.faults(report)) == []
    verdict = text.splitlines()[-1]
    assert verdict.startswith(report["outcome"].upper())
    assert verdict.endswith(f"Exit code {report['exit_code']}.")
