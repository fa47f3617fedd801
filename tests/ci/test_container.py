"""The Dockerfile: there is no daemon to build it here, so its build is done by hand, without one.

What cannot be seen this way is the base image; `make test-examples` has hadolint read the rest.
"""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ci.shell import EXAMPLES, ROOT
from tests.support import HANGS

LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
STEPS = [line.split(maxsplit=1) for line in LINES if line and not line.startswith("#")]
STAGES = " ".join(word for word, _ in STEPS).split("FROM ")[1:]
NIGHTLY = (ROOT / "docs" / "nightly.md").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
ALLOWED = {line[1:] for line in IGNORED if line.startswith("!")}


def said(word: str) -> list[str]:
    """What follows an instruction, each time it is there."""
    return [rest for name, rest in STEPS if name == word]


def copied() -> list[str]:
    """The files and folders that go from the repository into the build."""
    found = [rest.split() for rest in said("COPY") if not rest.startswith("--from")]
    return [name for *sources, _ in found for name in sources]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built of what goes into the build, and of nothing else."""
    folder = tmp_path_factory.mktemp("context")
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        else:
            shutil.copy(ROOT / name, folder / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True, timeout=HANGS)
    (path,) = (folder / "dist").glob("*.whl")
    return path


def test_only_copied_files_are_in_the_build_context() -> None:
    assert IGNORED[1] == "*"
    assert set(copied()) == ALLOWED


def test_the_copied_files_are_enough_to_build_the_whole_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"driftcheck/__main__.py", "driftcheck/policies/baseline.yaml"} <= names
    assert "driftcheck/examples/quickstart/driftcheck.yaml" in names


def test_both_stages_have_one_base_which_a_release_sets_by_digest() -> None:
    assert said("FROM") == ["${BASE} AS build", "${BASE}"]
    name, empty = [text for text in said("ARG") if text.startswith("BASE")]
    assert re.fullmatch(r"BASE=python:3\.\d+-slim-[a-z]+", name)
    assert empty == "BASE"


def test_only_the_package_itself_is_installed_without_a_hash() -> None:
    calls = [call for run in said("RUN") for call in run.split("&&") if " install " in call]
    assert len(calls) == 3
    assert all("--no-cache-dir" in call for call in calls)
    assert [("--require-hashes" in call, "--no-deps" in call) for call in calls] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert "--no-build-isolation" in said("RUN")[1]


def test_the_image_has_the_driver_of_postgresql_unless_its_builder_leaves_it_out() -> None:
    (given,) = re.findall(r'--requirement "([^"]+)"', said("RUN")[0])
    (default,) = [text for text in said("ARG") if text.startswith("REQUIREMENTS=")]
    name = given.replace("${REQUIREMENTS}", default.partition("=")[2])
    assert name == "requirements/postgresql.txt"
    (other,) = re.findall("--build-arg REQUIREMENTS=([a-z]+)", NIGHTLY)
    for file, has in ((name, True), (given.replace("${REQUIREMENTS}", other), False)):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert ("psycopg-binary==" in text) is has


def test_the_image_cannot_install_anything_and_runs_as_nobody() -> None:
    assert STAGES[1].split()[-4:] == ["USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert "RUN" not in STAGES[1]
    (user,) = said("USER")
    assert re.fullmatch(r"(?!0:)[1-9]\d*:[1-9]\d*", user)
    assert "--without-pip" in said("RUN")[0]


def test_a_container_checks_by_default() -> None:
    """A forgotten command must not end in success, as printing help does."""
    assert [json.loads(text) for text in said("ENTRYPOINT") + said("CMD")] == [
        ["driftcheck"],
        ["check"],
    ]


def test_the_image_says_what_it_is() -> None:
    labels = dict(re.findall(r"org\.opencontainers\.image\.(\w+)=\"([^\"]*)\"", said("LABEL")[0]))
    assert labels["title"] == "driftcheck"
    assert labels["licenses"] == "Apache-2.0"
    assert {"description", "version", "revision"} <= labels.keys()


def test_the_cron_job_runs_as_the_user_of_the_image() -> None:
    manifest = (EXAMPLES / "kubernetes-cronjob.yaml").read_text(encoding="utf-8")
    (user,) = said("USER")
    assert f"runAsUser: {user.split(':')[0]}\n" in manifest
