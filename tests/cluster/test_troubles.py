"""Peers that do not answer, die or hang: no run waits forever, and every report says why."""

import contextlib
import json
import signal
import socket
import subprocess
import threading

import pytest

from tests.cluster.conftest import Dask
from tests.cluster.test_cluster import ONE, patched
from tests.fleets import Fleet, Given, numbers
from tests.support import Ran

SHORT = "cluster.PATIENCE = cluster._MORE = cluster._MARGIN = 1.0"
"""What is waited for in vain, in seconds."""
GONE = "Check that workers and scheduler are running, then run the check again."


def told(ran: Ran, message: str, hint: str = GONE) -> None:
    """The accounts say why they were not checked, the reports are written, and that is all."""
    report = json.loads(ran.out)
    assert [account["error"] for account in report["accounts"]] == [f"{message}\n  {hint}"] * 2
    assert ran.err == f"Error: accounts eu, us: {message}\n  {hint}\n"
    assert (ran.code, report["outcome"]) == (1, "error")


@pytest.mark.parametrize("words", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"\x08" + bytes(15)])
def test_a_peer_that_is_silent_or_not_dask_is_not_a_scheduler(fleet: Fleet, words: bytes) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE + 100)))
    with socket.create_server(("127.0.0.1", 0)) as peer:
        threading.Thread(target=_say, args=(peer, words), daemon=True).start()
        url = f"tcp://127.0.0.1:{peer.getsockname()[1]}"
        ran = patched(fleet, SHORT, "-o", "json", f"--executor=dask={url}")
        peer.shutdown(socket.SHUT_RDWR)
    hint = "Check that it is running, and its address, such as dask=tcp://HOST:8786."
    told(ran, f"--executor: cannot reach a Dask scheduler at {url}", hint)


def _say(peer: socket.socket, words: bytes) -> None:
    """Accept whoever comes, and say the same to all, until the peer is shut down."""
    kept = []
    with contextlib.suppress(OSError):
        while True:
            kept.append(peer.accept()[0])
            kept[-1].sendall(words)
    for one in kept:
        one.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("whom", "what", "message"),
    [
        ("scheduler", signal.SIGKILL, "the cluster lost its scheduler"),
        ("scheduler", signal.SIGSTOP, "the cluster has stopped answering"),
        ("worker", signal.SIGSTOP, "the cluster has stopped answering"),
    ],
)
def test_a_check_does_not_wait_for_a_dead_or_hanging_peer(
    small: Dask, fleet: Fleet, whom: str, what: signal.Signals, message: str
) -> None:
    small.start(1)
    process = small.workers[0] if whom == "worker" else small.processes[0]
    with socket.create_server(("127.0.0.1", 0)) as api:
        given = Given(numbers(ONE), url=f"http://127.0.0.1:{api.getsockname()[1]}/", timeout=5)
        fleet.write(eu=given, us=given)
        striking = threading.Thread(target=_strike, args=(api, process, what))
        striking.start()
        ran = patched(fleet, SHORT, "-o", "json", f"--executor=dask={small.address}")
        striking.join()
    told(ran, message)


def _strike(api: socket.socket, process: "subprocess.Popen[bytes]", what: signal.Signals) -> None:
    """Strike as soon as a list is requested; the request gets no answer."""
    asked, _ = api.accept()
    with asked:
        process.send_signal(what)
