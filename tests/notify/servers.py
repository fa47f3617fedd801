"""Real servers on loopback that receive notifications: over HTTP and SMTP."""

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
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

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
    """A server for notifications; `answers` has the statuses of its first answers, then 200."""

    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    stalling: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/T0KEN"


@contextmanager
def listening(*answers: int, stalling: bool = False, **headers: str) -> Iterator[Listener]:
    """Run a server on loopback; with `stalling` it never answers."""
    listener = Listener(list(answers), headers, stalling=stalling)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            named = {name.lower(): value for name, value in self.headers.items()}
            listener.told.append(Told(self.command, self.path, named, body))
            if listener.stalling:
                listener.stopping.wait(20)
            self.send_response(listener.answers.pop(0) if listener.answers else 200)
            for name, value in listener.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", "0")
            self.end_headers()

        do_PUT = do_POST  # noqa: N815 - the name that http.server looks for

        def log_message(self, format: str, *args: Any) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
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
    """A mail server: the messages it accepted, and its answers to the first ones."""

    answers: list[str] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    port: int = 0
    farewell: str = "221 bye"

    async def handle_QUIT(self, *_asked: Any) -> str:  # noqa: N802
        """Say good-bye."""
        return self.farewell

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
        return "250 taken"

    def login(self, *asked: Any) -> AuthResult:
        """Accept whoever has the password."""
        data = asked[-1]
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@contextmanager
def mail(
    *answers: str,
    security: str = "none",
    context: ssl.SSLContext | None = None,
    farewell: str = "221 bye",
) -> Iterator[Mailbox]:
    """Run a mail server on loopback, with STARTTLS or TLS if requested."""
    box = Mailbox(list(answers), farewell=farewell)
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
    if security == "tls":
        options["ssl_context"] = context
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    options |= {"authenticator": box.login, "auth_require_tls": security == "starttls"}
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
