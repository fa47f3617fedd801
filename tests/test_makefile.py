"""What `make` does to an environment that already exists, and which commands it runs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import HANGS, environment

ROOT = Path(__file__).parent.parent
PYTHON = '#!/bin/sh\necho "$*" >> {asked}\nif [ "$3" = show ]; then exit {code}; fi\n'


@pytest.mark.skipif(not shutil.which("make"), reason="make is not there")
@pytest.mark.parametrize("there", [True, False])
def test_phonenumbers_goes_before_phonenumberslite_comes(there: bool, tmp_path: Path) -> None:
    """They fill one folder: to uninstall the one later would take away the files of the other."""
    python, asked = tmp_path / "venv" / "bin" / "python", tmp_path / "asked"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON.format(asked=asked, code=0 if there else 1))
    python.chmod(0o755)
    target = f"{tmp_path}/venv/.installed"
    subprocess.run(
        ["make", f"VENV={tmp_path}/venv", target],
        cwd=ROOT,
        env=environment(None),
        check=True,
        capture_output=True,
        timeout=HANGS,
    )
    calls = [line.split()[2:] for line in asked.read_text().splitlines()]
    assert calls[0] == ["show", "--quiet", "phonenumbers"]
    removed = [call[-2:] for call in calls if call[0] == "uninstall"]
    assert removed == ([["phonenumbers", "phonenumberslite"]] if there else [])
    assert calls[-1][0] == "install"


@pytest.mark.skipif(not shutil.which("make"), reason="make is not there")
def test_the_reference_of_rules_is_generated_by_the_documented_command(tmp_path: Path) -> None:
    (tmp_path / ".dev").touch()
    command = ["make", "--dry-run", f"VENV={tmp_path}", "--old-file", f"{tmp_path}/.dev", "docs"]
    ran = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=HANGS
    )
    assert "/driftcheck policy list -o markdown > rules.md\n" in ran.stdout
