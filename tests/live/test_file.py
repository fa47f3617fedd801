"""The live list from a file or standard input."""

import errno
import json
import os
from pathlib import Path

import pytest

from driftcheck.config import LiveFile
from driftcheck.live.source import source_of
from driftcheck.model import LiveError, LiveList, Problem
from tests.support import NUMBER, Project, number

HINT = "Set the file with --live FILE, or under `live: {file: ...}`."


def fetch(path: Path) -> LiveList:
    """Return the list in a file, as the pipeline fetches it."""
    return source_of(LiveFile(path, "shown.json"), lambda _line: None).fetch()


def refused(path: Path) -> Problem:
    """Return the problem of reading a file."""
    with pytest.raises(LiveError) as caught:
        fetch(path)
    (problem,) = caught.value.problems
    return problem


def test_a_file_list_has_the_display_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "live.json"
    path.write_bytes(b'[{"phone_number": "+12025550100"}, 1]')
    assert fetch(path) == LiveList("shown.json", ({"phone_number": "+12025550100"}, 1))


def test_an_invalid_file_is_refused_with_its_display_name(tmp_path: Path) -> None:
    path = tmp_path / "live.json"
    path.write_bytes(b"null")
    assert str(refused(path)) == "shown.json did not return a list of numbers: it is null"


def test_a_missing_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    message = f'cannot read "shown.json": {os.strerror(errno.ENOENT)}'
    assert refused(tmp_path / "none.json") == Problem(message, None, HINT)


def test_a_folder_is_not_a_list(tmp_path: Path) -> None:
    message = f'cannot read "shown.json": {os.strerror(errno.EISDIR)}'
    assert refused(tmp_path) == Problem(message, None, HINT)


def test_a_file_source_has_the_display_name_of_the_file() -> None:
    live = LiveFile(Path("folder/live.json"), "shown.json")
    assert source_of(live, lambda _line: None).name == live.name == "shown.json"


def test_a_dash_reads_the_list_from_standard_input(project: Project) -> None:
    list_ = '[{"phone_number": "+12025550100", "label": "Other"}]'
    ran = project.run("check", "--live", "-", "-o", "json", stdin=list_)
    account = ran.json["accounts"][0]
    assert (account["name"], account["source"], account["error"]) == ("default", "stdin", None)
    assert (account["declared"], account["live"]) == (1, 1)
    assert ("drift-changed", "Other") in {(f["check"], f["actual"]) for f in ran.json["findings"]}


def test_empty_standard_input_is_no_verdict(project: Project) -> None:
    ran = project.run("check", "--live", "-")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Error: stdin did not return a list of numbers: it is empty\n"
        "  It must hold the list as the API returns it: a JSON array of numbers.\n"
    )


def test_a_live_file_replaces_the_configured_source(project: Project) -> None:
    others = [NUMBER, number(phone_number="+12025550101")]
    project.write(other__json=json.dumps(others))
    account = project.report("--live", "other.json")["accounts"][0]
    assert (account["source"], account["live"]) == ("other.json", 2)
