"""Declared addresses: valid ones, and the errors of invalid ones."""

import ipaddress
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.validation.networks import PATTERN, advice_on_network, is_network

BYTE = st.integers(0, 400).map(str)
GROUP = st.one_of(st.integers(0, 0x1FFFF).map("{:x}".format), st.just(""))
PREFIX = st.one_of(st.just(""), st.integers(0, 140).map("/{}".format))
V4 = st.lists(BYTE, min_size=3, max_size=5).map(".".join)
V6 = st.lists(GROUP, min_size=1, max_size=10).map(":".join)
TEXTS = st.builds("{}{}".format, st.one_of(V4, V6), PREFIX)


@given(TEXTS)
def test_every_match_is_a_network(text: str) -> None:
    if re.search(PATTERN, text):
        ipaddress.ip_network(text, strict=False)


@given(st.one_of(st.ip_addresses(), st.ip_addresses().map(ipaddress.ip_network)).map(str), PREFIX)
def test_the_usual_notation_matches(text: str, prefix: str) -> None:
    for one in (text, text.upper(), text.partition("/")[0] + prefix):
        assert bool(re.search(PATTERN, one)) is is_network(one) or ("." in one and ":" in one)


@pytest.mark.parametrize(
    "text",
    [
        *("10.0.0.1", "10.0.0.0/8", "10.0.0.1/24", "0.0.0.0/0", "10.0.0.0/255.0.0.0", " 10.0.0.1 "),
        *("::", "::1", "2001:db8::/32", "2001:DB8::1", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8"),
        "10.0.0.0/024",
    ],
)
def test_every_notation_is_a_network(text: str) -> None:
    assert is_network(text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("203.0.113.0/33", "A prefix of an IPv4 address is at most 32."),
        ("203.0.113.0/", "A prefix of an IPv4 address is at most 32."),
        ("2001:db8::/129", "A prefix of an IPv6 address is at most 128."),
        ("10.0.0.300", "A part of an IPv4 address is at most 255."),
        ("10.0.0.99999999999", "A part of an IPv4 address is at most 255."),
        ("10.0.0", "An IPv4 address has 4 parts, such as 203.0.113.7."),
        ("10.0.0.", "An IPv4 address has 4 parts, such as 203.0.113.7."),
        ("10.0.0.0.1/8", "An IPv4 address has 4 parts, such as 203.0.113.7."),
        ("10.0.0.01", "No part of an IPv4 address may start with 0."),
        ("10.0.0.1:5060", "Leave the port out."),
        ("sip.example.com", "A host name is not allowed: write its addresses."),
        ("", "Write an IP address or a CIDR, such as 203.0.113.7 or 203.0.113.0/24."),
        (
            "10.0.0.1-10.0.0.9",
            "Write an IP address or a CIDR, such as 203.0.113.7 or 203.0.113.0/24.",
        ),
        ("2001:db8::1::2", "Write an IP address or a CIDR, such as 203.0.113.7 or 203.0.113.0/24."),
    ],
)
def test_an_invalid_network_is_reported_with_the_reason(text: str, advice: str) -> None:
    assert not is_network(text)
    assert advice_on_network(text) == advice
