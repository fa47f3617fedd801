"""What tests share: good values, project folders, and the real command line."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from driftcheck.live.emulator import Emulator
from driftcheck.pipeline.provenance import CI_VARIABLES
from tests.command_line import command_line

HANGS = 300
"""After so many seconds a process is taken to hang, however busy the machine is."""
NUMBER: dict[str, Any] = {
    "provider": "twilio",
    "phone_number": "+12025550100",
    "label": "Support",
    "inbound": True,
    "outbound": True,
    "associated_pipeline": {"pipeline_id": "p1", "pipeline_name": "Support"},
}
"""A live entry that satisfies the schema and the baseline pack."""

CONFIG = "version: 1\nlive: {file: live.json}\ndeclared: [numbers.yaml]\n"
DECLARED = """\
version: 1
numbers:
  - phone_number: +12025550100
    label: Support
    inbound: true
"""


def number(**fields: Any) -> dict[str, Any]:
    """A good live entry with some fields given another value."""
    return {**NUMBER, **fields}


@dataclass(frozen=True)
class Ran:
    """What a run of the real command line came to."""

    code: int
    out: str
    stderr: str

    @property
    def err(self) -> str:
        """What stderr says, without the lines of files, and the carets below them."""
        return re.sub(r"(?m)^ *[0-9]+ \| .*\n +\| +\^+\n", "", self.stderr)

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def driftcheck(*args: str, cwd: Path, stdin: str = "", env: dict[str, str] | None = None) -> Ran:
    """Run the real command line in another process, which serves one run after the other."""
    if not hasattr(socket, "send_fds") or any(name.startswith("PYTHON") for name in env or {}):
        return python("-m", "driftcheck", *args, cwd=cwd, stdin=stdin, env=env)
    code, out, err = command_line().run(args, cwd, stdin.encode(), environment(env))
    return Ran(code, out.decode(), err.decode())


def python(*args: str, cwd: Path, stdin: str = "", env: dict[str, str] | None = None) -> Ran:
    """Run Python in a subprocess, with a clean environment."""
    done = subprocess.run(
        [sys.executable, *args],
        cwd=cwd,
        input=stdin.encode(),
        env=environment(env),
        capture_output=True,
        timeout=HANGS,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(more: dict[str, str] | None) -> dict[str, str]:
    """The environment without what would steer a run, and with more in it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DRIFTCHECK_", "AGORA_", "PYTHONUNBUFFERED"))
        and name not in CI_VARIABLES
        and not name.lower().endswith("_proxy")
    }
    return {**kept, "NO_COLOR": "1", "COLUMNS": "100", **(more or {})}


@dataclass(frozen=True)
class Project:
    """A folder with a configuration, declarations and a live list, and the command line in it."""

    folder: Path

    def write(self, **files: str) -> "Project":
        """Write files; `__` in a name stands for a dot, `___` for a slash."""
        for name, text in files.items():
            path = self.folder / name.replace("___", "/").replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self

    def live(self, *entries: Any) -> "Project":
        """Write the live list."""
        return self.write(live__json=json.dumps(list(entries)))

    def run(self, *args: str, stdin: str = "", env: dict[str, str] | None = None) -> Ran:
        """Run the real command line in the folder."""
        return driftcheck(*args, cwd=self.folder, stdin=stdin, env=env)

    def python(self, *args: str) -> Ran:
        """Run Python in the folder."""
        return python(*args, cwd=self.folder)

    def report(self, *args: str) -> Any:
        """The JSON report of `driftcheck check`."""
        return self.run("check", "-o", "json", *args).json


def good_project(folder: Path) -> Project:
    """A project with one number, declared and live alike."""
    made = Project(folder).write(driftcheck__yaml=CONFIG, numbers__yaml=DECLARED)
    return made.live(NUMBER)


def fresh(parent: Path) -> Path:
    """A new folder, so that no row of a test sees the files of another."""
    return Path(mkdtemp(dir=parent))


def without_config(text: str) -> str:
    """A report without the label `config` of gauges, which is in the folder of a test."""
    return re.sub(r'{config="[^"]*"}|(?<={)config="[^"]*",|,config="[^"]*"', "", text)


Emulate = Callable[..., Emulator]
"""The type of the `emulate` fixture."""
