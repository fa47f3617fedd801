"""`driftcheck doctor`: each line is OK or says what to do, and shows no secret."""

import ast
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from driftcheck.doctor import checkup, clock
from driftcheck.doctor.checkup import EXAMINATIONS
from driftcheck.doctor.setup import Setup
from tests.doctor.examining import (
    BEGIN,
    CREDENTIALS,
    HISTORY,
    LIVE,
    NOTIFY,
    PASSWORD,
    POLICIES,
    remarks,
    to_fix,
)
from tests.each import each
from tests.support import NUMBER, Emulate, Project, number


@pytest.fixture
def sound(project: Project, emulate: Emulate) -> Project:
    """A valid project whose list is from the API."""
    config = LIVE % emulate(NUMBER).url + POLICIES + HISTORY
    return project.write(driftcheck__yaml=config)


def test_each_section_of_a_valid_setup_is_ok(sound: Project) -> None:
    found = remarks(sound)
    assert (to_fix(found), list(found)) == ([], list(EXAMINATIONS))
    ((how, said),) = found["Configuration"]
    valid = r"driftcheck.yaml is valid: 1 number declared in 1 file, \d+ rules, 0 waivers"
    assert (how, bool(re.fullmatch(valid, said))) == ("ok", True)
    assert [text for _, text in found["Credentials"]] == [
        "customer_id: AGORA_CUSTOMER_ID is set",
        "customer_secret: AGORA_CUSTOMER_SECRET is set",
    ]
    ((how, said),) = found["Live list"]
    assert (how, ": 1 entry, complete, in " in said) == ("ok", True)
    ((how, said),) = found["Clock"]
    assert (how, bool(re.fullmatch(r"within 1 second of 127.0.0.1:\d+", said))) == ("ok", True)
    assert found["History"] == [("note", "h.db does not exist yet: the first check creates it")]


@each("columns", ["60", "80", "120"])
def test_the_text_has_the_same_remarks_in_short_lines(columns: str, sound: Project) -> None:
    ran = sound.run("doctor", env={**CREDENTIALS, "COLUMNS": columns})
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert [line for line in lines if line in EXAMINATIONS] == list(EXAMINATIONS)
    assert lines[-1].startswith("Everything is OK, ")
    assert lines[-1].endswith(" notes. Exit code 0.")
    long = [line for line in lines if len(line) > int(columns) and "http://" not in line]
    assert long == []
    ran = sound.run("doctor", env={"COLUMNS": columns})
    assert ran.code == 1
    assert "\n  x fix   driftcheck.yaml:2:8: the environment variable" in ran.out
    assert "          Set it: export AGORA_CUSTOMER_ID=...\n" in ran.out
    assert ran.out.splitlines()[-1].startswith("2 things to fix, ")


def test_without_a_configuration_it_says_how_to_start(tmp_path: Path) -> None:
    found = remarks(Project(tmp_path), "--offline")
    assert to_fix(found) == [
        (
            "Configuration",
            f'there is no configuration file "driftcheck.yaml" | {BEGIN}',
        )
    ]
    assert found["Credentials"][0] == ("ok", "AGORA_CUSTOMER_ID is set")
    assert found["Versions"][0][1].startswith("driftcheck ")


def test_a_configuration_with_almost_the_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "driftcheck.yml").write_text("version: 1\n")
    ((_, text),) = to_fix(remarks(Project(tmp_path), "--offline"))
    assert text.endswith(" | Rename driftcheck.yml to driftcheck.yaml, or use -c driftcheck.yml.")


def test_a_missing_configuration_must_be_fixed(tmp_path: Path) -> None:
    ((title, text),) = to_fix(remarks(Project(tmp_path), "-c", "other.yaml", "--offline"))
    assert (title, text.split(" | ")[0]) == (
        "Configuration",
        'there is no configuration file "other.yaml"',
    )


WRONG = {
    "broken YAML": ({"driftcheck__yaml": "version: ["}, "Configuration", "driftcheck.yaml:"),
    "a declaration": ({"numbers__yaml": "version: 1\nnumbers: 1\n"}, "Configuration", "numbers"),
    "a notification's variable": (
        {"driftcheck__yaml": LIVE % "https://127.0.0.1:1/x" + NOTIFY % "${NOT_SET}"},
        "Notifications",
        "the environment variable NOT_SET is not set | Set it: export NOT_SET=...",
    ),
    "a notification in the clear": (
        {"driftcheck__yaml": LIVE % "https://127.0.0.1:1/x" + NOTIFY % "http://example.com/x"},
        "Notifications",
        "slack would be sent in the clear",
    ),
    "nobody answers": (
        {"driftcheck__yaml": LIVE % "https://127.0.0.1:1/x"},
        "Live list",
        "https://127.0.0.1:1/x",  # refused, or out of time on a busy machine
    ),
    "no file with a credential": (
        {
            "driftcheck__yaml": "version: 1\nlive: {agora: {customer_id: {file: no.txt}}}\n"
            "declared: [numbers.yaml]\n"
        },
        "Credentials",
        'there is no file "no.txt"',
    ),
    "no command for a credential": (
        {
            "driftcheck__yaml": "version: 1\nlive: {agora: {customer_id: {command: [nonesuch]}}}\n"
            "declared: [numbers.yaml]\n"
        },
        "Credentials",
        'there is no command "nonesuch" for customer_id',
    ),
    "a history that is none": (
        {
            "driftcheck__yaml": f"{LIVE % 'https://127.0.0.1:1/x'}{HISTORY}",
            "h__db": "no database" * 99,
        },
        "History",
        "h.db",
    ),
}


@each(("files", "title", "said"), WRONG.values(), ids=WRONG)
def test_errors_have_a_hint_and_the_rest_is_examined(
    files: dict[str, str], title: str, said: str, project: Project
) -> None:
    args = () if title == "Live list" else ("--offline",)  # which saves the attempts
    found = remarks(project.write(**files), *args)
    assert list(found) == list(EXAMINATIONS)
    assert [text for name, text in to_fix(found) if name == title and said in text]


def test_no_secret_is_shown(project: Project, emulate: Emulate) -> None:
    url = emulate(number(label=PASSWORD)).url
    agora = (
        f'{{url: "{url}?token={PASSWORD}", customer_secret: "{PASSWORD}", customer_id: {PASSWORD}}}'
    )
    config = f"version: 1\nlive: {{agora: {agora}}}\ndeclared: [numbers.yaml]\n"
    config += NOTIFY % f"https://hooks.slack.com/{PASSWORD}"
    config += f"history: postgresql://u:{PASSWORD}@127.0.0.1:1/x\n"
    project.write(driftcheck__yaml=config)
    env = {"HTTPS_PROXY": f"http://u:{PASSWORD}@127.0.0.1:9", "BUILD_URL": f"https://{PASSWORD}@x/"}
    for args in ((), ("-o", "json"), ("--offline",)):
        ran = project.run("doctor", *args, env=env)
        assert PASSWORD not in ran.out + ran.err


def test_a_failing_examination_is_one_line_and_the_others_continue(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    def fail(_setup: object) -> None:
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr(clock, "examine", fail)
    config = project.folder / "driftcheck.yaml"
    sections = list(checkup.examine(Setup(config, (), True, True, lambda _: None)))
    found = {section.title: section.remarks for section in sections}
    assert list(found) == list(EXAMINATIONS)
    ((_, text, _, _),) = found["Clock"]
    assert text == "internal error: RuntimeError"
    assert not checkup.is_healthy(sections)


def test_every_examination_is_made() -> None:
    folder = Path(checkup.__file__).parent
    defining = {
        f"driftcheck.doctor.{path.stem}"
        for path in folder.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "examine"
    }
    assert defining - {"driftcheck.doctor.checkup"} == set(EXAMINATIONS.values())


def test_broken_or_slow_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import yaml

    programs: Any = import_module("driftcheck.doctor.programs")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    monkeypatch.delitem(sys.modules, "driftcheck.policy.plans", raising=False)
    found = {one.text: (one.health.value, one.hint) for one in programs.examine(None)}
    how, hint = found["PyYAML has no libyaml: large files are read slowly"]
    assert (how, "pip install" in hint) == ("note", True)
    broken = "the package phonenumbers, which phonenumberslite installs, cannot be imported"
    how, hint = found[broken]
    assert (how, "--force-reinstall --no-deps phonenumberslite" in hint) == ("fix", True)


def test_the_json_has_counts(sound: Project) -> None:
    known = json.loads(sound.run("doctor", "-o", "json", env=CREDENTIALS).out)
    listed = [one["health"] for section in known["sections"] for one in section["remarks"]]
    assert known["format"] == "driftcheck-doctor"
    assert known["counts"] == {how: listed.count(how) for how in ("ok", "note", "fix")}


def test_every_section_has_its_row_in_the_page_on_commands() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "commands.md").read_text("utf-8")
    section = page.split("## driftcheck doctor\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| ([A-Z][a-z ]+) \|", section, re.M) == list(EXAMINATIONS)
