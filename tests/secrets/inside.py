"""The real command line in this process, as it would run in a folder with nothing else set."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from unittest.mock import patch

from driftcheck.cli import main
from tests.support import Ran

_ENVIRON = {"NO_COLOR": "1", "COLUMNS": "100", "DRIFTCHECK_TRACEBACK": "1"}


@contextmanager
def _streams(stdin: str) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    with (
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")),
        patch.object(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True)),
        patch.object(sys, "stderr", io.TextIOWrapper(err, "utf-8", write_through=True)),
    ):
        yield out, err


def run(*args: str, folder: Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Ran:
    """Run the command line in a folder. A bug shows its traceback, and fails the test."""
    ran = run_into(*args, folder=folder, env=env, stdin=stdin)
    assert "internal error" not in ran.stderr, ran.stderr
    return ran


def run_into(
    *args: str, folder: Path, env: Mapping[str, str] | None = None, stdin: str = ""
) -> Ran:
    """Run the command line in a folder, even if it fails with a bug."""
    with (
        chdir(folder),
        patch.dict(os.environ, {**_ENVIRON, **(env or {})}, clear=True),
        _streams(stdin) as (out, err),
    ):
        code = main.run(args)
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())
