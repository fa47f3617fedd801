"""Sixty accounts in one run: one down, one slow, one with credentials that do not let in."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from driftcheck.report import FORMATS
from tests.fleets import Fleet, Given, numbers
from tests.support import Project, Ran

COUNT = 60
DOWN, SLOW, BARRED, LATE, DRIFTED = "a-011", "a-007", "a-013", "a-008", "a-053"
FAILED = (SLOW, DOWN, BARRED)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ran, Path]]:
    """One run, and the folder with its reports."""
    folder = tmp_path_factory.mktemp("many")
    with ExitStack() as stack:
        fleet = Fleet(Project(folder), stack)
        given = {f"a-{n:03}": Given(numbers(12020000000 + 100 * n, 3)) for n in range(COUNT)}
        given["a-011"].url = "http://127.0.0.1:9/v2/phone-numbers"
        given["a-011"].timeout = 0.5
        given["a-007"].delay, given["a-007"].timeout = 60, 1.0
        given["a-013"].secret = "not-the-secret"
        given["a-008"].delay = 0.5
        given["a-053"].live[1]["label"] = "Sales"
        given["a-053"].declared = "".join(
            f"  - {{phone_number: {entry['phone_number']}, label: Support, inbound: true}}\n"
            for entry in given["a-053"].live
        )
        outputs = [f"-o{name}={folder}/report.{name}" for name in FORMATS]
        yield fleet.write_all(given).check(*outputs), folder


def read(ran: tuple[Ran, Path], format: str) -> str:
    return (ran[1] / f"report.{format}").read_text(encoding="utf-8")


def test_the_run_has_no_verdict_even_if_other_accounts_have_findings(ran: tuple[Ran, Path]) -> None:
    report = json.loads(read(ran, "json"))
    assert (ran[0].code, report["outcome"], report["exit_code"]) == (1, "error", 1)


def test_every_account_is_reported_in_the_order_of_the_configuration(
    ran: tuple[Ran, Path],
) -> None:
    accounts = json.loads(read(ran, "json"))["accounts"]
    assert [account["name"] for account in accounts] == [f"a-{n:03}" for n in range(COUNT)]
    failed = {account["name"] for account in accounts if account["error"]}
    assert failed == set(FAILED)


def test_each_that_fails_says_why(ran: tuple[Ran, Path]) -> None:
    errors = {a["name"]: a["error"] for a in json.loads(read(ran, "json"))["accounts"]}
    assert "cannot reach" in errors[DOWN] or "did not return the whole list" in errors[DOWN]
    assert "did not return the whole list in 1 seconds" in errors[SLOW]
    assert "answered 401" in errors[BARRED]


def test_the_others_are_checked_whole(ran: tuple[Ran, Path]) -> None:
    report = json.loads(read(ran, "json"))
    found = [(f["account"], f["check"], f["phone_number"]) for f in report["findings"]]
    assert found == [(DRIFTED, "drift-changed", "+12020005301")]
    checked = COUNT - len(FAILED)
    summary = report["summary"]
    assert (summary["declared"], summary["live"]) == (3 * checked, 3 * checked)
    assert (summary["in_sync"], summary["changed"]) == (3 * checked - 1, 1)


def test_an_account_that_takes_its_time_is_checked(ran: tuple[Ran, Path]) -> None:
    (late,) = (a for a in json.loads(read(ran, "json"))["accounts"] if a["name"] == LATE)
    assert (late["error"], late["summary"]["in_sync"]) == (None, 3)


@pytest.mark.parametrize("format", FORMATS)
def test_every_report_names_the_accounts_that_failed(format: str, ran: tuple[Ran, Path]) -> None:
    text = read(ran, format)
    assert [name for name in FAILED if name not in text] == []


def test_stderr_names_them_too(ran: tuple[Ran, Path]) -> None:
    told = [line for line in ran[0].err.splitlines() if line.startswith("Error: account ")]
    assert [line.split()[2] for line in told] == [f"{name}:" for name in FAILED]


def test_no_secret_is_shown(ran: tuple[Ran, Path]) -> None:
    texts = [read(ran, name) for name in FORMATS]
    assert not any(word in text for text in texts for word in ("s3cret-424", "not-the-secret"))


def test_the_text_report_counts_the_accounts_that_are_in_order(ran: tuple[Ran, Path]) -> None:
    text = read(ran, "text")
    count = COUNT - len(FAILED)
    assert re.match(rf"Live lists read: {count} of {COUNT}, fetched (from )?2\d{{3}}-\S+Z", text)
    assert "  a-007                      not checked\n" in text
    assert "  a-053  3 declared, 3 live  1 low\n" in text
    assert f"  … and {count - 1} more with no finding\n" in text
    assert len(text.splitlines()) < 40


def test_the_junit_report_has_a_suite_for_each(ran: tuple[Ran, Path]) -> None:
    suites = ElementTree.fromstring(read(ran, "junit"))
    errors = {s.get("name"): s.get("errors") for s in suites if s.get("errors") != "0"}
    assert (len(suites), errors) == (COUNT, dict.fromkeys(FAILED, "1"))


def test_the_csv_report_has_a_row_for_each_that_failed(ran: tuple[Ran, Path]) -> None:
    rows: list[Any] = list(csv.DictReader(io.StringIO(read(ran, "csv"))))
    assert [row["account"] for row in rows if row["check"] == "no-verdict"] == list(FAILED)
