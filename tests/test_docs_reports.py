"""docs/reports.md matches what the program writes."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from driftcheck.report import FORMATS
from tests.support import NUMBER, Project, driftcheck

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.S | re.M))
BLOCKS = [
    (section, language, text)
    for section, body in SECTIONS.items()
    for _, language, text in re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", body, re.S | re.M)
]
WRITTEN_IN = {"github actions": "github"}
COMMANDS = [
    (section, line.removesuffix(" || code=$?"))
    for section, language, text in BLOCKS
    if language == "sh"
    for line in re.findall(r"driftcheck (check .*)", text)
]
SAMPLES = [
    (WRITTEN_IN.get(section.lower(), section.lower()), text)
    for section, language, text in BLOCKS
    if language in ("text", "json", "csv", "markdown", "xml")
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The example's report in every format."""
    folder = tmp_path_factory.mktemp("quickstart")
    shutil.copytree(ROOT / "examples" / "quickstart", folder, dirs_exist_ok=True)
    outputs = [f"-o{name}=report.{name}" for name in FORMATS]
    assert driftcheck("check", *outputs, cwd=folder).code == 2
    there = f"{folder.resolve().as_posix()}/"  # in the label `config`, outside a repository
    return {
        name: (folder / f"report.{name}").read_text(encoding="utf-8").replace(there, "")
        for name in FORMATS
    }


@pytest.fixture
def api(project: Project) -> Project:
    """A project with a saved list, for the commands of the page."""
    project.live(NUMBER)
    return project


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_is_in_the_real_report(name: str, sample: str, reports: dict[str, str]) -> None:
    whole, found = reports[name].replace("\r\n", "\n"), 0
    for part in re.split(r"^…\n", sample, flags=re.M):
        found = whole.find(part, found)
        assert found >= 0, part
        assert found == 0 or whole[found - 1] == "\n"


def test_every_format_has_a_row_and_a_section() -> None:
    table = re.findall(r"^\| \[`(\w+)`\]\(#([\w-]+)\) \|", PAGE, re.M)
    assert sorted(name for name, _ in table) == sorted(FORMATS)
    anchors = {section.lower().replace(" ", "-") for section in SECTIONS}
    assert {anchor for _, anchor in table} <= anchors


def test_every_text_format_has_a_sample() -> None:
    assert {name for name, _ in SAMPLES} == set(FORMATS) - {"html"}


@pytest.mark.parametrize(("section", "line"), COMMANDS)
def test_the_commands_write_what_they_name(section: str, line: str, api: Project) -> None:
    args = [part.replace("/var/lib/node_exporter/", "metrics/") for part in line.split()]
    ran = api.run(*args)
    assert (ran.code, ran.err.replace("CLEAN: no finding at or above low. Exit code 0.\n", "")) == (
        0,
        "",
    )
    for path in re.findall(r"=(\S+)", " ".join(args)):
        assert (api.folder / path).stat().st_size > 0


def the_yaml(section: str) -> Any:
    (text,) = (text for where, language, text in BLOCKS if (where, language) == (section, "yaml"))
    return yaml.safe_load(text)


def test_the_alert_rules_use_existing_metrics(reports: dict[str, str]) -> None:
    rules = the_yaml("Prometheus")["groups"][0]["rules"]
    named = {name for rule in rules for name in re.findall(r"driftcheck_\w+", rule["expr"])}
    written = set(re.findall(r"^# TYPE (\w+) gauge$", reports["prometheus"], re.M))
    assert named
    assert named <= written
