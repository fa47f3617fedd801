"""Two configurations of one repository do not replace each other's results in any CI system."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from tests.each import each
from tests.pipeline.test_checkout import CONFIG, fleet, repository
from tests.support import driftcheck

CONFIGS = {
    "driftcheck.yaml": "driftcheck.yaml",
    "other.yaml": "other.yaml",
    "ops/eu/driftcheck.yaml": "ops/eu/driftcheck.yaml",
    "ops/us/driftcheck.yaml": "ops/us/driftcheck.yaml",  # a link to the one above
    "ops/a b/%2F:ü\n.yaml": "ops/a%20b/%252F%3A%C3%BC%0A.yaml",
}
"""Configurations with the same account and findings, and how a URI spells them."""


class Keys(NamedTuple):
    """What consumers tell results apart by."""

    category: str
    alerts: set[str]
    issues: set[str]
    tests: set[tuple[str, str]]
    json: set[str]


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a repository with the configurations."""
    top = repository(tmp_path_factory.mktemp("two") / "voice")
    for name in CONFIGS:
        path = top / name
        if name == "ops/us/driftcheck.yaml":
            fleet(path.parent)
            path.unlink()
            path.symlink_to("../eu/driftcheck.yaml")
        else:
            fleet(path.parent)
            path.write_text(CONFIG)
    return top


def check(path: Path, out: Path, *args: str, cwd: Path) -> Keys:
    names = ("sarif", "gitlab", "junit", "json")
    outputs = [f"--output={name}={out / name}" for name in names]
    assert driftcheck("check", "-q", "-c", str(path), *outputs, *args, cwd=cwd).code
    [run] = read(out / "sarif")["runs"]
    return Keys(
        run["automationDetails"]["id"],
        {result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]},
        {issue["fingerprint"] for issue in read(out / "gitlab")},
        set(cases(out / "junit")),
        {found["fingerprint"] for found in read(out / "json")["findings"]},
    )


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def cases(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the names that GitLab knows a test of a job by."""
    for case in ElementTree.parse(path).iter("testcase"):
        yield case.attrib["classname"], case.attrib["name"]


@each("args", [(), ("--live", "missing.json")])
def test_no_consumer_confuses_the_results_of_two_configurations(
    args: tuple[str, ...], top: Path, tmp_path: Path
) -> None:
    found = [check(top / name, tmp_path, *args, cwd=top) for name in CONFIGS]
    assert len({one.category for one in found}) == len(CONFIGS)
    # upload-sarif refuses a second category of a job that differs in other characters only
    assert len({re.sub(r"\W", "_", one.category).upper() for one in found}) == len(CONFIGS)
    for keys in ([one.issues for one in found], [one.tests for one in found]):
        assert len(set[object]().union(*keys)) == sum(map(len, keys)) > 0
    assert all(one.alerts == found[0].alerts for one in found)  # the category tells them apart
    if not args:  # the fingerprint of a finding is that of all other reports
        assert all(one.alerts == one.json for one in found)
        assert [one.issues == one.json for one in found] == [True, *[False] * (len(CONFIGS) - 1)]


def test_the_configuration_at_the_root_is_identified_by_its_account_only(
    top: Path, tmp_path: Path
) -> None:
    assert check(top / "driftcheck.yaml", tmp_path, cwd=top).category == "driftcheck/default/"


@each("name", CONFIGS)
def test_the_working_directory_changes_nothing(name: str, top: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(top)
    here = check(Path(name), tmp_path, cwd=top)
    assert here == check(top / name, tmp_path, cwd=Path("/"))
    assert here == check(tmp_path / "link" / name, tmp_path, cwd=top / "ops")
    config = "" if name == "driftcheck.yaml" else f"config:{CONFIGS[name]}/"
    assert here.category == f"driftcheck/default/{config}"
