"""A process that has driftcheck imported, and forks a copy of itself for each run of it.

Run as a script, with the descriptor of a socket. Each request is JSON with the descriptors of
standard input, output and error; the answers are the process that runs, and its exit code. Nothing
but the start of the interpreter is saved: a run is a process of its own, and ends like any other.
"""

import gc
import importlib
import json
import os
import socket
import sys
from typing import Any

from driftcheck.__main__ import main

USED = """
driftcheck.cli.commands.check driftcheck.cli.commands.explain driftcheck.cli.commands.policy_list
driftcheck.cli.commands.policy_show driftcheck.cli.commands.policy_test
driftcheck.cli.commands.schema driftcheck.cli.commands.validate driftcheck.live.agora
driftcheck.live.file driftcheck.report.html driftcheck.report.json driftcheck.report.prometheus
driftcheck.report.text jsonschema difflib wcwidth
""".split()
"""What is imported late, and would be anew in each run."""
_LONGEST = 1 << 20


def serve(link: socket.socket) -> dict[str, Any] | None:
    """Answer requests for as long as there are any; in a copy that is to run, its request."""
    while True:
        data, descriptors, _, _ = socket.recv_fds(link, _LONGEST, 3)
        if not data:
            return None
        child = os.fork()
        if child == 0:
            link.close()
            _take(descriptors)
            request: dict[str, Any] = json.loads(data)
            return request
        for descriptor in descriptors:
            os.close(descriptor)
        link.sendall(f"{child}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        link.sendall(f"{code}\n".encode())


def _take(descriptors: list[int]) -> None:
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the run
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115


def run(request: dict[str, Any]) -> None:
    """Be the command line for once."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    main(request["args"])


if __name__ == "__main__":
    for name in USED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # so that forks share what there is
    wanted = serve(socket.socket(fileno=int(sys.argv[1])))
    if wanted is not None:
        run(wanted)
