"""Proxies: what they are asked, what they never receive, and how their faults are reported."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.authority import HOST, pem, serving_as
from tests.faults.matrix import (
    AT_ONCE,
    ENVIRONMENT,
    FINE,
    LATE,
    NO_NAME,
    SHORT,
    TOO_LATE,
    WAIT,
    Outcome,
    Row,
    assert_only_asked,
    hold,
    only,
    project,
)
from tests.faults.server import Reply, Server, closing, running, tunnel
from tests.live.server import answer, reset, stall
from tests.support import Project

URL = f"https://{HOST}/list"
CONNECT = f"CONNECT {HOST}:443"
PROXY = "Check the value of HTTPS_PROXY; put user and password before the host, followed by @."
RUNS = "Check the value of HTTPS_PROXY, and that the proxy is running."
UNUSABLE = "HTTPS_PROXY does not set a valid proxy for {url}"
SOCKS = "HTTPS_PROXY sets a SOCKS proxy for {url}, which is not supported"
OTHER = "Set HTTPS_PROXY to an HTTP proxy, or add the host to NO_PROXY."
WRITE = "Set HTTPS_PROXY=http://HOST:PORT; put user and password before the host, followed by @."
UNKNOWN = "unable to get local issuer certificate"
PASSWORD = "pr0xys3cret"
PACKED = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
OURS = ("ca_file: ca.pem",)
PASSES = Row("passes", (), code=0, keys=OURS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the certificate of our authority."""
    Project(tmp_path).write(ca__pem=pem())
    return tmp_path


@pytest.fixture
def api() -> Iterator[Server]:
    """A server that is what the proxies here lead to, whoever is asked for."""
    with running(FINE, tls=serving_as(HOST)) as server:
        yield server


def assert_only_connected(proxy: Server, times: int = 1) -> None:
    """A proxy was asked to connect, and received nothing that is meant for the API."""
    assert proxy.asked == [CONNECT] * times
    assert proxy.authorizations == ({None} if times else set())
    assert proxy.connections == times


def assert_word_hidden(outcome: Outcome) -> None:
    """The credentials of the proxy are shown nowhere."""
    told = outcome.ran.stderr + outcome.report
    assert PASSWORD not in told
    assert PACKED.rstrip("=") not in told


def with_word(proxy: Server) -> str:
    """The URL of a proxy, with credentials."""
    return f"http://user:{PASSWORD}@127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_is_asked_to_connect_and_gets_nothing_else(
    variable: str, folder: Path, api: Server
) -> None:
    with running(tunnel(api.port)) as proxy:
        hold(PASSES, folder, URL, **{variable: proxy.url})
    assert_only_asked(api, 1)
    assert_only_connected(proxy)
    assert "proxy-authorization" not in proxy.requests[0].headers


def test_credentials_in_the_url_of_a_proxy_go_to_the_proxy_alone(folder: Path, api: Server) -> None:
    with running(tunnel(api.port)) as proxy:
        outcome = hold(PASSES, folder, URL, HTTPS_PROXY=with_word(proxy))
    assert_word_hidden(outcome)
    assert_only_asked(api, 1)
    assert_only_connected(proxy)
    assert proxy.requests[0].headers["proxy-authorization"] == f"Basic {PACKED}"
    assert "proxy-authorization" not in api.requests[0].headers


def test_a_proxy_that_intercepts_tls_is_refused(folder: Path) -> None:
    """One that answers with a certificate of its own would read the credentials."""
    says = "the certificate of {url} is not trusted: unable to get local issuer certificate"
    hint = only("ca.pem", "ours", "a proxy")
    context = serving_as(HOST, issuer="a proxy")
    with running(FINE, tls=context) as spy, running(tunnel(spy.port)) as proxy:
        hold(Row("spy", (), says, hint, keys=OURS), folder, URL, HTTPS_PROXY=proxy.url)
    assert (spy.connections, spy.requests) == (1, [])
    assert_only_connected(proxy)


def refusing(name: str, reply: Reply, says: str, hint: str, asked: int = 1) -> Row:
    """A proxy that lets nothing through any more at the last of the attempts."""
    return Row(name, (reply,), says, hint, asked=asked, timeout=WAIT, keys=OURS)


REFUSALS = [
    refusing("407", answer(407), "the proxy refused to reach {url} (407)", PROXY),
    refusing("403", answer(403), "the proxy refused to reach {url} (403)", PROXY),
    refusing("502", answer(502), "the proxy refused to reach {url} (502)", PROXY, 4),
    refusing(
        "reset",
        reset,
        "cannot read {url}: the connection broke before the whole answer arrived",
        RUNS,
        4,
    ),
]


@pytest.mark.parametrize("row", REFUSALS, ids=[row.name for row in REFUSALS])
def test_a_proxy_that_lets_nothing_through_is_reported_without_its_credentials(
    row: Row, folder: Path
) -> None:
    with running(AT_ONCE, tls=serving_as(HOST)) as api:
        good = [tunnel(api.port)] * ((row.asked or 0) - 1)
        with running(*good, *row.replies) as proxy:
            outcome = hold(row, folder, URL, HTTPS_PROXY=with_word(proxy))
    assert_word_hidden(outcome)
    assert_only_asked(api, len(good))
    assert_only_connected(proxy, len(good) + 1)


@pytest.mark.parametrize("status", [429, 503])
def test_a_proxy_that_is_busy_is_asked_again(status: int, folder: Path, api: Server) -> None:
    row = Row("busy", (), code=0, asked=2, keys=OURS)
    with running(answer(status), tunnel(api.port)) as proxy:
        hold(row, folder, URL, HTTPS_PROXY=proxy.url)
    assert_only_connected(proxy, 2)


def test_a_proxy_that_says_nothing_is_reported_without_its_credentials(folder: Path) -> None:
    says = LATE.replace("{reached}", "the proxy did not answer")
    row = Row("hangs", (stall,), says, TOO_LATE, asked=None, timeout=WAIT, keys=OURS)
    with running(stall) as proxy:
        assert_word_hidden(hold(row, folder, URL, HTTPS_PROXY=with_word(proxy)))
    assert set(proxy.asked) == {CONNECT}


def test_a_proxy_that_is_not_there_is_reported_without_its_credentials(folder: Path) -> None:
    says = re.compile(r"cannot reach the proxy for \{url\}: \[Errno \d+\] .+")
    row = Row("gone", (), says, RUNS, asked=4, timeout=WAIT, keys=OURS)
    with running(AT_ONCE, tls=serving_as(HOST)) as api:
        carry = tunnel(api.port)
        with running(carry, carry, closing(carry)) as proxy:
            assert_word_hidden(hold(row, folder, URL, HTTPS_PROXY=with_word(proxy)))
    assert_only_connected(proxy, 3)


@pytest.mark.parametrize(
    ("url", "says", "hint"),
    [
        ("foo://user:{}@127.0.0.1", UNUSABLE, WRITE),
        ("http://user:{}@[::1", UNUSABLE, WRITE),
        ("http://user:{}@127.0.0.1:port", UNUSABLE, WRITE),
        ("http://user:{}@\N{SNOWMAN}.invalid", UNUSABLE, WRITE),
        ("socks5://user:{}@127.0.0.1", SOCKS, OTHER),
    ],
)
def test_a_proxy_that_cannot_be_used_is_reported_without_its_credentials(
    url: str, says: str, hint: str, folder: Path
) -> None:
    row = Row("unusable", (), says, hint, asked=0, keys=OURS)
    assert_word_hidden(hold(row, folder, URL, HTTPS_PROXY=url.format(PASSWORD)))


@pytest.mark.parametrize(
    ("issuer", "code", "says", "hint"),
    [
        ("ours", 0, "", None),
        (
            "another",
            1,
            f"the certificate of the proxy for {{url}} is not trusted: {UNKNOWN}",
            only("ca.pem", "ours", "another"),
        ),
    ],
)
def test_a_proxy_over_tls_is_trusted_by_the_same_authorities(
    issuer: str, code: int, says: str, hint: str | None, folder: Path, api: Server
) -> None:
    row = Row("tls-proxy", (), says, hint, code=code, keys=OURS)
    context = serving_as("127.0.0.1", issuer=issuer)
    with running(tunnel(api.port), tls=context) as proxy:
        hold(row, folder, URL, HTTPS_PROXY=proxy.url)
    assert_only_asked(api, 1 - code)


def test_a_proxy_that_speaks_no_tls_is_reported_with_what_to_write(folder: Path) -> None:
    says = "the proxy for {url} does not speak TLS"
    hint = "Use http:// for the proxy: most proxies do not speak TLS themselves."
    with running(answer(400), scheme="https") as proxy:
        hold(Row("plain", (), says, hint, keys=OURS), folder, URL, HTTPS_PROXY=proxy.url)
    assert proxy.connections == 1


def test_a_variable_for_another_scheme_has_no_effect(folder: Path, api: Server) -> None:
    with running(tunnel(api.port)) as proxy:
        others = dict.fromkeys(("ALL_PROXY", "HTTP_PROXY", "FTP_PROXY"), "socks5://127.0.0.1:1")
        hold(PASSES, folder, URL, HTTPS_PROXY=proxy.url, **others)
    assert_only_connected(proxy)


@pytest.mark.parametrize("variable", ["Https_Proxy", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_variable_of_a_proxy_that_refuses_is_named(variable: str, folder: Path) -> None:
    row = Row("403", (), REFUSALS[1].says, PROXY.replace("HTTPS_PROXY", variable), keys=OURS)
    with running(answer(403)) as proxy:
        hold(row, folder, URL, **{variable: proxy.url})


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_variable_at_fault_is_named(variable: str, folder: Path) -> None:
    says = f"{variable} sets a SOCKS proxy for {{url}}, which is not supported"
    row = Row("socks", (), says, OTHER, asked=0, keys=OURS)
    hold(row, folder, URL, **{variable: "socks5h://127.0.0.1:1"})


@pytest.mark.parametrize("exempt", [HOST, "other.test,.example.test", "*"])
def test_a_proxy_that_cannot_be_used_does_no_harm_to_a_host_that_is_exempt(
    exempt: str, folder: Path
) -> None:
    row = Row("exempt", (), NO_NAME, asked=None, timeout=SHORT, keys=OURS)
    hold(row, folder, URL, ALL_PROXY="socks5://127.0.0.1:1", NO_PROXY=exempt)


@pytest.mark.parametrize(
    "exempt", [HOST, "other.test,.example.test", "*", "::1,fd00::/8,*.example.test"]
)
def test_a_host_that_is_exempt_is_not_reached_through_a_proxy(exempt: str, folder: Path) -> None:
    row = Row("exempt", (), NO_NAME, asked=None, timeout=SHORT, keys=OURS)
    with running(answer(502)) as proxy:
        hold(row, folder, URL, HTTPS_PROXY=proxy.url, NO_PROXY=exempt)
    assert proxy.connections == 0


def test_loopback_is_never_reached_through_a_proxy(folder: Path) -> None:
    row = Row("loopback", (), code=0, keys=OURS)
    with running(FINE, tls=serving_as("127.0.0.1")) as server, running(answer(502)) as proxy:
        every = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "all_proxy"), proxy.url)
        hold(row, folder, server.url, **every)
    assert_only_asked(server, 1)
    assert proxy.connections == 0


def test_the_doctor_names_the_variable_of_the_proxy_and_not_its_password(
    folder: Path, api: Server
) -> None:
    made = project(folder, URL, 20, *OURS)
    with running(tunnel(api.port)) as proxy:
        ran = made.run("doctor", env={**ENVIRONMENT, "HTTPS_PROXY": with_word(proxy)})
    text = " ".join(ran.out.split())
    assert f"ok {URL}: 1 entry, complete, in " in text
    assert "through the proxy of HTTPS_PROXY" in text
    assert PASSWORD not in ran.out + ran.err
    ran = made.run("doctor", env={**ENVIRONMENT, "HTTPS_PROXY": "http://127.0.0.1:1"})
    assert (ran.code, f"x fix cannot reach the proxy for {URL}" in " ".join(ran.out.split())) == (
        1,
        True,
    )
    assert RUNS in " ".join(ran.out.split())
