"""Real servers on loopback that receive notifications: over HTTP and SMTP."""

import asyncio
import hmac
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

PASSWORD = "s3cret-mail-424"


@dataclass(frozen=True)
class Told:
    """One request: its method, path, headers (in lower case) and body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """A server for notifications; `answers` has the statuses of its first answers, then 200.

    With a barrier, it answers when so many requests are there.
    """

    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    stalling: bool = False
    barrier: threading.Barrier | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/T0KEN"


@contextmanager
def listening(
    *answers: int, stalling: bool = False, together: int = 0, **headers: str
) -> Iterator[Listener]:
    """Run a server on loopback.

    With `stalling` it never answers, with `together` only so many requests at the same time.
    """
    listener = Listener(list(answers), headers, stalling=stalling)
    if together:
        listener.barrier = threading.Barrier(together)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            named = {name.lower(): value for name, value in self.headers.items()}
            listener.told.append(Told(self.command, self.path, named, body))
            if listener.stalling:
                listener.stopping.wait(20)
            if listener.barrier:
                listener.barrier.wait(20)
            self.send_response(listener.answers.pop(0) if listener.answers else 200)
            for name, value in listener.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", "0")
            self.end_headers()

        do_PUT = do_POST  # noqa: N815 - the name that http.server looks for

        def log_message(self, format: str, *args: Any) -> None:
            """Log nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        listener.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield listener
        finally:
            listener.stopping.set()
            server.shutdown()
            thread.join()


@dataclass
class Mailbox:
    """A mail server: the messages it accepted, and its answers to the first ones.

    `refused` has its first answers to a sender (as `FROM`) and to recipients, by their addresses.
    With `stalling` it takes messages, but never says so.
    """

    answers: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    port: int = 0
    farewell: str = "221 bye"
    password: str = PASSWORD
    stalling: bool = False

    async def handle_QUIT(self, *_asked: Any) -> str:  # noqa: N802
        """Say good-bye."""
        return self.farewell

    def _refuses(self, name: str) -> str | None:
        answers = self.refused.get(name)
        return answers.pop(0) if answers else None

    async def handle_MAIL(self, *asked: Any) -> str:  # noqa: N802
        """Take a sender, or answer as scripted."""
        _, _, envelope, address, _ = asked
        envelope.mail_from = address
        return self._refuses("FROM") or "250 taken"

    async def handle_RCPT(self, *asked: Any) -> str:  # noqa: N802
        """Take a recipient, or answer as scripted."""
        _, _, envelope, address, _ = asked
        if refused := self._refuses(address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def auth_CRAM__MD5(self, server: SMTP, _args: Any) -> AuthResult:  # noqa: N802
        """Log in with a digest of the password."""
        answer = await server.challenge_auth(b"<1@mail.example.test>")
        assert isinstance(answer, bytes)
        wanted = hmac.new(self.password.encode(), b"<1@mail.example.test>", "md5").hexdigest()
        login, _, digest = answer.rpartition(b" ")
        self.logins.append((login, digest))
        return AuthResult(success=digest == wanted.encode())

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or answer as scripted."""
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        if self.stalling:
            await asyncio.Event().wait()
        return "250 taken"

    def login(self, *asked: Any) -> AuthResult:
        """Accept whoever has the password."""
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == self.password.encode(), handled=False)


@contextmanager
def mail(
    *answers: str,
    security: str = "none",
    context: ssl.SSLContext | None = None,
    mechanism: str = "PLAIN",
    utf8: bool = True,
    **given: Any,
) -> Iterator[Mailbox]:
    """Run a mail server on loopback, with STARTTLS or TLS if requested, and one kind of login."""
    box = Mailbox(list(answers), **given)
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0, "enable_SMTPUTF8": utf8}
    if security == "tls":
        options["ssl_context"] = context
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    options |= {"authenticator": box.login, "auth_require_tls": security == "starttls"}
    options["auth_exclude_mechanism"] = {"PLAIN", "LOGIN", "CRAM-MD5"} - {mechanism}
    controller = Controller(box, **options)
    controller.port = _free_port()
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
