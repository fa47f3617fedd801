"""Rows: connections that break, and ones that say nothing."""

import re
import socket

from tests.faults.cases_answers import CUT_SHORT
from tests.faults.cases_statuses import LOGIN
from tests.faults.matrix import (
    AT_ONCE,
    BRIEF,
    BROKEN,
    FINE,
    GOOD,
    LATE,
    NETWORK,
    SILENT,
    TOO_LATE,
    WAIT,
    Row,
)
from tests.faults.server import Reply, drip
from tests.live.server import Script, answer, reset, stall

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


def broken(name: str, reply: Reply) -> Row:
    """A connection that breaks at the last attempt."""
    return Row(name, (*[AT_ONCE] * 3, reply), BROKEN, NETWORK, asked=4, timeout=WAIT)


def late(
    name: str, reply: Reply, reached: str, asked: int | None = None, timeout: float = BRIEF
) -> Row:
    """A connection that stays, and gives no answer in time."""
    says = re.compile(re.escape(LATE).replace(re.escape("{reached}"), reached))
    return Row(name, (reply,), says, TOO_LATE, asked=asked, timeout=timeout)


def half_of_an_error(connection: socket.socket, server: Script) -> None:
    """Begin to say what is wrong, and stop."""
    connection.sendall(answer(401, b'{"message": ', 100))
    stall(connection, server)


def head_only(connection: socket.socket, server: Script) -> None:
    """Begin the head of an answer, and stop."""
    connection.sendall(HEAD)
    stall(connection, server)


def half_of_a_list(connection: socket.socket, server: Script) -> None:
    """Begin a list, and stop."""
    connection.sendall(answer(200, GOOD[:20], len(GOOD)))
    stall(connection, server)


ROWS = [
    broken("reset", reset),
    broken("hung-up", b""),
    broken("cut-in-the-head", HEAD),
    broken("cut-short", answer(200, GOOD, len(GOOD) + 1)),
    broken("chunks-cut-short", HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"),
    broken("no-http", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    broken("endless-head", HEAD + b"X: y\r\n" * 50_000),
    Row("reset-passes", (reset, FINE), code=0, asked=2),
    Row(
        "cut-short-without-a-length",
        (HEAD + b"\r\n" + GOOD[:-1],),
        "{url} did not return a list of numbers: not valid JSON at line 1, column "
        f"{len(GOOD)}: Expecting ',' delimiter",
        CUT_SHORT,
    ),
    late("stall", stall, "it did not answer"),
    late("stall-in-the-head", head_only, "it did not answer"),
    late("stall-in-the-body", half_of_a_list, r"\d+ bytes of an answer arrived"),
    late("drip", drip, r"\d+ bytes? of an answer arrived", 1, WAIT),
    Row("stall-passes", (stall, FINE), code=0, asked=2, timeout=WAIT),
    Row("stall-in-the-body-passes", (half_of_a_list, FINE), code=0, asked=2, timeout=WAIT),
    Row(
        "stall-within-an-error",
        (half_of_an_error,),
        "{url} answered 401",
        LOGIN,
        timeout=WAIT,
    ),
    Row(
        "stall-after-a-fault",
        (AT_ONCE, stall),
        f"{SILENT}; previous attempt: {{url}} answered 503",
        TOO_LATE,
        asked=None,
        timeout=WAIT,
    ),
    Row("cut-short-passes", (answer(200, GOOD, len(GOOD) + 1), FINE), code=0, asked=2),
]
