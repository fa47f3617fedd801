"""The hosts in URLs, and the libpq options that name other hosts."""

from pathlib import Path

import httpx

from driftcheck.config import parse_database
from driftcheck.config.hosts import host_of_url, hosts_of_database, redirecting_options
from tests.each import each


@each(
    ("url", "host"),
    [
        ("https://API.agora.io:8443/x?y#z", "api.agora.io"),
        ("tcp://10.0.0.1:8786", "10.0.0.1"),
        ("10.0.0.1:8786", "10.0.0.1"),
        ("https://[::1]:8443/", "::1"),
        ("https://good.example.com@evil.example.com/", "evil.example.com"),
        ("https://evil.example.com#@good.example.com/", "evil.example.com"),
        ("https://evil.example.com?@good.example.com/", "evil.example.com"),
        ("https:///x", ""),
        ("https://[::1/", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_url_is_the_one_that_a_client_uses(url: str, host: str) -> None:
    assert host_of_url(url) == host
    if url.startswith("https") and host:
        assert httpx.URL(url).host == host


@each(
    ("url", "hosts"),
    [
        ("postgresql://db.example.com:5432/x", ["db.example.com"]),
        ("postgresql:///x", ["localhost"]),
        ("postgresql:///x?host=db.example.com", ["db.example.com"]),
        ("postgresql://a/x?host=b", ["a"]),
        ("postgresql://a/x?hostaddr=10.0.0.1", ["a", "10.0.0.1"]),
        ("postgresql:///x?hostaddr=10.0.0.1,10.0.0.2", ["10.0.0.1", "10.0.0.2"]),
        ("postgresql://a,b/x", ["a", "b"]),
        ("postgresql:///x?host=/var/run/postgresql", ["/var/run/postgresql"]),
        ("sqlite:///x.db", []),
    ],
)
def test_a_database_is_on_every_host_that_libpq_may_try(url: str, hosts: list[str]) -> None:
    assert list(hosts_of_database(parse_database(url, Path()))) == hosts


def test_options_with_a_service_or_a_file_may_lead_elsewhere() -> None:
    options = "sslmode=require&service=x&passfile=y&connect_timeout=3&oauth_issuer=z&host=a"
    database = parse_database(f"postgresql:///x?{options}", Path())
    assert redirecting_options(database) == ["oauth_issuer", "passfile", "service"]
    assert redirecting_options(parse_database("sqlite:///x.db", Path())) == []


def test_a_host_is_compared_as_a_client_uses_it() -> None:
    assert host_of_url("https://[2001:DB8:0::1]/") == "2001:db8::1"
    assert host_of_url("https://m\N{LATIN SMALL LETTER U WITH DIAERESIS}nchen.test/") == (
        "xn--mnchen-3ya.test"
    )
    assert host_of_url("https://\N{SNOWMAN}.test/") == ""
