"""Where CI systems show a finding: always in a file named from the root of the repository."""

from typing import Any

import pytest

from driftcheck.model import Place, Problem, Report, Terms
from driftcheck.report.anchor import Anchors
from tests.each import each
from tests.report.cases import CHANGED, EU, NAMELESS, US
from tests.reports import HOSTILE, report

BELOW = {
    "voice/driftcheck.yaml": "ops/voice/driftcheck.yaml",
    "voice/eu.yaml": "ops/voice/eu.yaml",
    "/repo/us.yaml": "us.yaml",
}


def made(**more: Any) -> Report:
    """Return a report with two accounts, from the folder `ops` of the repository `/repo`."""
    accounts = (
        EU._replace(files=("voice/eu.yaml",)),
        US._replace(files=("/etc/x.yaml", "/repo/us.yaml")),
    )
    given: dict[str, Any] = {"accounts": accounts, "paths": BELOW}
    given["terms"] = Terms("voice/driftcheck.yaml")
    return report(**{**given, **more})


@each(("file", "expected"), BELOW.items())
def test_a_file_of_the_repository_is_named_from_the_root(file: str, expected: str) -> None:
    assert Anchors(made()).of(Place(file, 3, 5), "eu") == Place(expected, 3, 5)


@each("file", ["builtin:baseline", "/etc/a.yaml", "../a.yaml", "ops/voice/eu.yaml", ".", ""])
def test_another_place_is_shown_at_the_declarations(file: str) -> None:
    assert Anchors(made()).of(Place(file, 3, 5), "eu") == Place("ops/voice/eu.yaml", 1, 1)


def test_a_finding_without_a_place_is_shown_at_the_declarations_of_its_account() -> None:
    anchors = Anchors(made())
    assert anchors.of(None, "eu") == Place("ops/voice/eu.yaml", 1, 1)
    assert anchors.of(None, "us") == Place("us.yaml", 1, 1)  # the first that is in the repository


@pytest.mark.parametrize("account", [None, "", "unknown"])
def test_a_finding_of_an_unknown_account_is_shown_at_the_configuration(account: str | None) -> None:
    assert Anchors(made()).of(None, account) == Place("ops/voice/driftcheck.yaml", 1, 1)


def test_without_declarations_in_the_repository_the_configuration_is_used() -> None:
    only = {"voice/driftcheck.yaml": "ops/voice/driftcheck.yaml"}
    assert Anchors(made(paths=only)).of(None, "eu") == Place("ops/voice/driftcheck.yaml", 1, 1)


def test_without_the_configuration_in_the_repository_declarations_are_used() -> None:
    anchors = Anchors(made(paths={"/repo/us.yaml": "us.yaml"}))
    assert anchors.of(None) == anchors.of(None, "eu") == Place("us.yaml", 1, 1)


def test_a_file_is_named_even_without_any_information() -> None:
    assert Anchors(made(paths={}, terms=None)).of(None, "eu") == Place("driftcheck.yaml", 1, 1)


@each("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_file_with_any_name_has_an_anchor(text: str) -> None:
    anchors = Anchors(made(terms=Terms(text), paths={text: text}))
    assert anchors.of(Place(text, 3, 5)) == Place(text, 3, 5)
    assert anchors.of(None) == Place(text, 1, 1)


def test_a_moved_report_names_files_of_the_repository_from_the_root() -> None:
    found = [CHANGED._replace(location=Place("voice/eu.yaml", 3, 5)), NAMELESS]
    elsewhere = Problem("it is wrong", Place("/etc/x.yaml", 3, 5))
    here = Problem("it is wrong", Place("/repo/us.yaml", 3, 5))
    given = made(findings=tuple(found))._replace(problems=(elsewhere, here, Problem("no")))
    moved = Anchors(given).moved(given)
    assert [f.location for f in moved.findings] == [Place("ops/voice/eu.yaml", 3, 5), None]
    assert [str(problem) for problem in moved.problems] == [
        "/etc/x.yaml:3:5: it is wrong",
        "us.yaml:3:5: it is wrong",
        "no",
    ]


@each(
    ("path", "expected"),
    [
        ("driftcheck.yaml", ""),
        ("", ""),
        ("fleet.yaml", "fleet.yaml"),
        ("ops/driftcheck.yaml", "ops/driftcheck.yaml"),
        ("/repo/ops/voice/driftcheck.yaml", "ops/voice/driftcheck.yaml"),
    ],
)
def test_a_configuration_is_identified_by_its_path(path: str, expected: str) -> None:
    anchors = Anchors(made(config_path=path))
    assert anchors.config == expected
    assert (anchors.key("f" * 32) == "f" * 32) == (not expected)


def test_two_configurations_never_have_the_same_key() -> None:
    paths = ["driftcheck.yaml", "a.yaml", "b.yaml", "/etc/a/x.yaml", "/etc/b/x.yaml"]
    keys = [Anchors(made(config_path=path, paths={})).key("f" * 32) for path in paths]
    assert len({*keys}) == len(keys)
    assert {len(key) for key in keys} == {32}
