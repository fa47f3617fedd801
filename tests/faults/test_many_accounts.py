"""Many accounts at one host that lets few requests through."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.faults.matrix import ENVIRONMENT, GOOD
from tests.support import DECLARED, Project

ACCOUNTS = 10
CONFIG = "version: 1\naccounts:\n" + "".join(
    f"  team-{number}:\n    declared: [numbers.yaml]\n"
    f"    live: {{agora: {{url: 'URL/{number}', timeout: 30}}}}\n"
    for number in range(ACCOUNTS)
)


class Limited(ThreadingHTTPServer):
    """A host that lets one request a second through, and has all others wait that long."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.lock = threading.Lock()
        self.last = -1.0
        self.answered: list[int] = []

    def status(self) -> int:
        """What to answer now."""
        with self.lock:
            now = time.monotonic()
            status = 200 if now - self.last >= 1 else 429
            self.last = now if status == 200 else self.last
            self.answered.append(status)
        return status


class _Answering(BaseHTTPRequestHandler):
    server: Limited

    def do_GET(self) -> None:
        """Answer, or ask to wait."""
        status = self.server.status()
        body = GOOD if status == 200 else b"{}"
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Write nothing."""


@contextmanager
def limited() -> Iterator[Limited]:
    """A running host."""
    with Limited() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.slow
def test_all_accounts_are_read_where_a_host_allows_one_request_a_second(tmp_path: Path) -> None:
    with limited() as server:
        config = CONFIG.replace("URL", f"http://127.0.0.1:{server.server_port}")
        made = Project(tmp_path).write(driftcheck__yaml=config, numbers__yaml=DECLARED)
        began = time.monotonic()
        ran = made.run("check", "-o", "json=report.json", env=ENVIRONMENT)
        took = time.monotonic() - began
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [account["error"] for account in report["accounts"]] == [None] * ACCOUNTS, ran.err
    assert server.answered.count(200) == ACCOUNTS
    # The first of all accounts at once, and one for each that goes too early.
    assert len(server.answered) < 3 * ACCOUNTS, (server.answered, took)
