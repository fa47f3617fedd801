"""A process that has driftcheck imported, and forks a copy of itself for each run of it.

Run as a script. Reads one request a line, as JSON, and answers each with a line. Nothing but the
start of the interpreter is saved: a run has its own process, its own streams, and real limits.
"""

import gc
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from driftcheck.__main__ import main

_USED = (
    "driftcheck.cli.main",
    "driftcheck.cli.commands.check",
    "driftcheck.cli.commands.validate",
    "driftcheck.live.agora",
    "driftcheck.live.file",
    "jsonschema",
    "driftcheck.report.text",
    "difflib",
)
"""What is imported late, and would be anew in each run."""


def _limit(request: dict[str, Any]) -> None:
    signal.alarm(request["seconds"])  # its default action ends the process
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))


def _redirect(request: dict[str, Any]) -> None:
    os.setsid()  # without a terminal of its own, so that /dev/tty is the same everywhere
    os.dup2(os.open(request["stdin"], os.O_RDONLY), 0)
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)


def _vanish(name: str) -> None:
    """Let a file be gone once it is about to be opened: it has been found before."""
    real: Callable[..., int] = os.open

    def opened(path: Any, *args: Any, **options: Any) -> int:
        if os.path.basename(path) == name and os.path.lexists(path):
            os.unlink(path)
        return real(path, *args, **options)

    os.open = opened


def _code(args: list[str]) -> int:
    try:
        main(args)
    except SystemExit as error:
        return int(error.code or 0)
    return 70  # what is no exit code of driftcheck


def _run(request: dict[str, Any]) -> NoReturn:
    """Be the command line for once."""
    code = 70
    try:
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        _redirect(request)
        _limit(request)
        if request["vanishes"]:
            _vanish(request["vanishes"])
        code = _code(request["args"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _answer(request: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        _run(request)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def serve() -> None:
    """Answer requests for as long as there are any."""
    for name in _USED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # so that forks share what there is
    with os.fdopen(os.dup(0), "r") as requests, os.fdopen(os.dup(1), "w") as answers:
        for line in requests:
            print(_answer(json.loads(line)), file=answers, flush=True)


if __name__ == "__main__":
    serve()
