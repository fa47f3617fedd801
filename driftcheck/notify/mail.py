"""E-mail by SMTP: the text report, with the verdict as its subject."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from driftcheck.config import Notification
from driftcheck.model import JSON, LiveError, Problem, TransientError
from driftcheck.net import Deadline, DeadlineError, retrying, tls_context, tls_refusal, within
from driftcheck.notify.news import News
from driftcheck.report import View, renderer
from driftcheck.words import printable, shorten

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SUBJECT = 150
_NETWORK = "Check `host`, `port` and `security`."
_REFUSED = "Check `username`, `password`, `from` and `to`."
_ASCII = "Use only ASCII characters in user name and password."
_GOODBYE = 1.0
"""Seconds to wait for the answer to QUIT, which does not affect the result."""


def send(news: News, to: Notification) -> None:
    """Send the news. Raises LiveError if the server did not accept the message in time."""
    written, host = message(news, to.given), to.given["host"]
    deadline = Deadline.after(to.timeout)
    trying = retrying(deadline.left)
    try:
        within(deadline.left, lambda: trying(_attempt, written, to.given, deadline))
    except DeadlineError as error:
        late = f"{host} did not accept it in {to.timeout:g} seconds"
        raise LiveError(Problem(late, None, _NETWORK)) from error


def message(news: News, given: JSON) -> EmailMessage:
    """Return the message; text from outside cannot inject a header."""
    made = EmailMessage()
    made["Subject"] = shorten(printable(news.title), _SUBJECT)
    made["From"] = given["from"]
    made["To"] = ", ".join(given["to"])
    made["Date"] = formatdate()
    made["Message-ID"] = make_msgid(domain=given["from"].rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    counts = f"{news.counts}\n\n" if news.counts else ""
    made.set_content(counts + renderer("text")(news.report, View(width=78)))
    return made


def _attempt(written: EmailMessage, given: JSON, deadline: Deadline) -> None:
    host = given["host"]
    try:
        _deliver(written, given, deadline.share)
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        raise _refusal(host, codes[0]) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(host, error.smtp_code) from error
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        raise _broken(error, host, deadline) from error
    except smtplib.SMTPException as error:
        message = f"{host} lacks an SMTP feature that is needed"
        raise LiveError(Problem(message, None, _NETWORK)) from error
    except UnicodeError as error:
        message = f"{host} accepts only ASCII in user name and password"
        raise LiveError(Problem(message, None, _ASCII)) from error
    except ssl.SSLError as error:
        if final := tls_refusal(error, host):
            raise final from error
        raise LiveError(
            Problem(f"{host} does not support TLS as configured", None, _NETWORK)
        ) from error
    except OSError as error:
        raise TransientError(Problem(f"cannot reach {host}", None, _NETWORK)) from error


def _deliver(written: EmailMessage, given: JSON, seconds: float) -> None:
    server = _connect(given, seconds)
    try:
        if "username" in given:
            server.login(given["username"], given["password"])
        server.send_message(written)
    finally:
        _leave(server)


def _leave(server: smtplib.SMTP) -> None:
    """Send QUIT. The answer is ignored, because the server has already accepted or refused."""
    with suppress(OSError):
        if server.sock:
            server.sock.settimeout(_GOODBYE)
        server.quit()
    server.close()


def _broken(error: OSError, host: str, deadline: Deadline) -> Exception:
    """Return the error for a connection that broke or timed out.

    smtplib raises the same exception for both; only the error underneath tells them apart.
    """
    if not isinstance(error, TimeoutError) and not isinstance(error.__context__, TimeoutError):
        return TransientError(Problem(f"{host} broke the connection", None, _NETWORK))
    if deadline.is_over:
        return DeadlineError()
    return TransientError(Problem(f"{host} took too long", None, _NETWORK), retry_after=0)


def _connect(given: JSON, seconds: float) -> smtplib.SMTP:
    security = given.get("security", "starttls")
    port = given.get("port", _PORTS[security])
    if security == "tls":
        return smtplib.SMTP_SSL(given["host"], port, timeout=seconds, context=tls_context())
    server = smtplib.SMTP(given["host"], port, timeout=seconds)
    if security == "starttls":
        _closing_if_it_fails(server, lambda: server.starttls(context=tls_context()))
    return server


def _closing_if_it_fails(server: smtplib.SMTP, call: Callable[[], object]) -> None:
    try:
        call()
    except BaseException:
        server.close()
        raise


def _refusal(host: str, code: int) -> LiveError:
    """Return the error for a refused message; codes from 400 to 499 may be temporary."""
    if code < 0:  # smtplib's code for an answer without one
        return LiveError(Problem(f"{host} does not speak SMTP", None, _NETWORK))
    problem = Problem(f"{host} answered {code}", None, _REFUSED)
    return TransientError(problem) if 400 <= code < 500 else LiveError(problem)
