"""Adding something, as CONTRIBUTING says: a test fails for each place that is forgotten.

The other places: `test_docs_reports`, `test_readme` (formats, commands and checks in the pages),
`test_golden_formats`, `report/test_formats`, `policy/test_facts`.
"""

import ast
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from driftcheck import config
from driftcheck.cli.group import LazyGroup
from driftcheck.cli.main import cli
from driftcheck.live.source import source_of
from driftcheck.model import BUILTIN_CHECKS, About, Collector, Kind
from driftcheck.notify.send import KINDS
from driftcheck.policy.subject import CONTEXT, KNOWN
from driftcheck.report import FORMATS
from driftcheck.system import published
from tests.support import Project
from tests.test_golden import FOLDER

ROOT = Path(__file__).parent.parent
CONFIG = published("config")
OF_ALL_KINDS = {"on", "severity", "timeout"}
OF_A_MOVING_DAY = {"waiver-expiring"}
"""No golden case can find it, as it depends on today; `triage/test_waivers_expiring` tests it."""


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def defining(folder: str, name: str) -> set[str]:
    """The modules of a folder that define a function or class of that name at the top level."""
    return {
        f"driftcheck.{folder.replace('/', '.')}.{path.stem}"
        for path in (ROOT / "driftcheck" / folder).glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and re.fullmatch(name, node.name)
    }


def required(part: Any) -> set[str]:
    """The keys of which a JSON Schema requires exactly one."""
    return {name for way in part["oneOf"] for name in way["required"]}


def test_every_renderer_is_a_format() -> None:
    assert defining("report", "render") == set(FORMATS.values())


def test_every_command_belongs_to_the_command_line_or_a_group() -> None:
    assert defining("cli/commands", "command") == modules(cli)


def modules(group: LazyGroup) -> set[str]:
    """The modules of the commands of a group and of its subgroups."""
    known = set(group.modules.values())
    for module in group.modules.values():
        command = __import__(module, fromlist=["command"]).command
        known |= modules(command) if isinstance(command, LazyGroup) else set()
    return known


def test_every_kind_of_notification_has_code_configuration_and_documentation() -> None:
    assert defining("notify", "send") == {*KINDS.values(), "driftcheck.notify.send"}
    form = CONFIG["$defs"]["notification"]
    (choice,) = form["allOf"]
    assert KINDS.keys() == required(choice) == form["properties"].keys() - OF_ALL_KINDS
    documented = set(re.findall(r"\w+", page("docs/notifications.md").lower()))
    named = set(re.findall(r"\w+", choice["errorMessage"]))
    assert KINDS.keys() <= documented & named


def golden() -> dict[str, list[Any]]:
    """The findings of the golden cases, by their check."""
    found: dict[str, list[Any]] = {}
    for path in FOLDER.glob("*/expected.json"):
        for finding in json.loads(path.read_text(encoding="utf-8")).get("findings", ()):
            found.setdefault(finding["check"], []).append(finding)
    return found


def test_every_check_is_found_in_a_golden_case() -> None:
    assert BUILTIN_CHECKS.keys() - golden().keys() == OF_A_MOVING_DAY


def test_a_finding_is_about_what_its_check_says() -> None:
    for check, found in golden().items():
        if check not in BUILTIN_CHECKS or BUILTIN_CHECKS[check].kind is Kind.WAIVER:
            continue
        about = BUILTIN_CHECKS[check].about
        assert {finding["path"] is not None for finding in found} == {about is About.FIELD}, check
        if about is not About.FIELD:
            numbers = {finding["phone_number"] is not None for finding in found}
            assert numbers == {about is About.NUMBER}, check


LIVE = CONFIG["$defs"]["live"]
SIDES = sorted(required(LIVE))


def test_every_live_side_has_a_source_and_documentation() -> None:
    assert defining("live", r"\w+Source") == {f"driftcheck.live.{name}" for name in SIDES}
    blocks = re.findall(r"```yaml\n(.*?)```", page("README.md"), re.S)
    (block,) = (text for text in blocks if "waiver_notice:" in text)
    assert {*SIDES} <= set(re.findall(r"\w+", LIVE["errorMessage"]))
    assert {*SIDES} <= set(re.findall(r"(\w+):", block))


def test_every_live_side_has_its_own_settings_and_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kinds = set()
    for name in SIDES:
        live = f"live: {{{name}: {_given(name)}}}"
        Path("driftcheck.yaml").write_text(f"version: 1\n{live}\ndeclared: [n]")
        read = config.load(Path("driftcheck.yaml"), os.environ, Collector(), config.Part.LIVE)
        (account,) = read.accounts
        assert account.live is not None
        kinds.add((type(account.live), type(source_of(account.live, lambda _: None))))
    assert len({side for side, _ in kinds}) == len({source for _, source in kinds}) == len(SIDES)


def test_a_lock_limits_every_live_side_and_every_notification(project: Project) -> None:
    """A lock without hosts and files refuses all of them."""
    live = [f"live: {{{name}: {_given(name)}}}\n" for name in SIDES]
    kinds = [f"notifications: [{{{kind}: {_sample(kind)}}}]\n" for kind in KINDS]
    project.write(lock__yaml="version: 1\nhosts: []\n")
    for text in (*live, *kinds):
        project.write(driftcheck__yaml=f"version: 1\ndeclared: [numbers.yaml]\n{text}")
        ran = project.run("validate", "--no-credentials", "--lock", "lock.yaml")
        assert (ran.code, ran.err.count("  The lock (lock.yaml")) == (1, 1), text


def _given(side: str) -> str:
    return "live.json" if LIVE["properties"][side]["type"] == "string" else "{}"


def _sample(kind: str) -> str:
    """The least that a notification must have."""
    form = CONFIG["$defs"]["notification"]["properties"][kind]
    known = {"url": "https://a.b/c", "host": "a.b", "from": "a@b.c", "to": ["a@b.c"]}
    return json.dumps({key: known[key] for key in form["required"]})


def test_the_page_on_policies_lists_everything_that_a_rule_can_read() -> None:
    (section,) = re.findall(r"## What a rule can read\n(.*?)\n## ", page("docs/policies.md"), re.S)
    rows = re.findall(r"^\| (`.*?) \|", section, re.M)
    listed = {path for row in rows for path in re.findall(r"`([\w.*]+)`", row)}
    assert {*CONTEXT} <= {path.split(".")[0] for path in listed}
    facts = {f"{name}.{field}" for name in KNOWN for field in KNOWN[name].shape(False).fields}
    assert facts == {path for path in listed if path.split(".")[0] in KNOWN}


def test_the_facts_of_a_number_are_those_that_rules_are_checked_against() -> None:
    for known in KNOWN.values():
        for number in ("+12025550100", "+1202555", "+999123456", "hello", None):
            assert known.of(number).keys() == known.shape(False).fields.keys()


def test_the_files_that_contributing_names_exist() -> None:
    named = set(re.findall(r"`([\w./]+\.(?:py|md|json|toml))`", page("CONTRIBUTING.md")))
    known = {path.as_posix() for path in ROOT.glob("driftcheck/**/*.*")}
    known |= {
        path.as_posix()
        for pattern in ("*.*", ".ci/**/*.py", "docs/*", "tests/**/*.py")
        for path in ROOT.glob(pattern)
    }
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in known)] == []
