"""A message about a value of the configuration quotes what was written, not what it became."""

import os
from pathlib import Path

import pytest

from tests.each import each
from tests.secrets.inside import run
from tests.secrets.making import JSON, made, pack
from tests.secrets.planting import Secrets
from tests.secrets.sweep import said

API = "customer_id: a, customer_secret: b"
WRONG = {
    "declared": "declared: ['${V}']",
    "declared-in-part": "declared: ['x/../${V}.yaml', numbers.yaml]",
    "declared-glob": "declared: ['${V}/*.yaml']",
    "declared-pipe": "declared: ['pipe-${V}']",
    "policies": "policies: ['${V}']",
    "policies-folder": "policies: ['folder-${V}']",
    "builtin": "policies: ['builtin:${V}']",
    "pack": "policies: [{pack: '${V}'}]",
    "pack-of-several": "policies: [{pack: '?-${V}.yaml', with: {}}]",
    "with": "policies: [{pack: 'builtin:telephony', with: {regions: ['${V}']}}]",
    "with-a-type": "policies: [{pack: 'builtin:telephony', with: {regions: '${V}'}}]",
    "waivers": "waivers: ['${V}']",
    "schema": "schema: '${V}'",
    "fail-on": "fail_on: '${V}'",
    "severity": "severity: {drift-missing: '${V}'}",
    "sensitive": "sensitive: ['outbound_config.${V}']",
    "live-file": "live: {file: '${V}'}",
    "max-age": "live: {file: live.json, max_age: '${V}'}",
    "url": f"live: {{agora: {{url: '${{V}}', {API}}}}}",
    "url-in-the-clear": f"live: {{agora: {{url: 'http://${{V}}/', {API}}}}}",
    "ca-file": f"live: {{agora: {{ca_file: '${{V}}', {API}}}}}",
    "ca-file-of-text": f"live: {{agora: {{ca_file: 'file-${{V}}', {API}}}}}",
    "secret-file": "live: {agora: {customer_id: a, customer_secret: {file: '${V}'}}}",
    "command": "live: {agora: {customer_id: a, customer_secret: {command: ['${V}']}}}",
    "command-fails": "live: {agora: {customer_id: a, customer_secret: {command: ['./fail-${V}']}}}",
    "history": "history: '${V}://a/b'",
    "history-file": "history: 'sqlite:///file-${V}'",
    "notification": "notifications: [{webhook: {url: '${V}', secret: abcdefghijklmnop}}]",
    "mail-host": (
        "notifications: [{email: {host: '${V}', from: a@b, to: [a@b]}, on: always, timeout: 1}]"
    ),
}
RULE: JSON = {"require": {"label": "x"}}
COMMANDS = (
    ("validate",),
    ("validate", "--no-credentials"),
    ("check", "-v", "-o", "json"),
    ("fetch", "-v", "-o", "saved.json"),
    ("import", "-v"),
    ("policy", "list"),
    ("waivers",),
    ("doctor",),
)


def configured(folder: Path, line: str, value: str) -> Path:
    """A project with one line of its own, and with files of that value in their names."""
    whole = {"version": "1", "declared": "[numbers.yaml]", "live": "{file: live.json}"}
    lines = {key: f"{key}: {said}" for key, said in whole.items()}
    lines[line.partition(":")[0]] = line
    files: dict[str, JSON] = {f"{name}-{value}.yaml": pack({**RULE, "id": name}) for name in "ab"}
    files |= {"driftcheck.yaml": "\n".join(lines.values()), f"file-{value}": "no certificate\n"}
    files[f"fail-{value}"] = "#!/bin/sh\necho denied >&2; exit 3\n"
    made(folder, files=files)
    (folder / f"fail-{value}").chmod(0o700)
    (folder / f"folder-{value}").mkdir()
    os.mkfifo(folder / f"pipe-{value}")
    return folder


@each("name", WRONG)
def test_no_command_quotes_the_value_of_a_variable(name: str, tmp_path: Path) -> None:
    secrets = Secrets()
    value = secrets.plant(name)
    folder = configured(tmp_path, WRONG[name], value)
    runs = [said(run(*command, folder=folder, env={"V": value})) for command in COMMANDS]
    assert secrets.found(*runs) == []


QUOTED = {
    "declared": 'driftcheck.yaml:2:12: there is no file "${V}"',
    "declared-in-part": 'driftcheck.yaml:2:12: there is no file "${V}.yaml"',
    "builtin": 'driftcheck.yaml:4:12: there is no pack "builtin:${V}"',
    "with": '"phone.region" is never "${V}"',
    "url": 'driftcheck.yaml:3:16: "${V}" is not an http or https URL',
    "command": 'there is no command "${V}" for customer_secret',
    "history": 'the history cannot be kept in "${V}://"',
}


@each("name", QUOTED)
def test_the_text_as_written_is_quoted_instead(name: str, tmp_path: Path) -> None:
    folder = configured(tmp_path, WRONG[name], "value-of-v")
    ran = run("validate", folder=folder, env={"V": "value-of-v"})
    assert (ran.code, QUOTED[name] in ran.err) == (1, True), ran.err


@pytest.mark.parametrize("value", ["file", "a", '"', "V", "${V}"])
def test_no_value_of_a_variable_changes_the_words_of_a_message(value: str, tmp_path: Path) -> None:
    folder = configured(tmp_path, "declared: ['${V}']", "x")
    ran = run("validate", folder=folder, env={"V": value})
    assert ran.err.startswith('Error: driftcheck.yaml:2:12: there is no file "${V}"\n')
