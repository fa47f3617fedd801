"""Answers other than 200: their messages, and which of them are retried."""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from driftcheck.model import Problem
from driftcheck.net import retry_after
from tests.live.server import (
    AUTHORIZATION,
    ENTRIES,
    LIST,
    answer,
    failed,
    failure,
    fetch,
    serving,
    settings,
)
from tests.support import NUMBER, Emulate

AT_ONCE = {"Retry_After": "0"}
CREDENTIALS = "Check customer_id and customer_secret (AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET)."
ACCOUNT = "Check in the console that the account is active and the service is enabled."
URL = "Check `url`."
PROXY = "The proxy needs credentials; set them in HTTPS_PROXY."
RATE = "Run driftcheck less often, or raise `timeout` so that it can wait."
SERVER = "Try again later; if it happens again, contact Agora's support with the request id."
REDIRECT = "Set `url` to the final address; credentials are not sent to another host."


def test_other_statuses_are_final(subtests: pytest.Subtests) -> None:
    for status, hint in [
        (204, None),
        (206, None),
        (400, URL),
        (401, CREDENTIALS),
        (403, ACCOUNT),
        (404, URL),
        (407, PROXY),
        (409, "Somebody is changing the numbers; try again."),
        (422, "Check `url`; if it is right, the API may have changed."),
    ]:
        with subtests.test(status=status, hint=hint):
            error, script = failed(answer(status, **AT_ONCE))
            assert error.problems == (Problem(f"{script.url} answered {status}", None, hint),)
            assert script.asked == ["GET /list"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_not_followed(status: int) -> None:
    with serving(answer(200, LIST)) as other:
        error, script = failed(answer(status, Location=other.url))
    message = f"{script.url} answered {status}: a redirect to {other.url}"
    assert error.problems == (Problem(message, None, REDIRECT),)
    assert (script.asked, other.asked) == (["GET /list"], [])


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("/login?token=abc", "/login"),
        ("https://login.example.com/?token=abc", "https://login.example.com/"),
        ("https://user:word@login.example.com/", "https://(sensitive)@login.example.com/"),
    ],
)
def test_the_target_of_a_redirect_is_shown_without_secrets(location: str, shown: str) -> None:
    error, script = failed(answer(302, Location=location))
    assert str(error) == f"{script.url} answered 302: a redirect to {shown}"


def test_a_redirect_without_a_target_is_an_error() -> None:
    error, script = failed(answer(302))
    assert str(error) == f"{script.url} answered 302: a redirect to nowhere"


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize(
    ("status", "hint"), [(429, RATE), (500, SERVER), (502, SERVER), (503, SERVER), (504, SERVER)]
)
def test_rate_limits_and_server_errors_are_tried_four_times(status: int, hint: str) -> None:
    body = b'{"error_type": "busy", "description": "Not now."}'
    error, script = failed(answer(status, body, Agora_Request_Id="r-1", **AT_ONCE))
    message = f"{script.url} answered {status}: busy: Not now. (request id r-1)"
    assert error.problems == (Problem(message, None, hint),)
    assert script.asked == ["GET /list"] * 4


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_the_list_is_fetched_once_the_api_has_recovered(status: int, emulate: Emulate) -> None:
    seen: list[str] = []
    server = emulate(NUMBER, status=status, failures=3, retry_after=0, tell=seen.append)
    live = settings(server.url, customer_secret="s3cret")
    assert fetch(live).entries == (NUMBER,)
    path = "GET /api/conversational-ai-agent/v2/phone-numbers"
    assert seen == [f"{path} {status}"] * 3 + [f"{path} 200"]


def test_every_attempt_carries_the_credentials() -> None:
    with serving(answer(503, **AT_ONCE), answer(200, LIST)) as script:
        fetch(settings(script.url))
    sent = [request.headers["authorization"] for request in script.requests]
    assert sent == [AUTHORIZATION] * 2


def test_the_log_says_why_it_waits_and_how_long() -> None:
    log: list[str] = []
    with serving(answer(503, b'{"message": "busy"}', **AT_ONCE), answer(200, LIST)) as script:
        fetch(settings(script.url), log)
    assert log == [
        f"fetching {script.url}",
        f"retrying in 0.0 s: {script.url} answered 503: busy",
        f"fetching {script.url}",
    ]


def test_a_pause_without_retry_after_backs_off_for_half_a_second_at_least() -> None:
    began = time.monotonic()
    with serving(answer(503), answer(200, LIST)) as script:
        assert fetch(settings(script.url)).entries == ENTRIES
    assert time.monotonic() - began >= 0.5


def test_a_pause_lasts_as_long_as_retry_after_asks_for() -> None:
    log: list[str] = []
    began = time.monotonic()
    with serving(answer(429, Retry_After="1"), answer(200, LIST)) as script:
        fetch(settings(script.url), log)
    assert time.monotonic() - began >= 1
    said = re.escape(f"{script.url} answered 429; it asks to wait 1 s")
    assert re.fullmatch(rf"retrying in 1\.[0-5] s: {said}", log[1])


def test_a_past_retry_after_date_means_no_pause() -> None:
    log: list[str] = []
    then = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    with serving(answer(503, Retry_After=then), answer(200, LIST)) as script:
        fetch(settings(script.url), log)
    assert log[1] == f"retrying in 0.0 s: {script.url} answered 503"


@pytest.mark.parametrize("date", [False, True])
def test_a_retry_after_beyond_the_deadline_is_not_waited_for(date: bool) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    error, script = failed(
        answer(429, b'{"message": "slow down"}', Retry_After=later if date else "21"), timeout=20
    )
    asked = r"3600|35\d\d" if date else "21"
    said = rf"{re.escape(script.url)} answered 429: slow down; it asks to wait ({asked}) s"
    assert re.fullmatch(said, str(error))
    assert error.problems[0].hint == RATE
    assert script.asked == ["GET /list"]


@pytest.mark.parametrize(("value", "seconds"), [("0", 0), ("17", 17), (" 5 ", 5), ("9" * 400, 1e9)])
def test_retry_after_in_seconds(value: str, seconds: float) -> None:
    assert retry_after(value) == seconds


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_retry_after_as_a_date(zone: str) -> None:
    later = datetime.now(UTC) + timedelta(seconds=100)
    found = retry_after(later.strftime(f"%a, %d %b %Y %H:%M:%S {zone}"))
    assert found is not None
    assert 95 < found <= 100


def test_a_meaningless_retry_after_is_ignored(subtests: pytest.Subtests) -> None:
    for value in [
        None,
        "",
        "soon",
        "-1",
        "1.5",
        "Mon, 01 Jan 99999 00:00:00 GMT",
        "Mon, 01 Jan 2024 00:00:00 +99999999999999",
    ]:
        with subtests.test(value=value):
            assert retry_after(value) is None


def test_the_error_text_of_the_api_is_quoted_in_every_format(subtests: pytest.Subtests) -> None:
    for body, said in [
        ({"error_type": "unauthorized", "description": "No."}, ": unauthorized: No."),
        ({"detail": "core: allocate failed", "reason": "Quota"}, ": Quota: core: allocate failed"),
        ({"message": "no auth", "statusCode": 401, "taskId": "t"}, ": no auth"),
        ({"message": " Invalid\n"}, ": Invalid"),
        ({"error_type": "conflict"}, ": conflict"),
        ({"error_type": None, "description": {"a": 1}, "message": 5}, ""),
        ({"error": "in a field that is not known"}, ""),
        (["a list"], ""),
        ("text", ""),
    ]:
        with subtests.test(body=body, said=said):
            error, script = failed(answer(401, json.dumps(body).encode()))
            assert str(error) == f"{script.url} answered 401{said}"


def test_an_error_that_is_not_json_is_not_quoted(subtests: pytest.Subtests) -> None:
    for body, said in [
        (b"", ""),
        (b"Bad gateway", ""),
        (b'{"message": "cut', ""),
        (b'{"message": "\xff"}', ""),
        (b"[" * 100_000, ""),
        (b" \n<html><h1>Blocked</h1>", ": an HTML page"),
    ]:
        with subtests.test(body=body, said=said):
            error, script = failed(answer(403, body))
            assert str(error) == f"{script.url} answered 403{said}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Location": "https://x.example.com/s3cret-424"},
        {"Location": "http://h:s3cret-424/"},
        {"X_Request_ID": "x" * 75 + "s3cret-424"},
    ],
)
def test_no_part_of_the_secret_is_shown_from_any_header(headers: dict[str, Any]) -> None:
    error, script = failed(answer(302, **headers))
    assert script.asked == ["GET /list"]
    assert "answered 302: a redirect to " in str(error)
    assert "s3c" not in str(error)


def test_no_part_of_the_secret_is_shown_when_text_is_cut() -> None:
    words = json.dumps({"description": "x" * 260 + "s3cret-424"}).encode()
    error, _ = failed(answer(400, words))
    assert "s3c" not in str(error)


def test_an_unreadable_error_body_does_not_hide_the_status() -> None:
    error, script = failed(answer(401, b"{", 100))
    assert (str(error), script.asked) == (f"{script.url} answered 401", ["GET /list"])


@pytest.mark.usefixtures("no_pause")
def test_a_server_error_with_an_unreadable_body_is_retried() -> None:
    broken = answer(503, b"no gzip", Content_Encoding="gzip", **AT_ONCE)
    error, script = failed(broken)
    assert (str(error), len(script.asked)) == (f"{script.url} answered 503", 4)


def test_a_long_error_text_is_cut() -> None:
    error, script = failed(answer(400, json.dumps({"message": "long " * 1000}).encode()))
    assert str(error).startswith(f"{script.url} answered 400: long long ")
    assert str(error).endswith("long…")
    assert len(str(error)) == len(script.url) + 300


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({"Agora_Request_Id": "a1"}, "a1"),
        ({"X_Request_ID": "x1"}, "x1"),
        ({"X_Request_ID": "x1", "Agora_Request_Id": "a1"}, "a1"),
        ({"X_Request_ID": "x" * 200}, "x" * 79 + "…"),
    ],
)
def test_the_request_id_is_shown_for_support(headers: dict[str, str], shown: str) -> None:
    error, script = failed(answer(403, b'{"message": "no"}', **headers))
    assert str(error) == f"{script.url} answered 403: no (request id {shown})"


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("status", [401, 503])
def test_credentials_that_the_server_sends_back_are_hidden_in_errors_and_log(status: int) -> None:
    said = f"cannot let in {AUTHORIZATION} nor s3cret-424."
    body = json.dumps({"error_type": "s3cret-424", "description": said}).encode()
    log: list[str] = []
    with serving(answer(status, body, X_Request_ID=f"for {AUTHORIZATION}", **AT_ONCE)) as script:
        error = failure(settings(script.url), log)
    assert str(error) == (
        f"{script.url} answered {status}: (sensitive): cannot let in Basic (sensitive) "
        "nor (sensitive). (request id for Basic (sensitive))"
    )
    told = repr(error) + "".join(log)
    assert "s3cret-424" not in told
    assert AUTHORIZATION.removeprefix("Basic ") not in told
