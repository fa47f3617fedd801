"""`driftcheck fetch`: save the live list for a later check."""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from driftcheck import __version__
from driftcheck.system import published
from tests.each import each
from tests.live.server import answer, serving
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


def test_the_list_is_saved_with_its_source_and_time(asking: Project) -> None:
    ran = asking.run("fetch", env=ENV)
    assert (ran.code, ran.err) == (0, "")
    saved = ran.json
    jsonschema.validate(saved, published("live"))
    assert list(saved) == [
        *("format", "version", "tool", "fetched_at", "source", "account", "count", "numbers")
    ]
    assert saved["tool"] == {"name": "driftcheck", "version": __version__}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", saved["fetched_at"])
    assert saved["source"].startswith("http://127.0.0.1:")
    assert (saved["account"], saved["count"]) == ("default", 2)


def test_secrets_are_left_out_unless_requested(asking: Project) -> None:
    ran = asking.run("fetch", env=ENV)
    assert SECRET not in ran.out
    assert ran.json["numbers"][0]["outbound_config"]["password"] == "(sensitive)"
    ran = asking.run("fetch", "-o", "saved.json", env=ENV)
    assert ran.err == "Wrote saved.json: 2 entries, without secrets.\n"
    ran = asking.run("fetch", "--with-secrets", "-o", "all.json", env=ENV)
    assert ran.err == "Wrote all.json: 2 entries, with secrets, readable only by you.\n"
    path = asking.folder / "all.json"
    assert json.loads(path.read_text())["numbers"] == FLEET
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("secrets", [[], ["--with-secrets"]])
def test_a_check_of_the_saved_list_has_the_same_verdict(
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


def test_sensitive_fields_of_a_saved_list_are_not_drift(asking: Project) -> None:
    asking.write(
        numbers__yaml=DECLARED,
        driftcheck__yaml=(asking.folder / "driftcheck.yaml").read_text()
        + "sensitive: [label, associated_pipeline.*, inbound_config.allowed_addresses]\n",
    )
    assert asking.run("fetch", "-o", "saved.json", env=ENV).code == 0
    assert "Support" not in (asking.folder / "saved.json").read_text()
    report = asking.run("check", "--live", "saved.json", "-o", "json").json
    assert "drift-changed" not in {finding["check"] for finding in report["findings"]}


def test_a_list_that_is_invalid_without_secrets_is_not_saved(asking: Project) -> None:
    config = (asking.folder / "driftcheck.yaml").read_text()
    asking.write(driftcheck__yaml=f"{config}sensitive: [inbound]\n")
    ran = asking.run("fetch", "-o", "saved.json", env=ENV)
    assert ran.code == 1
    assert "inbound is never shown" in ran.err
    assert "--with-secrets" in ran.err
    assert not (asking.folder / "saved.json").exists()
    assert asking.run("fetch", "-o", "saved.json", "--with-secrets", env=ENV).code == 0


def test_no_file_is_replaced_unless_requested(project: Project) -> None:
    project.write(saved__json="mine")
    ran = project.run("fetch", "-o", "saved.json")
    assert (ran.code, "already exists" in ran.err) == (1, True)
    assert (project.folder / "saved.json").read_text() == "mine"
    assert project.run("fetch", "-o", "saved.json", "--force").code == 0
    for name in ("live.json", "driftcheck.yaml"):
        ran = project.run("fetch", "-o", name, "--force")
        assert (ran.code, "is an input of this command" in ran.err) == (1, True)
    assert (project.run("fetch", "-o", ".", "--force")).code == 1


def test_a_device_or_a_pipe_is_never_replaced(project: Project) -> None:
    os.mkfifo(project.folder / "pipe")
    ran = project.run("fetch", "-o", "pipe", "--force")
    assert (ran.code, "it is a pipe or a device" in ran.err) == (1, True)
    assert (project.folder / "pipe").is_fifo()
    assert project.run("fetch", "-o", "/dev/stdout").json["count"] == 1


def test_a_saved_list_can_be_the_configured_one(project: Project) -> None:
    assert project.run("fetch", "-o", "saved.json").code == 0
    project.write(driftcheck__yaml=CONFIG.replace("live.json", "saved.json"))
    assert project.run("check").code == 0
    again = project.run("fetch").json
    assert (again["source"], again["count"]) == ("live.json", 1)


def test_a_list_that_could_not_be_fetched_is_not_saved(project: Project) -> None:
    project.write(live__json="[")
    ran = project.run("fetch", "-o", "saved.json")
    assert (ran.code, ran.out) == (1, "")
    assert not (project.folder / "saved.json").exists()


def test_an_import_of_a_saved_list_leaves_secrets_out(asking: Project, tmp_path: Path) -> None:
    asking.run("fetch", "-o", "saved.json", env=ENV)
    (tmp_path / "numbers.yaml").unlink()
    ran = asking.run("import", "--live", "saved.json")
    assert ran.code == 0
    assert "outbound_config.password of +12025550100 was left out" in ran.err
    assert "sensitive" not in (tmp_path / "numbers.yaml").read_text()
    report = asking.run("check", "-o", "json", env=ENV).json
    assert {finding["check"] for finding in report["findings"]} == {"schema-unknown-field"}


@pytest.mark.parametrize("header", ["Link", "X_Total_Count", "Content_Range"])
def test_one_page_of_a_longer_list_is_not_saved(header: str, project: Project) -> None:
    value = {"Link": '<?page=2>; rel="next"', "X_Total_Count": "3", "Content_Range": "items 0-1/3"}
    with serving(answer(200, json.dumps(FLEET).encode(), **{header: value[header]})) as script:
        live = f"agora: {{url: '{script.url}'}}"
        project.write(driftcheck__yaml=CONFIG.replace("file: live.json", live))
        for command in (["fetch"], ["import"]):
            ran = project.run(*command, "-o", "saved", env=ENV)
            assert (ran.code, "of a longer list: " in ran.err) == (1, True)
    assert script.asked == ["GET /list"] * 2
    assert not (project.folder / "saved").exists()


def test_each_account_is_saved_under_its_name(emulate: Emulate, project: Project) -> None:
    side = f"{{live: {{agora: {{url: '{emulate(*FLEET).url}'}}}}, declared: [numbers.yaml]}}"
    project.write(driftcheck__yaml=f"version: 1\naccounts:\n  eu: {side}\n  us: {side}\n")
    for name in ("eu", "us"):
        assert project.run("fetch", "--account", name, "-o", f"{name}.json", env=ENV).code == 0
        assert json.loads((project.folder / f"{name}.json").read_text())["account"] == name
    codes = {
        (mine, theirs): project.run("check", "--account", mine, "--live", f"{theirs}.json").code
        for mine in ("eu", "us")
        for theirs in ("eu", "us")
    }
    assert [pair for pair, code in codes.items() if code == 1] == [("eu", "us"), ("us", "eu")]


def saved_report(project: Project, *entries: Any) -> Any:
    """Return the report on a list that was saved without secrets."""
    project.live(*entries)
    assert project.run("fetch", "-o", "saved.json", "--force").code == 0
    return project.report("--live", "saved.json")


@each("value", [5, 1.5, True, ["hush"], {"a": "hush"}])
def test_a_secret_of_a_wrong_type_is_still_invalid_after_saving(
    value: Any, project: Project
) -> None:
    report = saved_report(project, number(outbound_config={"address": "h", "password": value}))
    (found,) = report["findings"]
    assert (found["check"], found["path"]) == ("schema-invalid", "outbound_config.password")
    assert "hush" not in (project.folder / "saved.json").read_text()
    assert "1.5" not in (project.folder / "saved.json").read_text()


def test_an_unknown_secret_field_is_saved_as_the_marker(project: Project) -> None:
    saved_report(project, number(zzz={"pin": 4711, "token": ["hush"]}))
    saved = json.loads((project.folder / "saved.json").read_text())
    assert saved["numbers"][0]["zzz"] == {"pin": "(sensitive)", "token": "(sensitive)"}


def test_order_means_nothing_in_a_list_with_a_masked_element(project: Project) -> None:
    nets = [f"u:{SECRET}@192.0.2.1", "192.0.2.2", "192.0.2.0/28"]
    trunk = json.dumps({"allowed_addresses": nets})
    project.write(
        driftcheck__yaml=f"{CONFIG}schema: any.json\n",  # the built-in one allows no credentials
        any__json='{"properties": {"inbound_config": {"type": "object"}}}',
        numbers__yaml=f"{DECLARED}    inbound_config: {trunk}\n",
    )
    live = [nets[2], "192.0.2.2/32", nets[0]]
    report = saved_report(project, number(inbound_config={"allowed_addresses": live}))
    assert report["findings"] == []
    assert report["summary"]["not_compared"] == 1
    report = saved_report(project, number(inbound_config={"allowed_addresses": live[1:]}))
    assert [found["path"] for found in report["findings"]] == ["inbound_config.allowed_addresses"]


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_fields_that_cannot_be_compared_are_reported_for_api_and_saved_lists(
    format: str, asking: Project
) -> None:
    asking.write(numbers__yaml=f"{DECLARED}    outbound_config: {json.dumps(TRUNK)}\n")
    said = "Could not be compared: 2 declared secrets of 1 number"
    direct = asking.run("check", "-o", format, env=ENV)
    assert said not in direct.out
    assert asking.run("fetch", "-o", "saved.json", env=ENV).code == 0
    assert said in asking.run("check", "--live", "saved.json", "-o", format).out
    bare = number(outbound_config={"address": "sip.example.com", "transport": "tls"})
    asking.live(bare)
    assert said in asking.run("check", "--live", "live.json", "-o", format).out


def test_over_http_the_marker_is_a_value(emulate: Emulate, asking: Project) -> None:
    """Otherwise an edit in the console could disable the comparison."""
    assert asking.run("fetch", "-o", "saved.json", env=ENV).code == 0
    saved = json.loads((asking.folder / "saved.json").read_text())["numbers"]
    url = emulate(*saved).url
    live = f"live: {{agora: {{url: '{url}'}}}}"
    asking.write(
        driftcheck__yaml=CONFIG.replace("live: {file: live.json}", live),
        numbers__yaml=f"{DECLARED}    outbound_config: {json.dumps(TRUNK)}\n",
    )
    report = asking.run("check", "-o", "json", env=ENV).json
    drift = [found["path"] for found in report["findings"] if found["check"] == "drift-changed"]
    assert drift == ["outbound_config.address", "outbound_config.password"]
