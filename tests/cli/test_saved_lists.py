"""`check --live FILE`: lists that are old, undated, or of another account."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from driftcheck.report import FORMATS
from tests.each import each
from tests.support import CONFIG, NUMBER, Emulate, Project, number, without_config

ENV = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
API = "https://api.agora.io/api/conversational-ai-agent/v2/phone-numbers"
ACCOUNTS = "version: 1\naccounts:\n" + "".join(
    f"  {name}: {{live: {{agora: {{}}}}, declared: [numbers.yaml]}}\n" for name in ("eu", "us")
)
Save = Callable[..., str]


def at(**ago: float) -> str:
    return (datetime.now(UTC) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def save(project: Project) -> Save:
    """Return a function that writes a list as saved by `fetch`, with changes."""

    def write(*entries: Any, **changed: Any) -> str:
        known = {"fetched_at": at(), "source": "live.json", "account": "default"} | changed
        numbers = list(entries or [NUMBER])
        head = {"format": "driftcheck-live", "version": 1}
        noted = {name: value for name, value in known.items() if value is not None}
        text = json.dumps({**head, **noted, "count": len(numbers), "numbers": numbers})
        project.write(saved__json=text)
        return text

    return write


@pytest.mark.parametrize(
    ("config", "args"),
    [
        ("live: {file: saved.json, max_age: 24h}\n", []),
        ("live: {file: saved.json}\n", ["--max-age", "24h"]),
        ("live: {file: saved.json, max_age: 900d}\n", ["--max-age", "24h"]),
        ("live: {file: plain.json, max_age: 24h}\n", ["--live", "saved.json"]),
        ("live: {agora: {}}\n", ["--live", "saved.json", "--max-age", "24h"]),
    ],
)
def test_an_old_list_is_no_verdict(
    config: str, args: list[str], save: Save, project: Project
) -> None:
    project.write(driftcheck__yaml=f"version: 1\ndeclared: [numbers.yaml]\n{config}")
    save(fetched_at=at(hours=23))
    assert project.run("check", *args).code == 0
    for known, says in (
        (at(hours=25), "more than 24h ago (max_age)"),
        (at(hours=-1), "which is in the future"),
        (None, "saved.json does not say when it was fetched"),
    ):
        save(number(label="x"), fetched_at=known)
        ran = project.run("check", *args)
        assert (ran.code, ran.out, says in ran.err) == (1, "", True)


def test_the_option_can_also_extend_the_age(save: Save, project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG.replace("live.json", "saved.json, max_age: 1h"))
    save(fetched_at=at(hours=2))
    assert project.run("check").code == 1
    assert project.run("check", "--max-age", "1d").code == 0
    assert project.run("check", env={"DRIFTCHECK_MAX_AGE": "1d"}).code == 0


def test_a_list_without_a_date_is_too_old(project: Project) -> None:
    assert project.run("check", "--max-age", "900d").code == 1
    assert project.run("check", "--live", "-", "--max-age", "9d", stdin="[]").code == 1
    project.write(driftcheck__yaml=CONFIG.replace("live.json", "live.json, max_age: 900d"))
    ran = project.run("import", "-o", "-")
    assert (ran.code, "live.json does not say when it was fetched" in ran.err) == (1, True)


def test_a_list_from_the_api_is_never_too_old(emulate: Emulate, project: Project) -> None:
    project.write(
        driftcheck__yaml=CONFIG.replace(
            "file: live.json", f"agora: {{url: '{emulate(NUMBER).url}'}}"
        )
    )
    assert project.run("check", "--max-age", "1s", env=ENV).code == 0


@each("text", ["24", "1.5h", "0h", "-1h", "soon", "1h 2m", ""])
def test_an_invalid_age_is_an_error_at_its_place(text: str, project: Project) -> None:
    ran = project.run("check", "--max-age", text)
    assert (ran.code, ran.out) == (1, "")
    assert "--max-age" in ran.err
    assert "such as 24h" in ran.err
    project.write(driftcheck__yaml=CONFIG.replace("live.json", f"live.json, max_age: '{text}'"))
    ran = project.run("check")
    assert ran.err.startswith('Error: driftcheck.yaml:2:25: "live.max_age" must be')
    assert "such as 24h" in ran.err


def test_an_age_for_the_api_is_an_error(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG.replace("file: live.json", "agora: {}, max_age: 24h"))
    ran = project.run("check", env=ENV)
    assert ran.err.startswith(
        'Error: driftcheck.yaml:2:19: "live.max_age" is only for a list in a file'
    )


def test_a_variable_in_max_age_must_be_set_with_live(save: Save, project: Project) -> None:
    save()
    config = CONFIG.replace("live.json", 'gone.json, max_age: "${AGE}"')
    project.write(driftcheck__yaml=config)
    ran = project.run("check", "--live", "saved.json")
    assert ran.err.startswith(
        "Error: driftcheck.yaml:2:34: the environment variable AGE is not set"
    )
    assert project.run("check", "--live", "saved.json", env={"AGE": "1h"}).code == 0


def test_a_list_of_another_account_is_no_verdict(save: Save, project: Project) -> None:
    project.write(driftcheck__yaml=ACCOUNTS)
    save(account="eu", source=API)
    assert project.run("check", "--live", "saved.json", "--account", "eu").code == 0
    ran = project.run("check", "--live", "saved.json", "--account", "us")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: saved.json is the list of account eu, not of us\n")
    assert "--any-account" in ran.err
    ran = project.run("check", "--live", "saved.json", "--account", "us", "--any-account")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("live", "code"),
    [
        ("agora: {}", 0),
        (f"agora: {{url: '{API}/'}}", 0),
        ("agora: {url: 'https://agora.example.com/list'}", 1),
        ("agora: {url: '${URL_OF_LIST}'}", 0),  # nobody knows, and nobody asks
        ("file: gone.json", 0),
    ],
)
def test_a_list_from_another_url_is_no_verdict(
    live: str, code: int, save: Save, project: Project
) -> None:
    save(source=API)
    project.write(driftcheck__yaml=CONFIG.replace("file: live.json", live))
    assert project.run("check", "--live", "saved.json").code == code
    assert project.run("check", "--live", "saved.json", "--any-account").code == 0
    save(source="https://agora.example.com/list")
    assert project.run("check", "--live", "saved.json").code == (
        1 if API in live or live == "agora: {}" else 0
    )


def test_a_configured_list_of_another_account_is_no_verdict(save: Save, project: Project) -> None:
    text = "version: 1\naccounts: {us: {live: {file: saved.json}, declared: [numbers.yaml]}}\n"
    project.write(driftcheck__yaml=text)
    save(account="eu")
    for command in (["check"], ["import", "-o", "-"], ["fetch"]):
        ran = project.run(*command)
        assert (ran.code, "is the list of account eu" in ran.err) == (1, True)
    for command in (["check"], ["import", "-o", "-"]):
        assert project.run(*command, "--any-account").code == 0


def test_without_a_configuration_lists_of_any_account_are_accepted(
    save: Save, project: Project
) -> None:
    save(account="eu", source="https://agora.example.com/list")
    (project.folder / "driftcheck.yaml").unlink()
    assert project.run("import", "--live", "saved.json", "-o", "-").code == 0


def test_saving_a_saved_list_keeps_its_time_and_account(save: Save, project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG.replace("live.json", "saved.json"))
    noted = {"fetched_at": at(days=3), "account": "eu", "source": API, "totals": "ignored"}
    save(**noted)
    again = project.run("fetch").json
    assert {name: again[name] for name in noted} == noted
    save(fetched_at=None)
    assert "fetched_at" not in project.run("fetch").json


DATED = sorted({*FORMATS} - {"gitlab", "prometheus"})
"""GitLab's format has no time, and Prometheus has it in seconds."""


@pytest.mark.parametrize("format", DATED)
def test_a_report_shows_when_its_list_was_fetched(
    format: str, save: Save, project: Project
) -> None:
    save(number(label="x"), fetched_at="2025-12-31T22:59:58Z")
    out = project.run("check", "--live", "saved.json", "-o", format).out
    assert "2025-12-31T22:59:58Z" in out
    assert "2025-12-31T22:59:58Z" not in project.run("check", "-o", format).out


@pytest.mark.parametrize("format", sorted({*FORMATS} - {"csv", "gitlab"}))
def test_a_report_shows_that_totals_were_not_checked(
    format: str, save: Save, emulate: Emulate, project: Project
) -> None:
    says = {
        "json": '"totals_ignored": true',
        "junit": 'name="totals" value="ignored"',
        "prometheus": 'driftcheck_live_list_totals_ignored{account="default"} 1.0',
    }.get(format, "(totals: ignore)")
    save(totals="ignored")

    def shown(*args: str) -> str:
        return without_config(project.run("check", "-o", format, *args, env=ENV).out)

    assert says in shown("--live", "saved.json")
    assert says not in shown()
    url = emulate(NUMBER).url
    config = CONFIG.replace("file: live.json", f"agora: {{url: '{url}', totals: ignore}}")
    project.write(driftcheck__yaml=config)
    assert says in shown()
    assert project.run("fetch", env=ENV).json["totals"] == "ignored"
