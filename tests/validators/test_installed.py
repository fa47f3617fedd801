"""What is locked can be installed: by the action, and to say what a wheel brings with it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from driftcheck import __version__
from tests.ci.action import STEPS, filled
from tests.ci.shell import CREDENTIALS, GITHUB, ROOT, Runner
from tests.history.cluster import cluster
from tests.support import CONFIG, DECLARED, NUMBER, Project, Ran
from tests.test_requirements import locked
from tests.validators.calling import call

pytestmark = pytest.mark.validator


def built(folder: Path) -> Path:
    """A wheel, built into a folder."""
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(project: Project, **inputs: str) -> Ran:
    """Run the step that installs, in a repository that has a folder named as pip is."""
    project.write(pip___init____py="", pip_____main____py="raise SystemExit('taken in')")
    env = {
        **filled("install", **inputs),
        "INPUT_PYTHON": sys.executable,
        "RUNNER_TEMP": str(project.folder / "temp"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_PATH": str(project.folder / "path"),
    }
    return Runner(project, CREDENTIALS).run(STEPS["install"]["run"], GITHUB, **env)


@pytest.mark.parametrize("own", [True, False])
def test_the_action_installs_its_own_source_or_a_wheel(own: bool, project: Project) -> None:
    package = "" if own else str(built(project.folder / "dist").relative_to(project.folder))
    ran = install(project, package=package)
    assert ran.code == 0, ran.err
    program = Path((project.folder / "path").read_text().strip()) / "driftcheck"
    assert call(str(program), "demo", cwd=project.folder).code == 0


def test_what_the_action_installs_records_in_postgresql(project: Project) -> None:
    ran = install(project, postgresql="true")
    assert ran.code == 0, ran.err
    program = Path((project.folder / "path").read_text().strip()) / "driftcheck"
    with cluster() as server:
        project.write(
            driftcheck__yaml=f"{CONFIG}history: {server.fresh()}\n",
            numbers__yaml=DECLARED,
            live__json=json.dumps([NUMBER]),
        )
        check = call(str(program), "check", cwd=project.folder)
        assert (check.code, check.err) == (0, "")
        told = call(str(program), "history", "-o", "json", cwd=project.folder)
    assert len(json.loads(told.out)["runs"]) == 1


def test_the_action_installs_nothing_whose_hash_is_another(project: Project) -> None:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    project.write(mine__txt=re.sub(r"sha256:\w+", "sha256:" + "0" * 64, text))
    ran = install(project, requirements="mine.txt")
    assert "DO NOT MATCH THE HASHES" in ran.err
    assert ran.code != 0
    assert not (project.folder / "path").exists()


def test_what_a_wheel_brings_is_all_that_is_locked_with_licences(tmp_path: Path) -> None:
    wheel = built(tmp_path)
    ran = call(str(ROOT / ".ci" / "sbom"), sys.executable, str(tmp_path), cwd=tmp_path)
    assert ran.code == 0, ran.err
    told = json.loads((tmp_path / f"driftcheck-{__version__}.cdx.json").read_text())
    root = told["metadata"]["component"]
    assert (root["name"], root["version"]) == ("driftcheck", __version__)
    assert wheel.name.startswith(f"driftcheck-{__version__}-")
    parts = {canonicalize_name(part["name"]): part for part in told["components"]}
    assert parts.keys() == {need.name for need in locked("run")}
    assert all(part["licenses"] for part in parts.values())
