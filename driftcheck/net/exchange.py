"""A request that is retried until it succeeds or time is up, and how far it got."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from driftcheck.model.errors import Problem, TransientError
from driftcheck.net.attempts import retry_after
from driftcheck.net.deadline import Deadline, DeadlineError
from driftcheck.net.dialing import Dialer
from driftcheck.net.faults import Peer, fault_of
from driftcheck.net.identity import USUAL, Identity
from driftcheck.net.proxies import proxy_for
from driftcheck.net.trust import tls_context
from driftcheck.net.turns import turns_at
from driftcheck.words import counted

_UNREACHED = "no connection was made"
_CONNECT = 5.0
"""Seconds to connect to one address; a host that answers at all does so within one second."""


class Exchange:
    """Requests to one URL within a deadline, one after the other.

    `name` is the name of the URL in messages. `variable` names the variable of the proxy that a
    client uses; empty if it connects directly.

    Raises LiveError if the certificates or the proxy cannot be used.
    """

    def __init__(self, url: str, name: str, deadline: Deadline, files: Identity = USUAL) -> None:
        self.url = httpx.URL(url)
        self.name = name
        self.deadline = deadline
        self.files = files
        self._answer: httpx.Response | None = None
        self._waits = self._is_connected = self._is_through = False
        self.variable = ""

    @property
    def reached(self) -> str:
        """How far the last attempt got, in words."""
        if self._answer:
            return f"{counted(self._answer.num_bytes_downloaded, 'byte')} of an answer arrived"
        if self._waits:
            return "the host limits requests, and this one was still waiting"
        who = "the proxy" if self._peer.variable else "it"
        return f"{who} did not answer" if self._is_connected else _UNREACHED

    @property
    def hint(self) -> str | None:
        """What to do about the network; None if the last attempt got a connection."""
        return self._peer.hint if self.reached == _UNREACHED else None

    @property
    def _peer(self) -> Peer:
        """The other side of the last attempt: the host or its proxy."""
        if self.variable and not self._is_through:
            return Peer(f"the proxy for {self.name}", self.variable)
        return Peer(self.name)

    def _trace(self, event: str, details: Mapping[str, Any]) -> None:
        """Record how far a request gets; httpcore calls this at each of its steps."""
        # A connection that is reused is not opened again.
        is_sent = event == "http11.send_request_headers.started"
        if is_sent or event == "connection.connect_tcp.complete":
            self._is_connected = True
        in_tunnel = (
            is_sent and self.url.scheme == "https" and details["request"].method != b"CONNECT"
        )
        if in_tunnel or event == "proxy.start_tls.started":
            self._is_through = True

    def client(self, **options: Any) -> httpx.Client:
        """Return a client for the requests; it ignores the environment except what is set here."""
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # no CA: plain http goes to an emulator
        if self.url.scheme == "https":
            trusted = tls_context(self.files)
        proxy, self.variable = proxy_for(self.url, self.name, trusted)
        transport = httpx.HTTPTransport(verify=trusted, trust_env=False, proxy=proxy)
        transport._pool._network_backend = Dialer(self.deadline)  # there is no other way
        return httpx.Client(transport=transport, trust_env=False, **options)

    @contextmanager
    def response(
        self, client: httpx.Client, method: str, **content: Any
    ) -> Iterator[httpx.Response]:
        """Yield an answer whose body has not been read.

        Raises LiveError if there is none, TransientError if another attempt may succeed, and
        DeadlineError if no time is left.
        """
        self._is_connected, self._answer, self._is_through = False, None, False
        try:
            answer = self._send(client, method, **content)
            try:
                yield answer
            finally:
                answer.close()
        except httpx.TimeoutException as error:
            if self.deadline.is_over:
                raise DeadlineError from error
            message = f"{self._peer.name} took too long: {self.reached}"
            raise TransientError(Problem(message), retry_after=0) from error
        except httpx.RequestError as error:
            raise fault_of(error, self.name, self._peer, self.variable, self.files) from error

    def _send(self, client: httpx.Client, method: str, **content: Any) -> httpx.Response:
        """Send a request when it is its turn, and return the answer."""
        turns = turns_at(self.url.netloc.decode())
        self._waits = turns.is_single
        with turns.turn(self.deadline) as alone:
            self._waits = False
            wait = self.deadline.share
            timeout = httpx.Timeout(wait, connect=min(wait, _CONNECT))
            request = client.build_request(
                method, self.url, timeout=timeout, extensions={"trace": self._trace}, **content
            )
            answer = self._answer = client.send(request, stream=True)
            if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                turns.too_many(retry_after(answer.headers.get("retry-after")), alone)
        return answer
