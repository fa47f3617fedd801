"""docs/trust.md matches the program and its dependencies."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from driftcheck.declared.load import MAX_NUMBERS as IN_ALL
from driftcheck.declared.ranges import MAX_NUMBERS as OF_A_RANGE
from driftcheck.document.build import FREE_NODES, MAX_ALIASED_NODES
from driftcheck.document.nodes import MAX_DEPTH
from driftcheck.live import decode
from driftcheck.net import deadline, exchange, turns
from driftcheck.system import MAX_BULK_BYTES, MAX_BYTES, globs, published
from driftcheck.validation import validator
from driftcheck.validation.listed import MOST_LISTED
from driftcheck.validation.perils import MOST_CHARACTERS
from tests.support import CONFIG, Project
from tests.test_requirements import locked

PAGE = (Path(__file__).parent.parent / "docs" / "trust.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
LICENCES = re.findall(
    r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \|$", PAGE.split("## Dependencies")[1], re.M
)[1:]
ENVIRONMENT = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
ELSEWHERE = {"colorama", "greenlet", "typing-extensions", "tzdata"}
"""Needed only by some versions of Python, of SQLAlchemy (2.0) or by packages on Windows."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(name: str, found: dict[str, str]) -> dict[str, str]:
    """The licences of a package and of everything that it installs, by package."""
    known = distribution(name)
    if normal(name) not in found:
        found[normal(name)] = " ".join(
            text
            for key in ("License-Expression", "License", "Classifier")
            for text in known.metadata.get_all(key, [])
        )
        for text in known.requires or []:
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                installed(need.name, found)
    return found


def test_the_page_lists_every_installed_package_with_its_licence() -> None:
    found = installed("psycopg-binary", installed("psycopg", installed("driftcheck", {})))
    del found["driftcheck"]
    listed = {name: licence for name, licence, _ in LICENCES}
    assert found.keys() <= listed.keys()
    assert listed.keys() - found.keys() <= ELSEWHERE <= listed.keys()
    assert [name for name, said in found.items() if listed[name].split("-")[0] not in said] == []


def test_the_page_lists_every_locked_package() -> None:
    assert {need.name for need in locked("postgresql")} <= {name for name, *_ in LICENCES}


@pytest.mark.parametrize("text", [text for text in YAML if text.startswith("live:")])
def test_the_examples_of_the_live_side_are_valid(text: str, project: Project) -> None:
    text = text.replace("[vault, ", "[sh, ").replace("/run/secrets/agora", "secret")
    project.write(secret="x", client__pem="", client__key="").write(**{"company-ca__pem": ""})
    config = "version: 1\ndeclared: [numbers.yaml]\n"
    ran = project.write(driftcheck__yaml=config + text).run("validate", env=ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")


def test_the_example_of_sensitive_fields_is_valid(project: Project) -> None:
    (text,) = [text for text in YAML if text.startswith("sensitive:")]
    ran = project.write(driftcheck__yaml=CONFIG + text).run("validate")
    assert (ran.code, ran.err) == (0, "")


def test_the_page_shows_the_defaults_of_a_lock(project: Project) -> None:
    (text,) = [text for text in YAML if text.startswith("version: 1\nhosts:")]
    parts = published("lock")["properties"]
    defaults = {key: part["default"] for key, part in parts.items() if "default" in part}
    assert yaml.safe_load(text) == {"version": 1, "hosts": ["api.agora.io"], **defaults}
    table = dict(
        re.findall(r"^\| (`[^|]+`) \| (.+) \|$", PAGE.split("prints its JSON Schema")[1], re.M)
    )
    assert set(re.findall("`([a-z_]+)`", " ".join(table))) == {"hosts", *defaults} - {"plugins"}
    project.write(
        lock__yaml=text,
        driftcheck__yaml="version: 1\nlive: {agora: {}}\ndeclared: [numbers.yaml]\n",
    )
    ran = project.run("validate", "--lock", "lock.yaml", env=ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")


def test_the_page_shows_the_shipped_workflow() -> None:
    (text,) = [text for text in YAML if "pull_request_target" in text]
    shipped = Path("examples/ci/github-pull-request.yml").read_text(encoding="utf-8")
    assert shipped.endswith(f"name: driftcheck pull request\n{text}")


def test_the_limits_are_those_of_the_program() -> None:
    agora = published("config")["$defs"]["live"]["properties"]["agora"]["properties"]
    listed = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE.split("## Limits")[1], re.M))
    assert listed["configuration, a policy pack, waivers, a schema"] == f"{MAX_BYTES >> 20} MiB"
    assert listed["declarations, a list or report from a file"] == f"{MAX_BULK_BYTES >> 30} GiB"
    assert f"`max_size`, {agora['max_size']['default']:,} MiB" in PAGE
    assert f"`timeout`, {agora['timeout']['default']} s" in PAGE
    assert MAX_DEPTH == decode.MAX_DEPTH
    assert f"{MAX_DEPTH} levels" in PAGE
    bound = f"{MAX_ALIASED_NODES:,} values, and {FREE_NODES} for each alias"
    assert listed["YAML aliases, expanded"] == bound
    assert listed["numbers in one range"] == f"{OF_A_RANGE:,}"
    assert listed["all declared numbers"] == f"{IN_ALL:,}"
    assert listed["files and folders that a glob looks at"] == f"{globs.MAX_NAMES:,}"
    text = "text matched by a pattern with look-around or a back reference"
    assert listed[text] == f"{MOST_CHARACTERS:,} characters"
    assert f"a check lists {MOST_LISTED} fields" in PAGE
    assert f"holds more than {validator._MOST_VALUES:,} values" in PAGE
    assert f"waits {exchange._CONNECT:g} seconds for a connection" in PAGE
    assert (deadline._SHARES, turns._QUIET) == (3, 60)  # "a third", "a minute"


def test_linked_files_exist() -> None:
    for text, folder in ((PAGE, "docs"), (Path("SECURITY.md").read_text(encoding="utf-8"), ".")):
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (Path(folder) / target).exists()
