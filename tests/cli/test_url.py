"""`--url` replaces the configured URL or list file."""

import json

import pytest

from driftcheck.cli.wanted import Wanted
from driftcheck.live.emulator import Emulator
from tests.each import each
from tests.locks import Job
from tests.support import CONFIG, NUMBER, Emulate, Project, number

ENV = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
HEAD = "version: 1\ndeclared: [numbers.yaml]\n"
ELSEWHERE = "https://api.example.com/v2"


@pytest.fixture
def server(emulate: Emulate) -> Emulator:
    """An API with the number of the project and another label."""
    return emulate(number(label="Sales"))


@each(
    "live",
    [
        "live: {file: live.json, max_age: 24h}",
        "live: {file: none.json}",
        "live: {agora: {}}",
        "live: {agora: }",
        f"live: {{agora: {{url: '{ELSEWHERE}'}}}}",
        "live:\n  agora:\n    url: ${UNSET}\n    timeout: 5",
        "",
    ],
)
def test_the_url_overrides_the_configuration(live: str, server: Emulator, project: Project) -> None:
    project.write(driftcheck__yaml=f"{HEAD}{live}\n")
    assert project.run("validate", "--url", server.url, env=ENV).code == 0
    ran = project.run("check", "--url", server.url, env=ENV)
    assert (ran.code, '"Support" → "Sales"' in ran.out) == (2, True), ran.err
    ran = project.run("fetch", env={**ENV, "DRIFTCHECK_URL": server.url})
    assert ran.json["source"] == server.url
    ran = project.run("import", "--url", server.url, "-o", "-", env=ENV)
    assert "label: Sales" in ran.out


def test_other_settings_of_the_api_are_kept(emulate: Emulate, project: Project) -> None:
    server = emulate(NUMBER, customer_id="me", customer_secret="from a file")
    agora = "customer_id: me\n    customer_secret: {file: key}\n    timeout: 5"
    live = f"live:\n  agora:\n    {agora}\n    url: {ELSEWHERE}\n"
    project.write(driftcheck__yaml=HEAD + live, key="from a file\n")
    assert project.run("check", "--url", server.url).code == 0
    project.write(driftcheck__yaml=HEAD + live.replace("timeout: 5", "timeout: none"))
    assert "driftcheck.yaml:7:5" in project.run("check", "--url", server.url).err


def test_it_works_without_a_configuration(server: Emulator, project: Project) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    ran = project.run("import", "--url", server.url, "-o", "new.yaml", env=ENV)
    assert ran.code == 0
    assert f"driftcheck check --url {server.url}\n" in ran.err
    assert project.run("fetch", "--url", server.url, env=ENV).code == 0
    ran = project.run("fetch", "--url", server.url)
    assert (ran.code, "Set AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET" in ran.err) == (1, True)


@each(
    ("url", "why"),
    [
        ("http://api.example.com/", "would send credentials in the clear"),
        ("https://me:hush@api.example.com/", "credentials in the URL"),
        ("api.example.com", "is not an http or https URL"),
        ("ftp://api.example.com", "is not an http or https URL"),
        ("https://", "is not an http or https URL"),
        ("https://exa mple.com", "is not a"),
        ("", "is not an http or https URL"),
    ],
)
def test_invalid_urls_are_refused_as_in_a_configuration(
    url: str, why: str, project: Project
) -> None:
    for name in ("check", "validate", "fetch", "import"):
        ran = project.run(name, "--url", url, env=ENV)
        assert ran.code == 1
        assert ran.err.startswith("Error: --url: "), name
        assert why in ran.err
        assert "hush" not in ran.err


def test_url_and_live_exclude_each_other(server: Emulator, project: Project) -> None:
    for name in ("check", "import"):
        ran = project.run(name, "--url", server.url, "--live", "live.json", env=ENV)
        hint = "Use only one of them; DRIFTCHECK_LIVE and DRIFTCHECK_URL also count."
        message = f"Error: --live and --url cannot be used together\n  {hint}\n"
        assert (ran.code, ran.err) == (1, message)


def test_one_of_several_accounts_is_chosen(server: Emulator, project: Project) -> None:
    account = "{live: {file: none.json}, declared: [numbers.yaml]}"
    project.write(driftcheck__yaml=f"version: 1\naccounts:\n  eu: {account}\n  us: {account}\n")
    for name in ("check", "validate"):
        ran = project.run(name, "--url", server.url, env=ENV)
        message = "Error: --url is for one account\n  Choose one with --account NAME.\n"
        assert (ran.code, ran.err) == (1, message)
        ran = project.run(name, "--url", server.url, "--account", "eu", env=ENV)
        assert ran.code == {"check": 2, "validate": 0}[name], ran.err
    ran = project.run("fetch", "--url", server.url, "--account", "us", env=ENV)
    assert ran.json["account"] == "us"


def test_a_secret_in_its_query_is_not_shown(server: Emulator, project: Project) -> None:
    secret = {"AGORA_CUSTOMER_SECRET": "", "AGORA_CUSTOMER_ID": "id"}
    url = f"{server.url}?token=h8nter2zq"
    ran = project.run("import", "--url", url, "-o", "new.yaml", env=ENV)
    assert (ran.code, "--url" in ran.err) == (0, True), ran.err
    told = ran.err + (project.folder / "new.yaml").read_text() + Wanted(url=url).command()
    for args in (("import",), ("check",), ("fetch",), ("doctor",), ("init", "new", "--import")):
        ran = project.run(*args, *(["--url", url] if args != ("doctor",) else []), env=secret)
        told += ran.out + ran.err
    assert "h8nter2zq" not in told


def test_a_run_on_another_url_is_not_recorded(server: Emulator, project: Project) -> None:
    project.write(driftcheck__yaml=f"{CONFIG}history: sqlite:///kept.db\n")
    ran = project.run("check", "--url", server.url, env=ENV)
    assert ran.code == 2
    assert f"not recorded in the history: --url replaced the URL by {server.url}" in ran.err
    assert not (project.folder / "kept.db").exists()


@pytest.mark.parametrize("name", ["check", "validate", "fetch", "import"])
def test_a_lock_applies_to_its_host(name: str, locked: Job) -> None:
    line, hint = locked.refused(name, "--url", ELSEWHERE)
    assert line == "--url: the live list is on a host that the lock does not allow"
    assert "hosts" in hint
    locked.write(driftcheck__yaml=HEAD + "policies: [builtin:baseline]\nlive: {file: live.json}\n")
    extra = ["-o", "-"] if name == "import" else []
    assert locked.run(name, *extra, "--url", locked.server.url).code == 0


def test_a_saved_list_names_the_url_it_came_from(server: Emulator, project: Project) -> None:
    project.write(driftcheck__yaml=HEAD + f"live: {{agora: {{url: '{ELSEWHERE}'}}}}\n")
    saved = project.run("fetch", "--url", server.url, env=ENV).out
    assert json.loads(saved)["source"] == server.url
    project.write(saved__json=saved)
    assert "was fetched from" in project.run("check", "--live", "saved.json").err
