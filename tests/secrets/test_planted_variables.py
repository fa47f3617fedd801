"""Secrets that variables bring into declarations, and those that are live when they are saved."""

import json
from pathlib import Path
from typing import Any

import pytest

from driftcheck.draft import BY
from tests.each import each
from tests.secrets.inside import run
from tests.secrets.kinds import KINDS, PLAIN, Kind
from tests.secrets.planting import Secrets, token
from tests.secrets.sweep import checked, said, said_elsewhere
from tests.support import Project, number

WRITTEN = {
    "address": "${V}",
    "address, credentials": "sip:${V}@h",
    "address, a password": "sip:u:${V}@h;transport=tls",
    "address, the host": "u:p@${V}.example.com",
    "address, a parameter": "h;transport=tls;user=${V}",
    "prefix": "${V}",
    "user": "a-${V}",
    "password": "${V}",
    "transport": "${V}",
}
"""What a declaration says of a field of the trunk, whose name is the first word."""
RULES = """\
version: 1
name: told
rules:
  - {id: a, title: T, severity: low, require: {declared.outbound_config.FIELD: {maxLength: 1}}}
  - {id: b, title: T, severity: low, unique: outbound_config.FIELD}
  - id: c
    title: T
    severity: low
    group_by: declared.outbound_config.FIELD
    count: {maximum: 1}
  - id: d
    title: T
    severity: low
    schema: {properties: {declared: {properties: {outbound_config: {maxProperties: 0}}}}}
"""
NAMES = ("+12025550100", "+12025550101", "+12025550102", "+12025550103", "+12025550104")


def filled(folder: Path, field: str, written: str, secret: str) -> tuple[Project, dict[str, str]]:
    """Numbers that share a default with a variable in it, in every trouble; and the environment."""
    trunk = json.dumps({"outbound_config": {field: written}})
    entries = [
        {"phone_number": NAMES[0], "label": "other"},
        {"phone_number": NAMES[1], "outbound_config": {field: written}},
        {"phone_number": NAMES[2], "state": "absent"},
        {"phone_number": NAMES[3]},
    ]
    text = f"version: 1\ndefaults: {trunk}\nnumbers: {json.dumps(entries)}\n"
    value = written.replace("${V}", secret)
    live: list[Any] = [
        number(phone_number=name, outbound_config={field: found, "a": {"b": "c"}})
        for name, found in zip(NAMES, ["x", value, value, "y", value], strict=True)
    ]
    del live[3]
    project = Project(folder).write(
        driftcheck__yaml="version: 1\nlive: {file: live.json}\ndeclared: [n.yaml]\n"
        "policies: ['builtin:security', p.yaml]\n",
        n__yaml=text,
        p__yaml=RULES.replace("FIELD", field),
    )
    return project.live(*live), {"V": secret}


@each("where", WRITTEN)
def test_the_value_of_a_variable_is_never_shown(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = Secrets()
    field = where.partition(",")[0]
    project, env = filled(tmp_path, field, WRITTEN[where], secrets.plant(where))
    report, text = checked(project, env=env)
    if field == "transport":  # which is one of three words
        assert report["outcome"] == "error"
    else:
        found = {finding["check"] for finding in report["findings"]}
        assert {"drift-changed", "drift-missing", "drift-present"} <= found
        assert found >= {"a", "b", "c", "d"} - ({"b"} if field == "password" else set())
    selected = run("check", "--select", f"outbound_config.{field}=no", folder=tmp_path, env=env)
    assert secrets.found(text, said(selected)) == []
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert secrets.found(said_elsewhere(project)) == []


def test_values_without_a_variable_are_shown_in_these_cases(tmp_path: Path) -> None:
    secret = token()
    project, _ = filled(tmp_path, "user", secret, secret)
    assert secret in checked(project)[1]


def saved(kind: Kind, folder: Path) -> tuple[Secrets, list[str]]:
    """A fleet with secrets in every field, and everything that saving it writes."""
    secrets = Secrets()
    config = {"version": 1, "live": {"file": "live.json"}, "declared": ["numbers.yaml"]}
    config["sensitive"] = list(kind.sensitive)
    (folder / "driftcheck.yaml").write_text(json.dumps(config), encoding="utf-8")
    Project(folder).live(*kind.fleet(secrets).live)
    texts = [said(run("fetch", folder=folder))]
    for by in (None, *BY):
        name = f"out-{by}"
        more = ["--by", by] if by else []
        ran = run("import", "-o", name, *more, folder=folder)
        assert ran.code == 0, ran.err
        texts.append(said(ran))
        paths = [folder / name] if by is None else list((folder / name).iterdir())
        texts += [f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in paths]
    return secrets, texts


@each("kind", KINDS, ids=lambda kind: kind.name)
def test_no_secret_is_saved_or_written_into_declarations(kind: Kind, tmp_path: Path) -> None:
    secrets, texts = saved(kind, tmp_path)
    assert secrets.found(*texts) == []


def test_values_that_are_not_secret_are_saved_and_written(tmp_path: Path) -> None:
    secrets, texts = saved(PLAIN, tmp_path)
    for text in (texts[0], "\n".join(texts[1:])):
        assert "live.label as {}" in secrets.found(text)
