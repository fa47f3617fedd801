"""Secrets in the selection, the waivers and the baseline of a run."""

import json
from pathlib import Path

import pytest

from tests.each import each
from tests.secrets.inside import run
from tests.secrets.kinds import KINDS, Kind
from tests.secrets.making import NUMBER, made
from tests.secrets.planting import Secrets, token
from tests.secrets.sweep import OUTPUTS, checked, said
from tests.secrets.troubles import TROUBLES
from tests.support import number

SELECTIONS = (
    "outbound_config.password={}",
    "outbound_config.password=*{}?",
    "outbound_config.user={}",
    "outbound_config.user=no-{}",
    "label=call sip:u:{}@h",
    "label=https://u:{}@h/x",
    "metadata.api_key={}",
    "outbound_config.address=u:{}@h",
    "outbound_config.pasword={}",
    "outbound_config.password:{}",
    "password {}",
    "sip:u:{}@h=x",
    "https://u:{}@h/x",
    "outbound_config=*{}*",
)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_no_selection_shows_the_secret_that_it_looks_for(selection: str, tmp_path: Path) -> None:
    secrets = Secrets()
    secret = secrets.plant(selection)
    trunk = {"password": secret, "user": secret, "address": f"u:{secret}@h"}
    project = made(
        tmp_path,
        config={"sensitive": ["outbound_config.user"]},
        declared={"outbound_config": trunk, "metadata": {"api_key": secret}},
        live={"outbound_config": trunk, "label": f"call sip:u:{secret}@h"},
    )
    _, text = checked(project, "--select", selection.format(secret))
    stdout = run("check", "--select", selection.format(secret), folder=tmp_path)
    assert secrets.found(text, said(stdout)) == []


CHECKS = ("drift-changed", "schema-unknown-field", "drift-missing")


def waivers(expires: str, *, match: str = "*", **texts: str) -> str:
    """A waiver of each check."""
    entry = {"match": [match], "reason": "r", "owner": "o", "expires": expires, **texts}
    listed = [{**entry, "check": check} for check in CHECKS]
    return json.dumps({"version": 1, "waivers": listed})


@each("kind", KINDS, ids=lambda kind: kind.name)
@each("expires", ["2099-01-01", "2001-01-01"])
def test_no_waiver_shows_a_secret(kind: Kind, expires: str, tmp_path: Path) -> None:
    secrets = Secrets()
    project = TROUBLES[0].project(tmp_path, kind, secrets)
    config = json.loads((tmp_path / "driftcheck.yaml").read_text(encoding="utf-8"))
    config["waivers"] = ["waivers.yaml"]
    project.write(driftcheck__yaml=json.dumps(config), waivers__yaml=waivers(expires))
    report, text = checked(project)
    assert (report["summary"]["waived"] > 0) is (expires > "2026")
    assert secrets.found(text) == []


@pytest.mark.parametrize("form", ["sip:u:{}@h", "https://u:{}@h/*"])
def test_a_waiver_of_an_address_does_not_show_its_credentials(form: str, tmp_path: Path) -> None:
    secrets = Secrets()
    for expires in ("2099-01-01", "2001-01-01"):
        file = waivers(expires, match=form.format(secrets.plant(expires)))
        config = {"waivers": ["waivers.yaml"]}
        report, text = checked(made(tmp_path, config=config, files={"waivers.yaml": file}))
        assert report["outcome"] == "error"  # no phone number can match it
        assert secrets.found(text) == []


@pytest.mark.parametrize("name", ["reason", "owner"])
def test_credentials_in_the_text_of_a_waiver_are_hidden(name: str, tmp_path: Path) -> None:
    secrets = Secrets()
    file = waivers("2099-01-01", **{name: f"https://u:{secrets.plant(name)}@h/OPS-1"})
    config = {"waivers": ["waivers.yaml"]}
    _, text = checked(
        made(tmp_path, config=config, live={"label": "x"}, files={"waivers.yaml": file})
    )
    assert secrets.found(text) == []


@each("kind", KINDS, ids=lambda kind: kind.name)
def test_a_baseline_holds_no_secret_and_shows_none_when_all_is_fixed(
    kind: Kind, tmp_path: Path
) -> None:
    secrets = Secrets()
    project = TROUBLES[0].project(tmp_path, kind, secrets)
    run("check", "-o", "json=former.json", folder=tmp_path)
    existing, text = checked(project, "--baseline", "former.json")
    assert {finding["status"] for finding in existing["findings"]} == {"existing"}
    fixed, more = checked(project.live(number(phone_number=NUMBER)), "--baseline", "former.json")
    assert fixed["baseline"]["fixed"]
    assert secrets.found(text, more) == []


def test_a_field_that_became_sensitive_after_the_baseline_is_hidden_in_what_is_fixed(
    tmp_path: Path,
) -> None:
    secret = token()
    made(tmp_path, live={"label": secret})
    run("check", "-o", "json=former.json", folder=tmp_path)
    project = made(tmp_path, config={"sensitive": ["label"]})
    report, text = checked(project, "--baseline", "former.json")
    assert len(report["baseline"]["fixed"]) == 1
    assert secret not in text


def test_a_field_that_became_sensitive_after_the_baseline_is_hidden_in_what_still_exists(
    tmp_path: Path,
) -> None:
    secret = token()
    made(tmp_path, live={"label": secret})
    run("check", "-o", "json=former.json", folder=tmp_path)
    project = made(tmp_path, config={"sensitive": ["label"]}, live={"label": secret})
    report, text = checked(project, "--baseline", "former.json")
    assert [finding["status"] for finding in report["findings"]] == ["existing"]
    assert secret not in text


@pytest.mark.parametrize("flag", ["-v", "-q"])
def test_all_formats_in_files_show_no_secret_with_other_options(flag: str, tmp_path: Path) -> None:
    secrets = Secrets()
    TROUBLES[0].project(tmp_path, KINDS[0], secrets)
    args = ("--mask-numbers", "--no-waivers", "--color", "always")
    ran = run("check", flag, *args, *OUTPUTS, folder=tmp_path)
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()]
    assert secrets.found(said(ran), *written) == []
