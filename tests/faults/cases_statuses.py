"""Rows: statuses that are not 200, with and without Retry-After."""

import re
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faults.matrix import FINE, WAIT, Row
from tests.faults.server import Reply, Server
from tests.live.server import answer

URL = "Check `url`."
LOGIN = "Check customer_id and customer_secret (AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET)."
ACCOUNT = "Check in the console that the account is active and the service is enabled."
CONFLICT = "Somebody is changing the numbers; try again."
SHAPE = "Check `url`; if it is right, the API may have changed."
RATE = "Run driftcheck less often, or raise `timeout` so that it can wait."
SERVER = "Try again later; if it happens again, contact Agora's support with the request id."
CACHE = "Something in front of the API answered, such as a cache; the API never sends this status."
FINAL = {400: URL, 401: LOGIN, 403: ACCOUNT, 404: URL, 409: CONFLICT, 422: SHAPE}
"""The statuses that are never asked again, and the hint of each."""
HTML = b"\r\n<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>"


def later(status: int, **after: float) -> Reply:
    """An answer that asks to wait until a date, so long after it was asked."""

    def send(connection: socket.socket, _server: Server) -> None:
        when = datetime.now(UTC) + timedelta(**after)
        date = format_datetime(when, usegmt=True)
        connection.sendall(answer(status, Retry_After=date))

    return send


def final(status: int, kind: str, reply: Reply) -> Row:
    """A status after which no second request is sent, even with Retry-After."""
    return Row(f"{status}-{kind}", (reply,), f"{{url}} answered {status}", FINAL[status])


def asked_again(status: int, hint: str, body: bytes = b"", said: str = "") -> Row:
    """A status that may pass, but does not in time."""
    reply = answer(status, body, Retry_After="0")
    says = f"{{url}} answered {status}{said}"
    return Row(f"{status}-at-once", (reply,), says, hint, asked=4, timeout=WAIT)


ROWS = [
    Row("304", (answer(304),), "{url} answered 304", CACHE),
    *(final(status, "alone", answer(status)) for status in FINAL),
    *(final(status, "seconds", answer(status, Retry_After="1")) for status in FINAL),
    *(final(status, "date", later(status, seconds=1)) for status in FINAL),
    *(final(status, "hour", answer(status, Retry_After="3600")) for status in FINAL),
    asked_again(429, RATE),
    asked_again(500, SERVER),
    asked_again(502, SERVER, HTML, ": an HTML page"),
    asked_again(503, SERVER),
    asked_again(504, SERVER),
    Row("429-alone-passes", (answer(429), FINE), code=0, asked=2),
    Row(
        "429-seconds-passes",
        (answer(429, Retry_After="1"), FINE),
        code=0,
        asked=2,
    ),
    Row("429-date-passes", (later(429, seconds=-60), FINE), code=0, asked=2),
    Row("503-junk-passes", (answer(503, Retry_After="soon"), FINE), code=0, asked=2),
    Row("503-twice-passes", (*[answer(503, Retry_After="0")] * 2, FINE), code=0, asked=3),
    Row(
        "503-with-the-real-pauses",
        (answer(503),),
        "{url} answered 503",
        SERVER,
        asked=None,
        timeout=3.4,
    ),
    Row(
        "429-hour",
        (answer(429, Retry_After="3600"),),
        "{url} answered 429; it asks to wait 3600 s",
        RATE,
    ),
    Row(
        "429-hour-as-date",
        (later(429, hours=1),),
        re.compile(r"\{url} answered 429; it asks to wait (3600|359\d) s"),
        RATE,
    ),
    Row(
        "503-hour",
        (answer(503, b'{"message": "maintenance"}', Retry_After="3600"),),
        "{url} answered 503: maintenance; it asks to wait 3600 s",
        SERVER,
    ),
]
