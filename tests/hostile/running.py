"""The real command line, in another process, with bounds on time and memory."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support import Ran

SECONDS = 20
"""How much processor time a run may take: what takes more hangs, and is ended."""
MEMORY = 3 << 29
"""How many bytes of address space a run may have: 1.5 GiB."""
LONGEST = 2_000
"""How many characters a message may have: nobody reads more."""
UNPRIVILEGED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
"""Leaves root without the right to read what its mode forbids."""
_SCRIPT = Path(__file__).with_name("server.py")
_RAW = re.compile(r"[^\n -~\xa0-\u2027\u202f-\uffff]")
"""What could steer a terminal, as far as tests here try."""


class Runner:
    """Runs the command line in a process that serves; see `server`.

    `prefix` is a command to start it with.
    """

    def __init__(self, folder: Path, *prefix: str) -> None:
        self.folder = folder
        self.command = [*prefix, sys.executable, "-P", str(_SCRIPT)]
        self.process: subprocess.Popen[str] | None = None

    def __call__(
        self,
        *args: str,
        cwd: Path,
        stdin: Path | str = "",
        env: dict[str, str] | None = None,
        memory: int = MEMORY,
        alone: bool = False,
        vanishes: str = "",
    ) -> Ran:
        """Run it; `stdin` is text or a file, and the file named `vanishes` is gone when opened.

        A run that is `alone` has a new process, whose memory is unused.
        """
        request = {
            "args": args,
            "cwd": str(cwd),
            "stdin": str(self._stdin(stdin)),
            "out": str(self.folder / "out"),
            "err": str(self.folder / "err"),
            "env": {"PATH": os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "100", **(env or {})},
            "seconds": SECONDS,
            "memory": memory,
            "alone": alone,
            "vanishes": vanishes,
        }
        code = self._ask(request)
        out, err = ((self.folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
        assert code >= 0, f"ended by signal {-code}: {args} took more than {SECONDS} s, or crashed"
        return Ran(code, out, err)

    def close(self) -> None:
        """End the process."""
        if self.process:
            self.process.communicate()

    def _stdin(self, given: Path | str) -> Path:
        if isinstance(given, Path):
            return given
        (self.folder / "in").write_text(given, encoding="utf-8")
        return self.folder / "in"

    def _ask(self, request: dict[str, Any]) -> int:
        if self.process is None or self.process.poll() is not None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe, encoding="ascii")
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(request), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            self.close()
        return int(answer or self.process.returncode)


@contextmanager
def runner(*prefix: str) -> Iterator[Runner]:
    """Something that runs the command line; `prefix` is a command to start it with."""
    with TemporaryDirectory() as folder:
        made = Runner(Path(folder), *prefix)
        yield made
        made.close()


def harmless(ran: Ran) -> Ran:
    """A run that is no bug, and shows nothing that steers a terminal or a CI system."""
    shown = ran.out + ran.stderr
    for bug in ("internal error", "Traceback", "cannot write to stdout"):
        assert bug not in shown, _short(ran)
    assert not _RAW.search(shown), _short(ran)
    return ran


def refused(ran: Ran, *parts: str) -> None:
    """One clear message, which holds what these patterns match, and what to do at most."""
    assert (ran.code, harmless(ran).out) == (1, ""), _short(ran)
    message, *rest = ran.err.splitlines()
    assert message.startswith("Error: "), _short(ran)
    for part in parts:
        assert re.search(part, message), f"{part!r} is not in: {message[:LONGEST]}"
    assert len(ran.err) < LONGEST, f"{len(ran.err)} characters: {_short(ran)}"
    assert len(rest) <= 1, _short(ran)
    assert all(line.startswith("  ") for line in rest), _short(ran)


def fine(ran: Ran) -> None:
    """A run without a word on stderr, and clean."""
    assert (ran.code, harmless(ran).err) == (0, ""), _short(ran)


def _short(ran: Ran) -> str:
    return f"exit {ran.code}, stdout {ran.out[:300]!r}, stderr {ran.err[:300]!r}"
