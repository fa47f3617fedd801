"""A process that is the command line for one run after another.

Run as a script, with the descriptor of a socket. Each request is JSON with the descriptors of
standard input, output and error; the answer is the exit code. A run has its own folder,
environment and streams, and starts where the one before it ended: with all modules imported and
all caches filled. What these hold must therefore never depend on the run.
"""

import gc
import json
import os
import socket
import sys
import time
import traceback
from typing import Any

from driftcheck.__main__ import main

_LONGEST = 1 << 20
_RUNS = 200
"""After so many runs garbage is collected, which each run excludes from collection."""


def serve(link: socket.socket) -> None:
    """Answer requests for as long as there are any."""
    nothing = os.open(os.devnull, os.O_RDWR)
    served = 0
    while True:
        data, descriptors, _, _ = socket.recv_fds(link, _LONGEST, 3)
        if not data:
            return
        _take(descriptors)
        code = _run(json.loads(data))
        for place in range(3):
            os.dup2(nothing, place)  # so that readers of the pipes see their end
        link.sendall(f"{code}\n".encode())
        served += 1
        if served % _RUNS == 0:
            gc.unfreeze()
            gc.collect()


def _take(descriptors: list[int]) -> None:
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the run
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115


def _run(request: dict[str, Any]) -> int:
    """Be the command line for once; the exit code."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    code: object = 70  # what is no exit code of driftcheck
    try:
        main(request["args"])
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end of a process
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 70


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
