"""Rows: what the bodies and headers of errors say, and what is reported of it."""

import json

from tests.faults.cases_statuses import ACCOUNT, LOGIN, SERVER, URL
from tests.faults.matrix import SECRET, WAIT, Row
from tests.live.server import AUTHORIZATION, answer

PACKED = AUTHORIZATION.removeprefix("Basic ")


def said(name: str, body: object, says: str, **headers: str) -> Row:
    """A 401 with a JSON body."""
    reply = answer(401, json.dumps(body).encode(), **headers)
    return Row(name, (reply,), f"{{url}} answered 401: {says}", LOGIN)


ROWS = [
    Row(
        "longer-than-is-read",
        (answer(400, b'{"message": "' + b"a" * (2 << 20) + b'"}'),),
        "{url} answered 400",
        URL,
    ),
    Row(
        "request-id-of-a-fault",
        (answer(503, b"{}", X_Request_ID="x-1", Retry_After="0"),),
        "{url} answered 503 (request id x-1)",
        SERVER,
        asked=4,
        timeout=WAIT,
    ),
    said(
        "error-type",
        {"error_type": "unauthorized", "description": "No such customer."},
        "unauthorized: No such customer. (request id r-1)",
        Agora_Request_Id="r-1",
    ),
    said("reason", {"detail": "core: no vid", "reason": "NoVid"}, "NoVid: core: no vid"),
    said("message", {"message": "no"}, "no (request id x-1)", X_Request_ID="x-1"),
    said("task-id", {"message": "no auth", "statusCode": 401, "taskId": "t-1"}, "no auth"),
    said(
        "quotes-the-credentials",
        {"error_type": SECRET, "description": f"{AUTHORIZATION} is id:{SECRET}, {PACKED}"},
        "(sensitive): Basic (sensitive) is id:(sensitive), (sensitive)",
    ),
    said(
        "quotes-the-credentials-in-a-header",
        {"message": "no"},
        "no (request id (sensitive) (sensitive))",
        Agora_Request_Id=f"{SECRET} {PACKED}",
    ),
    said(
        "steers-terminals",
        {"message": "a\r\nError: \x1b[2J\x9b1m\u202e\x85."},
        "a\\r\\nError: \\x1b[2J\\x9b1m\\u202e\\x85.",
    ),
    Row(
        "very-long",
        (answer(403, json.dumps({"message": "long " * 100_000}).encode()),),
        "{url} answered 403: " + ("long " * 60)[: 300 - len(" answered 403: ") - 1] + "…",
        ACCOUNT,
    ),
]
