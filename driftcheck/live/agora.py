"""The live list over HTTP, from the list endpoint of Agora's phone-number API.

Read only: the one request made is a GET of the configured URL. The whole fetch, retries included,
has one deadline. A rate limit (429), a server's fault (5xx) and a broken connection are retried;
every other status is final, and a redirect is refused, so that credentials go nowhere else.
"""

import time

import httpx
import tenacity

import driftcheck
from driftcheck.config import Agora
from driftcheck.errors import LiveError, Problem, TransientError
from driftcheck.live import faults, url
from driftcheck.live.answer import refusal
from driftcheck.live.deadline import DeadlineError, within
from driftcheck.live.decode import decode
from driftcheck.live.packed import unpacked
from driftcheck.live.source import Notify
from driftcheck.model import LiveList

MAX_ATTEMPTS = 4
MAX_BYTES = 1 << 30
MAX_ERROR_BYTES = 1 << 20
_BACKOFF = tenacity.wait_exponential(multiplier=0.5, max=8) + tenacity.wait_random(0, 0.5)


class AgoraSource:
    """Fetches the list of one account."""

    def __init__(self, settings: Agora, notify: Notify) -> None:
        self.settings = settings
        self.notify = notify
        url.check(settings.url, settings.place)
        self.url = httpx.URL(settings.url)
        self.name = url.shown(settings.url)

    def fetch(self) -> LiveList:
        """The whole list. Raises LiveError where any part of it could not be read in time."""
        timeout = self.settings.timeout
        try:
            return within(timeout, lambda: LiveList(self.name, self._fetch()))
        except DeadlineError as error:
            raise self._timed_out() from error

    def _timed_out(self) -> LiveError:
        hint = "Raise `timeout` under `live.agora`, or see what keeps the API busy."
        message = f"{self.name} did not give the whole list in {self.settings.timeout:g} seconds"
        return LiveError(Problem(message, None, hint))

    def _fetch(self) -> tuple[object, ...]:
        deadline = time.monotonic() + self.settings.timeout
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(TransientError),
            wait=_pause,
            stop=tenacity.stop_after_attempt(MAX_ATTEMPTS)
            | tenacity.stop_before_delay(self.settings.timeout),
            before_sleep=self._tell,
            reraise=True,
        )
        with faults.of_environment(self.name):
            client = self._client()
        with client:
            return decode(attempts(self._attempt, client, deadline), self.name)

    def _client(self) -> httpx.Client:
        settings = self.settings
        return httpx.Client(
            auth=httpx.BasicAuth(settings.customer_id, settings.customer_secret),
            headers={
                "accept": "application/json",
                "accept-encoding": "gzip",
                "user-agent": f"driftcheck/{driftcheck.__version__}",
            },
            follow_redirects=False,
            event_hooks={"response": [self._refuse_redirect]},
            trust_env=not url.is_loopback(self.url.host),
        )

    def _attempt(self, client: httpx.Client, deadline: float) -> bytes:
        self.notify(f"fetching {self.name}")
        left = max(0.001, deadline - time.monotonic())
        with (
            faults.of_connection(self.name),
            client.stream("GET", self.url, timeout=left) as response,
        ):
            if response.status_code == httpx.codes.OK:
                return self._body(response, MAX_BYTES)
            raise self._refusal(response, self._error_body(response))

    def _refuse_redirect(self, response: httpx.Response) -> None:
        """Refuse before httpx looks at where the redirect leads."""
        if response.is_redirect:
            raise self._refusal(response, b"")

    def _refusal(self, response: httpx.Response, body: bytes) -> LiveError:
        return refusal(response.status_code, response.headers, body, self.name, self.settings)

    def _error_body(self, response: httpx.Response) -> bytes:
        """The body of an error, or nothing where it cannot be read: the status is what counts."""
        try:
            return self._body(response, MAX_ERROR_BYTES)
        except (httpx.DecodingError, httpx.NetworkError, httpx.ProtocolError, LiveError):
            return b""

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        parts, size = [], 0
        for part in unpacked(response):
            parts.append(part)
            size += len(part)
            if size > limit:
                message = f"{self.name} sent more than {limit >> 20} MiB"
                raise LiveError(Problem(message, None, "Is this the right URL?"))
        return b"".join(parts)

    def _tell(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self.notify(f"trying again in {state.upcoming_sleep:.1f} s: {error}")


def _pause(state: tenacity.RetryCallState) -> float:
    """The pause before the next attempt, in seconds: what the server asks for, or a backoff."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TransientError) else None
    return _BACKOFF(state) if asked is None else asked
