"""Golden cases in every format: the same run as in test_golden, written in all formats at once.

The cases with an `expected.FORMAT` next to `expected.json` are run; `--update-golden` updates them.
"""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

import driftcheck
from driftcheck.report import FORMATS
from tests import support
from tests.each import each
from tests.test_golden import FOLDER

OTHERS = sorted(set(FORMATS) - {"text", "json"})
CASES = ("baseline", "below-threshold", "hostile-text", "not-a-list")
"""Findings in every state; a clean run; text that means harm; a run without verdict."""


def _timeless(text: str, started_at: str) -> str:
    """A report with its times and hashes, and the parts of the page that no run changes, fixed."""
    began = datetime.fromisoformat(started_at)
    text = text.replace(began.strftime("%Y-%m-%d %H:%M:%S"), "2026-01-01 00:00:00")
    text = text.replace(started_at[:-1], "2026-01-01T00:00:00")
    text = re.sub(r'(?<="endTimeUtc": ")[^"]*', "2026-01-01T00:00:00.100Z", text)
    text = re.sub(r'(?<= time=")[0-9.]+[1-9.][0-9]*(?=")', "0.100", text)
    text = re.sub(r"(?<=<dd>)[0-9.]+(?= seconds)", "0.1", text)
    text = re.sub(r"(?m)((_timestamp|_duration)_seconds{.*}) [0-9.e+-]+$", r"\1 1", text)
    text = text.replace(f'"{driftcheck.__version__}"', '"0"')
    text = text.replace(f"driftcheck {driftcheck.__version__}", "driftcheck 0")
    if not text.startswith("<!doctype html>"):
        return text
    text = re.sub(r"sha256-[^'&]+", "sha256-", text)
    return re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", text, flags=re.S)


@each("name", CASES)
def test_a_case_comes_out_as_expected_in_every_format(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    case = FOLDER / name
    shutil.copytree(case, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.*"))
    more = (case / "args").read_text().splitlines() if (case / "args").exists() else []
    outputs = [f"-o{name}=out/report.{name}" for name in (*OTHERS, "json")]
    ran = support.driftcheck("check", *outputs, *more, cwd=tmp_path)
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert ran.code == report["exit_code"]
    for format_ in OTHERS:
        written = (tmp_path / "out" / f"report.{format_}").read_bytes().decode("utf-8")
        written = written.replace(f"{tmp_path.resolve().as_posix()}/", "")  # in `config` labels
        came_out = _timeless(written, report["started_at"])
        expected = case / f"expected.{format_}"
        if request.config.getoption("--update-golden"):
            expected.write_bytes(came_out.encode("utf-8"))
        assert came_out == expected.read_bytes().decode("utf-8"), format_


def test_no_other_case_has_unused_expectations() -> None:
    told = {path.parent.name for name in OTHERS for path in FOLDER.glob(f"*/expected.{name}")}
    assert told == set(CASES)
