"""`driftcheck fetch`: the live list in a file, which a check reads again."""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from driftcheck import __version__, resources
from tests.support import CONFIG, DECLARED, Emulate, Project, number

SECRET = "hush-hush"
TRUNK = {"address": f"u:{SECRET}@sip.example.com", "password": SECRET, "transport": "tls"}
FLEET: list[dict[str, Any]] = [
    number(outbound_config=TRUNK),
    number(phone_number="+12025550101", label=f"see https://u:{SECRET}@h/", zzz={"token": SECRET}),
]
ENV = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}


@pytest.fixture
def asking(emulate: Emulate, project: Project) -> Project:
    """A project whose live side is the API."""
    live = f"live: {{agora: {{url: '{emulate(*FLEET).url}'}}}}"
    return project.write(driftcheck__yaml=CONFIG.replace("live: {file: live.json}", live))


def test_the_list_is_saved_with_whence_and_when(asking: Project) -> None:
    ran = asking.run("fetch", env=ENV)
    assert (ran.code, ran.err) == (0, "")
    saved = ran.json
    jsonschema.validate(saved, resources.schema("live"))
    assert list(saved) == [
        *("format", "version", "tool", "fetched_at", "source", "account", "count", "numbers")
    ]
    assert saved["tool"] == {"name": "driftcheck", "version": __version__}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", saved["fetched_at"])
    assert saved["source"].startswith("http://127.0.0.1:")
    assert (saved["account"], saved["count"]) == ("default", 2)


def test_secrets_are_left_out_unless_they_are_asked_for(asking: Project) -> None:
    ran = asking.run("fetch", env=ENV)
    assert SECRET not in ran.out
    assert ran.json["numbers"][0]["outbound_config"]["password"] == "(sensitive)"
    ran = asking.run("fetch", "-o", "saved.json", env=ENV)
    assert ran.err == "Wrote saved.json: 2 entries, without secrets.\n"
    ran = asking.run("fetch", "--with-secrets", "-o", "all.json", env=ENV)
    assert ran.err == "Wrote all.json: 2 entries, with secrets, for you alone.\n"
    path = asking.folder / "all.json"
    assert json.loads(path.read_text())["numbers"] == FLEET
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("secrets", [[], ["--with-secrets"]])
def test_a_check_of_what_was_saved_has_the_same_verdict(
    secrets: list[str], asking: Project
) -> None:
    text = f"{DECLARED}    outbound_config: {json.dumps(TRUNK)}\n"
    text += f"  - phone_number: +12025550101\n    label: see https://u:{SECRET}@h/\n"
    asking.write(numbers__yaml=text)
    direct = asking.run("check", "-o", "json", env=ENV).json
    assert asking.run("fetch", "-o", "saved.json", *secrets, env=ENV).code == 0
    saved = asking.run("check", "--live", "saved.json", "-o", "json").json
    for report in (direct, saved):
        for key in ("started_at", "duration_seconds", "accounts"):
            del report[key]
    hidden = saved["summary"].pop("not_compared"), saved["summary"].pop("not_compared_numbers")
    assert hidden == ((0, 0) if secrets else (3, 2))
    assert (
        direct["summary"].pop("not_compared"),
        direct["summary"].pop("not_compared_numbers"),
    ) == (0, 0)
    assert saved == direct
    assert {found["check"] for found in direct["findings"]} == {"schema-unknown-field"}


def test_what_is_sensitive_is_no_drift_once_it_was_saved(asking: Project) -> None:
    asking.write(
        numbers__yaml=DECLARED,
        driftcheck__yaml=(asking.folder / "driftcheck.yaml").read_text()
        + "sensitive: [label, associated_pipeline.*, inbound_config.allowed_addresses]\n",
    )
    assert asking.run("fetch", "-o", "saved.json", env=ENV).code == 0
    assert "Support" not in (asking.folder / "saved.json").read_text()
    report = asking.run("check", "--live", "saved.json", "-o", "json").json
    assert "drift-changed" not in {finding["check"] for finding in report["findings"]}


def test_a_list_that_would_not_be_valid_without_its_secrets_is_not_saved(asking: Project) -> None:
    config = (asking.folder / "driftcheck.yaml").read_text()
    asking.write(driftcheck__yaml=f"{config}sensitive: [inbound]\n")
    ran = asking.run("fetch", "-o", "saved.json", env=ENV)
    assert ran.code == 1
    assert "inbound is never shown" in ran.err
    assert "--with-secrets" in ran.err
    assert not (asking.folder / "saved.json").exists()
    assert asking.run("fetch", "-o", "saved.json", "--with-secrets", env=ENV).code == 0


def test_no_file_is_replaced_unless_that_is_asked_for(project: Project) -> None:
    project.write(saved__json="mine")
    ran = project.run("fetch", "-o", "saved.json")
    assert (ran.code, "is there already" in ran.err) == (1, True)
    assert (project.folder / "saved.json").read_text() == "mine"
    assert project.run("fetch", "-o", "saved.json", "--force").code == 0
    for name in ("live.json", "driftcheck.yaml"):
        ran = project.run("fetch", "-o", name, "--force")
        assert (ran.code, "is a file that is read" in ran.err) == (1, True)
    assert (project.run("fetch", "-o", ".", "--force")).code == 1


def test_a_device_or_a_pipe_is_never_replaced(project: Project) -> None:
    os.mkfifo(project.folder / "pipe")
    ran = project.run("fetch", "-o", "pipe", "--force")
    assert (ran.code, "it is a pipe or a device" in ran.err) == (1, True)
    assert (project.folder / "pipe").is_fifo()
    assert project.run("fetch", "-o", "/dev/stdout").json["count"] == 1


def test_a_saved_list_is_a_configured_one_too(project: Project) -> None:
    assert project.run("fetch", "-o", "saved.json").code == 0
    project.write(driftcheck__yaml=CONFIG.replace("live.json", "saved.json"))
    assert project.run("check").code == 0
    again = project.run("fetch").json
    assert (again["source"], again["count"]) == ("saved.json", 1)


def test_a_list_that_could_not_be_fetched_is_not_saved(project: Project) -> None:
    project.write(live__json="[")
    ran = project.run("fetch", "-o", "saved.json")
    assert (ran.code, ran.out) == (1, "")
    assert not (project.folder / "saved.json").exists()


def test_an_import_of_what_was_saved_leaves_secrets_out(asking: Project, tmp_path: Path) -> None:
    asking.run("fetch", "-o", "saved.json", env=ENV)
    (tmp_path / "numbers.yaml").unlink()
    ran = asking.run("import", "--live", "saved.json")
    assert ran.code == 0
    assert "outbound_config.password of +12025550100 is left out" in ran.err
    assert "sensitive" not in (tmp_path / "numbers.yaml").read_text()
    report = asking.run("check", "-o", "json", env=ENV).json
    assert {finding["check"] for finding in report["findings"]} == {"schema-unknown-field"}
