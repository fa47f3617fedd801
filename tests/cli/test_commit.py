"""The commit and the CI run in reports, history and notifications."""

import json
import re
import sqlite3
from contextlib import closing
from typing import Any

import jsonschema
import pytest

from driftcheck import check
from driftcheck.notify import slack, teams, webhook
from driftcheck.notify.mail import message
from driftcheck.system import published
from tests.each import each
from tests.notify.giving import drifted, news
from tests.pipeline.test_git import SHA, written
from tests.support import CONFIG, Project, number

URL = "https://ci.example.com/job/a'b&c/7/"
RUN = {"BUILD_URL": URL}
SHORT = SHA[:12]


@pytest.fixture
def checked_out(project: Project) -> Project:
    """A project in a repository, with a history and a finding."""
    written(project.folder)
    project.write(driftcheck__yaml=f"{CONFIG}history: sqlite:///h.db\n")
    return project.live(number(label="Sales"))


def named(format: str, text: str) -> tuple[str, str]:
    """Return the commit and the URL in a report."""
    match format:
        case "json":
            known = json.loads(text)
            return known["commit"], known["run_url"]
        case "sarif":
            known = json.loads(text)["runs"][0]["properties"]
            return known["commit"], known["run_url"]
        case "junit":
            found = dict(re.findall(r'<property name="(\w+)" value="([^"]*)"', text))
            return found["commit"], found["run_url"].replace("&amp;", "&")
        case "html":
            shown = URL.replace("&", "&amp;").replace("'", "&#39;")
            assert f'<dd><a href="{shown}" rel="noreferrer">{shown}</a></dd>' in text
            return re.findall(r"<dt>Commit</dt><dd><code>(\w+)</code>", text)[0], URL
        case "markdown":
            assert f" · commit `{SHORT}` · [CI run](<{URL}>)</sub>" in text.splitlines()[-1]
            return SHA, URL
    assert f"Commit {SHORT}, CI run {URL}" in text.splitlines()
    return SHA, URL


@each("format", ["text", "json", "html", "markdown", "sarif", "junit"])
def test_a_report_says_what_was_checked_and_where(format: str, checked_out: Project) -> None:
    ran = checked_out.run("check", "--no-history", "-o", format, env=RUN)
    assert (ran.code, named(format, ran.out)) == (2, (SHA, URL))


@each("format", ["text", "json", "html", "markdown", "sarif", "junit"])
def test_a_report_without_a_verdict_says_it_too(format: str, checked_out: Project) -> None:
    checked_out.write(numbers__yaml="version: 1\nnumbers: 1\n")
    outputs = ("-o", f"{format}=report", "-o", "json=report.json")
    assert checked_out.run("check", *outputs, env=RUN).code == 1
    assert named(format, (checked_out.folder / "report").read_text()) == (SHA, URL)


def test_masking_numbers_does_not_change_them(checked_out: Project) -> None:
    known = checked_out.run("check", "--mask-numbers", "-o", "json", env=RUN).json
    assert (known["commit"], known["run_url"]) == (SHA, URL)
    jsonschema.validate(known, published("report"))


def test_unknown_values_are_null_and_not_mentioned(project: Project) -> None:
    ran = project.run("check", "-o", "json", "-o", "text=a", "-o", "html=b", "-o", "sarif=c")
    assert (ran.json["commit"], ran.json["run_url"]) == (None, None)
    written_ = "".join((project.folder / name).read_text() for name in "abc")
    assert not re.search("commit|CI run|run_url", written_)


def history(project: Project, *args: str) -> Any:
    known = project.run("history", *args, "-o", "json").json
    jsonschema.validate(known, published("history"))
    return known


def test_the_history_records_them_in_the_chain(checked_out: Project) -> None:
    checked_out.run("check", env=RUN)
    (point,) = history(checked_out)["runs"]
    assert (point["commit"], point["run_url"]) == (SHA, URL)
    record = history(checked_out, "show")["run"]["record"]
    assert (record["commit"], record["run_url"]) == (SHA, URL)
    assert f"\nCommit {SHORT}, CI run {URL}\n" in checked_out.run("history", "show").out
    page = checked_out.run("history", "-o", "html").out
    assert f"<code>{SHORT}</code> <a href=" in page
    alter(checked_out, SHA, "f" * 40)
    ran = checked_out.run("history", "verify")
    assert (ran.code, "its record does not match its hash" in ran.out) == (2, True)


def alter(project: Project, old: str, new: str) -> None:
    with closing(sqlite3.connect(project.folder / "h.db")) as connection, connection:
        connection.execute("UPDATE driftcheck_runs SET record = replace(record, ?, ?)", (old, new))


def test_a_run_of_an_earlier_version_has_neither(project: Project) -> None:
    project.write(driftcheck__yaml=f"{CONFIG}history: sqlite:///h.db\n").run("check")
    (point,) = history(project)["runs"]
    assert (point["commit"], point["run_url"]) == (None, None)
    assert history(project, "show")["run"]["record"].keys().isdisjoint({"commit", "run_url"})
    assert "Commit" not in project.run("history", "-o", "html").out


def test_a_manipulated_url_in_the_history_is_not_a_link(checked_out: Project) -> None:
    checked_out.run("check", env=RUN)
    alter(checked_out, URL, "javascript:alert(1)//")
    alter(checked_out, f'"{SHA}"', '{"a":1}')
    (point,) = history(checked_out)["runs"]
    assert (point["commit"], point["run_url"]) == (None, None)
    assert "javascript" not in checked_out.run("history", "-o", "html").out


def test_notifications_link_to_the_run() -> None:
    what = news(drifted(commit=SHA, run_url=URL))
    body = webhook.document(what)
    jsonschema.validate(body, published("notification"))
    assert (body["commit"], body["run_url"]) == (SHA, URL)
    escaped = URL.replace("&", "&amp;")
    assert list(slack.lines(what))[-1] == f"commit `{SHORT}`, <{escaped}|CI run>"
    card = teams.document(what)["attachments"][0]["content"]
    assert [(one["type"], one["url"]) for one in card["actions"]] == [("Action.OpenUrl", URL)]
    assert card["body"][-1]["inlines"][0]["text"] == f"Commit {SHORT}"
    mail = message(what, {"from": "a@example.com", "to": ["b@example.com"]}).get_content()
    assert f"Commit {SHORT}, CI run\n  {URL}\n" in mail or f"CI run {URL}" in mail


def test_notifications_without_a_run_url_have_no_link() -> None:
    body = webhook.document(news())
    assert (body["commit"], body["run_url"]) == (None, None)
    assert not any("commit" in line or "CI run" in line for line in slack.lines(news()))
    card = teams.document(news())["attachments"][0]["content"]
    assert "actions" not in card


def test_the_python_api_reads_the_given_variables(checked_out: Project) -> None:
    path = checked_out.folder / "driftcheck.yaml"
    made = check(path, environ={"GITHUB_SHA": "f" * 40, **RUN})
    assert (made.commit, made.run_url) == (SHA, URL)
    assert check(path, environ={}).run_url is None
