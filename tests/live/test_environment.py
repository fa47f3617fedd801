"""Proxies, certificates, ports and names around a request."""

import pytest

from driftcheck.model import InputError, Problem
from driftcheck.net import check_url
from tests.live.server import answer, failure, serving, settings


def test_a_proxy_that_requires_credentials_is_not_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer(407)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = failure(settings("https://numbers.invalid/list"))
    hint = "Check the value of HTTPS_PROXY; put user and password before the host, followed by @."
    message = "the proxy refused to reach https://numbers.invalid/list (407)"
    assert error.problems == (Problem(message, None, hint),)
    assert proxy.asked == ["CONNECT numbers.invalid:443"]


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        (
            "SSL_CERT_FILE",
            "/nonexistent.pem",
            'SSL_CERT_FILE names "/nonexistent.pem", which contains no valid certificates',
        ),
        (
            "HTTPS_PROXY",
            "foo://user:s3cret@proxy.example.com",
            "HTTPS_PROXY does not set a valid proxy for https://numbers.invalid/list",
        ),
    ],
)
def test_an_unusable_variable_is_named(
    variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    error = failure(settings("https://numbers.invalid/list"))
    assert str(error) == says


@pytest.mark.parametrize("port", [65536, 70000])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(InputError) as caught:
        check_url(f"http://127.0.0.1:{port}/list")
    assert str(caught.value) == f'"http://127.0.0.1:{port}/list" is not a URL'


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://id:s3cr3t/abc=@api.agora.io/x", "https://(sensitive)@api.agora.io/x"),
        ("https://id:s3cr3t?abc=@api.agora.io/x", "https://(sensitive)@api.agora.io/x"),
        ("https://api.agora.io/list?token=abc#d", "https://api.agora.io/list"),
        ("https://[::1", "https://[::1"),
    ],
)
def test_a_url_is_shown_without_credentials_and_query(url: str, shown: str) -> None:
    assert settings(url).name == shown
