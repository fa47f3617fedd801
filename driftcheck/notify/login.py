"""Logs in to a mail server in UTF-8 (RFC 4616); smtplib accepts only ASCII."""

import hmac
import smtplib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

_DONE = (235, 503)
"""Logged in, now or before."""
_ASKS = 334
_Answers = Iterator[Callable[[bytes], bytes]]


class NoLoginError(smtplib.SMTPException):
    """The server offers no login that we know."""


def log_in(server: smtplib.SMTP, username: str, password: str) -> None:
    """Log in. Raises SMTPAuthenticationError or NoLoginError.

    Some servers offer mechanisms that they do not support, so all of them are tried.
    """
    server.ehlo_or_helo_if_needed()
    offered = server.esmtp_features.get("auth", "").upper().split()
    code, said = 0, b""
    for mechanism in filter(offered.__contains__, _MECHANISMS):
        code, said = _ask(server, mechanism, _bytes(username), _bytes(password))
        if code in _DONE:
            return
    if not code:
        raise NoLoginError
    raise smtplib.SMTPAuthenticationError(code, said)


def _ask(server: smtplib.SMTP, mechanism: str, name: bytes, password: bytes) -> tuple[int, bytes]:
    code, said = server.docmd("AUTH", mechanism)
    for answer in _MECHANISMS[mechanism](name, password):
        if code != _ASKS:
            break
        code, said = server.docmd(b64encode(answer(_decoded(said))).decode())
    return server.docmd("*") if code == _ASKS else (code, said)


def _decoded(challenge: bytes) -> bytes:
    """Return what the server asks; most mechanisms do not need it."""
    with suppress(ValueError):
        return b64decode(challenge)
    return b""


def _bytes(text: str) -> bytes:
    """Return the bytes of a text; those of a variable that is not UTF-8 stay as they are."""
    return text.encode("utf-8", "surrogateescape")


def _plain(name: bytes, password: bytes) -> _Answers:
    yield lambda _: b"\0" + name + b"\0" + password


def _login(name: bytes, password: bytes) -> _Answers:
    yield lambda _: name
    yield lambda _: password


def _cram_md5(name: bytes, password: bytes) -> _Answers:
    yield lambda challenge: name + b" " + hmac.new(password, challenge, "md5").hexdigest().encode()


_MECHANISMS: Mapping[str, Callable[[bytes, bytes], _Answers]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
}
"""How to answer, by mechanism, in the order in which they are tried."""
