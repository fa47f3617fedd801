"""What the tests of `--lock` share: a sound job, and what must not happen in it."""

from dataclasses import dataclass, field
from pathlib import Path

from driftcheck.live.emulator import Emulator
from tests.support import NUMBER, Emulate, Project, Ran, good_project

CREDENTIALS = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
CONFIG = """\
version: 1
live: {agora: {url: "URL"}}
declared: [numbers.yaml]
policies: [builtin:baseline]
"""
AGORA = """\
version: 1
live:
  agora:
    url: "URL"
    %s
declared: [numbers.yaml]
policies: [builtin:baseline]
"""
LOCK = "version: 1\nhosts: [127.0.0.1]\npacks: [builtin:baseline]\n"


@dataclass(frozen=True)
class Job:
    """A repository that is checked under a lock outside it; `asked` has a line for each request."""

    project: Project
    server: Emulator
    asked: list[str] = field(default_factory=list)

    @property
    def lock(self) -> Path:
        """The lock."""
        return self.project.folder.parent / "lock.yaml"

    def write(self, **files: str) -> "Job":
        """Write files of the repository; `URL` in them is that of the list."""
        self.project.write(**{k: text.replace("URL", self.server.url) for k, text in files.items()})
        return self

    def run(self, *args: str, lock: str = LOCK, **env: str) -> Ran:
        """Run the command line under a lock of that text."""
        self.lock.write_text(lock, encoding="utf-8")
        return self.project.run(
            *args, env={**CREDENTIALS, "DRIFTCHECK_LOCK": "../lock.yaml", **env}
        )

    def refused(self, *args: str, lock: str = LOCK, **env: str) -> list[str]:
        """What goes beyond the lock, according to a run that requested and ran nothing."""
        ran = self.run(*args, lock=lock, **env)
        assert ran.code == 1, ran
        assert self.asked == []
        assert not list(self.project.folder.glob("**/marker"))
        assert "s3cret" not in ran.out + ran.stderr
        return [line.removeprefix("Error: ") for line in ran.err.splitlines()]


def job(folder: Path, emulate: Emulate) -> Job:
    """A job on one number, declared and live alike."""
    (folder / "repository").mkdir()
    asked: list[str] = []
    server = emulate(NUMBER, tell=asked.append)
    return Job(good_project(folder / "repository"), server, asked).write(driftcheck__yaml=CONFIG)
