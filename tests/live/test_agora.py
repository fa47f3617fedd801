"""The live list over HTTP: credentials, requests, and broken connections."""

import errno
import gzip
import os
import socket
from contextlib import suppress

import pytest

import driftcheck
from driftcheck.live.source import source_of
from driftcheck.model import InputError, LiveError, LiveList, Problem
from driftcheck.words import utc_now
from tests.live.server import (
    AUTHORIZATION,
    ENTRIES,
    LIST,
    Answer,
    answer,
    failed,
    failure,
    fetch,
    reset,
    serving,
    settings,
)
from tests.support import NUMBER, Emulate

NETWORK = "Check the host name, and that the network and its proxy allow the connection."
IN_THE_CLEAR = "Use https; plain http is for an emulator on this machine."
WHOLE = "Write the whole URL, such as https://api.agora.io/..., or leave out `url`."


def test_the_list_comes_whole_from_the_emulated_api(emulate: Emulate) -> None:
    url = emulate(NUMBER, {}).url
    live = settings(url, customer_secret="s3cret")
    before = utc_now()
    listed = fetch(live)
    assert before <= (listed.fetched_at or "") <= utc_now()
    assert listed == LiveList(url, (NUMBER, {}), listed.fetched_at)


def test_a_successful_fetch_is_one_request_and_one_log_line() -> None:
    log: list[str] = []
    with serving(answer(200, LIST)) as script:
        listed = fetch(settings(script.url), log)
    assert (listed.source, listed.entries) == (script.url, ENTRIES)
    assert script.asked == ["GET /list"]
    assert log == [f"fetching {script.url}"]


def test_a_request_has_credentials_and_no_body() -> None:
    with serving(answer(200, LIST)) as script:
        fetch(settings(script.url))
    (request,) = script.requests
    assert request.headers["authorization"] == AUTHORIZATION
    assert request.headers["accept"] == "application/json"
    assert request.headers["user-agent"] == f"driftcheck/{driftcheck.__version__}"
    assert not {"content-length", "transfer-encoding", "content-type"} & request.headers.keys()


@pytest.mark.usefixtures("no_pause")
def test_only_get_is_ever_sent() -> None:
    """On success, on every kind of retry, and on every kind of error."""
    good = answer(200, LIST)
    scripts: list[tuple[Answer, ...]] = [
        (good,),
        (reset, answer(429, Retry_After="0"), answer(503, Retry_After="0"), good),
        (answer(500, Retry_After="0"),),
        *((answer(status, Location="/other"),) for status in (301, 302, 303, 307, 308)),
        *((answer(status),) for status in (204, 400, 401, 403, 404, 405, 409, 422)),
        (answer(200, b"<html>"),),
    ]
    asked: list[str] = []
    for answers in scripts:
        with serving(*answers) as script, suppress(LiveError):
            fetch(settings(script.url))
        asked += script.asked
    assert asked == ["GET /list"] * (1 + 4 + 4 + 5 + 8 + 1)


def test_the_query_of_the_url_is_sent_unchanged() -> None:
    with serving(answer(200, LIST)) as script:
        fetch(settings(f"{script.url}?region=eu&x=%2F"))
    assert script.asked == ["GET /list?region=eu&x=%2F"]


def test_a_compressed_answer_is_decompressed() -> None:
    with serving(answer(200, gzip.compress(LIST), Content_Encoding="gzip")) as script:
        assert fetch(settings(script.url)).entries == ENTRIES


@pytest.mark.parametrize(
    "body",
    [b"not gzip at all", gzip.compress(LIST, mtime=0)[:4] + b"\xff" * 40],
    ids=["text", "cut"],
)
def test_a_corrupt_body_is_not_retried(body: bytes) -> None:
    error, script = failed(answer(200, body, Content_Encoding="gzip"))
    message = f"{script.url} sent a body that cannot be decompressed: not gzip"
    hint = "Try again; if it happens again, contact Agora's support."
    assert error.problems == (Problem(message, None, hint),)
    assert script.asked == ["GET /list"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "it is empty"),
        (b"<html>sign in</html>", "it looks like HTML"),
        (b"null", "it is null"),
        (b'{"data": [], "has_more": false}', "an object with data, has_more instead of an array"),
        (gzip.compress(LIST * 2, mtime=0), "not valid JSON at line 1, column 35: Extra data"),
    ],
    ids=["empty", "html", "null", "object", "gzip"],
)
def test_an_answer_of_200_without_a_list_is_not_retried(body: bytes, what: str) -> None:
    packed = {"Content_Encoding": "gzip"} if body[:2] == b"\x1f\x8b" else {}
    error, script = failed(answer(200, body, **packed))
    assert str(error) == f"{script.url} did not return a list of numbers: {what}"
    assert script.asked == ["GET /list"]


BLANKS = b"[" + b" " * (3 << 20) + b"]"
TOO_LONG: list[Answer] = [
    answer(200, BLANKS),
    answer(200, gzip.compress(BLANKS), Content_Encoding="gzip"),
    b"HTTP/1.1 200 OK\r\n\r\n" + BLANKS,
    answer(200, b"", 1 << 40),
]


@pytest.mark.parametrize("body", TOO_LONG, ids=["plain", "packed", "no-length", "told"])
def test_a_body_beyond_the_limit_is_given_up(body: Answer) -> None:
    with serving(body) as script:
        error = failure(settings(script.url, max_bytes=1 << 20))
    hint = "Check `url`; if the list is that long, raise `max_size`."
    assert error.problems == (Problem(f"{script.url} sent more than 1 MiB", None, hint),)
    assert script.asked == ["GET /list"]


def cut_short(body: bytes) -> bytes:
    """Return an answer whose body ends early, even if what arrives would be a list."""
    return answer(200, body, len(body) + 1)


BROKEN: list[Answer] = [
    reset,
    b"",
    cut_short(LIST),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n",
    f"HTTP/1.1 {AUTHORIZATION}\r\n\r\n".encode(),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cret-424\r\n",
]
FAULTS = ["reset", "no-answer", "cut-short", "cut-short-chunked", "bad-status", "bad-chunk"]


@pytest.mark.usefixtures("no_pause")
def test_a_broken_connection_is_retried(subtests: pytest.Subtests) -> None:
    for broken in BROKEN:
        with subtests.test(broken=broken):
            with serving(broken, answer(200, LIST)) as script:
                assert fetch(settings(script.url)).entries == ENTRIES
            assert script.asked == ["GET /list"] * 2


@pytest.mark.usefixtures("no_pause")
def test_a_connection_that_stays_broken_is_an_error_after_four_attempts(
    subtests: pytest.Subtests,
) -> None:
    """The other data is not quoted, because it could be anything."""
    for broken in BROKEN:
        with subtests.test(broken=broken):
            error, script = failed(broken)
            what = "the connection broke before the whole answer arrived"
            assert error.problems == (Problem(f"cannot read {script.url}: {what}", None, NETWORK),)
            assert script.asked == ["GET /list"] * 4


@pytest.mark.usefixtures("no_pause")
def test_a_port_where_nobody_answers_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/list"
    what = f"[Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}"
    log: list[str] = []
    error = failure(settings(url), log)
    assert error.problems == (Problem(f"cannot reach {url}: {what}", None, NETWORK),)
    assert log.count(f"fetching {url}") == 4


def refused(url: str) -> Problem:
    """Return the problem of settings with this URL."""
    with pytest.raises(InputError) as caught:
        source_of(settings(url), lambda _line: None)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost", "[::1]"])
def test_plain_http_is_fine_on_loopback(host: str) -> None:
    url = f"http://{host}:1/list"
    assert source_of(settings(url), lambda _line: None).name == url


@pytest.mark.parametrize(
    "host",
    ["api.agora.io", "10.0.0.1", "127.0.0.1.example.com", "localhost.example.com", "[2001:db8::1]"],
)
def test_plain_http_is_refused_anywhere_else(host: str) -> None:
    url = f"http://{host}/list"
    assert refused(url) == Problem(
        f'"{url}" would send credentials in the clear', None, IN_THE_CLEAR
    )


@pytest.mark.parametrize("url", ["https://id:s3cret@api.agora.io/", "http://id:s3cret@127.0.0.1/"])
def test_credentials_in_the_url_are_refused_and_not_shown(url: str) -> None:
    shown = url.replace("id:s3cret", "(sensitive)")
    message = f'credentials in the URL "{shown}" are refused'
    hint = "Set customer_id and customer_secret instead."
    assert refused(url) == Problem(message, None, hint)


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1",
        "https://api.agora.io:port/",
        "https://a..b/",
        f"https://{'a' * 64}.example.com/",
    ],
)
def test_what_is_not_a_url_is_refused(url: str) -> None:
    assert str(refused(url)) == f'"{url}" is not a URL'


def test_credentials_in_an_invalid_url_are_not_shown() -> None:
    assert str(refused("https://id:s3cret@[::1")) == '"https://(sensitive)@[::1" is not a URL'


@pytest.mark.parametrize("url", ["", "list", "api.agora.io/list", "ftp://api.agora.io/", "https:"])
def test_a_url_that_is_not_http_is_refused(url: str) -> None:
    assert refused(url) == Problem(f'"{url}" is not an http or https URL', None, WHOLE)


def test_the_name_of_a_source_is_known_without_opening_it() -> None:
    live = settings("https://api.agora.io/list")
    assert live.name == source_of(live, lambda _line: None).name == "https://api.agora.io/list"


def test_the_name_of_a_source_hides_credentials_in_its_url() -> None:
    live = settings("https://id:s3cret@api.agora.io/list")
    assert live.name == "https://(sensitive)@api.agora.io/list"


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_loopback_bypasses_a_proxy_in_the_environment(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answer(502)) as proxy, serving(answer(200, LIST)) as script:
        monkeypatch.setenv(variable, proxy.url)
        assert fetch(settings(script.url)).entries == ENTRIES
    assert (script.asked, proxy.asked) == (["GET /list"], [])


@pytest.mark.usefixtures("no_pause")
def test_a_proxy_in_the_environment_is_used_for_other_hosts_and_gets_no_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(answer(502)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = failure(settings("https://numbers.invalid/list"))
    assert str(error) == "the proxy refused to reach https://numbers.invalid/list (502)"
    assert set(proxy.asked) == {"CONNECT numbers.invalid:443"}
    assert not any("authorization" in request.headers for request in proxy.requests)
