"""What a mail server refuses, and which setting is at fault; with a real server on loopback."""

import socket
from typing import Any

import pytest

from driftcheck.config import Notification
from driftcheck.model import LiveError
from driftcheck.notify import mail as mailer
from tests.each import each
from tests.faults.authority import serving_as
from tests.notify.giving import news, notification
from tests.notify.servers import Mailbox, mail

pytestmark = pytest.mark.usefixtures("at_once")

ONE, TWO, THREE = "one@example.com", "two@example.com", "three@example.com"
FROM, TO = "Check `from`: ", "Check this address under `to`."
FULL = f"The mailbox is full or switched off. {TO}"
LATER = "The server asks to try later: it is busy, or delays senders that it does not know."
NO_USER = "Set `username` and `password`: the server requires a login."
SIZE = "The server limits the size of messages. Ask for a higher limit."


def to(box: Mailbox, *names: str, **given: Any) -> Notification:
    known = {"host": "127.0.0.1", "port": box.port, "security": "none", "from": "a@example.com"}
    return notification("email", **{**known, "to": list(names or [ONE]), **given})


def warnings(given: Notification) -> list[tuple[str, str]]:
    """What could not be sent, and the hints, without the name of the host."""
    with pytest.raises(LiveError) as caught:
        mailer.send(news(), given)
    found = [(p.message, p.hint or "") for p in caught.value.problems]
    assert all("127.0.0.1" in message for message, _ in found)
    return [(message.removeprefix("127.0.0.1 answered "), hint) for message, hint in found]


def test_one_refused_recipient_is_reported_and_the_others_get_the_message_once() -> None:
    with mail(refused={TWO: ["550 5.1.1 secret"]}) as box:
        ((said, hint),) = warnings(to(box, ONE, TWO, THREE))
    assert said == f'550 5.1.1 for "{TWO}"; 2 other recipients got it'
    assert hint.startswith(TO)
    assert (len(box.messages), box.recipients) == (1, [ONE, THREE])


def test_recipients_that_are_refused_for_the_same_reason_are_one_warning() -> None:
    refused = {ONE: ["550 5.1.1 a"], TWO: ["550 5.1.1 b"], THREE: ["553 5.1.3 c"]}
    with mail(refused=refused) as box:
        told = warnings(to(box, ONE, TWO, THREE))
    assert [said for said, _ in told] == [
        f'550 5.1.1 for "{ONE}", "{TWO}"',
        f'553 5.1.3 for "{THREE}"',
    ]
    assert box.messages == []


def test_a_recipient_that_is_refused_for_now_is_tried_again_alone() -> None:
    with mail(refused={TWO: ["450 4.7.1 later", "450 later"]}) as box:
        mailer.send(news(), to(box, ONE, TWO, ONE))
    assert (len(box.messages), box.recipients) == (2, [ONE, TWO])
    assert len({message["message-id"] for message in box.messages}) == 1


def test_a_recipient_that_is_deferred_until_the_deadline_is_reported() -> None:
    with mail(refused={TWO: ["450 4.2.0 later"] * 99}) as box:
        ((said, hint),) = warnings(to(box, ONE, TWO))
    assert (said, hint) == (f'450 4.2.0 for "{TWO}"; 1 other recipient got it', LATER)
    assert box.recipients == [ONE]


def test_an_error_after_some_recipients_got_it_hides_no_refusal() -> None:
    refused = {ONE: ["550 5.1.1 no"], TWO: ["450 later"]}
    with mail("250 taken", "554 5.6.0 no", refused=refused) as box:
        told = [said for said, _ in warnings(to(box, ONE, TWO, THREE))]
    assert told == [
        f'550 5.1.1 for "{ONE}"; 1 other recipient got it',
        f'450 for "{TWO}"; 1 other recipient got it',
        "554 5.6.0",
    ]


@each(
    "answer, begins",
    {
        "550 5.1.1 no such user": TO,
        "550 no": TO,
        "554 5.7.1 relay access denied": f"{TO} If the server requires a login, set `username`",
        "553 5.7.1 no": TO,
        "553 5.1.8 sender address rejected": FROM,
        "550 5.1.7 bad sender": FROM,
        "552 5.2.2 mailbox full": FULL,
        "552 no room": FULL,
        "552 5.3.4 too large": SIZE,
        "530 5.7.0 login first": "Set `security: starttls`, ",
        "550 5.7.10 encryption needed": "Set `security: starttls`, ",
    }.items(),
)
def test_a_refused_recipient_names_the_setting(answer: str, begins: str) -> None:
    with mail(refused={ONE: [answer]}) as box:
        ((_, hint),) = warnings(to(box))
    assert hint.startswith(begins)


@each(
    "answer, begins",
    {
        "550 5.7.1 no": FROM,
        "501 no": FROM,
        "552 5.3.4 too large": SIZE,
        "552 no": SIZE,
        "530 5.7.0 TLS first": "Set `security: starttls`, ",
    }.items(),
)
def test_a_refused_sender_names_the_setting(answer: str, begins: str) -> None:
    with mail(refused={"FROM": [answer]}) as box:
        ((_, hint),) = warnings(to(box))
    assert hint.startswith(begins)


@each(
    "answer, begins",
    {
        "554 5.7.1 spam": "Check `from` and `to`, ",
        "550 5.7.60 no permission to send as this sender": FROM,
        "552 5.3.4 too large": SIZE,
        "552 2.2 no": SIZE,
    }.items(),
)
def test_a_refused_message_names_the_setting(answer: str, begins: str) -> None:
    with mail(answer) as box:
        ((_, hint),) = warnings(to(box))
    assert hint.startswith(begins)


@pytest.mark.usefixtures("trusting")
def test_a_server_that_requires_a_login_asks_for_a_user() -> None:
    context = serving_as("127.0.0.1")
    with mail(security="starttls", context=context, refused={ONE: ["530 5.7.0 log in"]}) as box:
        assert warnings(to(box, security="starttls")) == [(f'530 5.7.0 for "{ONE}"', NO_USER)]


@pytest.mark.usefixtures("trusting")
@each("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
@each("name, password", [("driftcheck", "s3cret"), ("zoë@exämple.com", "pässwörd 東京 🔑")])
def test_user_name_and_password_may_have_any_letters(
    mechanism: str, name: str, password: str
) -> None:
    given: dict[str, Any] = {"username": name, "password": password}
    context = serving_as("127.0.0.1")
    with mail(security="starttls", context=context, mechanism=mechanism, password=password) as box:
        mailer.send(news(), to(box, security="starttls", **given))
    assert (len(box.messages), box.logins[0][0]) == (1, name.encode())


@pytest.mark.usefixtures("trusting")
def test_a_password_with_bytes_that_are_not_utf8_is_sent_as_it_is() -> None:
    with mail(security="starttls", context=serving_as("127.0.0.1")) as box:
        warnings(
            to(
                box,
                security="starttls",
                username="x",
                password=b"p\xe4ss".decode(errors="surrogateescape"),
            )
        )
    assert box.logins == [(b"x", b"p\xe4ss")]


@pytest.mark.usefixtures("trusting")
def test_a_server_without_a_known_login_is_reported() -> None:
    with mail(security="starttls", context=serving_as("127.0.0.1"), mechanism="") as box:
        ((said, hint),) = warnings(to(box, security="starttls", username="x", password="y"))
    assert said == "127.0.0.1 offers no login that driftcheck knows"
    assert hint == "Check `port` and `security`, or leave out `username` and `password`."


def test_an_address_with_other_letters_needs_a_server_that_accepts_them() -> None:
    with mail() as box:
        mailer.send(news(), to(box, "zoë@example.com"))
    assert box.recipients == ["zoë@example.com"]
    with mail(utf8=False) as box:
        ((said, _),) = warnings(to(box, "zoë@example.com"))
    assert said == "127.0.0.1 accepts only ASCII letters in addresses"


def test_a_port_where_nothing_listens_is_named() -> None:
    with mail() as box:
        pass
    ((said, hint),) = warnings(to(box))
    assert said == f"cannot reach 127.0.0.1: nothing accepts connections at port {box.port}"
    assert hint == "Check `port`, and that the server is running."


def test_an_unknown_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_given: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with mail() as box:
        monkeypatch.setattr(socket, "getaddrinfo", fail)
        ((said, hint),) = warnings(to(box))
    assert said == "cannot reach 127.0.0.1: there is no address for this name"
    assert hint == "Check `host`."


@pytest.mark.usefixtures("trusting")
def test_tls_where_the_server_speaks_plain_smtp_names_security() -> None:
    with mail() as box:
        ((said, hint),) = warnings(to(box, security="tls"))
    assert said == "127.0.0.1 does not speak TLS"
    assert hint.startswith("Check `security` and `port`: ")


@pytest.mark.usefixtures("trusting")
@each(
    "context, begins",
    [
        (serving_as("mail.example.test"), "Check `host`: "),
        (serving_as("127.0.0.1", issuer="theirs"), "It is signed by "),
    ],
    ids=["of another host", "of another authority"],
)
def test_an_untrusted_certificate_names_a_setting_of_mail(context: Any, begins: str) -> None:
    with mail(security="tls", context=context) as box:
        ((_, hint),) = warnings(to(box, security="tls"))
    assert hint.startswith(begins)
    assert "live.agora" not in hint
