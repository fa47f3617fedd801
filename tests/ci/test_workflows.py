"""The workflows of this repository: who may do what in them, and what the steps of a release do."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.ci.shell import EXAMPLES, GITHUB, ROOT, Runner, loaded
from tests.each import each
from tests.support import Ran

FOLDER = ROOT / ".github" / "workflows"
FILES = {path.stem: loaded(path) for path in sorted(FOLDER.glob("*.yml"))}
JOBS = {(name, job): FILES[name]["jobs"][job] for name in FILES for job in FILES[name]["jobs"]}
RELEASE = FILES["release"]["jobs"]
WITH_ACTIONS = (*FOLDER.glob("*.yml"), ROOT / "action.yml", EXAMPLES / "github-workflow.yml")
USED = re.compile(r"uses: (?!OWNER/)(\S+?)@(.+)$", re.M)
PINNED = re.compile(r"[0-9a-f]{40} # v\d+\.\d+\.\d+")
ON_GITHUB = (*GITHUB[:-2], "-e")
"""How GitHub calls the shell of a step that names none."""
WRITES = {
    ("codeql", "analyze"): {"security-events"},
    ("release", "attest"): {"attestations", "id-token"},
    ("release", "image"): {"attestations", "id-token", "packages"},
    ("release", "publish"): {"id-token"},
    ("release", "page"): {"contents"},
}
"""What jobs may change; all others only read."""


def test_every_action_is_pinned_by_its_commit_and_one_action_by_one() -> None:
    used = [use for path in WITH_ACTIONS for use in USED.findall(path.read_text(encoding="utf-8"))]
    assert [use for use in used if not PINNED.fullmatch(use[1])] == []
    pins = {(name.split("/")[0], name.split("/")[1], pin) for name, pin in used}
    assert len(pins) == len({pin[:2] for pin in pins})


def test_every_job_has_the_rights_that_it_needs_and_no_other() -> None:
    assert [FILES[name]["permissions"] for name in FILES] == [{}] * 3
    writes = {
        where: {right for right, level in job["permissions"].items() if level == "write"}
        for where, job in JOBS.items()
    }
    assert {where: rights for where, rights in writes.items() if rights} == WRITES


@pytest.mark.parametrize("where", JOBS, ids="-".join)
def test_no_job_runs_forever_or_leaves_its_token_behind(where: tuple[str, str]) -> None:
    job = JOBS[where]
    assert job["timeout-minutes"] <= 90
    for step in job["steps"]:
        if "checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", "")


def test_every_python_that_is_supported_is_tested_on_every_system() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = [text.split()[-1] for text in project["classifiers"] if ":: 3." in text]
    matrix = FILES["tests"]["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == versions
    assert [name.split("-")[0] for name in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_every_target_that_is_run_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    made = [re.findall(r"\bmake ([a-z-]+)", str(job)) for job in JOBS.values()]
    assert {name for names in made for name in names} <= targets
    assert ["dist"] in made


def test_only_publishing_runs_with_the_tokens_of_a_release() -> None:
    """A job that can be taken for the publisher runs no code of this repository."""
    for name in ("attest", "publish"):
        assert "checkout" not in str(RELEASE[name])
    assert not [step for step in RELEASE["publish"]["steps"] if "run" in step]
    assert RELEASE["publish"]["environment"] == "pypi"


def test_publishing_needs_tests_two_equal_builds_and_an_attestation() -> None:
    def before(name: str) -> set[str]:
        needs = RELEASE[name].get("needs", [])
        found = {needs} if isinstance(needs, str) else set(needs)
        return found.union(*map(before, found))

    assert before("publish") == {"notes", "build", "tests", "compare", "sbom", "attest"}
    assert before("image") == {"notes", "build", "tests", "compare"}


def step(job: str, holding: str) -> dict[str, Any]:
    """The one step of a job of a release whose script holds a text."""
    (found,) = (step for step in RELEASE[job]["steps"] if holding in step.get("run", ""))
    return dict(found)


def run(runner: Runner, job: str, holding: str, **env: str) -> Ran:
    """Run a step of a release."""
    known = {"GITHUB_REF_NAME": "v1.2.3", "GITHUB_OUTPUT": str(runner.folder / "output")}
    return runner.run(step(job, holding)["run"], ON_GITHUB, **known, **env)


@each("name,text,code", [("a.whl", "same", 0), ("a.whl", "other", 1), ("b.whl", "same", 1)])
def test_builds_that_differ_stop_a_release(
    name: str, text: str, code: int, checkout: Runner
) -> None:
    for folder, wheel, held in (("first", "a.whl", "same"), ("second", name, text)):
        (checkout.folder / folder).mkdir()
        (checkout.folder / folder / wheel).write_text(held)
        (checkout.folder / folder / "a.tar.gz").write_text("source")
    assert run(checkout, "compare", "diff").code == code


def test_one_build_without_its_source_stops_a_release(checkout: Runner) -> None:
    for folder in ("first", "second"):
        (checkout.folder / folder).mkdir()
        (checkout.folder / folder / "a.whl").write_text("same")
    assert run(checkout, "compare", "diff").code == 1


def test_the_image_has_a_base_by_digest_and_a_digest_of_its_own(checkout: Runner) -> None:
    """With a docker that writes down what it is asked; there is no other here."""
    inspect = 'if [ "$2" = imagetools ]; then echo sha256:base; fi\n'
    meta = 'echo \'{"containerimage.digest": "sha256:image"}\' > metadata.json\n'
    checkout.stub("docker", f'printf "%s\\n" "$@" >> asked\n{inspect}{meta}')
    checkout.stub("git", "echo 1")
    checkout.stub("jq", "grep -o 'sha256:[a-z]*' metadata.json")
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (checkout.folder / "Dockerfile").write_text(dockerfile, encoding="utf-8")
    env = {"REGISTRY": "registry.example", "GITHUB_REPOSITORY": "Me/Driftcheck"}
    ran = run(checkout, "image", "imagetools", GITHUB_SHA="abc", **env)
    assert (ran.code, ran.err) == (0, "")
    name = "registry.example/me/driftcheck"
    assert checkout.read("output") == f"name={name}\ndigest=sha256:image\n"
    (base,) = re.findall(r"^ARG BASE=(.+)$", dockerfile, re.M)
    asked = checkout.read("asked").splitlines()
    assert {f"BASE={base}@sha256:base", "VERSION=1.2.3", "REVISION=abc"} <= set(asked)
    assert asked[asked.index("--tag") + 1] == f"{name}:1.2.3"


@each("image", ["registry.example/me/driftcheck@sha256:1", ""])
def test_the_page_has_all_files_their_hashes_and_the_digest_of_the_image(
    image: str, checkout: Runner
) -> None:
    (checkout.folder / "release").mkdir()
    for name in ("notes.md", "a.whl", "a.tar.gz", "a.cdx.json"):
        (checkout.folder / "release" / name).write_text(name)
    checkout.stub("gh", 'printf "%s\\n" "$@" > asked')
    ran = run(checkout, "page", "gh release", IMAGE=image)
    assert (ran.code, ran.err) == (0, "")
    files = ["release/a.cdx.json", "release/a.tar.gz", "release/a.whl", "SHA256SUMS"]
    assert checkout.read("asked").splitlines()[-4:] == files
    assert len(checkout.read("SHA256SUMS").splitlines()) == 3
    assert (f"`{image}`" in checkout.read("notes.md")) is bool(image)


def test_the_files_that_run_in_a_release_can_be_run() -> None:
    assert all(
        Path(ROOT / ".ci" / name).stat().st_mode & 0o100 for name in ("build", "run", "sbom")
    )
