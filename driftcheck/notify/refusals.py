"""What a mail server's answers mean: which setting is at fault.

The text of an answer is never shown, because it may repeat what was sent. Its numbers are: the
reply code, and the enhanced status code (RFC 3463), such as 5.7.8.
"""

import re
import smtplib
from typing import NamedTuple

from driftcheck.model import JSON

_ENHANCED = re.compile(rb"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_ADDRESSES = "Check `from` and `to`, and ask who runs the server why it refuses the message."
_FROM = "Check `from`: the server must accept this sender, and this user for it."
_TO = "Check this address under `to`."
_RELAY = f"{_TO} If the server requires a login, set `username` and `password`."
_USER = "Check `username` and `password`. Some services need an app password."
_NO_USER = "Set `username` and `password`: the server requires a login."
_SECURITY = "Set `security: starttls`, or `security: tls` with its port: the server requires TLS."
_SIZE = "The server limits the size of messages. Ask for a higher limit."
_FULL = f"The mailbox is full or switched off. {_TO}"
_SERVER = "Check `host` and `port`, and that this server accepts mail from this machine."
_TLS = "Check `security` and `port`."
_LATER = "The server asks to try later: it is busy, or delays senders that it does not know."
_NO_ROOM = 552
_LOGIN_CODES = (530, 534, 535, 538)
_LOGIN_DETAILS = frozenset({"7.8", "7.9"})
_SENDER = frozenset({"1.7", "1.8", "7.60"})
_MAILBOX = frozenset({"2.1", "2.2"})
_TOO_LARGE = frozenset({"2.3", "3.4"})
_UNENCRYPTED = frozenset({"7.10", "7.11"})
_STAGES = {
    smtplib.SMTPSenderRefused: _FROM,
    smtplib.SMTPDataError: _ADDRESSES,
    smtplib.SMTPAuthenticationError: _USER,
    smtplib.SMTPConnectError: _SERVER,
    smtplib.SMTPHeloError: _SERVER,
}
"""What to do about a refusal without a specific code, by the command that was refused."""


class Refusal(NamedTuple):
    """A refusal: its code, its enhanced code (empty if there is none), and what to do."""

    code: int
    enhanced: str
    hint: str

    @property
    def is_temporary(self) -> bool:
        """Whether another attempt may succeed."""
        return 400 <= self.code < 500

    @property
    def codes(self) -> str:
        """Both codes, such as `550 5.1.1`."""
        return f"{self.code} {self.enhanced}".rstrip()


def refusal_of(error: smtplib.SMTPResponseException, given: JSON) -> Refusal:
    """Return the refusal in an error; `given` are the settings of the message."""
    code, said = error.smtp_code, error.smtp_error
    enhanced = _enhanced(said if isinstance(said, bytes) else b"")
    usual = _SIZE if code == _NO_ROOM else _STAGES.get(type(error), _TLS)
    return Refusal(code, enhanced, _hint(code, enhanced, given) or usual)


def refusal_of_recipient(code: int, said: bytes, given: JSON) -> Refusal:
    """Return the refusal of one recipient."""
    enhanced = _enhanced(said)
    is_of_address = "username" in given or enhanced.startswith("5.1.")
    usual = _FULL if code == _NO_ROOM else _TO if is_of_address else _RELAY
    return Refusal(code, enhanced, _hint(code, enhanced, given) or usual)


def _enhanced(said: bytes) -> str:
    found = _ENHANCED.match(said)
    return found[0].decode() if found else ""


def _hint(code: int, enhanced: str, given: JSON) -> str:
    """Return what to do according to the codes; empty if they are not specific."""
    detail = enhanced.partition(".")[2]
    is_plain = given.get("security") == "none"
    if code == 538 or detail in _UNENCRYPTED or (code == 530 and is_plain):
        return _SECURITY
    if code in _LOGIN_CODES or detail in _LOGIN_DETAILS:
        return _USER if "username" in given else _NO_USER
    if detail in _SENDER:
        return _FROM
    if detail in _MAILBOX:
        return _FULL
    if detail in _TOO_LARGE:
        return _SIZE
    return _LATER if 400 <= code < 500 else ""
