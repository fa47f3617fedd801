"""Output to stdout and stderr."""

import os
import sys
from pathlib import Path

from tests.cli.processes import started

LEFT_BEHIND = """\
import os, threading
from driftcheck.output.terminal import write_stderr

os.set_blocking(2, False)
try:
    while True:
        os.write(2, b"." * 4096)
except BlockingIOError:
    os.set_blocking(2, True)
begun = threading.Event()

def work():
    begun.set()
    write_stderr("a line that nobody reads")

threading.Thread(target=work, daemon=True).start()
begun.wait()
"""
"""A thread writes to a full pipe when the process ends."""


def test_a_thread_that_is_left_behind_while_it_writes_does_not_abort_the_process(
    tmp_path: Path,
) -> None:
    receiving, sending = os.pipe()
    try:
        with started(sys.executable, "-c", LEFT_BEHIND, cwd=tmp_path, stderr=sending) as process:
            os.close(sending)
            assert process.popen.wait() == 0
    finally:
        os.close(receiving)
