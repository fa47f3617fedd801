"""The files for CI systems, containers and machines, checked by validators of other projects.

Only tests/ci tests how GitHub, GitLab, a cluster and systemd run the files. The base image of the
Dockerfile is not available where these tests run.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.ci.shell import EXAMPLES, ROOT, loaded
from tests.support import Project, Ran
from tests.validators.calling import SCHEMA, call

pytestmark = pytest.mark.validator
SERVICE = "driftcheck.service"
VALIDATORS: dict[str, tuple[Path, Sequence[str], tuple[str, str]]] = {
    "action": (ROOT / "action.yml", (*SCHEMA, "vendor.github-actions"), ("using:", "use:")),
    "gitlab": (
        EXAMPLES / "gitlab-ci.yml",
        (*SCHEMA, "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
        ("when: always", "when: sometimes"),
    ),
    "kubernetes": (
        EXAMPLES / "kubernetes-cronjob.yaml",
        ("kubernetes-validate", "--strict", "--kubernetes-version", "1.31"),
        ("backoffLimit", "backOffLimit"),
    ),
    "gate": (
        EXAMPLES / "gate.sh",
        ("shellcheck", "--enable=all", "--exclude=SC2250"),
        ('"$#"', "$*"),
    ),
    "hooks": (
        ROOT / ".pre-commit-hooks.yaml",
        ("pre-commit", "validate-manifest"),
        ("language: python", "language: pithon"),
    ),
    "container": (
        ROOT / "Dockerfile",
        ("hadolint", "--failure-threshold", "style"),
        ("WORKDIR /repository", "WORKDIR repository"),
    ),
}
"""A file, what validates it, and a mistake that must be found, or else the test could not fail."""


@pytest.mark.parametrize("name", VALIDATORS)
def test_a_file_is_valid(name: str, tmp_path: Path) -> None:
    path, validator, _ = VALIDATORS[name]
    ran = call(*validator, str(path), cwd=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("name", VALIDATORS)
def test_a_mistake_is_found(name: str, tmp_path: Path) -> None:
    path, validator, (right, wrong) = VALIDATORS[name]
    text = path.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / path.name).write_text(text.replace(right, wrong))
    assert call(*validator, path.name, cwd=tmp_path).code != 0


def test_pre_commit_runs_the_hooks_of_the_commit(project: Project) -> None:
    project.write(
        driftcheck__yaml="version: 1\ndeclared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    )
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=project.folder, check=True)
    env = {"PRE_COMMIT_HOME": str(project.folder / "home"), "PIP_NO_COMPILE": "1"}
    ran = call("pre-commit", "try-repo", str(ROOT), cwd=project.folder, **env)
    assert ran.code == 0, ran.out + ran.err
    for hook in loaded(ROOT / ".pre-commit-hooks.yaml"):
        assert re.search(rf"^{hook['name']}\.+Passed$", ran.out, re.M)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A folder with the units; the service runs a program that is there."""
    for path in (EXAMPLES / "systemd").iterdir():
        shutil.copy(path, tmp_path)
    path = tmp_path / SERVICE
    program = str(Path(sys.executable).with_name("driftcheck"))
    path.write_text(path.read_text().replace("/opt/driftcheck/bin/driftcheck", program))
    return tmp_path


def verified(units: Path) -> Ran:
    return call("systemd-analyze", "verify", f"./{SERVICE}", "./driftcheck.timer", cwd=units)


def test_the_units_are_valid(units: Path) -> None:
    ran = verified(units)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_mistake_in_a_unit_is_found(units: Path) -> None:
    path = units / SERVICE
    path.write_text(path.read_text().replace("ProtectSystem", "ProtectSystems"))
    assert "ProtectSystems" in verified(units).err


def test_the_service_is_hardly_exposed(units: Path) -> None:
    limit = ("--offline=true", "--threshold=15")
    assert call("systemd-analyze", "security", *limit, f"./{SERVICE}", cwd=units).code == 0
    path = units / SERVICE
    path.write_text(path.read_text().replace("DynamicUser=yes", "User=root"))
    assert call("systemd-analyze", "security", *limit, f"./{SERVICE}", cwd=units).code != 0


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_completion_of_a_shell_is_its_language(shell: str, tmp_path: Path) -> None:
    asked = {"_DRIFTCHECK_COMPLETE": f"{shell}_source"}
    script = call("driftcheck", cwd=tmp_path, **asked).out
    (tmp_path / "script").write_text(script)
    ran = call(shell, "-n", "script", cwd=tmp_path, HOME=str(tmp_path))
    assert (ran.code, ran.err) == (0, "")


def test_fish_completes(tmp_path: Path) -> None:
    script = "_DRIFTCHECK_COMPLETE=fish_source driftcheck | source; complete -C 'driftcheck po'"
    ran = call("fish", "-c", script, cwd=tmp_path, HOME=str(tmp_path))
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == ["policy"]
