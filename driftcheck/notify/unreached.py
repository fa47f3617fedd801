"""Errors of a connection to a mail server, with the setting that is at fault."""

import smtplib
import socket
import ssl

from driftcheck.model import LiveError, Problem, TransientError
from driftcheck.net import tls_refusal
from driftcheck.notify.login import NoLoginError

NETWORK = "Check `host`, `port` and `security`."
_HOST = "Check `host`."
_PORT = "Check `port`, and that the server is running."
_ROUTE = "Check `host` and `port`, and that the network allows the connection."
_SLOW = "Check `security` and `port`, or find out why the server is slow."
_TLS = "Check `security` and `port`: `tls` is TLS from the start, `starttls` switches to it."
_OTHER_HOST = "Check `host`: the certificate is for another name."
_ISSUER = "If a CA of your company signs it, set SSL_CERT_FILE to the file with its certificate."
_LOGIN = "Check `port` and `security`, or leave out `username` and `password`."
_LETTERS = "Use only ASCII letters in `from` and `to`, or another server."
_NO_STARTTLS = "Check `port`, or set `security: tls` for TLS from the start."
_MISMATCHES = (62, 63, 64)
"""OpenSSL's codes for another host name, e-mail or IP address."""


def fault_of(error: Exception, host: str, port: int) -> LiveError:
    """Return the error for a failed connection; transient if another attempt may succeed."""
    if isinstance(error, ssl.SSLError):
        return _of_tls(error, host)
    if isinstance(error, (smtplib.SMTPServerDisconnected, TimeoutError)):
        return _broken(error, host)
    if isinstance(error, smtplib.SMTPException):
        return LiveError(_lacking(error, host))
    if isinstance(error, UnicodeError):
        return LiveError(Problem(f"{host} does not accept all letters", None, _LETTERS))
    if isinstance(error, socket.gaierror):
        problem = Problem(f"cannot reach {host}: there is no address for this name", None, _HOST)
    elif isinstance(error, ConnectionRefusedError):
        message = f"cannot reach {host}: nothing accepts connections at port {port}"
        problem = Problem(message, None, _PORT)
    else:
        problem = Problem(f"cannot reach {host}", None, _ROUTE)
    return TransientError(problem)


def is_timeout(error: BaseException) -> bool:
    """Whether a connection timed out.

    smtplib raises the same exception as for one that broke; only the error underneath tells.
    """
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _broken(error: OSError, host: str) -> TransientError:
    if isinstance(error, TimeoutError):
        return TransientError(Problem(f"cannot reach {host} in time", None, _ROUTE), retry_after=0)
    if is_timeout(error):
        return TransientError(Problem(f"{host} took too long", None, _SLOW), retry_after=0)
    return TransientError(Problem(f"{host} broke the connection", None, NETWORK))


def _lacking(error: smtplib.SMTPException, host: str) -> Problem:
    """Return the problem of a server that lacks what the settings require."""
    if isinstance(error, NoLoginError):
        return Problem(f"{host} offers no login that driftcheck knows", None, _LOGIN)
    if not isinstance(error, smtplib.SMTPNotSupportedError):
        return Problem(f"{host} does not speak SMTP", None, NETWORK)
    if "STARTTLS" in str(error):  # smtplib's own text
        return Problem(f"{host} does not offer STARTTLS", None, _NO_STARTTLS)
    return Problem(f"{host} accepts only ASCII letters in addresses", None, _LETTERS)


def _of_tls(error: ssl.SSLError, host: str) -> LiveError:
    """Return the error for a failed TLS connection.

    Hints that name settings are for the API; a mail server has others.
    """
    final = tls_refusal(error, host)
    if final is None:
        return LiveError(Problem(f"{host} does not support TLS as configured", None, _TLS))
    (problem,) = final.problems
    hint = problem.hint or ""
    if isinstance(error, ssl.SSLCertVerificationError):
        named = "".join(f'It is signed by "{name}". ' for name in getattr(error, "__notes__", ()))
        hint = f"{named}{_ISSUER}" if "SSL_CERT_FILE" in hint else hint
        hint = _OTHER_HOST if error.verify_code in _MISMATCHES else hint
    elif "`" in hint:
        hint = _TLS
    return LiveError(Problem(problem.message, None, hint))
