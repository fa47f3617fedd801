"""Reading files completely, within a limit, and without blocking."""

import errno
import os
import signal
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest

from driftcheck.system import MAX_BULK_BYTES, MAX_BYTES, read_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="devices have other names")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError if something takes longer."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TimeoutError

    former = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def refusal(path: Path, limit: int = MAX_BYTES) -> OSError:
    """Return why a path is not read."""
    with pytest.raises(OSError) as raised, at_most(10):  # noqa: PT011 - which it is, is asked later
        read_file(path, limit)
    return raised.value


@pytest.mark.parametrize("data", [b"", b"x", b"\0\r\n\xff", b"x" * 70_000])
def test_a_file_is_read_unchanged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f").write_bytes(data)
    assert read_file(tmp_path / "f") == data


def test_a_file_may_be_as_long_as_the_limit(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 10)
    assert read_file(tmp_path / "f", 10) == b"x" * 10
    assert refusal(tmp_path / "f", 9).errno == errno.EFBIG


def test_the_message_names_the_limit(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    os.truncate(tmp_path / "f", (2 << 20) + 1)
    assert refusal(tmp_path / "f", 2 << 20).strerror == "it is larger than 2 MiB"


def test_the_message_names_a_small_limit(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * (1 << 17))
    assert refusal(tmp_path / "f", 1 << 16).strerror == "it is larger than 64 KiB"


def test_a_small_file_takes_little_memory_with_any_limit(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x")
    tracemalloc.start()
    try:
        read_file(tmp_path / "f", MAX_BULK_BYTES)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    found = refusal(tmp_path)
    assert isinstance(found, IsADirectoryError)
    assert found.strerror in ("it is a folder", "Is a directory")


def opened() -> set[str]:
    """Return the open descriptors of this process."""
    return {name for name in os.listdir("/dev/fd") if os.path.exists(f"/dev/fd/{name}")}


@pytest.mark.parametrize("name", [".", "p", "large", "good"])
def test_no_descriptor_is_left_open(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "p")
    (tmp_path / "large").write_bytes(b"x" * 11)
    (tmp_path / "good").write_bytes(b"x" * 10)
    before = opened()
    with suppress(OSError):
        read_file(tmp_path / name, 10)
    left = opened() - before
    for descriptor in left:
        os.close(int(descriptor))
    assert not left


def test_a_pipe_without_a_writer_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    assert refusal(tmp_path / "p").strerror == "it is a pipe or a device, not a file"


def test_a_pipe_with_a_writer_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    writer = os.open(tmp_path / "p", os.O_RDWR | os.O_NONBLOCK)
    os.write(writer, b"x")
    assert refusal(tmp_path / "p").strerror == "it is a pipe or a device, not a file"
    os.close(writer)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/full"])
def test_a_device_is_refused(device: str) -> None:
    assert refusal(Path(device)).strerror == "it is a pipe or a device, not a file"


def test_a_terminal_is_refused_and_not_waited_for() -> None:
    ours, theirs = os.openpty()
    assert refusal(Path(os.ttyname(theirs))).strerror == "it is a pipe or a device, not a file"
    os.close(ours)
    os.close(theirs)


OTHERS: dict[str, tuple[Callable[[Path], object], int]] = {
    "nothing": (lambda path: path, errno.ENOENT),
    "a link to nothing": (lambda path: path.symlink_to("gone"), errno.ENOENT),
    "a link to itself": (lambda path: path.symlink_to(path.name), errno.ELOOP),
    "what cannot be read": (lambda path: path.symlink_to("/proc/self/mem"), errno.EIO),
}


@pytest.mark.parametrize("other", OTHERS)
def test_an_unreadable_file_has_the_reason_of_the_system(tmp_path: Path, other: str) -> None:
    make, number = OTHERS[other]
    make(tmp_path / "x")
    found = refusal(tmp_path / "x")
    assert (found.errno, found.strerror) == (number, os.strerror(number))


@pytest.mark.parametrize("name", ["a\0b", "\0"])
def test_a_name_with_a_nul_is_refused(name: str) -> None:
    found = refusal(Path(name))
    assert (found.errno, bool(found.strerror)) == (errno.EINVAL, True)


def test_a_long_name_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("n" * 300)).errno == errno.ENAMETOOLONG


@contextmanager
def written(*parts: bytes) -> Iterator[Path]:
    """Return the path of a pipe as a shell passes it on, with a writer."""
    reader, writer = os.pipe()

    def write() -> None:
        with open(writer, "wb", buffering=0) as pipe:
            for part in parts:
                pipe.write(part)

    thread = threading.Thread(target=write)
    thread.start()
    yield Path(f"/dev/fd/{reader}")
    os.close(reader)
    thread.join()


@pytest.mark.parametrize("parts", [[], [b"x"], [b"a", b"b", b"c" * 200_000, b"d"]], ids=len)
def test_a_stream_of_the_shell_is_read_to_its_end(parts: list[bytes]) -> None:
    with written(*parts) as path, at_most(10):
        assert read_file(path) == b"".join(parts)


def test_an_endless_stream_is_refused() -> None:
    descriptor = os.open("/dev/zero", os.O_RDONLY)
    found = refusal(Path(f"/dev/fd/{descriptor}"), 1 << 20)
    assert (found.errno, found.strerror) == (errno.EFBIG, "it is larger than 1 MiB")
    os.close(descriptor)


def test_a_file_without_data_yet_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some files below /proc and /sys are regular files, and block like a pipe."""
    (tmp_path / "f").touch()
    status = (tmp_path / "f").stat()
    reader, writer = os.pipe2(os.O_NONBLOCK)
    monkeypatch.setattr(os, "open", lambda *_: reader)
    monkeypatch.setattr(os, "fstat", lambda _: status)
    try:
        with pytest.raises(OSError) as raised, at_most(1):  # noqa: PT011
            read_file(tmp_path / "f")
        assert not isinstance(raised.value, TimeoutError)
    finally:
        os.close(writer)
