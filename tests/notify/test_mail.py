"""E-mail, with a real mail server on loopback."""

import socket
import threading
import time
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

import pytest

from driftcheck.config import Notification
from driftcheck.model import Age, Comparison, History, LiveError, Problem
from driftcheck.net import attempts
from driftcheck.notify import mail as mailer
from driftcheck.notify.news import News
from driftcheck.report import View, renderer
from tests.each import each
from tests.faults.authority import serving_as
from tests.notify.giving import drifted, news, notification
from tests.notify.servers import PASSWORD, Mailbox, mail
from tests.reports import finding, report

pytestmark = pytest.mark.usefixtures("at_once")

LOGIN: dict[str, Any] = {"username": "driftcheck", "password": PASSWORD}


def to(box: Mailbox, security: str = "none", timeout: float = 20.0, **given: Any) -> Notification:
    known = {"host": "127.0.0.1", "port": box.port, "security": security, "from": "a@example.com"}
    whole = {**known, "to": ["b@example.com", "c@example.com"], **given}
    return notification("email", timeout=timeout, **whole)


def test_the_text_report_is_sent_with_the_verdict_as_subject() -> None:
    with mail() as box:
        mailer.send(news(), to(box))
    (message,) = box.messages
    assert message["subject"] == "driftcheck: FINDINGS: 1 high, 1 low."
    assert (message["from"], message["to"]) == ("a@example.com", "b@example.com, c@example.com")
    assert box.recipients == ["b@example.com", "c@example.com"]
    assert message["auto-submitted"] == "auto-generated"
    assert message["date"]
    assert message["message-id"].endswith("@example.com>")
    text = message.get_content().replace("\r\n", "\n")
    assert text == "1 high, 1 low to look at\n\n" + renderer("text")(drifted(), View(width=78))


def test_what_is_new_or_worse_comes_first() -> None:
    worse = Age("2026-01-01T00:00:00Z", 1, False, "its waiver ran out on 2026-01-02")
    old, new = Age("2026-01-01T00:00:00Z", 3, False), Age("2026-01-03T00:00:00Z", 1, True)
    ages = [("old", old), ("worse", worse), ("new", new)]
    found = [finding("drift-present", name, age=age) for name, age in ages]
    told = History("h.db", 3, "0" * 64, 2, "2026-01-02T00:00:00Z", 1, 2, ())
    text = mailer.message(news(report(found, history=told)), {"from": "a@b.c", "to": ["d@e.f"]})
    assert text.get_content().split("\n")[:5] == [
        "3 high to look at, 1 new, 1 worse",
        "",
        "- high: new — live, but not declared (new)",
        "- high: worse — live, but not declared (worse: its waiver ran out on 2026-01-02)",
        "",
    ]


def test_text_in_any_script_arrives_unchanged() -> None:
    made = report([*drifted(terms=None).findings], problems=[Problem("Zürich 東京 📞")])
    with mail() as box:
        mailer.send(news(made), to(box))
    assert "Zürich 東京 📞" in box.messages[0].get_content()


def test_text_from_outside_starts_no_header() -> None:
    hostile = "x\r\nBcc: everybody@example.com\r\n\r\nbody"
    made = report(baseline=Comparison(hostile, hostile, ()), problems=[Problem(hostile)])
    with mail() as box:
        mailer.send(news(made), to(box))
    assert box.recipients == ["b@example.com", "c@example.com"]
    assert box.messages[0]["bcc"] is None


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_it_is_sent_encrypted(security: str) -> None:
    with mail(security=security, context=serving_as("127.0.0.1")) as box:
        login: dict[str, Any] = LOGIN if security == "starttls" else {}
        mailer.send(news(), to(box, security, **login))
    assert len(box.messages) == 1
    assert box.logins == ([(b"driftcheck", PASSWORD.encode())] if login else [])


@pytest.mark.usefixtures("trusting")
@each("security", ["starttls", "tls"])
@each(
    "context",
    [serving_as("mail.example.test"), serving_as("127.0.0.1", issuer="theirs")],
    ids=["of another host", "of another authority"],
)
def test_a_server_with_an_untrusted_certificate_gets_no_password(
    security: str, context: Any
) -> None:
    with mail(security=security, context=context) as box, pytest.raises(LiveError) as caught:
        mailer.send(news(), to(box, security, **LOGIN))
    assert str(caught.value).startswith("the certificate of 127.0.0.1 is not trusted: ")
    assert (box.messages, box.logins) == ([], [])


def test_a_server_without_starttls_gets_nothing() -> None:
    with mail() as box, pytest.raises(LiveError) as caught:
        mailer.send(news(), to(box, "starttls", **LOGIN))
    (problem,) = caught.value.problems
    assert problem.message == "127.0.0.1 does not offer STARTTLS"
    assert problem.hint == "Check `port`, or set `security: tls` for TLS from the start."
    assert (box.messages, box.logins) == ([], [])


@pytest.mark.usefixtures("trusting")
def test_a_wrong_password_is_not_shown() -> None:
    with (
        mail(security="starttls", context=serving_as("127.0.0.1")) as box,
        pytest.raises(LiveError) as caught,
    ):
        mailer.send(news(), to(box, "starttls", username="x", password="wr0ng-424"))
    (problem,) = caught.value.problems
    assert problem.message == "127.0.0.1 answered 535 5.7.8"
    assert (problem.hint or "").startswith("Check `username` and `password`.")


def refused(what: News, given: Notification) -> str:
    with pytest.raises(LiveError) as caught:
        mailer.send(what, given)
    return str(caught.value)


def test_what_may_pass_is_tried_again() -> None:
    with mail("451 busy", "421 later") as box:
        mailer.send(news(), to(box))
    assert len(box.messages) == 1


def test_final_errors_are_not_retried() -> None:
    with mail("554 no", "250 taken") as box:
        assert refused(news(), to(box)) == "127.0.0.1 answered 554"
    assert box.answers == ["250 taken"]


def test_there_is_no_attempt_after_the_deadline() -> None:
    with mail() as box, pytest.MonkeyPatch.context() as patch:
        patch.setattr(attempts, "BACKOFF", lambda _state: 3600.0)
        box.answers = ["451 busy"] * 9
        assert refused(news(), to(box)) == "127.0.0.1 answered 451"
    assert len(box.answers) == 8


def test_the_timeout_begins_when_the_message_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    write, now, late = mailer.message, time.monotonic, [0]

    def write_slowly(*given: Any) -> EmailMessage:
        late[0] = 3600
        return write(*given)

    monkeypatch.setattr(mailer, "message", write_slowly)
    monkeypatch.setattr(time, "monotonic", lambda: now() + late[0])
    with mail() as box:
        mailer.send(news(), to(box))
    assert len(box.messages) == 1


def test_a_server_that_is_slow_to_accept_a_message_gets_it_once() -> None:
    with mail(stalling=True) as box:
        says = refused(news(), to(box, timeout=1.5))
    assert says == "127.0.0.1 did not accept it in 1.5 seconds"
    assert len(box.messages) == 1


@each("farewell", ["421 closing", "500 what", "nothing that begins with a code"])
def test_an_accepted_message_is_not_sent_again_after_a_bad_quit(farewell: str) -> None:
    with mail(farewell=farewell) as box:
        mailer.send(news(), to(box))
    assert len(box.messages) == 1


def test_quit_does_not_hide_the_error() -> None:
    with mail("554 no", farewell="421 closing") as box:
        assert refused(news(), to(box)) == "127.0.0.1 answered 554"
    assert box.messages == []


@each(
    "greeting, says",
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "127.0.0.1 does not speak SMTP"),
        (b"", "127.0.0.1 broke the connection"),
    ],
)
def test_a_server_that_does_not_speak_smtp_is_reported(greeting: bytes, says: str) -> None:
    def greet() -> None:
        with suppress(OSError):
            while True:
                with listener.accept()[0] as connection:
                    connection.sendall(greeting)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet)
        thread.start()
        box = Mailbox(port=listener.getsockname()[1])
        assert refused(news(), to(box)) == says
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_silent_server_is_retried_until_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(LiveError) as caught:
        mailer.send(news(), to(Mailbox(port=listener.getsockname()[1]), timeout=0.3))
    (problem,) = caught.value.problems
    assert problem.message == "127.0.0.1 did not accept it in 0.3 seconds"
    assert problem.hint == "Check `security` and `port`, or find out why the server is slow."
