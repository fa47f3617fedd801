"""Explanations of YAML errors at the place of the mistake (see also `cli/messages`)."""

import pytest
import yaml

from driftcheck.document import build, parse
from driftcheck.model import InputError, Place, Problem


def faults(text: str) -> tuple[Problem, ...]:
    """Return the problems of a YAML text."""
    with pytest.raises(InputError) as raised:
        parse(text, "f.yaml")
    return raised.value.problems


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n\tb: 1\n", Place("f.yaml", 2, 1)),
        ("a: b: c\n", Place("f.yaml", 1, 4)),
        ("a: @x\n", Place("f.yaml", 1, 4)),
        ("a:\n  b: 1\n c: 2\n", Place("f.yaml", 3, 2)),
    ],
    ids=["tab", "colon", "character", "indentation"],
)
def test_a_syntax_error_has_its_place_and_a_hint(text: str, place: Place) -> None:
    (found,) = faults(text)
    assert found.message.startswith("not valid YAML: ")
    assert found.place == place
    assert found.hint


def test_a_variable_that_breaks_a_flow_mapping_must_be_quoted() -> None:
    (found,) = faults("a: {b: ${X}}\n")
    assert found.hint == 'Inside { } or [ ], quote text that contains braces: "${NAME}".'


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("a: 1\nb: [1,\n  2\nc: 3\n", "[ is never closed", 2, 4),
        ("a: {b: {c: 1}\nd: 1\n", "{ is never closed", 1, 4),
        ("a: [\n", "[ is never closed", 1, 4),
        ("a: [b, {c: d]\n", "{ is closed by ]", 1, 13),
        ("a: {b: 'c' 'd'}\n", "a comma is missing before this", 1, 12),
        ("- a: 1\n-b: 2\n", "no space after the dash", 2, 1),
        ("# x\n\na:1\nb: 2\n", "no space after the colon", 3, 2),
        ("a: 1\n# x\n\n   b: 2\n", "indented by 3 spaces, but the line above has 0", 4, 4),
        ('a: "x\n  y" z\n', 'a quote (") is closed only on line 2', 1, 4),
        ("a: 'x' # y\nb: 'z' c\n", "text after the closing quote (')", 2, 8),
        ("a: &\n", "text that begins with & must be quoted", 1, 4),
        ("a: >x\n  y\n", "text after >", 1, 5),
        (
            "a: 1\n<<<<<<< x\nb: 2\n=======\nb: 3\n>>>>>>> y\n",
            "an unresolved merge conflict",
            2,
            1,
        ),
        ("[1, // x\n2 3: 4]\n", "a comment begins with #, not with //", 1, 5),
        ("a: b\n  /x: y\n", "indented by 2 spaces, but the line above has 0", 2, 3),
    ],
)
def test_the_place_is_at_the_mistake(text: str, message: str, line: int, column: int) -> None:
    (found,) = faults(text)
    assert (found.message, found.place) == (
        f"not valid YAML: {message}",
        Place("f.yaml", line, column),
    )
    assert found.hint


HINT = (
    "Check the indentation, and quote text that contains ': ' or begins with a special character."
)


def test_a_syntax_error_without_a_place_is_put_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(text: str) -> None:
        raise yaml.MarkedYAMLError(problem="it is broken")

    monkeypatch.setattr(build._Builder, "document", refuse)
    place = Place("f.yaml", 1, 1)
    assert faults("a: 1") == (
        Problem("not valid YAML: it cannot be parsed from here", place, HINT),
    )


SECRET = "h8nter2zq"


@pytest.mark.parametrize("reader", ["Loader", "CLoader"])
@pytest.mark.parametrize(
    "text",
    [
        "@{}",
        "%{}",
        "`{}",
        "*{}!",
        "&{}!",
        "'{}",
        '"{}',
        "{}: {}: {}",
        "[{}",
        "{{{}",
        '"\\{}"',
        "|{}",
    ],
)
def test_no_word_of_the_text_is_quoted(
    text: str, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "LOADER", getattr(yaml, reader))
    for line in (f"password: {text}\n", f"a:\n  password:\n    {text}\n   {text}\n"):
        for problem in faults(line.replace("{}", SECRET)):
            assert SECRET[:4] not in f"{problem} {problem.hint}"


@pytest.mark.parametrize(
    "text", ["- " * 50_000, " " * 50_000, ":" * 50_000, "'" * 50_000, "[" * 50_000]
)
def test_a_long_line_is_handled_quickly(text: str) -> None:
    assert faults(f"a: b: c\n{text}\n")
    assert faults(f"a: @ {text}\n")
    assert faults(f"a: b: {text}: c\n")
