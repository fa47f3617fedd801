"""E-mail by SMTP: the text report, with the verdict as its subject."""

import smtplib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from driftcheck.config import Notification
from driftcheck.model import JSON, LiveError, Problem, TransientError
from driftcheck.net import Deadline, DeadlineError, retrying, tls_context, within
from driftcheck.notify.login import log_in
from driftcheck.notify.news import News, NewsItem
from driftcheck.notify.refusals import Refusal, refusal_of, refusal_of_recipient
from driftcheck.notify.unreached import NETWORK, fault_of, is_timeout
from driftcheck.report import View, renderer
from driftcheck.words import counted, list_some, printable, shorten

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SUBJECT = 150
_NAMED = 10
"""How many refused recipients a warning names."""
_GOODBYE = 1.0
"""Seconds to wait for the answer to QUIT, which does not affect the result."""


def send(news: News, to: Notification) -> None:
    """Send the news. Raises LiveError if the server did not accept it for everybody in time."""
    written = message(news, to.given)  # takes seconds if there are very many findings
    deadline = Deadline.after(to.timeout)
    delivery = _Delivery(written, to.given, deadline)
    trying = retrying(deadline.left)
    try:
        within(deadline.left, lambda: trying(delivery.attempt))
    except DeadlineError as error:
        late = f"{delivery.host} did not accept it in {to.timeout:g} seconds"
        raise LiveError(*delivery.problems(), Problem(late, None, delivery.hint)) from error
    except LiveError as error:
        raise LiveError(*delivery.problems(), *error.problems) from error
    if delivery.refused:
        raise LiveError(*delivery.problems())


def message(news: News, given: JSON) -> EmailMessage:
    """Return the message; text from outside cannot inject a header."""
    made = EmailMessage()
    made["Subject"] = shorten(printable(news.title), _SUBJECT)
    made["From"] = given["from"]
    made["To"] = ", ".join(given["to"])
    made["Date"] = formatdate()
    made["Message-ID"] = make_msgid(domain=given["from"].rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    made.set_content("".join(_paragraphs(news)) + renderer("text")(news.report, View(width=78)))
    return made


def _paragraphs(news: News) -> Iterator[str]:
    """Yield what comes before the text report: the counts, and what is new or worse."""
    if news.counts:
        yield f"{news.counts}\n\n"
    if lines := list(map(_line, news.latest())):
        yield "\n".join([*lines, "\n"])


def _line(item: NewsItem) -> str:
    if item.kind == "more":
        return item.name
    return f"- {item.kind}: {item.name} — {item.text} ({item.why})"


class _Delivery:
    """One message on its way: who still has to get it, and whom the server refused.

    Nobody gets it twice.
    """

    def __init__(self, written: EmailMessage, given: JSON, deadline: Deadline) -> None:
        self.written, self.given, self.deadline = written, given, deadline
        self.host = given["host"]
        self.port = given.get("port", _PORTS[_security(given)])
        self.left = list(dict.fromkeys(given["to"]))
        self.got = 0
        self.refused: dict[str, Refusal] = {}
        self.hint: str | None = NETWORK

    def attempt(self) -> None:
        """Send the message to those who are left.

        Raises TransientError if another attempt may succeed, LiveError if none will.
        """
        try:
            refused = self._deliver()
        except smtplib.SMTPRecipientsRefused as error:
            self._note(error.recipients, is_sent=False)
        except (smtplib.SMTPException, UnicodeError, OSError) as error:
            failure = self._failure(error)
            self.hint = failure.problems[0].hint
            if is_timeout(error) and self.deadline.is_over:
                raise DeadlineError from error
            raise failure from error
        else:
            self._note(refused, is_sent=True)
        if self.left:
            raise TransientError(*self.problems())

    def _deliver(self) -> Mapping[str, tuple[int, bytes]]:
        """Return the recipients that the server refused, with its answers."""
        server = self._connect()
        try:
            if "username" in self.given:
                log_in(server, self.given["username"], self.given["password"])
            # A server that is slow to accept the message would get it twice.
            _wait(server, self.deadline.left)
            return server.send_message(self.written, to_addrs=self.left)
        finally:
            _leave(server)

    def _connect(self) -> smtplib.SMTP:
        security, seconds = _security(self.given), self.deadline.share
        if security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=seconds, context=tls_context())
        server = smtplib.SMTP(self.host, self.port, timeout=seconds)
        if security == "starttls":
            _closing_if_it_fails(server, lambda: server.starttls(context=tls_context()))
        return server

    def _note(self, refused: Mapping[str, tuple[int, bytes]], *, is_sent: bool) -> None:
        """Note who got the message, and who was refused: for now or for good."""
        for name in refused:
            self.refused[name] = refusal_of_recipient(*refused[name], self.given)
        getting = [name for name in self.left if name not in refused] if is_sent else []
        self.got += len(getting)
        for name in getting:
            self.refused.pop(name, None)
        done = {*getting, *(n for n in refused if not self.refused[n].is_temporary)}
        self.left = [name for name in self.left if name not in done]

    def _failure(self, error: Exception) -> LiveError:
        """Return the error for a refused command, or for a failed connection."""
        if not isinstance(error, smtplib.SMTPResponseException):
            return fault_of(error, self.host, self.port)
        if error.smtp_code < 0:  # smtplib's code for an answer without one
            return LiveError(Problem(f"{self.host} does not speak SMTP", None, NETWORK))
        found = refusal_of(error, self.given)
        problem = Problem(f"{self.host} answered {found.codes}", None, found.hint)
        return TransientError(problem) if found.is_temporary else LiveError(problem)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each reason for which the server refused recipients."""
        reasons: dict[Refusal, list[str]] = {}
        for name, refusal in self.refused.items():
            reasons.setdefault(refusal, []).append(f'"{printable(name)}"')
        others = f"; {counted(self.got, 'other recipient')} got it" if self.got else ""
        for refusal, names in reasons.items():
            whom = list_some(names, _NAMED)
            message = f"{self.host} answered {refusal.codes} for {whom}{others}"
            yield Problem(message, None, refusal.hint)


def _leave(server: smtplib.SMTP) -> None:
    """Send QUIT. The answer is ignored, because the server has already accepted or refused."""
    with suppress(OSError):
        _wait(server, _GOODBYE)
        server.quit()
    server.close()


def _wait(server: smtplib.SMTP, seconds: float) -> None:
    """Set how long to wait for an answer."""
    if server.sock:
        server.sock.settimeout(seconds)


def _closing_if_it_fails(server: smtplib.SMTP, call: Callable[[], object]) -> None:
    try:
        call()
    except BaseException:
        server.close()
        raise


def _security(given: JSON) -> str:
    return str(given.get("security", "starttls"))
