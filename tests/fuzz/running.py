"""The real command line in this process: in a folder, captured, with nothing else in reach."""

import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import NoReturn
from unittest.mock import patch

from driftcheck.cli import main
from tests.fuzz.strategies_settings import ENVIRONMENT
from tests.support import Ran

_ENVIRON = {**ENVIRONMENT, "COLUMNS": "100"}


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("nothing here may open a connection, or run a command")


@contextmanager
def _streams() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    with (
        patch.object(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True)),
        patch.object(sys, "stderr", io.TextIOWrapper(err, "utf-8", write_through=True)),
    ):
        yield out, err


def _once(args: tuple[str, ...], folder: Path, environ: Mapping[str, str]) -> Ran:
    with (
        chdir(folder),
        patch.dict(os.environ, environ, clear=True),
        patch.object(socket.socket, "connect", _refuse),
        patch.object(socket, "getaddrinfo", _refuse),
        patch.object(subprocess, "Popen", _refuse),
        _streams() as (out, err),
    ):
        code = main.run(args)
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def driftcheck(*args: str, folder: Path) -> Ran:
    """Run the command line; it must end with one of the three exit codes, and never with a bug."""
    ran = _once(args, folder, _ENVIRON)
    if "internal error" in ran.err:  # once more, for the traceback
        ran = _once(args, folder, {**_ENVIRON, "DRIFTCHECK_TRACEBACK": "1"})
    assert "internal error" not in ran.err, ran.err
    assert "cannot write to stdout" not in ran.err, ran.err
    assert ran.code in (0, 1, 2)
    assert ran.code != 1 or "Error:" in ran.err
    return ran
