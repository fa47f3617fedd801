"""Files of `NAME='value'` lines are read like in a POSIX shell, or refused."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.config.assignments import read_assignments
from driftcheck.draft import env_text
from driftcheck.model import InputError
from tests.each import each

SHELL = shutil.which("sh")
LINES = [
    "A='x y'",
    "A=x",
    "A=",
    "A=''",
    'export A="x y"',
    "export  A=x # more",
    "A=x#y",
    "A='it'\\''s'\n",
    "A='two\nlines' # 'quoted'\n\n# A='no'\n",
    'A="a \\" b \\\\ c \\$ d \\` e \\f"',
    'A="two\\\nparts"',
    "A=a\\ b\\'c",
    "A=a'b'\"c\"d",
    "A=1\nA=2",
    "A=a=b:/c,d?",
    "A='$HOME `x` $(y) ${z}'",
    "A='ü ☎'",
]


def read(folder: Path, text: str | bytes) -> dict[str, str]:
    path = folder / "secrets.env"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_assignments(path)


@pytest.mark.skipif(SHELL is None, reason="there is no shell")
@each("text", LINES)
def test_values_are_read_like_in_a_shell(text: str, tmp_path: Path) -> None:
    found = read(tmp_path, text)
    script = 'set -a; . ./secrets.env; set +a; printf "%s" "$A"'
    ran = subprocess.run([str(SHELL), "-c", script], cwd=tmp_path, capture_output=True, check=True)
    assert found == {"A": ran.stdout.decode()}


@given(st.dictionaries(st.from_regex(r"[A-Z_][A-Z0-9_]{0,8}", fullmatch=True), st.text(
    st.characters(codec="utf-8", exclude_characters="\0"))))  # fmt: skip
def test_the_output_of_import_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    assert read(tmp_path_factory.getbasetemp(), env_text(values)) == values


def test_windows_line_ends_and_a_byte_order_mark_are_not_part_of_values(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfA=x\r\n\r\nB='y'\r\n") == {"A": "x", "B": "y"}


@each(
    ("line", "why"),
    [
        ("hush", "this line does not set a variable"),
        ("A = hush", "this line does not set a variable"),
        ("9A=hush", "this line does not set a variable"),
        ("A-B=hush", "this line does not set a variable"),
        ("A=hush hush", "the value of A has a space outside quotes"),
        ("A=$hush", "the value of A has a character that must be quoted"),
        ('A="hush$x"', "the value of A has a character that must be quoted"),
        ("A=`hush`", "the value of A has a character that must be quoted"),
        ("A=hush;B=x", "the value of A has a character that must be quoted"),
        ("A=~/hush", "the value of A has a character that must be quoted"),
        ("A='hush", "the quotation mark in the value of A is not closed"),
        ('A="hush', "the quotation mark in the value of A is not closed"),
        ("A='hu\0sh'", "the value of A contains a NUL"),
    ],
)
def test_anything_else_is_an_error_with_its_line_and_without_its_value(
    line: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as raised:
        read(tmp_path, f"# one\nOK='two\nthree'\n{line}\n")
    (problem,) = raised.value.problems
    assert problem.message == f"{tmp_path.as_posix()}/secrets.env:4: {why}"
    assert problem.place is None  # so that nobody shows the line
    assert "='" in str(problem.hint)
    assert "hush" not in f"{problem.message} {problem.hint}"


def test_binary_or_too_long_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not UTF-8 text"):
        read(tmp_path, b"A=\xff\n")
    with pytest.raises(InputError, match="it is larger than 1 MiB"):
        read(tmp_path, b"#" * ((1 << 20) + 1))
    with pytest.raises(InputError, match="cannot read"):
        read_assignments(tmp_path)


def test_a_missing_file_is_an_error_unless_allowed(tmp_path: Path) -> None:
    path = tmp_path / "none.env"
    with pytest.raises(InputError, match="there is no file"):
        read_assignments(path)
    assert read_assignments(path, may_be_missing=True) == {}
