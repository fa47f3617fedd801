"""The host of a URL, and how a URL is shown."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import InputError
from driftcheck.net import asked_host, check_url, display_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://evil.test/l?@api.agora.io/v2", "https://evil.test/l"),
        ("https://evil.test/l#@api.agora.io/v2", "https://evil.test/l"),
        ("https://evil.test/l@api.agora.io/v2", "https://evil.test/(sensitive)@api.agora.io/v2"),
        ("https://user:12/abc@api.agora.io/v2", "https://user:12/(sensitive)@api.agora.io/v2"),
        ("HTTPS://API.agora.IO/List", "https://api.agora.io/List"),
        ("https://\N{CYRILLIC SMALL LETTER A}pi.agora.io/list", "https://xn--pi-6kc.agora.io/list"),
        (
            "https://m\N{LATIN SMALL LETTER U WITH DIAERESIS}nchen.test/",
            "https://xn--mnchen-3ya.test/",
        ),
        ("https://xn--mnchen-3ya.test/", "https://xn--mnchen-3ya.test/"),
        ("https://192.0.2.1/", "https://192.0.2.1/"),
        ("https://[2001:DB8:0::1]:8443/list", "https://[2001:db8::1]:8443/list"),
        ("/login?next=1", "/login"),
        ("", ""),
    ],
)
def test_a_url_is_shown_with_its_real_host(url: str, shown: str) -> None:
    assert display_url(url) == shown


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://\N{SNOWMAN}.invalid/", "is not a URL"),
        ("https://api\N{ZERO WIDTH JOINER}.agora.io/", "contains an invisible character"),
        ("https://api.agora.io/\N{ZERO WIDTH JOINER}", "contains an invisible character"),
        ("https://api.agora.io/\x7f", "contains an invisible character"),
        (f"https://api.agora.io/{'a' * 70_000}", "is too long"),
        (f"https://{'a' * 64}.test/", "is not a URL"),
        ("https://evil.test\\api.agora.io/", "is not a URL"),
        ("https://api.agora.io%2fevil.test/", "is not a URL"),
        ("https://[fe80::1%25eth0]/", "is not a URL"),
        ("https://api.agora.io:0/", "is not a URL"),
        ("https://api.agora.io:65536/", "is not a URL"),
        ("https://-/", "is not a URL"),
        ("https://xn--/", "is not a URL"),
        ("https://xn--a.test/", "is not a URL"),
        ("https://256.0.0.1/", "is not a URL"),
        ("https://[v1.x]/", "is not a URL"),
    ],
)
def test_an_unusable_url_is_refused_in_the_configuration(url: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        check_url(url)
    message = str(caught.value)
    assert why in message
    assert len(message) < 300


@given(st.text(max_size=40), st.sampled_from(["https://", "http://", "https://api.agora.io/", ""]))
def test_httpx_sends_an_accepted_url_to_the_host_shown(text: str, start: str) -> None:
    url = start + text
    try:
        check_url(url)
    except InputError:
        return
    asked = httpx.URL(url)
    assert asked.raw_host.decode() == asked_host(url).strip("[]")
    assert display_url(url).startswith(f"{asked.scheme}://{asked_host(url)}")
