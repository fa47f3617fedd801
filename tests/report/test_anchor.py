"""Where CI systems show a finding: always in a file named from the root of the repository."""

import pytest

from driftcheck.model import Place, Terms
from driftcheck.report import View
from driftcheck.report.anchor import Anchors
from tests.each import each
from tests.report.cases import EU, US
from tests.reports import HOSTILE, report

ROOT = View(root="/repo", here="/repo")
BELOW = View(root="/repo", here="/repo/ops/voice")
HOME = Place("numbers.yaml", 1, 1)
"""The first line of the declarations of the account `default`."""


def named(file: str, view: View) -> str:
    """Return the file of the anchor of line 3 in a file; the anchor must have this line."""
    anchor = Anchors(report(), view).of(Place(file, 3, 5), "default")
    assert (anchor.line, anchor.column) == (3, 5)
    return anchor.file


@each(
    ("file", "expected"),
    [
        ("a.yaml", "a.yaml"),
        ("./a.yaml", "a.yaml"),
        ("sub/../a.yaml", "a.yaml"),
        ("sub//./a.yaml", "sub/a.yaml"),
        ("/repo/sub/a.yaml", "sub/a.yaml"),
        ("../repo/a.yaml", "a.yaml"),
        ("..a/..b.yaml", "..a/..b.yaml"),
        ("a b%20#ü:c.yaml", "a b%20#ü:c.yaml"),
    ],
)
def test_a_file_in_the_root_is_named_from_the_root(file: str, expected: str) -> None:
    assert named(file, ROOT) == expected


@each(
    ("file", "expected"),
    [
        ("a.yaml", "ops/voice/a.yaml"),
        ("sub/a.yaml", "ops/voice/sub/a.yaml"),
        ("../a.yaml", "ops/a.yaml"),
        ("../../a.yaml", "a.yaml"),
        ("/repo/a.yaml", "a.yaml"),
        ("/repo/ops/voice/a.yaml", "ops/voice/a.yaml"),
    ],
)
def test_from_a_subfolder_files_are_named_from_the_root_too(file: str, expected: str) -> None:
    assert named(file, BELOW) == expected


@pytest.mark.parametrize(("file", "expected"), [("a.yaml", "a.yaml"), ("./b/../a.yaml", "a.yaml")])
def test_without_a_known_root_files_are_named_from_the_working_directory(
    file: str, expected: str
) -> None:
    assert named(file, View()) == expected


@each("view", [ROOT, View()])
@each(
    "file",
    [
        "builtin:baseline",
        "../a.yaml",
        "sub/../../a.yaml",
        "..",
        ".",
        "",
        "/etc/a.yaml",
        "/repository/a.yaml",
    ],
)
def test_a_place_outside_the_repository_is_shown_at_the_declarations(file: str, view: View) -> None:
    assert Anchors(report(), view).of(Place(file, 3, 5), "default") == HOME


def test_a_place_without_a_file_is_not_the_working_directory() -> None:
    anchors = Anchors(report(), BELOW)
    assert anchors.of(Place("", 3, 5), "default") == Place("ops/voice/numbers.yaml", 1, 1)


def test_a_finding_without_a_place_is_shown_at_the_declarations_of_its_account() -> None:
    anchors = Anchors(report(accounts=(EU, US)), BELOW)
    assert anchors.of(None, "eu") == Place("ops/voice/eu.yaml", 1, 1)
    assert anchors.of(None, "us") == Place("ops/voice/us.yaml", 1, 1)
    assert anchors.of(Place("builtin:baseline", 3, 5), "us") == Place("ops/voice/us.yaml", 1, 1)


def test_the_first_declarations_file_inside_the_repository_is_used() -> None:
    files = ("builtin:x", "/etc/a.yaml", "../b.yaml", "c.yaml", "d.yaml")
    anchors = Anchors(report(accounts=(EU._replace(files=files),)), ROOT)
    assert anchors.of(None, "eu") == Place("c.yaml", 1, 1)


@pytest.mark.parametrize("files", [(), ("/etc/a.yaml",), ("../a.yaml", "")])
def test_without_declarations_in_the_repository_the_configuration_is_used(
    files: tuple[str, ...],
) -> None:
    accounts = (EU._replace(files=files),)
    anchors = Anchors(report(accounts=accounts, terms=Terms("conf/fleet.yaml")), ROOT)
    assert anchors.of(None, "eu") == Place("conf/fleet.yaml", 1, 1)


@pytest.mark.parametrize("account", [None, "", "unknown"])
def test_a_finding_of_an_unknown_account_is_shown_at_the_configuration(account: str | None) -> None:
    anchors = Anchors(report(terms=Terms("conf/fleet.yaml")), BELOW)
    assert anchors.of(None, account) == Place("ops/voice/conf/fleet.yaml", 1, 1)


@each(
    ("terms", "view", "expected"),
    [
        (None, View(), "driftcheck.yaml"),
        (None, ROOT, "driftcheck.yaml"),
        (None, BELOW, "ops/voice/driftcheck.yaml"),
        (Terms("/etc/driftcheck.yaml"), ROOT, "driftcheck.yaml"),
        (Terms("/etc/driftcheck.yaml"), View(), "driftcheck.yaml"),
        (Terms("../driftcheck.yaml"), BELOW, "ops/driftcheck.yaml"),
        (Terms("../fleet.yaml"), ROOT, "driftcheck.yaml"),
    ],
)
def test_even_without_any_information_a_file_of_the_repository_is_named(
    terms: Terms | None, view: View, expected: str
) -> None:
    assert Anchors(report(terms=terms), view).of(None) == Place(expected, 1, 1)
    assert Anchors(report(accounts=(), terms=terms), view).of(None, "eu").file == expected


@each("view", [ROOT, BELOW, View()])
@each("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_anchor_of_a_file_with_any_name_is_in_the_repository(text: str, view: View) -> None:
    account = EU._replace(name=text, files=(text,))
    anchors = Anchors(report(accounts=(account,), terms=Terms(text)), view)
    for anchor in (anchors.of(Place(text, 3, 5)), anchors.of(None, text), anchors.of(None)):
        first, *_ = anchor.file.split("/")
        assert first not in {"", ".", ".."}
        assert anchor.line in {1, 3}
