"""A secret kept in a file: what cannot be one is refused, without a word of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.roles import SECRET
from tests.hostile.running import Runner, fine, refused
from tests.support import NUMBER, Emulate, fresh

GOOD = {
    "plain": b"s3cret",
    "a line": b"s3cret\n",
    "CRLF": b"s3cret\r\n",
    "a byte order mark": b"\xef\xbb\xbfs3cret\n",
}
BAD = {
    "nothing": b"",
    "an empty line": b"\n",
    "two lines": b"hunter2\nhunter3\n",
    "CR": b"hunter2\rhunter3\r",
    "a NUL": b"hunter2\0",
    "an escape": b"hunter2\x1b[2J",
    "a space": b" hunter2",
    "quotes": b'"hunter2"\n',
    "UTF-16": "hunter2\n".encode("utf-16"),
    "UTF-16 without a mark": "hunter2\n".encode("utf-16-le"),
    "Latin-1": "hunter2é".encode("latin-1"),
}
Serve = Callable[[bytes], None]


@pytest.fixture
def serve(tmp_path: Path, emulate: Emulate) -> Serve:
    """Writes a project that asks an emulated API, with a secret file that holds these bytes."""

    def made(data: bytes) -> None:
        SECRET.written(tmp_path, data)
        config = tmp_path / "driftcheck.yaml"
        url = emulate(NUMBER).url
        config.write_text(config.read_text(encoding="utf-8").replace("http://127.0.0.1:9/", url))

    return made


@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_a_secret_is_the_content_of_its_file_without_the_last_line_ending(
    data: bytes, serve: Serve, tmp_path: Path, run: Runner
) -> None:
    serve(data)
    fine(run("check", cwd=tmp_path))


def test_an_impossible_secret_is_refused_and_not_shown(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for data in BAD.values():
        with subtests.test(data=data):
            folder = fresh(tmp_path)
            SECRET.written(folder, data)
            ran = run("check", "-v", cwd=folder)
            lines = [line for line in ran.err.splitlines() if not line.startswith("driftcheck: ")]
            told = type(ran)(ran.code, ran.out, "".join(f"{line}\n" for line in lines))
            refused(told, r"^Error: driftcheck\.yaml:8:5: customer_secret ")
            assert "hunter" not in ran.stderr


def test_a_secret_behind_links_is_read(serve: Serve, tmp_path: Path, run: Runner) -> None:
    """As Kubernetes mounts them."""
    serve(b"s3cret")
    (tmp_path / "data").mkdir()
    (tmp_path / SECRET.file).rename(tmp_path / "data" / "s")
    (tmp_path / "now").symlink_to("data")
    (tmp_path / SECRET.file).symlink_to("now/s")
    fine(run("check", cwd=tmp_path))
    fine(run("validate", cwd=tmp_path))


def test_a_secret_that_is_code_is_text(serve: Serve, tmp_path: Path, run: Runner) -> None:
    serve(b"!!python/object/apply:os.system ['touch pwned']")
    refused(run("check", cwd=tmp_path), "answered 401")
    assert not (tmp_path / "pwned").exists()
