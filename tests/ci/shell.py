"""Runs the shell that stands in CI files, as CI systems call it, against the emulated API."""

import os
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.support import HANGS, NUMBER, Emulate, Project, Ran, environment, number

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples" / "ci"
CREDENTIALS = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
GITHUB = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How GitHub calls the shell of a step with `shell: bash`; without that, there is no pipefail."""
GITLAB = ("bash", "-eo", "pipefail")
JENKINS = ("sh", "-xe")
STATES = {"clean": 0, "drift": 2, "down": 1}
"""What the account may be like, and the exit code of a check then."""
HOSTILE = (
    "$(touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "; touch pwned #",
    "&& touch pwned",
    "${IFS}touch${IFS}pwned",
    "label=x\ntouch pwned",
    "label=x\r\n::error::pwned",
    "--live=/dev/null",
    "* ?",
    "\\",
    "é\u202e\x1b[31m",
)
"""What a careless script would run, split, expand, or take for an option."""


def loaded(path: Path) -> Any:
    """A YAML file, with `on` as text where YAML 1.1 takes it for a truth."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if True in found:
        found["on"] = found.pop(True)
    return found


@dataclass(frozen=True)
class Runner:
    """A checkout of somebody's repository in which scripts are run, with driftcheck on the PATH."""

    project: Project
    env: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the checkout."""
        return self.project.folder

    def run(self, script: str, shell: tuple[str, ...] = GITHUB, **env: str) -> Ran:
        """Run a script, which the shell reads from a file, as CI systems have it."""
        file = self.folder / ".script"
        file.write_text(script, encoding="utf-8")
        return self.call(*shell, str(file), **env)

    def call(self, *command: str, **env: str) -> Ran:
        """Run a command."""
        path = f"{self.stubs}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}"
        more = {"PATH": path + os.environ["PATH"], "DRIFTCHECK_CONFIRM_PAUSE": "0"}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment({**more, **self.env, **env}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=HANGS,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    @property
    def stubs(self) -> Path:
        """A folder that is looked in for commands first."""
        return self.folder / ".stubs"

    def stub(self, name: str, script: str) -> None:
        """Put a command of our own in the place of a real one."""
        self.stubs.mkdir(exist_ok=True)
        path = self.stubs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def read(self, name: str) -> str:
        """A file of the folder, as text, with the line ends that it has."""
        return (self.folder / name).read_bytes().decode()

    def has(self, name: str) -> bool:
        """Whether there is a file in the folder."""
        return (self.folder / name).exists()


def account(state: str, project: Project, emulate: Emulate) -> Runner:
    """A checkout whose account is clean, has drifted, or cannot be reached."""
    server = emulate(number(label="Sales") if state == "drift" else NUMBER)
    url, timeout = server.url, 30.0
    if state == "down":
        url, timeout = "http://127.0.0.1:1/", 0.2
    live = f"live: {{agora: {{url: '{url}', timeout: {timeout}}}}}\n"
    config = f"version: 1\n{live}declared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    return Runner(project.write(driftcheck__yaml=config), CREDENTIALS)
