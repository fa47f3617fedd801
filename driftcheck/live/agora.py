"""The live list over HTTP, from the list endpoint of Agora's phone-number API.

Read-only: the only request is a GET of the configured URL. One deadline covers the whole fetch,
including credentials and retries. Rate limits (429), server errors (5xx) and broken connections are
retried. Every other status is final. Redirects are refused, so that credentials go nowhere else.
"""

from collections.abc import Callable
from typing import NamedTuple

import httpx
import tenacity

import driftcheck
from driftcheck.config.agora import MIB, Agora
from driftcheck.config.credentials import Credentials, Secret, reveal_secret
from driftcheck.live.answer import clock_ahead, is_redirect, refusal
from driftcheck.live.decode import decode
from driftcheck.live.whole import refuse_page, refuse_part
from driftcheck.model import LiveError, LiveList, Notify, Problem, TransientError
from driftcheck.net import (
    Deadline,
    DeadlineError,
    Exchange,
    check_url,
    display_url,
    retrying,
    unpacked,
    within,
)
from driftcheck.words import know, utc_now

MAX_ERROR_BYTES = 1 << 20  # only a few words of it are quoted
_MAX_DIGITS = 100  # int() raises beyond a few thousand digits


class Answer(NamedTuple):
    """A response with status 200: its start (UTC), its headers and its decompressed body."""

    began: str
    headers: httpx.Headers
    body: bytes


class AgoraSource:
    """Fetches the list of one account."""

    def __init__(self, settings: Agora, notify: Notify) -> None:
        self.settings = settings
        self.notify = notify
        check_url(settings.url, settings.place)
        self.name = display_url(settings.url)
        self.refused: LiveError | None = None
        self.route = ""
        self.ahead: float | None = None

    def fetch(self) -> LiveList:
        """Return the whole list. Raises LiveError if any part of it cannot be read in time."""
        deadline = Deadline.after(self.settings.timeout)
        sent = self._credentials(deadline)
        know(sent.forms)
        exchange = Exchange(self.settings.url, self.name, deadline, self.settings.files)
        try:
            return within(deadline.left, lambda: self._fetch(sent, exchange))
        except DeadlineError as error:
            raise self._late(exchange) from error

    def _credentials(self, deadline: Deadline) -> Credentials:
        def reveal(what: str, secret: Secret) -> str:
            return reveal_secret(what, secret, deadline.left, self.notify)

        customer_id = reveal("customer_id", self.settings.customer_id)
        return Credentials(customer_id, reveal("customer_secret", self.settings.customer_secret))

    def _late(self, exchange: Exchange) -> LiveError:
        """Return the error for a missed deadline, or the final error answer if there was one."""
        if self.refused and not isinstance(self.refused, TransientError):
            return self.refused
        hint = "Raise `timeout` under `live.agora`, or find out why the API is slow."
        message = f"{self.name} did not return the whole list in {self.settings.timeout:g} seconds"
        last = f"; previous attempt: {self.refused}" if self.refused else ""
        said = f"{message}: {exchange.reached}{last}"
        return LiveError(Problem(said, None, exchange.hint or hint))

    def _fetch(self, sent: Credentials, exchange: Exchange) -> LiveList:
        trying = retrying(exchange.deadline.left, self._log_retry)
        with self._client(sent, exchange) as client:
            self.route = f"through the proxy of {exchange.variable}" if exchange.variable else ""
            answer = trying(self._attempt, client, sent, exchange)
        return self._read_list(answer, sent)

    def _read_list(self, answer: Answer, sent: Credentials) -> LiveList:
        """Return the list of an answer. Raises LiveError if it is none or only one page."""
        entries = decode(answer.body, self.name, hide=sent.hidden)
        values = answer.headers.get_list
        refuse_page(values("link"), self.name)
        if not self.settings.totals_ignored:
            totals, ranges = values("x-total-count"), values("content-range")
            refuse_part(totals, ranges, len(entries), self.name)
        return LiveList(self.name, entries, answer.began, self.settings.totals_ignored)

    def _client(self, sent: Credentials, exchange: Exchange) -> httpx.Client:
        return exchange.client(
            auth=httpx.BasicAuth(sent.customer_id, sent.customer_secret),
            headers={
                "accept": "application/json",
                "accept-encoding": "gzip",
                "user-agent": f"driftcheck/{driftcheck.__version__}",
            },
            follow_redirects=False,
            event_hooks={
                "request": [self._only_the_list(exchange.url)],
                "response": [self._no_redirect(sent)],
            },
        )

    def _attempt(self, client: httpx.Client, sent: Credentials, exchange: Exchange) -> Answer:
        self.notify(f"fetching {self.name}")
        with exchange.response(client, "GET") as response:
            self.ahead = clock_ahead(response.headers)
            if response.status_code == httpx.codes.OK:
                began = utc_now()
                body = self._body(response, self.settings.max_bytes)
                return Answer(began, response.headers, body)
            # Before the body is read, because that may stall until the deadline.
            self.refused = self._refusal(response, b"", sent)
            raise self._refusal(response, self._error_body(response), sent)

    def _only_the_list(self, url: httpx.URL) -> Callable[[httpx.Request], None]:
        """Return a hook that refuses to send anything but the list request."""

        def refuse(request: httpx.Request) -> None:
            if (request.method, request.url) != ("GET", url):
                raise RuntimeError(f"read only: {request.method} is never sent")

        return refuse

    def _no_redirect(self, sent: Credentials) -> Callable[[httpx.Response], None]:
        """Return a hook that refuses a redirect before httpx looks at its target."""

        def refuse(response: httpx.Response) -> None:
            if is_redirect(response.status_code):
                raise self._refusal(response, b"", sent)

        return refuse

    def _refusal(self, response: httpx.Response, body: bytes, sent: Credentials) -> LiveError:
        return refusal(response.status_code, response.headers, body, self.name, sent)

    def _error_body(self, response: httpx.Response) -> bytes:
        """Return the body of an error, or nothing if it cannot be read: only the status matters."""
        try:
            return self._body(response, MAX_ERROR_BYTES)
        except (httpx.DecodingError, httpx.TransportError, LiveError):
            return b""

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        length = response.headers.get("content-length", "")
        if length.isdecimal() and len(length) < _MAX_DIGITS and int(length) > limit:
            raise self._too_large(limit)
        parts, size = [], 0
        for part in unpacked(response):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise self._too_large(limit)
        return b"".join(parts)

    def _too_large(self, limit: int) -> LiveError:
        hint = "Check `url`; if the list is that long, raise `max_size`."
        message = f"{self.name} sent more than {limit / MIB:g} MiB"
        return LiveError(Problem(message, None, hint))

    def _log_retry(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self.notify(f"retrying in {state.upcoming_sleep:.1f} s: {error}")
