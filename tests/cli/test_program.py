"""The command that is shown to be typed is the one that its user has typed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from driftcheck.cli.program import program

SCRIPT = f"#!{sys.executable}\nfrom driftcheck.cli.program import program\nprint(program())\n"


def script(folder: Path) -> Path:
    """A program called driftcheck that prints what is to be typed."""
    folder.mkdir(parents=True)
    made = folder / "driftcheck"
    made.write_text(SCRIPT)
    made.chmod(0o755)
    return made


def said(*command: str, cwd: Path, path: str = "/usr/bin:/bin") -> str:
    environ = {"PATH": path, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    ran = subprocess.run(command, cwd=cwd, env=environ, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.mark.parametrize(
    ("typed", "below", "shown"),
    [
        (".venv/bin/driftcheck", "", ".venv/bin/driftcheck"),
        ("./driftcheck", ".venv/bin", "./driftcheck"),
        ("../my tools/driftcheck", "else", "'{root}/my tools/driftcheck'"),
    ],
)
def test_a_program_that_is_not_on_the_path_is_shown_with_its_folder(
    typed: str, below: str, shown: str, tmp_path: Path
) -> None:
    script(tmp_path / ".venv" / "bin")
    script(tmp_path / "my tools")
    (tmp_path / "else").mkdir()
    assert said(typed, cwd=tmp_path / below) == shown.format(root=tmp_path)


def test_one_on_the_path_is_shown_by_its_name(tmp_path: Path) -> None:
    found = script(tmp_path / "bin").parent
    assert said("driftcheck", cwd=tmp_path, path=f"{found}:/usr/bin:/bin") == "driftcheck"
    # pipx and uv put links on the path
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "driftcheck").symlink_to(found / "driftcheck")
    path = f"{linked}:/usr/bin:/bin"
    assert said(str(linked / "driftcheck"), cwd=tmp_path, path=path) == "driftcheck"


def test_a_module_is_shown_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["/lib/driftcheck/__main__.py"])
    python = shutil.which(sys.executable)
    assert program() == f"{python} -m driftcheck"


def test_within_another_program_it_is_shown_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [__file__])
    assert program() == "driftcheck"


def test_in_another_folder_it_is_shown_as_it_is_typed_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = script(tmp_path / "tools" / "bin")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setattr(sys, "argv", ["tools/bin/driftcheck"])
    assert program(tmp_path / "numbers") == str(made)
    assert program(Path("tools")) == "bin/driftcheck"
