"""Calls validators of other projects, which are installed next to this Python."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support import HANGS, Ran, environment

SCHEMA = ("check-jsonschema", "--builtin-schema")


def call(*command: str, cwd: Path, **env: str) -> Ran:
    """Run a validator."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment({"PATH": path, **env}),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
