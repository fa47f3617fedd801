"""The reports for programs say of a finding what the JSON report says of its age."""

import csv
import json
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from prometheus_client.parser import text_string_to_metric_families

from driftcheck.model import Age
from driftcheck.report import View, renderer
from tests.each import each
from tests.report.cases import CHANGED, unseen
from tests.reports import report
from tests.support import CONFIG, Project, number

FORMATS = ("json", "csv", "sarif", "junit", "prometheus")


def written(project: Project, *args: str) -> dict[str, str]:
    """The reports of a run with a history, by format."""
    project.write(driftcheck__yaml=f"{CONFIG}history: sqlite:///history.db\n")
    project.run("check", "-q", *(f"-o{name}=report.{name}" for name in FORMATS), *args)
    return {name: (project.folder / f"report.{name}").read_text("utf-8") for name in FORMATS}


def test_all_agree_with_the_json_report(project: Project) -> None:
    project.live(number(label="Sales"))
    written(project)
    project.live(number(label="Sales", inbound=False))
    reports = written(project)
    found = json.loads(reports["json"])["findings"]
    ages: list[Any] = [{n: v for n, v in one["age"].items() if n != "worse"} for one in found]
    assert [(one["path"], one["age"]["new"]) for one in found] == [
        *(("inbound", True), ("label", False))
    ]
    rows = csv.DictReader(reports["csv"].splitlines())
    assert [(row["since"], json.loads(row["nights"]), json.loads(row["new"])) for row in rows] == [
        tuple(age.values()) for age in ages
    ]
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    assert [one["properties"]["age"] for one in results] == ages
    failures = [one.text or "" for one in ElementTree.fromstring(reports["junit"]).iter("failure")]
    for text, age in zip(failures, ages, strict=True):
        ending = "1 night, new" if age["new"] else "1 night"
        assert f"since: {age['since']}, {ending}" in text.splitlines()
    families = {one.name: one for one in text_string_to_metric_families(reports["prometheus"])}
    oldest = families["driftcheck_oldest_finding_timestamp_seconds"].samples
    assert {one.labels["severity"]: one.value for one in oldest} == {
        one["severity"]: datetime.fromisoformat(one["age"]["since"]).timestamp() for one in found
    }


@each("since", ["", "zzz", "2026-13-01T00:00:00Z", "2026-01-03", "\x1b[31m", "=1+1"])
def test_a_damaged_history_breaks_no_report(since: str) -> None:
    made = report([CHANGED._replace(age=Age(since, 12, False))])
    texts = {name: renderer(name)(made, View()) for name in FORMATS}
    assert "driftcheck_oldest_finding_timestamp_seconds{" not in texts["prometheus"]
    assert "firstDetectionTimeUtc" not in texts["sarif"]
    assert not any(unseen(texts[name].replace("\r", "")) for name in FORMATS)


def test_a_run_that_is_not_recorded_has_no_ages(project: Project) -> None:
    project.live(number(label="Sales"))
    written(project)
    reports = written(project, "--no-history")
    assert json.loads(reports["json"])["findings"][0]["age"] is None
    assert reports["csv"].splitlines()[1].endswith(",,,")
    assert '"age"' not in reports["sarif"]
    assert "since: " not in reports["junit"]
    assert "driftcheck_oldest_finding_timestamp_seconds{" not in reports["prometheus"]
