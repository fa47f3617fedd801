"""Parsing YAML into nodes: places, and everything that is refused."""

from pathlib import Path

import pytest
import yaml

from driftcheck import document
from driftcheck.document import MappingNode, Scalar, SequenceNode, build, parse
from driftcheck.document.nodes import MAX_DEPTH
from driftcheck.model import InputError, Place, Problem


def faults(text: str) -> tuple[Problem, ...]:
    """Return the problems of a YAML text."""
    with pytest.raises(InputError) as raised:
        parse(text, "f.yaml")
    return raised.value.problems


def fields(text: str) -> dict[str, document.Node]:
    """Return the fields of a YAML mapping."""
    root = parse(text, "f.yaml").root
    assert isinstance(root, MappingNode)
    return root.fields


def test_a_plain_scalar_keeps_its_text(subtests: pytest.Subtests) -> None:
    for text in ["no", "6036", "+12025550100", "~", "null", "0x1f", "12:30:45"]:
        with subtests.test(text=text):
            assert fields(f"a: {text}\n")["a"] == Scalar(text, True, 1, 4)


@pytest.mark.parametrize("text", ["'no'", '"no"'])
def test_a_quoted_scalar_is_not_plain(text: str) -> None:
    assert fields(f"a: {text}\n")["a"] == Scalar("no", False, 1, 4)


def test_a_block_scalar_is_not_plain() -> None:
    assert fields("a: |\n  null\n")["a"] == Scalar("null\n", False, 1, 4)


def test_a_value_left_out_is_empty_and_plain() -> None:
    assert fields("a:\nb: 1\n")["a"] == Scalar("", True, 1, 3)


def test_lists_and_mappings_have_places_and_so_have_keys() -> None:
    root = parse("a:\n  - x\n  - {b: y}\n", "f.yaml").root
    inner = MappingNode({"b": Scalar("y", True, 3, 9)}, {"b": (3, 6)}, 3, 5)
    listed = SequenceNode([Scalar("x", True, 2, 5), inner], 2, 3)
    assert root == MappingNode({"a": listed}, {"a": (1, 1)}, 1, 1)


def test_columns_count_characters() -> None:
    assert fields("{äöü😀: 1, b: 2}")["b"] == Scalar("2", True, 1, 14)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one_line(end: str) -> None:
    assert fields(f"a: 1{end}{end}b: 2{end}")["b"] == Scalar("2", True, 3, 4)


def test_json_is_yaml() -> None:
    assert fields('{"a": ["x"]}')["a"] == SequenceNode([Scalar("x", False, 1, 8)], 1, 7)


def test_a_document_may_have_a_start_an_end_and_a_version() -> None:
    assert fields("%YAML 1.2\n---\na: 1\n...\n")["a"] == Scalar("1", True, 3, 4)


@pytest.mark.parametrize("text", ["", "\n", "   \n", "# nothing yet\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert [problem.message for problem in faults(text)] == ["the file is empty"]


def test_a_second_document_is_refused_at_its_start() -> None:
    hint = "Put each document in its own file."
    place = Place("f.yaml", 2, 1)
    assert faults("a: 1\n---\nb: 2\n") == (Problem("a second document begins here", place, hint),)


def test_a_duplicate_key_names_both_places() -> None:
    message = 'duplicate key "a"'
    hint = "The first is at f.yaml:1:1; keep only one."
    found = faults("a: 1\nb: 2\na: 3\n")
    assert found == (Problem(message, Place("f.yaml", 3, 1), hint),)


def test_every_duplicate_key_is_reported() -> None:
    found = faults("x: {a: 1, 'a': 2}\ny:\n  b: 1\n  b: 2\n  b: 3\n")
    assert [str(problem) for problem in found] == [
        'f.yaml:1:11: duplicate key "a"',
        'f.yaml:4:3: duplicate key "b"',
        'f.yaml:5:3: duplicate key "b"',
    ]


def test_the_same_key_in_two_mappings_is_fine() -> None:
    assert fields("x: {a: 1}\ny: {a: 2}\n").keys() == {"x", "y"}


def test_keys_are_compared_as_text() -> None:
    assert list(fields("1: a\n01: b\n'no': c\n~: d\n")) == ["1", "01", "no", "~"]


@pytest.mark.parametrize("rest", ["b: [\n", "b: !x 3\n"])
def test_a_duplicate_key_is_reported_together_with_a_fatal_error(rest: str) -> None:
    first, second = faults(f"a: 1\na: 2\n{rest}")
    assert str(first) == 'f.yaml:2:1: duplicate key "a"'
    assert second.message.startswith(("not valid YAML: ", "tags (!...) are not supported"))


@pytest.mark.parametrize(
    ("text", "column"),
    [("a: !!str 5", 4), ("!!int 5: a", 1), ("a: !s3cret {b: 1}", 4), ("a: !!python/name:os []", 4)],
)
def test_a_tag_is_refused_and_not_quoted(text: str, column: int) -> None:
    """It may be a password that starts with an exclamation mark."""
    hint = "If it is text, put it in quotes."
    problem = Problem("tags (!...) are not supported", Place("f.yaml", 1, column), hint)
    assert faults(text) == (problem,)


@pytest.mark.parametrize("text", ["[a]: 1", "{a: 1}: 1", "a: &x b\n*x : 1"])
def test_a_key_must_be_plain_text(text: str) -> None:
    (found,) = faults(text)
    assert found.message == "a key must be plain text"
    assert found.hint == "Quote it, or write it as a value."


def test_merge_keys_are_refused_with_an_alternative() -> None:
    hint = "Write the fields out, or use `defaults` in declarations."
    place = Place("f.yaml", 3, 3)
    found = faults("a: &x {b: 1}\nc:\n  <<: *x\n")
    assert found == (Problem("merge keys (<<) are not supported", place, hint),)


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    assert list(fields("'<<': 1\n")) == ["<<"]


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x07", "\x7f", "\uffff"])
def test_a_forbidden_character_is_named_with_its_place(sign: str) -> None:
    message = f"a character that YAML does not allow: {sign!a}"
    assert faults(f"a: b\nä: c{sign}\n") == (Problem(message, Place("f.yaml", 2, 5)),)


def test_a_reader_error_without_a_character_is_still_an_input_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(text: str) -> None:
        raise yaml.reader.ReaderError("", 0, 0, "utf-8", "no")

    monkeypatch.setattr(build._Builder, "document", refuse)
    place = Place("f.yaml", 1, 1)
    assert faults("a: 1") == (Problem("a character that YAML does not allow", place),)


def test_an_alias_has_the_value_of_its_anchor() -> None:
    read = fields("a: &x {b: 1}\nc: *x\n")
    assert read["c"] == read["a"]


@pytest.mark.parametrize("text", ["a: *x", "a: &x [*x]", "a: &x {b: *x}", "a: *x\nb: &x 1"])
def test_an_alias_of_an_incomplete_value_is_refused(text: str) -> None:
    (found,) = faults(text)
    assert found.message == "an alias (*...) does not refer to a complete value"
    assert found.hint == "If it is text, put it in quotes."


def test_a_repeated_anchor_refers_to_the_later_value() -> None:
    assert fields("a: &x 1\nb: &x 2\nc: *x\n")["c"] == Scalar("2", True, 2, 4)


@pytest.mark.parametrize(
    ("first", "again"),
    [("[" + "x," * 9 + "]", "[" + "*a{0}," * 9 + "]"), ("[x]", "[*a{0}]"), ("x", "{{k: *a{0}}}")],
    ids=["wide", "deep lists", "deep mappings"],
)
def test_aliases_that_expand_too_much_are_refused(first: str, again: str) -> None:
    lines = [f"a0: &a0 {first}", *(f"a{n + 1}: &a{n + 1} {again.format(n)}" for n in range(70))]
    (found,) = faults("\n".join(lines))
    assert found.message == "the aliases expand to too many values"
    assert found.hint == "Write the values out."


def test_any_number_of_small_aliases_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MAX_ALIASED_NODES", 10)
    text = "a: &a {id: p, name: x}\n" + "".join(f"b{n}: *a\n" for n in range(100))
    assert fields(text)["b99"] == fields(text)["a"]


def test_the_depth_of_an_alias_counts_from_its_position() -> None:
    deep = "[" * 40 + "]" * 40
    (found,) = faults(f"a: &a {deep}\nb: {'[' * 40}*a{']' * 40}\n")
    assert (found.message, found.place) == (
        "the aliases expand to too many values",
        Place("f.yaml", 2, 44),
    )


def test_the_deepest_nesting_allowed_is_read() -> None:
    assert isinstance(parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f.yaml").root, SequenceNode)


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "[" * 70 + "]" * 70])
def test_nesting_that_is_too_deep_is_refused(text: str) -> None:
    assert [problem.message for problem in faults(text)] == ["nested deeper than 64 levels"]


def test_a_place_is_found_by_a_path_at_the_key_of_a_field() -> None:
    source = parse("a:\n  - x\n  - {b: y}\n", "f.yaml")
    assert source.locate(("a", 1, "b")) == Place("f.yaml", 3, 6)


def test_a_missing_path_has_the_place_of_its_nearest_parent(subtests: pytest.Subtests) -> None:
    for path, place in [
        ((), Place("f.yaml", 2, 1)),
        (("a",), Place("f.yaml", 2, 1)),
        (("a", 0), Place("f.yaml", 3, 5)),
        (("a", 0, "x"), Place("f.yaml", 3, 5)),
        (("a", 7), Place("f.yaml", 2, 1)),
        (("a", "b"), Place("f.yaml", 2, 1)),
        (("b", "c"), Place("f.yaml", 4, 1)),
        (("zzz", "a"), Place("f.yaml", 2, 1)),
    ]:
        with subtests.test(path=path, place=place):
            assert parse("\na:\n  - x\nb: {}\n", "f.yaml").locate(path) == place


def test_a_node_has_the_place_of_its_start() -> None:
    assert parse("\n  x", "f.yaml").place(Scalar("x", True, 2, 3)) == Place("f.yaml", 2, 3)


def test_a_file_is_shown_by_the_given_name_or_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    assert document.load(path, "shown.yaml") == parse("a: 1\n", "shown.yaml")
    assert document.load(path).name == str(path)


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert document.load(path, "f.yaml") == parse("a: 1\n", "f.yaml")


@pytest.mark.parametrize("name", [".", "none.yaml"])
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, name: str) -> None:
    reason = "Is a directory" if name == "." else "No such file or directory"
    with pytest.raises(InputError) as raised:
        document.load(tmp_path / name, "f.yaml")
    assert str(raised.value) == f'cannot read "f.yaml": {reason}'


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        (b"\xff\xfea\x00", Place("f", 1, 1), "; it is UTF-16 now."),
        (b"\xff\xfe\0\0a\0\0\0", Place("f", 1, 1), "; it is UTF-32 now."),
        (b"a: 1\r\nb: \xe4\n", Place("f", 2, 4), "; it looks like Windows-1252 (ANSI)."),
        (b"a: 1\r\nb: \x93x\x94", Place("f", 2, 4), "; it looks like Windows-1252 (ANSI)."),
        (b"a: \xf0\x9f\x98", Place("f", 1, 4), "."),
    ],
    ids=["utf-16", "utf-32", "latin-1", "curly quotes", "half a character"],
)
def test_text_that_is_not_utf8_is_refused_at_its_first_byte(
    tmp_path: Path, data: bytes, place: Place, hint: str
) -> None:
    (tmp_path / "f").write_bytes(data)
    with pytest.raises(InputError) as raised:
        document.load(tmp_path / "f", "f")
    said = f"Save the file as UTF-8{hint}"
    assert raised.value.problems == (Problem("not UTF-8 text", place, said),)
