"""A throwaway PostgreSQL: a cluster in a temporary folder, on a free loopback port."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.support import HANGS

PASSWORD = "hunter2-of-postgres"
_USER = "driftcheck"
_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40")


@dataclass(frozen=True)
class Cluster:
    """A server that runs, and answers only to a password."""

    folder: Path
    port: int
    names: Iterator[int]

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        """The URL of one of its databases."""
        return f"postgresql://{_USER}:{password}@127.0.0.1:{self.port}/{database}"

    def fresh(self) -> str:
        """The URL of a new, empty schema, which is made in no time."""
        name = self._made("SCHEMA")
        return f"{self.url()}?options=-csearch_path%3D{name}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        return self.url(self._made("DATABASE"))

    def _made(self, what: str) -> str:
        import psycopg

        name = f"history{next(self.names)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE {what} {name}".encode())
        return name


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster of its own, gone with all its data at the end."""
    folder = Path(tempfile.mkdtemp(prefix="driftcheck-pg-"))
    data, port = folder / "data", _free_port()
    try:
        (folder / "password").write_text(PASSWORD, encoding="ascii")
        if os.geteuid() == 0:  # which the server refuses to be
            for path in (folder, folder / "password"):
                shutil.chown(path, "postgres", "postgres")
        how = ["--auth=scram-sha-256", f"--username={_USER}", "--encoding=UTF8", "--no-sync"]
        _run("initdb", f"--pgdata={data}", f"--pwfile={folder / 'password'}", *how)
        options = [f"-k {folder} -p {port} -c listen_addresses=127.0.0.1"]
        options += [f"-c {setting}" for setting in _SETTINGS]
        log = f"--log={folder / 'log'}"
        _run("pg_ctl", "start", f"--pgdata={data}", log, "--wait", f"-o{' '.join(options)}")
        try:
            yield Cluster(folder, port, count(1))
        finally:
            _run("pg_ctl", "stop", f"--pgdata={data}", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *args: str) -> None:
    command: Sequence[str] = (str(_programs() / program), *args)
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, timeout=HANGS, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def _programs() -> Path:
    """Where the server's programs are: Debian keeps them out of the path, by version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    there = shutil.which("pg_ctl")
    assert found or there, "PostgreSQL is not installed: apt-get install postgresql"
    return found[-1] if found else Path(there or "").resolve().parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
