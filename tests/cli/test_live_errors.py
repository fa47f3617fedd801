"""Failures of the API and the network, through the real command line and real HTTP."""

from pathlib import Path

import pytest

from tests.support import DECLARED, NUMBER, Emulate, Project

CONFIG = """\
version: 1
declared: [numbers.yaml]
live:
  agora:
    url: {url}
    timeout: {timeout}
"""
CREDENTIALS = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}


def over_http(folder: Path, url: str, timeout: float = 30) -> Project:
    """A project whose live side is a URL."""
    project = Project(folder).write(numbers__yaml=DECLARED)
    return project.write(driftcheck__yaml=CONFIG.format(url=url, timeout=timeout))


def test_a_list_over_http_is_checked(tmp_path: Path, emulate: Emulate) -> None:
    ran = over_http(tmp_path, emulate(NUMBER).url).run("check", "-q", env=CREDENTIALS)
    assert (ran.code, ran.err) == (0, "")


def test_wrong_credentials_show_the_api_message(tmp_path: Path, emulate: Emulate) -> None:
    url = emulate(NUMBER).url
    wrong = {**CREDENTIALS, "AGORA_CUSTOMER_SECRET": "wr0ng"}
    ran = over_http(tmp_path, url).run("check", env=wrong)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"Error: {url} answered 401: unauthorized: Authentication failed, please check your "
        "credentials.\n  Check customer_id and customer_secret (AGORA_CUSTOMER_ID and "
        "AGORA_CUSTOMER_SECRET).\n"
    )


def test_a_temporary_failure_is_retried_and_shown_with_verbose(
    tmp_path: Path, emulate: Emulate
) -> None:
    url = emulate(NUMBER, status=503, failures=2, retry_after=0).url
    ran = over_http(tmp_path, url).run("check", "-v", env=CREDENTIALS)
    assert ran.code == 0
    assert ran.err.count("driftcheck: retrying in 0.0 s: ") == 2
    assert f"driftcheck: {url}: 1 live number\n" in ran.err


def test_a_permanent_failure_is_reported_at_the_end(tmp_path: Path, emulate: Emulate) -> None:
    url = emulate(NUMBER, status=500, failures=9, retry_after=0).url
    ran = over_http(tmp_path, url).run("check", "-o", "json", env=CREDENTIALS)
    assert (ran.code, ran.json["outcome"]) == (1, "error")
    assert ran.err.startswith(f"Error: {url} answered 500: internal_server_error: ")


def test_a_stall_ends_at_the_deadline(tmp_path: Path, emulate: Emulate) -> None:
    url = emulate(NUMBER, delay=3600).url
    ran = over_http(tmp_path, url, timeout=0.3).run("check", env=CREDENTIALS)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"Error: {url} did not return the whole list in 0.3 seconds: it did not answer\n"
        "  Raise `timeout` under `live.agora`, or find out why the API is slow.\n"
    )


def test_an_empty_list_over_http_is_no_verdict(tmp_path: Path, emulate: Emulate) -> None:
    ran = over_http(tmp_path, emulate().url).run("check", env=CREDENTIALS)
    assert (ran.code, "returned an empty list" in ran.err) == (1, True)


def test_plain_http_is_refused_except_on_loopback(tmp_path: Path) -> None:
    ran = over_http(tmp_path, "http://api.example.com/x").run("check", env=CREDENTIALS)
    assert ran.code == 1
    assert ran.err == (
        'Error: driftcheck.yaml:5:5: "http://api.example.com/x" would send credentials in the '
        "clear\n"
        "  Use https; plain http is for an emulator on this machine.\n"
    )


@pytest.mark.parametrize("flag", ["-v", "-q"])
def test_the_secret_is_never_printed(tmp_path: Path, emulate: Emulate, flag: str) -> None:
    project = over_http(tmp_path, emulate(NUMBER, customer_id="other").url)
    ran = project.run("check", flag, "-o", "json", env=CREDENTIALS)
    assert ran.code == 1
    assert "s3cret" not in ran.out + ran.stderr


def test_a_saved_list_needs_no_credentials(tmp_path: Path) -> None:
    project = over_http(tmp_path, "https://api.example.com/x").live(NUMBER)
    assert project.run("check", "-q", "--live", "live.json").code == 0


def test_the_list_may_come_from_standard_input(tmp_path: Path) -> None:
    project = over_http(tmp_path, "https://api.example.com/x").live(NUMBER)
    text = (tmp_path / "live.json").read_text()
    ran = project.run("check", "--live", "-", "-o", "json", stdin=text)
    assert (ran.code, ran.json["accounts"][0]["source"]) == (0, "stdin")


def test_validate_needs_credentials_unless_disabled(tmp_path: Path) -> None:
    project = over_http(tmp_path, "https://api.example.com/x")
    assert project.run("validate").code == 1
    assert project.run("validate", "--no-credentials").code == 0
    assert project.run("validate", env=CREDENTIALS).code == 0
