"""The YAML reader against every case of the public YAML test suite, with both of PyYAML's readers.

See `cases` for where the cases come from. Where a reader disagrees with the suite, the tables of
differences say so, and these differences are tested too.
"""

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from driftcheck import declared, document
from driftcheck.document import build
from driftcheck.document.source import InputFile
from driftcheck.model import JSON, InputError
from driftcheck.system import published
from driftcheck.validation.shape import read
from tests.yaml_suite.cases import SYNTAX, Accepted, Difference, Outcome, Reads, Refused, Refuses
from tests.yaml_suite.cases_anchors import ANCHORS
from tests.yaml_suite.cases_documents import DOCUMENTS
from tests.yaml_suite.cases_empty_keys import EMPTY_KEYS
from tests.yaml_suite.cases_flow import FLOW
from tests.yaml_suite.cases_folded import FOLDED
from tests.yaml_suite.cases_invalid import INVALID
from tests.yaml_suite.cases_invalid_blocks import INVALID_BLOCKS
from tests.yaml_suite.cases_keys import KEYS
from tests.yaml_suite.cases_lenient import LENIENT
from tests.yaml_suite.cases_literal import LITERAL
from tests.yaml_suite.cases_mappings import MAPPINGS
from tests.yaml_suite.cases_plain import PLAIN
from tests.yaml_suite.cases_quoted import QUOTED
from tests.yaml_suite.cases_readers import READERS
from tests.yaml_suite.cases_several import SEVERAL
from tests.yaml_suite.cases_strict import STRICT
from tests.yaml_suite.cases_stricter import STRICTER
from tests.yaml_suite.cases_tabs import TABS
from tests.yaml_suite.cases_tags import TAGS
from tests.yaml_suite.cases_tags_of_spec import TAGS_OF_SPEC
from tests.yaml_suite.cases_whitespace import WHITESPACE

ACCEPTED: tuple[Accepted, ...] = (
    *ANCHORS,
    *DOCUMENTS,
    *FLOW,
    *FOLDED,
    *LITERAL,
    *MAPPINGS,
    *PLAIN,
    *QUOTED,
    *WHITESPACE,
)
REFUSED: tuple[Refused, ...] = (*KEYS, *SEVERAL, *STRICT, *TAGS, *TAGS_OF_SPEC)
NOT_YAML: tuple[Refused, ...] = (*INVALID, *INVALID_BLOCKS)
DIFFERENCES: tuple[Difference, ...] = (
    *EMPTY_KEYS,
    *LENIENT,
    *READERS,
    *STRICTER,
    *TABS,
)
CASES: tuple[Accepted | Refused | Difference, ...] = (
    *ACCEPTED,
    *REFUSED,
    *NOT_YAML,
    *DIFFERENCES,
)
NAME = "f.yaml"
LIBYAML = "libyaml"
LOADERS: dict[str, Any] = {"python": yaml.Loader}
if hasattr(yaml, "CLoader"):
    LOADERS[LIBYAML] = yaml.CLoader

ENTRY = "numbers:\n- phone_number: +12025550100\n"
LABELS = {
    "plain": ("  label: Support # the hotline\n", "Support"),
    "plain over lines": ("  label: Support,\n    second\n\n    line\n", "Support, second\nline"),
    "plain with signs": ("  label: a:b#c - 'd' [e]\n", "a:b#c - 'd' [e]"),
    "single quotes": ("  label: 'it''s \\n # no'\n", "it's \\n # no"),
    "single quotes over lines": ("  label: 'a\n    b\n\n    c '\n", "a b\nc "),
    "double quotes": ('  label: "\\x41\\t\\u00e9 \\"b\\" \\/"\n', 'A\té "b" /'),
    "double quotes over lines": ('  label: "a \\\n    b\\\n    \\ c\n\n    d"\n', "a b c\nd"),
    "a pair of escapes": ('  label: "\\ud83d\\ude00"\n', "\U0001f600"),
    "literal": ("  label: |\n    a\n     b\n\n    # c\n", "a\n b\n\n# c\n"),
    "literal, stripped": ("  label: |-\n    a\n\n\n", "a"),
    "literal, kept": ("  label: |+\n    a\n\n\n", "a\n\n\n"),
    "literal, indented by so much": ("  label: |2-\n     a\n    b\n", " a\nb"),
    "folded": ("  label: >\n    a\n    b\n\n    c\n     d\n    e\n", "a b\nc\n d\ne\n"),
    "folded, stripped": ("  label: >-\n    a\n    b\n", "a b"),
    "folded, kept": ("  label: >+ # kept\n    a\n    b\n\n", "a b\n\n"),
    "an explicit key": ("  ? label\n  : Support\n", "Support"),
    "an alias": ("  metadata: {team: &team Support}\n  label: *team\n", "Support"),
    "nothing that has a type": ("  label: 0o14\n", "0o14"),
}


@pytest.fixture(params=list(LOADERS))
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Has documents read by one of PyYAML's readers; its name."""
    monkeypatch.setattr(build, "LOADER", LOADERS[request.param])
    return str(request.param)


def outcome(text: str) -> tuple[Outcome, str]:
    """The result for a text, and the message if it is refused."""
    try:
        return Reads(read(document.parse(text, NAME).root)), ""
    except InputError as error:
        problem = error.problems[-1]
        assert problem.place is not None
        assert (problem.place.file, problem.place.column > 0) == (NAME, True)
        return Refuses(problem.place.line), problem.message


def typed(value: JSON | Outcome | None) -> str:
    """A value in which 1, 1.0, true and the order of fields differ; Python calls them equal."""
    return json.dumps(value.value) if isinstance(value, Reads) else repr(value)


def test_yaml_is_read_as_the_suite_says(reader: str) -> None:
    """As Python has it, and as JSON does, which knows 1 from 1.0 and true."""
    found = {case.id: outcome(case.text) for case in ACCEPTED}
    assert found == {case.id: (Reads(case.value), "") for case in ACCEPTED}
    written = {name: typed(what) for name, (what, _) in found.items()}
    assert written == {case.id: typed(Reads(case.value)) for case in ACCEPTED}


def test_line_endings_do_not_matter(reader: str) -> None:
    read_otherwise = [
        case.id
        for case in ACCEPTED
        if outcome(case.text.replace("\n", "\r\n"))[0] != Reads(case.value)
    ]
    assert read_otherwise == []


def test_a_byte_order_mark_makes_no_difference(reader: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for case in LITERAL[:3] + QUOTED[:3] + DOCUMENTS[:3]:
        path.write_bytes(codecs.BOM_UTF8 + case.text.encode())
        assert read(document.load(path, NAME).root) == case.value, case.id


def test_yaml_that_is_more_than_driftcheck_knows_is_refused(reader: str) -> None:
    found = {case.id: outcome(case.text) for case in REFUSED}
    assert found == {case.id: (Refuses(case.line), case.message) for case in REFUSED}


def test_what_is_not_yaml_is_refused(reader: str) -> None:
    found = {case.id: outcome(case.text) for case in NOT_YAML}
    lines = {name: refused for name, (refused, _) in found.items()}
    assert lines == {case.id: Refuses(case.line) for case in NOT_YAML}
    for case in NOT_YAML:
        assert case.message in found[case.id][1], case.id


def test_a_reader_differs_from_the_suite_only_as_listed(reader: str) -> None:
    found = {case.id: outcome(case.text) for case in DIFFERENCES}
    known = {c.id: typed(c.libyaml if reader == LIBYAML else c.python) for c in DIFFERENCES}
    assert {name: typed(what) for name, (what, _) in found.items()} == known
    for name, (what, message) in found.items():
        assert message.startswith(SYNTAX if isinstance(what, Refuses) else ""), name


def test_every_listed_difference_is_real() -> None:
    for case in DIFFERENCES:
        agree = typed(case.suite) == typed(case.libyaml) == typed(case.python)
        assert case.note
        assert not agree, case.id


def test_no_text_is_read_differently_from_what_yaml_says() -> None:
    read_otherwise = {
        case.id
        for case in DIFFERENCES
        for found in (case.libyaml, case.python)
        if isinstance(found, Reads) and not isinstance(case.suite, Refuses)
        if typed(found) != typed(case.suite)
    }
    assert read_otherwise == set()


def test_the_readers_never_read_one_text_differently() -> None:
    for case in DIFFERENCES:
        found = {typed(one) for one in (case.libyaml, case.python) if isinstance(one, Reads)}
        assert len(found) <= 1


def test_every_case_of_the_suite_is_here_once() -> None:
    assert len(CASES) == len({case.id for case in CASES}) == 402


def test_a_label_is_what_yaml_says_in_every_style(reader: str, tmp_path: Path) -> None:
    found = {}
    for style, (text, _) in LABELS.items():
        path = tmp_path / "a.yaml"
        path.write_text(f"version: 1\n{ENTRY}{text}", encoding="utf-8", newline="")
        numbers = declared.load([InputFile(path, "a.yaml")], published("number"))
        found[style] = numbers["+12025550100"].fields["label"]
    assert found == {style: label for style, (_, label) in LABELS.items()}
