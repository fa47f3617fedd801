"""Credentials from files and commands: what is accepted, refused and never printed."""

import os
from pathlib import Path

import pytest

from driftcheck.config import credentials
from driftcheck.config.credentials import KEY, Credentials, SecretCommand
from driftcheck.model import InputError, LiveError, Problem
from tests.credentials_support import (
    PLACE,
    SECRET,
    WHAT,
    Source,
    command,
    file,
    printing,
    refused,
    revealed,
)
from tests.each import each


def test_a_secret_given_as_text_is_returned_unchanged() -> None:
    assert revealed(SECRET) == SECRET


@each("end", [b"", b"\n", b"\r\n"])
@each("source", [file, printing])
def test_the_line_end_after_a_secret_is_removed(source: Source, end: bytes, tmp_path: Path) -> None:
    assert revealed(source(tmp_path, SECRET.encode() + end)) == SECRET


@each("text", ["a b", "a:b", "a'b\"c", "$HOME", "päss-字"])
@each("source", [file, printing])
def test_the_inside_of_a_secret_is_unchanged(source: Source, text: str, tmp_path: Path) -> None:
    assert revealed(source(tmp_path, text.encode())) == text


EMPTY = f"{WHAT} is empty"
UNTIDY = f"{WHAT} begins or ends with white space or a quotation mark"
LINES = f"{WHAT} is more than one line, or contains an invisible character"


@each(
    ("content", "message"),
    [
        (b"", EMPTY),
        (b"\n", EMPTY),
        (b"s3cret-424\n\n", UNTIDY),
        (b" s3cret-424", UNTIDY),
        (b'"s3cret-424"\n', UNTIDY),
        (b"s3cret-424\nmore", LINES),
        (b"s3cret\x00-424", LINES),
        (b"s3cret\x1b[2J", LINES),
        (b"s3cret-424\xff", f"{WHAT} is not UTF-8 text"),
        ("s3cret-424".encode("utf-16"), f"{WHAT} is not UTF-8 text"),
    ],
)
@each("source", [file, printing])
def test_an_invalid_secret_is_refused_and_not_printed(
    source: Source, content: bytes, message: str, tmp_path: Path
) -> None:
    assert refused(source(tmp_path, content)) == Problem(message, PLACE, KEY)


@pytest.mark.parametrize("source", [file, printing])
def test_a_customer_id_with_a_colon_is_refused(source: Source, tmp_path: Path) -> None:
    with pytest.raises(LiveError, match="customer_id contains a colon"):
        credentials.reveal_secret("customer_id", source(tmp_path, b"a:b"), 30, lambda _line: None)


def test_a_missing_secret_file_is_reported(tmp_path: Path) -> None:
    message = f'cannot read "secret.txt" for {WHAT}: No such file or directory'
    assert refused(file(tmp_path)) == Problem(message, PLACE)


def test_a_folder_instead_of_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").mkdir()
    message = f'cannot read "secret.txt" for {WHAT}: Is a directory'
    assert refused(file(tmp_path)) == Problem(message, PLACE)


def test_a_pipe_instead_of_a_file_is_reported_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "secret.txt")
    message = f'cannot read "secret.txt" for {WHAT}: it is a pipe or a device, not a file'
    assert refused(file(tmp_path)) == Problem(message, PLACE)


def test_a_secret_file_that_is_too_long_is_reported(tmp_path: Path) -> None:
    message = f'cannot read "secret.txt" for {WHAT}: it is larger than 64 KiB'
    assert refused(file(tmp_path, b"a" * (1 << 17))) == Problem(message, PLACE)


def test_offline_files_and_commands_are_looked_up_but_not_read(tmp_path: Path) -> None:
    credentials.check(WHAT, file(tmp_path, b"\xff not looked at"))
    credentials.check(WHAT, command(tmp_path, "open('ran', 'w')"))
    assert not (tmp_path / "ran").exists()


def test_offline_a_missing_command_is_reported_without_its_arguments(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        credentials.check(WHAT, SecretCommand(("no-such-command", SECRET), tmp_path, PLACE))
    hint = "Use a program on the PATH, or a path relative to the configuration."
    message = f'there is no command "no-such-command" for {WHAT}'
    assert caught.value.problems == (Problem(message, PLACE, hint),)


def test_neither_secrets_nor_arguments_are_in_a_repr(tmp_path: Path) -> None:
    shown = repr([Credentials("id", SECRET), SecretCommand(("x", SECRET), tmp_path, PLACE)])
    assert SECRET not in shown


@each(
    "text",
    [
        "s3cret/424 is wrong",
        "https://api.example.com/?secret=s3cret%2F424",
        "Basic aWQ6czNjcmV0LzQyNA==",
        "id:s3cret/424, aWQ6czNjcmV0LzQyNA",
    ],
)
def test_a_quoted_secret_is_hidden_in_any_form(text: str) -> None:
    hidden = Credentials("id", "s3cret/424").hidden(text)
    assert "(sensitive)" in hidden
    assert not [part for part in ("s3cret", "424", "czNjcmV0") if part in hidden]
