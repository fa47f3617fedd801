"""What the tests of credentials share: secrets in files and commands, and asking for them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from driftcheck.config import credentials
from driftcheck.config.credentials import Secret, SecretCommand, SecretFile
from driftcheck.model import LiveError, Place, Problem

PLACE = Place("driftcheck.yaml", 5, 5)
WHAT = "customer_secret"
SECRET = "s3cret-424"
Source = Callable[[Path, bytes], Secret]
"""Puts a secret somewhere."""


def file(folder: Path, content: bytes | None = None, name: str = "secret.txt") -> SecretFile:
    """A secret in a file of that content."""
    if content is not None:
        (folder / name).write_bytes(content)
    return SecretFile(folder / name, name, PLACE)


def command(folder: Path, code: str, *arguments: str) -> SecretCommand:
    """A secret that Python prints; it is called by its name."""
    return SecretCommand((sys.executable, "-c", code, *arguments), folder, PLACE)


def printing(folder: Path, content: bytes) -> SecretCommand:
    """A secret that a command prints, byte by byte."""
    return command(folder, f"import sys; sys.stdout.buffer.write({content!r})")


def revealed(secret: Secret, log: list[str] | None = None, seconds: float = 30) -> str:
    """What is sent."""
    lines = [] if log is None else log
    return credentials.reveal_secret(WHAT, secret, seconds, lines.append)


def refused(secret: Secret, log: list[str] | None = None, seconds: float = 30) -> Problem:
    """The one problem of a secret that cannot be had."""
    with pytest.raises(LiveError) as caught:
        revealed(secret, log, seconds)
    (problem,) = caught.value.problems
    assert SECRET not in repr(caught.value)
    return problem
