"""Certificates, good and bad, of authorities that live as long as the tests do."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache

import trustme

HOST = "api.example.test"
_DAY = timedelta(days=1)
_NOW = datetime.now(UTC)


@cache
def authority(name: str = "ours") -> trustme.CA:
    """A certificate authority, the same for the same name."""
    return trustme.CA(organization_name=name)


def pem(name: str = "ours") -> str:
    """The certificate of an authority, as a file holds it."""
    return authority(name).cert_pem.bytes().decode()


@cache
def serving_as(
    *names: str, days: tuple[int, int] = (-1, 1), issuer: str = "ours"
) -> ssl.SSLContext:
    """What a server has whose certificate is for these names, and for those days from now."""
    first, last = (_NOW + _DAY * day for day in days)
    certificate = authority(issuer).issue_cert(*names, not_before=first, not_after=last)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
