"""The line of a file that a problem refers to: what is shown of it, and the carets."""

from pathlib import Path

import pytest

from driftcheck.model import Place, Problem
from driftcheck.output.excerpt import Sources
from tests.each import each

ROOM = 60


def drawn(
    folder: Path, text: str | bytes, line: int, column: int, said: str, shown: str | None = None
) -> list[str]:
    """Return the two lines below a message, without the margin; none if not shown."""
    file = folder / "f.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    problem = Problem(said, Place(str(file), line, column), shown=shown)
    found = Sources().excerpt(problem, ROOM)
    return [*found[1:]] if found else []


SHOWN = [
    ("label: x", 1, "label", None, ["label: …", "^^^^^"]),
    ("  label:   # why", 3, "label", None, ["  label:", "  ^^^^^"]),
    ("- lable: x", 3, 'unknown key "lable"', None, ["- lable: …", "  ^^^^^"]),
    ("- 'lable' : x", 3, 'unknown key "lable"', None, ["- 'lable' : …", "  ^^^^^^^"]),
    ("inbound: yes # or no", 1, "inbound", "yes", ["inbound: yes", "^^^^^^^"]),
    ('version: "1"', 10, "must be 1", "1", ['version: "1"', "         ^^^"]),
    ("numbers: [a, +1202]", 14, "no", "+1202", ["numbers: […, +1202]", "             ^^^^^"]),
    ("{label: a, lable: b}", 12, "lable", None, ["{label: …, lable: …}", "           ^^^^^"]),
    ("label:Sales", 6, "no space", None, ["label:…", "     ^"]),
    ("label Sales", 1, "no colon", None, ["label …", "^^^^^"]),
    ("label: 'Sales", 8, "never ends", None, ["label: '…", "       ^"]),
    ("\tlabel: x", 1, "a tab", None, [r"\tlabel: …", "^^"]),
    ("label: x", 9, "past the end", None, ["label: …", "        ^"]),
    ("\ufefflabel: x", 1, "label", None, ["label: …", "^^^^^"]),
    ("a: 1\rlabel: x", 1, "a", None, ["a: …", "^"]),
    ("日本: x", 1, 'key "日本"', None, ["日本: …", "^^^^"]),
    ("e\u0301a: x", 1, 'key "e\u0301a"', None, ["e\u0301a: …", "^^"]),
    ("{日本: x, label: y}", 9, "label", None, ["{…: …, label: …}", "       ^^^^^"]),
    ("a\x1b[31m: x", 1, 'key "a\x1b[31m"', None, [r"a\x1b[31m: …", "^^^^^^^^^"]),
    ("\u202eab: x", 1, 'key "\u202eab"', None, [r"\u202eab: …", "^^^^^^^^"]),
    ("state: 'a\u202eb'", 1, "no", "a\u202eb", [r"state: 'a\u202eb'", "^^^^^"]),
]


@each("case", SHOWN, ids=lambda case: case[0])
def test_known_names_and_quoted_values_of_a_line_are_shown(
    case: tuple[str, int, str, str | None, list[str]], tmp_path: Path
) -> None:
    text, column, said, shown, expected = case
    assert drawn(tmp_path, text, 1, column, said, shown) == expected


HIDDEN = [
    ("s3cret", 1, "label"),
    ("- s3cret", 3, "label"),
    ("s3cret: x", 1, "label"),
    ("s3cret: {label: x}", 10, "label"),
    ("s3cret s3cret", 1, "label"),
    ("# s3cret", 3, "label"),
    ("{password: s3cret, lable: x}", 20, 'unknown key "lable"'),
    ("password: s3cret # s3cret", 22, "label"),
    ("label: x", 10, "past the end of the line"),
    ("label: x", 90, "past the end of the line"),
    ("", 1, "label"),
]


@each("case", HIDDEN, ids=lambda case: f"{case[0]}:{case[1]}")
def test_an_unparsable_line_is_not_shown(case: tuple[str, int, str], tmp_path: Path) -> None:
    text, column, said = case
    assert drawn(tmp_path, text, 1, column, said) == []


SECRETS = [
    "password: s3cret",
    "password: 's3cret label: x'",
    'customer_secret: "s3cret',
    "password:s3cret, label: x",
    "password : s3cret",
    "password: {s3cret: s3cret}",
    "password: [s3cret, label, 's3cret']",
    "{password: s3cret, label: s3cret}",
    "{password: s3{cr,et, label: x}",
    "{passwrd: s3cret, label: s3cret}",
    '{"password":"s3cret","label":"s3cret"}',
    "label: s3cret",
    "user: s3cret: s3cret",
    "url: https://s3cret:s3cret@example.com/s3cret",
    "slack: {url: https://hooks.slack.com/services/T/B/s3cret}",
    "address: s3cret@example.com",
    "label: ${NAME:-s3cret}",
    "state: &s3cret x",
    "label: *s3cret",
    "label: x # s3cret",
    "label: x #s3cret s3cret: s3cret",
    "- - - s3cret",
    "? s3cret",
    "label: |s3cret",
    "s3cret label: s3cret",
    "label s3cret",
    "'s3cret' label",
    "version: 1, s3cret",
]


@each("text", SECRETS)
def test_a_possible_secret_is_not_shown_anywhere(text: str, tmp_path: Path) -> None:
    for column in range(1, len(text) + 2):
        for said in ("no", 'the key "label" is not', "must be s3cre"):
            found = "\n".join(drawn(tmp_path, text, 1, column, said))
            assert not any(part in found for part in ("s3", "cr,", "{cr", "et,"))


def test_a_value_that_the_message_names_is_shown_at_its_place_only(tmp_path: Path) -> None:
    text = "- {label: s3cret, state: s3cret}"
    said = 'there is no state "s3cret"'
    expected = ["- {label: …, state: s3cret}", "             ^^^^^"]
    assert drawn(tmp_path, text, 1, text.index("state") + 1, said) == expected
    text = "- {password: s3cret, state: x}"
    assert drawn(tmp_path, text, 1, 4, said) == ["- {password: …", "   ^^^^^^^^"]


LONG = "- {" + ", ".join(f"k{n}: v" for n in range(9000)) + ", lable: x, label: y}"


@pytest.mark.parametrize("room", [20, 40, 61, 120])
def test_a_long_line_is_cut_around_the_place(room: int, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(LONG, encoding="utf-8")
    place = Place(str(tmp_path / "f.yaml"), 1, LONG.index("lable") + 1)
    found = Sources().excerpt(Problem('unknown key "lable"', place), room)
    assert found is not None
    margin, line, carets = found
    assert (margin, len(margin) + 3 + len(line) <= room) == ("   1", True)
    assert line.startswith("…")
    assert line[len(carets) - 5 : len(carets)] == "lable"
    assert carets.strip() == "^^^^^"


def test_there_is_room_for_a_large_line_number(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("\n" * 123_455 + "label: x", encoding="utf-8")
    found = Sources().excerpt(Problem("label", Place(str(tmp_path / "f.yaml"), 123_456, 1)), 60)
    assert found == ("123456", "label: …", "^^^^^")


@pytest.mark.parametrize("name", ["live.json", "report.json"])
def test_generated_files_are_not_shown(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("label: x", encoding="utf-8")
    assert Sources().excerpt(Problem("label", Place(str(tmp_path / name), 1, 1)), 60) is None


@pytest.mark.parametrize("text", ['{"label": 1}', '[ {"label": 1}]', '\n[{\n "label": 1}]'])
def test_json_is_not_shown_under_any_name(text: str, tmp_path: Path) -> None:
    assert drawn(tmp_path, text, 1 + text.count("\n"), 3, "label") == []


@pytest.mark.parametrize("name", ["builtin:baseline", "/dev/stdin", "no/such/file", "/", "a\0b"])
def test_only_files_are_shown(name: str) -> None:
    assert Sources().excerpt(Problem("label", Place(name, 1, 1)), 60) is None


def test_the_readable_lines_of_a_file_that_is_not_utf_8_are_shown(tmp_path: Path) -> None:
    assert drawn(tmp_path, "label: für".encode("cp1252"), 1, 9, "no") == ["label: …", "       ^"]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("label: x", encoding="utf-8")
    sources, problem = Sources(), Problem("label", Place(str(file), 1, 1))
    first = sources.excerpt(problem, 60)
    file.unlink()
    assert first == sources.excerpt(problem, 60) == ("   1", "label: …", "^^^^^")
