"""A process that is the command line for one run after another, with limits on each.

Run as a script. Reads one request a line, as JSON, and answers each with a line: the exit code, or
minus the signal that ended the run. One that is to be alone is run in a fork; all others here, so
that a signal ends them and the server.
"""

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from driftcheck.__main__ import main

_STREAMS = (0, 1, 2)
_HANGS = 300
"""After so many seconds of the clock a run that does nothing is ended, such as one that waits."""
_RUNS = 50
"""After so many runs garbage is collected, which each run excludes from collection."""


def _limit(request: dict[str, Any]) -> None:
    """Limit processor time and memory; the signals end the process by default."""
    signal.setitimer(signal.ITIMER_PROF, request["seconds"])
    signal.alarm(_HANGS)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], most))


def _unlimit() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.alarm(0)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _redirect(request: dict[str, Any]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    opened = [os.open(request["stdin"], os.O_RDONLY)]
    opened += [os.open(request[name], flags, 0o600) for name in ("out", "err")]
    for place, descriptor in zip(_STREAMS, opened, strict=True):
        os.dup2(descriptor, place)
        os.close(descriptor)
    with suppress(IsADirectoryError):  # what driftcheck makes of it is to be seen
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the run
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115


@contextmanager
def _vanishing(name: str) -> Iterator[None]:
    """Let a file be gone once it is about to be opened: it has been found before."""
    real: Callable[..., int] = os.open

    def opened(path: Any, *args: Any, **options: Any) -> int:
        if name and os.path.basename(path) == name and os.path.lexists(path):
            os.unlink(path)
        return real(path, *args, **options)

    os.open = opened
    yield
    os.open = real


def _code(args: list[str]) -> int:
    try:
        main(args)
    except SystemExit as error:
        return int(error.code or 0)
    except BaseException:  # noqa: BLE001 - it is no exit code of driftcheck that tells
        pass
    return 70


def _run(request: dict[str, Any]) -> int:
    """Be the command line for once; the exit code."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    _redirect(request)
    _limit(request)
    with _vanishing(request["vanishes"]):
        code = _code(request["args"])
    _unlimit()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _alone(request: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        _end(request)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _end(request: dict[str, Any]) -> NoReturn:
    code = 70  # what is no exit code of driftcheck
    try:
        code = _run(request)
    finally:
        os._exit(code)


def serve() -> None:
    """Answer requests for as long as there are any."""
    os.setsid()  # without a terminal of its own, so that /dev/tty is the same everywhere
    with os.fdopen(os.dup(0), "r") as requests, os.fdopen(os.dup(1), "w") as answers:
        for served, line in enumerate(requests):
            request = json.loads(line)
            code = _alone(request) if request["alone"] else _run(request)
            print(code, file=answers, flush=True)
            if served % _RUNS == 0:
                gc.unfreeze()
                gc.collect()


if __name__ == "__main__":
    serve()
