"""The summary finding for fields that are not listed: waived, confirmed, selected."""

from typing import Any

import pytest

from tests.confirming import ONE, TWO, account, entries, listed
from tests.each import each
from tests.support import CONFIG, Project, number

WAIVER = """\
version: 1
waivers:
  - {{check: schema-unknown-field, numbers: ['{one}'], {more}reason: why, owner: me,
     expires: 2999-01-01}}
"""


def many(count: int) -> dict[str, Any]:
    return {f"f{index:04}": 1 for index in range(count)}


@each(
    ("path", "statuses"),
    [("", {True}), ("path: inbound_config, ", {True}), ("path: inbound_config.f0000, ", {False})],
)
def test_a_waiver_of_the_fields_covers_the_summary(
    project: Project, path: str, statuses: set[bool]
) -> None:
    waiver = WAIVER.format(one=ONE, more=path)
    project.write(driftcheck__yaml=CONFIG + "waivers: [w.yaml]\nfail_on: info\n", w__yaml=waiver)
    report = project.live(number(inbound_config=many(300))).report()
    rest = [f for f in report["findings"] if f["path"] == "inbound_config.*"]
    assert [(f["actual"], f["message"]) for f in rest] == [
        (200, "and 200 more fields that the schema does not define")
    ]
    assert {bool(f["waiver"]) for f in rest} == statuses
    unknown = {f["path"] for f in report["findings"] if f["check"] == "schema-unknown-field"}
    assert len(unknown) == 101
    assert report["findings"][-1]["path"] == "inbound_config.*"


def test_it_persists_with_another_count(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = entries()
    looking = account(project, monkeypatch, capsys)
    answers = listed({**one, **many(150)}, two), listed({**one, **many(151)}, two)
    report = looking.confirm(*answers, more="fail_on: info").report
    assert [(f["path"], f["actual"]) for f in report["findings"]][-1] == ("*", 51)
    assert report["confirmation"]["once"] == []


def test_it_belongs_to_one_number(project: Project) -> None:
    entry = number(phone_number=TWO, **many(150))
    report = project.live(number(**many(120)), entry).report("--select", f"phone_number={TWO}")
    rest = [f for f in report["findings"] if f["path"] == "*"]
    assert [(f["phone_number"], f["actual"]) for f in rest] == [(TWO, 50)]


def test_a_field_that_is_no_longer_listed_is_not_called_fixed(project: Project) -> None:
    project.live(number(**many(150))).run("check", "-o", "json=before.json")
    report = project.live(number(**many(150), a=1, b=1)).report("--baseline", "before.json")
    assert [f["path"] for f in report["findings"] if f["status"] == "new"] == ["a", "b", "*"]
    assert report["baseline"]["fixed"] == []
    report = project.live(number()).report("--baseline", "before.json")
    assert len(report["baseline"]["fixed"]) == 101
