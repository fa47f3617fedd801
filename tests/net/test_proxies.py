"""The proxy for a request."""

import ssl

import httpx
import pytest

from driftcheck.net.proxies import proxy_for

PROXY = "http://proxy.example.test:3128"
NAMED = "https://api.example.test/list"
FOUR = "https://10.1.2.3/list"
SIX = "https://[fd00::1]:8443/list"


def chosen(url: str, monkeypatch: pytest.MonkeyPatch, **variables: str) -> str | None:
    """Return the proxy for a URL with these variables."""
    for name in ("http", "https", "all", "no"):
        for variable in (f"{name}_proxy", f"{name}_proxy".upper()):
            monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    found, _ = proxy_for(httpx.URL(url), "live", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    return str(found.url) if found else None


@pytest.mark.parametrize(
    ("url", "exempt", "direct"),
    [
        (NAMED, "api.example.test", True),
        (NAMED, "API.Example.test", True),
        (NAMED, "example.test", True),
        (NAMED, ".example.test", True),
        (NAMED, "*.example.test", True),
        (NAMED, "ple.test", False),
        (NAMED, "api.example.test:443", True),
        (NAMED, "api.example.test:8443", False),
        (NAMED, "localhost, *", True),
        (NAMED, "localhost example.test", True),
        (NAMED, "example.test.", True),
        (NAMED, ".", False),
        ("https://api.example.test./list", "api.example.test", True),
        (NAMED, "10.0.0.0/8,fd00::/8,::1", False),
        (FOUR, "10.0.0.0/8", True),
        (FOUR, "10.1.2.4/24", True),
        (FOUR, "10.1.2.3", True),
        (FOUR, "10.2.0.0/16", False),
        (FOUR, "::1, fd00::/8", False),
        (SIX, "fd00::/8", True),
        (SIX, "fd00:0:0::1", True),
        (SIX, "[fd00::1]", True),
        (SIX, "[fd00::1]:8443", True),
        (SIX, "fd01::/16,10.0.0.0/8,nonsense/99,::/999", False),
    ],
)
def test_no_proxy_names_hosts_domains_addresses_and_networks(
    url: str, exempt: str, direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = chosen(url, monkeypatch, HTTPS_PROXY=PROXY, NO_PROXY=exempt)
    assert found == (None if direct else PROXY)


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTP_PROXY": PROXY}, None),
        ({"HTTPS_PROXY": PROXY, "ALL_PROXY": "socks5://other"}, PROXY),
        ({"ALL_PROXY": PROXY, "HTTP_PROXY": "socks5://other"}, PROXY),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other"}, PROXY),
        ({"HTTPS_PROXY": "proxy.example.test:3128"}, PROXY),
        ({"HTTPS_PROXY": f" {PROXY} "}, PROXY),
        ({"HTTPS_PROXY": "", "ALL_PROXY": ""}, None),
    ],
)
def test_the_proxy_of_the_scheme_takes_precedence_over_all_proxy(
    variables: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen(NAMED, monkeypatch, **variables) == proxy


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_this_machine_is_never_behind_a_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(f"https://{host}/list", monkeypatch, HTTPS_PROXY="nonsense://") is None
