"""A real scheduler and workers on loopback, each a process of its own."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.fleets import Fleet
from tests.support import HANGS, Project


@dataclass
class Dask:
    """A cluster: the address of its scheduler, and the processes of its workers."""

    folder: Path
    address: str = ""
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, workers: int, **env: str) -> "Dask":
        """Start the scheduler and so many workers, which have more in their environment."""
        found = self.folder / "scheduler.json"
        self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(found))
        _until(lambda: found.exists() and found.read_text().endswith("}"))
        self.address = json.loads(found.read_text())["address"]
        for number in range(workers):
            name = f"worker-{number}"
            command = ("worker", self.address, "--no-nanny", "--nthreads", "2", "--name", name)
            self.workers.append(self._run(*command, **env))
        for number in range(workers):
            _until(partial(_is_registered, self.folder / f"{number + 1}.log"))
        return self

    def _run(self, what: str, *args: str, **env: str) -> "subprocess.Popen[bytes]":
        log = self.folder / f"{len(self.processes)}.log"
        program = f"distributed.cli.dask_{what}"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", program, *args, "--no-dashboard"],
                cwd=self.folder,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """End all processes."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def _is_registered(log: Path) -> bool:
    return b"Registered to" in log.read_bytes()


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + HANGS
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


@pytest.fixture
def fleet(project: Project) -> Iterator[Fleet]:
    """A project without accounts yet."""
    with ExitStack() as stack:
        yield Fleet(project, stack)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler and two workers; only the workers know a secret."""
    cluster = Dask(tmp_path_factory.mktemp("dask"))
    try:
        yield cluster.start(2, THEIR_SECRET="s3cret-424")
    finally:
        cluster.stop()


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A cluster that is not started yet, for one test alone."""
    cluster = Dask(tmp_path_factory.mktemp("dask"))
    try:
        yield cluster
    finally:
        cluster.stop()
