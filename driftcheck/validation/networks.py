"""Declared IP addresses and networks, and suggestions for invalid ones."""

import re

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4 = rf"(?:{_BYTE}\.){{3}}{_BYTE}"
_PARTS, _DIGITS, _MOST = 4, 3, 255  # of an IPv4 address
_H = "[0-9A-Fa-f]{1,4}"


def _after(groups: int) -> str:
    """Return a pattern for what may follow this many of the eight groups of an IPv6 address.

    The parts are nested and each is compiled once, because every check waits for this.
    """
    left = 7 - groups
    if not left:
        return f"(?:::|:{_H})"
    return f"(?:::(?:{_H}(?::{_H}){{0,{left - 1}}})?|:{_H}{_after(groups + 1)})"


_V6 = f"::(?:{_H}(?::{_H}){{0,6}})?|{_H}{_after(1)}"
PATTERN = (
    rf"^(?:{_V4}(?:/(?:3[0-2]|[12]?[0-9]))?"
    rf"|(?:{_V6})(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?)$"
)
"""Every match is an address or a network; rare notations do not match."""
SCHEMA = {
    "type": "string",
    "pattern": PATTERN,
    "patternErrorMessage": "must be an IP address or a CIDR, such as 203.0.113.0/24",
}
_EXAMPLE = "Write an IP address or a CIDR, such as 203.0.113.7 or 203.0.113.0/24."


def is_network(text: str) -> bool:
    """Whether a text is an IP address or network in any notation; host bits may be set."""
    import ipaddress  # 8 ms, only for rare notations

    try:
        ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return False
    return True


def advice_on_network(text: str) -> str:
    """Return what is wrong with a text that is not a network."""
    address, slash, _ = text.strip().partition("/")
    if slash and is_network(address):
        kind, most = ("IPv6", 128) if ":" in address else ("IPv4", 32)
        return f"A prefix of an {kind} address is at most {most}."
    if re.fullmatch(r"[0-9.]+", address):
        parts = address.split(".")
        if len(parts) != _PARTS or not all(parts):
            return "An IPv4 address has 4 parts, such as 203.0.113.7."
        if any(len(part) > _DIGITS or int(part) > _MOST for part in parts):
            return "A part of an IPv4 address is at most 255."
        return "No part of an IPv4 address may start with 0."
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+){3}:[0-9]+", address):
        return "Leave the port out."
    if re.fullmatch(r"(?=.*[A-Za-z])[\w-]+(?:\.[\w-]+)*", address):
        return "A host name is not allowed: write its addresses."
    return _EXAMPLE
