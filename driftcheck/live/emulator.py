"""An emulator of the list endpoint on loopback: same path, authentication and answers.

For trying driftcheck out, and for tests. It serves only the list: any other path is a 404, and any
other method is refused.
"""

import base64
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from driftcheck.model import LiveError

PATH = "/api/conversational-ai-agent/v2/phone-numbers"
ERRORS = {
    401: ("unauthorized", "Authentication failed, please check your credentials."),
    404: ("not_found", "The specified phone number was not found."),
    405: ("method_not_allowed", "The emulator only answers GET."),
    409: ("conflict", "Concurrent modification conflict or resource locked."),
    422: ("unprocessable_content", "Request format error or parameter validation failed."),
    429: ("too_many_requests", "The rate limit is reached."),
    500: ("internal_server_error", "Internal server error."),
    502: ("bad_gateway", "Bad gateway."),
    503: ("service_unavailable", "Service unavailable."),
    504: ("gateway_timeout", "Gateway timeout."),
}
"""Error bodies: status to (error_type, description); the first ones are as documented."""

Tell = Callable[[str], None]


@dataclass
class Behaviour:
    """How an emulator answers. It reads the list again for every request.

    The first `failures` requests get `status`, with `retry_after` (seconds) if set. Every answer
    waits `delay` seconds, or until the emulator stops.
    """

    list_file: Path
    customer_id: str
    customer_secret: str = field(repr=False)
    status: int = 500
    failures: int = 0
    retry_after: int | None = None
    delay: float = 0.0
    tell: Tell = lambda _line: None


def body_of(data: bytes, name: str) -> bytes:
    """Return the body to serve for a list file: the file itself, or the entries that `fetch` saved.

    Raises ValueError if it is neither; `name` is the name of the file in the message.
    """
    value = json.loads(data)
    if isinstance(value, list):
        return data
    from driftcheck.live import saved  # loads schemas; most lists are plain arrays

    if not saved.is_saved(value):
        raise ValueError(f'"{name}" is not an array')
    try:
        return json.dumps(saved.entries(value, f'"{name}"')).encode()
    except LiveError as error:
        raise ValueError(str(error)) from error


class Emulator(ThreadingHTTPServer):
    """The server; `url` is its address."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour, port: int = 0) -> None:
        self.behaviour = behaviour
        self.stopping = threading.Event()
        self._failures_left = behaviour.failures
        self._lock = threading.Lock()
        self._log_lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """The URL of the list."""
        return f"http://127.0.0.1:{self.server_address[1]}{PATH}"

    def must_fail(self) -> bool:
        """Whether this request is one of the first `failures`."""
        with self._lock:
            self._failures_left -= 1
            return self._failures_left >= 0

    def handle_error(self, _request: object, _client: object) -> None:
        """Report a client that hung up, without a traceback."""
        self.tell("a client hung up before it got its answer")

    def tell(self, line: str) -> None:
        """Report a request, unless the server has stopped: a write would then break the exit."""
        with self._log_lock:
            if not self.stopping.is_set():
                self.behaviour.tell(line)

    def shutdown(self) -> None:
        """Stop answering, including requests that are waiting."""
        with self._log_lock:
            self.stopping.set()
        super().shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: Emulator
    protocol_version = "HTTP/1.1"
    server_version = "driftcheck-emulator"
    sys_version = ""

    def do_GET(self) -> None:
        behaviour = self.server.behaviour
        self.server.stopping.wait(behaviour.delay)
        if self.server.must_fail():
            self.refuse(behaviour.status)
        elif not self.authorized():
            self.refuse(401)
        elif self.path.split("?")[0] != PATH:
            self.refuse(404)
        else:
            self.list()

    def refuse_method(self) -> None:
        """Refuse a method: the emulator is read-only."""
        # The unread body would be parsed as the next request.
        self.close_connection = True
        self.refuse(405)

    do_HEAD = refuse_method  # noqa: N815 - the names that http.server looks for
    do_OPTIONS = refuse_method  # noqa: N815
    do_POST = refuse_method  # noqa: N815
    do_PUT = refuse_method  # noqa: N815
    do_PATCH = refuse_method  # noqa: N815
    do_DELETE = refuse_method  # noqa: N815

    def authorized(self) -> bool:
        behaviour = self.server.behaviour
        pair = f"{behaviour.customer_id}:{behaviour.customer_secret}".encode()
        wanted = b"Basic " + base64.b64encode(pair)
        return hmac.compare_digest(self.headers.get("authorization", "").encode(), wanted)

    def list(self) -> None:
        try:
            file = self.server.behaviour.list_file
            body = body_of(file.read_bytes(), file.name)
        except (OSError, ValueError, RecursionError) as error:
            self.server.tell(f"the list file cannot be served: {error}")
            self.refuse(500)
        else:
            self.answer(200, body)

    def refuse(self, status: int) -> None:
        kind, description = ERRORS[status]
        body = json.dumps({"error_type": kind, "description": description})
        self.answer(status, body.encode())

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="emulator"')
        retry_after = self.server.behaviour.retry_after
        if retry_after is not None and status >= 429:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, _format: str, *args: object) -> None:
        asked = getattr(self, "path", "")  # missing if the request line is garbage
        self.server.tell(f"{self.command} {asked} {args[1] if args[1:] else ''}")


@contextmanager
def serving(behaviour: Behaviour, port: int = 0) -> Iterator[Emulator]:
    """Run an emulator while the context lasts. Raises OSError if the port is taken."""
    with Emulator(behaviour, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
