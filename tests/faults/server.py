"""Servers on loopback that answer as scripted, over TLS if need be, and note who came."""

import select
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.live.server import PATIENCE, Request, Script, answer

Reply = bytes | Callable[[socket.socket, "Server"], None]
"""The bytes to send before hanging up, or what else to do with the connection."""

HELLO = "(a TLS handshake)"
"""What the method of a request is called that was no HTTP."""
_BETWEEN = 0.1
"""The seconds between the bytes of a slow answer: far fewer than a client waits for one."""
_HANDSHAKE = b"\x16"
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@dataclass(kw_only=True)
class Server(Script):
    """A running server; `other` is the URL of another one, for answers that lead there.

    The first connections, as many as are `encrypted`, speak TLS.
    """

    listener: socket.socket
    scheme: str = "http"
    other: str = ""
    connections: int = 0
    encrypted: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/list"

    @property
    def authorizations(self) -> set[str | None]:
        """The Authorization headers that requests came with; None for those that had none."""
        return {request.headers.get("authorization") for request in self.requests}


@contextmanager
def running(
    *replies: Reply,
    tls: ssl.SSLContext | None = None,
    encrypted: int = sys.maxsize,
    scheme: str = "",
    other: str = "",
) -> Iterator[Server]:
    """A server that gives each request the next of the replies, and later ones the last.

    `scheme` is what its URL begins with, if that is to be wrong.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(
            listener.getsockname()[1],
            threading.Event(),
            listener=listener,
            scheme=scheme or ("https" if tls else "http"),
            other=other,
            encrypted=encrypted,
        )
        thread = threading.Thread(target=_accept, args=(listener, server, replies, tls))
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(
    listener: socket.socket, server: Server, replies: tuple[Reply, ...], tls: ssl.SSLContext | None
) -> None:
    """Serve one connection after the other; a client asks for one thing at a time."""
    while not server.stopping.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.connections += 1
        with connection, suppress(OSError):
            connection.settimeout(PATIENCE)
            if tls is None or server.connections > server.encrypted:
                _serve(connection, server, replies)
            else:
                with tls.wrap_socket(connection, server_side=True) as secure:
                    _serve(secure, server, replies)


def _serve(connection: socket.socket, server: Server, replies: tuple[Reply, ...]) -> None:
    request = _request(connection)
    if request is None:
        return
    server.requests.append(request)
    reply = replies[min(len(server.requests), len(replies)) - 1]
    if callable(reply):
        reply(connection, server)
    else:
        connection.sendall(reply)


def _request(connection: socket.socket) -> Request | None:
    """The head of a request; None where the client hangs up first."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return None
        head += part
        if head.startswith(_HANDSHAKE):
            return Request(HELLO, "", {})
    first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.split(": ", 1) for line in lines)
    return Request(method, path, {name.lower(): value for name, value in pairs})


def closing(reply: Reply) -> Reply:
    """A reply that comes when the door is closed already: whoever is next is refused."""

    def send(connection: socket.socket, server: Server) -> None:
        server.listener.close()
        if callable(reply):
            reply(connection, server)
        else:
            connection.sendall(reply)

    return send


def drip(connection: socket.socket, server: Script) -> None:
    """Begin a good answer and send a byte of its body now and then, until the server stops."""
    connection.sendall(answer(200, b"[", 1 << 20))
    for _ in range(int(PATIENCE / _BETWEEN)):
        if server.stopping.wait(_BETWEEN):
            return
        connection.sendall(b" ")


def redirect(status: int, location: str) -> Reply:
    """A redirect to a location; in it, {url} is this server's own, {other} the other's."""

    def send(connection: socket.socket, server: Server) -> None:
        where = location.replace("{url}", server.url).replace("{other}", server.other)
        connection.sendall(answer(status, Location=where))

    return send


def tunnel(port: int) -> Reply:
    """What a proxy does for CONNECT: it opens a connection to a port here, whoever was asked for.

    What passes through must be TLS, and never a request that can be read.
    """

    def carry(client: socket.socket, server: Server) -> None:
        with socket.create_connection(("127.0.0.1", port)) as api:
            client.sendall(_ESTABLISHED)
            peers = {client: api, api: client}
            while ready := select.select(list(peers), [], [], PATIENCE)[0]:
                for peer in ready:
                    data = peer.recv(65536)
                    if not data or b"authorization" in data.lower():
                        return
                    peers[peer].sendall(data)

    return carry
