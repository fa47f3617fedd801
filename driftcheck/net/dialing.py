"""Connections to a host that has several addresses, some of which may be dead.

Follows RFC 8305: the addresses are tried in turn, each a moment after the previous one or as soon
as all previous ones have failed. The first connection wins. It cannot be used after the deadline.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

from driftcheck.net.deadline import Deadline, DeadlineError, within

_HEAD_START = 0.25
"""Seconds between attempts, as RFC 8305, section 5, recommends."""
_LOOKUP = 5.0
"""Seconds for a name lookup, if the caller sets no timeout."""


class Dialer(httpcore.SyncBackend):
    """Opens the connections of a client, which last until a deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that accepts. `timeout` applies to each one, in seconds."""
        connect = super().connect_tcp
        stream = _first(
            lambda address: connect(address, port, timeout, local_address, socket_options),
            _addresses(host, port, timeout or _LOOKUP),
        )
        return _Bounded(stream, self._deadline)


class _Bounded(httpcore.NetworkStream):
    """A stream that ends at a deadline.

    Otherwise a peer that sends a byte now and then would keep its thread and its socket forever.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._deadline.is_over:
            raise httpcore.ReadTimeout
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._deadline.is_over:
            raise httpcore.WriteTimeout
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the share of the deadline applies
    ) -> httpcore.NetworkStream:
        """Return the stream over TLS; the handshake has the same time limit as any attempt."""
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.share)
        return _Bounded(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _addresses(host: str, port: int, seconds: float) -> Sequence[str]:
    """Return the addresses of a host, IPv6 and IPv4 in alternation, as the resolver orders them."""
    try:
        found = within(seconds, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except DeadlineError as error:
        raise httpcore.ConnectTimeout("no name server answered") from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    kinds: dict[int, dict[str, None]] = {}
    for kind, _, _, _, address in found:
        kinds.setdefault(kind, {})[str(address[0])] = None
    return [one for one in chain.from_iterable(zip_longest(*kinds.values())) if one is not None]


class _Race:
    """Concurrent connection attempts; connections after the first are closed."""

    def __init__(self, connect: Callable[[str], httpcore.NetworkStream]) -> None:
        self.connect = connect
        self.ended: SimpleQueue[httpcore.NetworkStream | Exception] = SimpleQueue()
        self.running = 0
        self.is_won = False
        self.lock = threading.Lock()

    def start(self, address: str) -> None:
        self.running += 1
        threading.Thread(target=self._run, args=(address,), daemon=True).start()

    def _run(self, address: str) -> None:
        try:
            made = self.connect(address)
        except Exception as error:  # noqa: BLE001 - raised again if every address fails
            self.ended.put(error)
            return
        with self.lock:
            first, self.is_won = not self.is_won, True
        if first:
            self.ended.put(made)
        else:
            made.close()

    def next(self, wait: float | None) -> httpcore.NetworkStream | Exception | None:
        """Return the next result or error; None if there is none within `wait` seconds."""
        try:
            ended = self.ended.get(timeout=wait)
        except Empty:
            return None
        self.running -= 1
        return ended


def _first(
    connect: Callable[[str], httpcore.NetworkStream], addresses: Sequence[str]
) -> httpcore.NetworkStream:
    """Return the first connection to any address; raise the last error if all fail."""
    if len(addresses) == 1:
        return connect(addresses[0])
    race, waiting = _Race(connect), list(addresses)
    failed: Exception = httpcore.ConnectError("the name has no address")
    while waiting or race.running:
        if waiting:
            race.start(waiting.pop(0))
        while race.running:
            ended = race.next(_HEAD_START if waiting else None)
            if ended is None:
                break
            if not isinstance(ended, Exception):
                return ended
            failed = ended
    raise failed
