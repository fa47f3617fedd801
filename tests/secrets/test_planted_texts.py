"""A mistake next to a secret is reported without the secret, in any file."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.each import each
from tests.secrets import text_cases as cases
from tests.secrets.inside import run
from tests.secrets.making import made, pack
from tests.secrets.planting import Secrets
from tests.secrets.sweep import checked, said


def refused(folder: Path, files: Mapping[str, str], *args: str) -> list[str]:
    """The secrets that show where a check and `validate` refuse a project with such files."""
    secrets = Secrets()
    secret = secrets.plant("secret")
    spelt = {"URL": f"https://u:{secret}@h/x", "SIP": f"sip:u:{secret}@h", "SECRET": secret}
    filled = dict(files)
    for name, value in spelt.items():
        filled = {file: text.replace(name, value) for file, text in filled.items()}
    project = made(folder, files=filled)
    ran = run("check", "-v", "-o", "json", *args, folder=project.folder)
    assert ran.json["outcome"] == "error"
    return secrets.found(said(ran), said(run("validate", folder=folder)))


@each("name", cases.NUMBERS)
def test_a_mistake_in_declarations_is_reported_without_the_secret(
    name: str, tmp_path: Path
) -> None:
    text = f"version: 1\nnumbers:\n  - {cases.NUMBERS[name]}\n"
    assert refused(tmp_path, {"numbers.yaml": text}) == []


@pytest.mark.parametrize("name", ["unknown-key", "wrong-types", "password-misspelt"])
def test_a_mistake_in_defaults_is_reported_without_the_secret(name: str, tmp_path: Path) -> None:
    defaults = cases.NUMBERS[name].replace("phone_number: +12025550100, ", "")
    text = f"version: 1\ndefaults: {defaults}\nnumbers: [{{phone_number: +12025550100}}]\n"
    assert refused(tmp_path, {"numbers.yaml": text}) == []


@each("name", cases.CONFIG)
def test_a_mistake_in_the_configuration_is_reported_without_the_secret(
    name: str, tmp_path: Path
) -> None:
    line = cases.CONFIG[name]
    live = "" if line.startswith("live:") else "live: {file: live.json}\n"
    text = f"version: 1\ndeclared: [numbers.yaml]\n{live}{line}\n"
    assert refused(tmp_path, {"driftcheck.yaml": text}) == []


@pytest.mark.parametrize("name", cases.RULES)
def test_a_mistake_in_a_rule_is_reported_without_the_secret(name: str, tmp_path: Path) -> None:
    rule = f"{{id: a, title: t, severity: low, {cases.RULES[name]}}}"
    text = f"version: 1\nname: house\nrules:\n  - {rule}\n"
    config = "version: 1\ndeclared: [numbers.yaml]\nlive: {file: live.json}\npolicies: [r.yaml]\n"
    assert refused(tmp_path, {"driftcheck.yaml": config, "r.yaml": text}) == []


def test_the_name_of_a_parameter_is_no_secret(tmp_path: Path) -> None:
    """Whoever writes a secret as `${...}` in a pack reads which parameter does not exist."""
    rule = {"require": {"outbound_config.password": "${SECRET}"}}
    made(tmp_path, config={"policies": ["r.yaml"]}, files={"r.yaml": pack(rule)})
    assert 'there is no parameter "SECRET"' in run("validate", folder=tmp_path).err


@each("name", cases.SCHEMAS)
@each("file", ["own.json", "own.yaml"])
def test_a_mistake_in_an_entry_schema_is_reported_without_the_secret(
    name: str, file: str, tmp_path: Path
) -> None:
    config = f"version: 1\ndeclared: [numbers.yaml]\nlive: {{file: live.json}}\nschema: {file}\n"
    files = {"driftcheck.yaml": config, file: cases.SCHEMAS[name]}
    assert refused(tmp_path, files) == []


@each("name", cases.LISTS)
def test_a_broken_live_list_is_reported_without_the_secret(name: str, tmp_path: Path) -> None:
    assert refused(tmp_path, {"live.json": cases.LISTS[name]}) == []


@each("name", cases.LISTS)
def test_a_broken_baseline_is_reported_without_the_secret(name: str, tmp_path: Path) -> None:
    files = {"former.json": cases.LISTS[name]}
    assert refused(tmp_path, files, "--baseline", "former.json") == []


@pytest.mark.parametrize("name", ["unknown-key", "password-misspelt", "key-twice"])
def test_a_mistake_is_reported_without_the_secret_in_every_format(
    name: str, tmp_path: Path
) -> None:
    secrets = Secrets()
    secret = secrets.plant(name)
    text = cases.NUMBERS[name].replace("URL", f"wss://{secret}@h").replace("SECRET", secret)
    numbers = f"version: 1\nnumbers:\n  - {text}\n"
    report, text = checked(made(tmp_path, files={"numbers.yaml": numbers}))
    assert report["outcome"] == "error"
    assert secrets.found(text) == []
