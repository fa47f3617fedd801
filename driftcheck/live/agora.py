"""The live list over HTTP, from the list endpoint of Agora's phone-number API.

Read only: the one request made is a GET of the configured URL. The whole fetch, retries included,
has one deadline. A rate limit (429), a server's fault (5xx) and a broken connection are retried;
every other status is final, and a redirect is refused, so that credentials go nowhere else.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

import httpx
import tenacity

import driftcheck
from driftcheck.config import Agora
from driftcheck.errors import InputError, LiveError, Problem, TransientError
from driftcheck.live.answer import refusal
from driftcheck.live.deadline import DeadlineError, within
from driftcheck.live.decode import decode
from driftcheck.live.source import Notify
from driftcheck.model import LiveList
from driftcheck.redact import hide_credentials

MAX_ATTEMPTS = 4
MAX_BYTES = 1 << 30
_BACKOFF = tenacity.wait_exponential_jitter(initial=0.5, max=8, jitter=0.5)


class AgoraSource:
    """Fetches the list of one account."""

    def __init__(self, settings: Agora, notify: Notify) -> None:
        self.settings = settings
        self.notify = notify
        self.url = _checked_url(settings.url)
        self.name = hide_credentials(str(self.url))

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
        with self._client() as client:
            return decode(attempts(self._attempt, client, deadline), self.name)

    def _client(self) -> httpx.Client:
        settings = self.settings
        return httpx.Client(
            auth=httpx.BasicAuth(settings.customer_id, settings.customer_secret),
            headers={
                "accept": "application/json",
                "user-agent": f"driftcheck/{driftcheck.__version__}",
            },
            follow_redirects=False,
            trust_env=not _is_loopback(self.url.host),
        )

    def _attempt(self, client: httpx.Client, deadline: float) -> bytes:
        self.notify(f"fetching {self.name}")
        left = max(0.001, deadline - time.monotonic())
        with (
            _connection_faults(self.name),
            client.stream("GET", self.url, timeout=left) as response,
        ):
            body = self._body(response)
        if response.status_code == httpx.codes.OK:
            return body
        raise refusal(response.status_code, response.headers, body, self.name, self.settings)

    def _body(self, response: httpx.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                message = f"{self.name} sent more than {MAX_BYTES >> 20} MiB"
                raise LiveError(Problem(message, None, "Is this the right URL?"))
        return b"".join(parts)

    def _tell(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self.notify(f"{error}; trying again in {state.upcoming_sleep:.1f} s")


def _pause(state: tenacity.RetryCallState) -> float:
    """The pause before the next attempt, in seconds: what the server asks for, or a backoff."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TransientError) else None
    return _BACKOFF(state) if asked is None else asked


@contextmanager
def _connection_faults(name: str) -> Iterator[None]:
    """Turn what httpx raises into our errors; faults of the connection may pass."""
    try:
        yield
    except httpx.TimeoutException as error:  # an attempt may take all the time that is left
        raise DeadlineError from error
    except httpx.DecodingError as error:
        hint = "Try again; if it stays, tell Agora's support."
        message = f"{name} sent a body that cannot be decompressed"
        raise LiveError(Problem(message, None, hint)) from error
    except httpx.TransportError as error:
        what = str(error) or type(error).__name__
        hint = "See that the host name is right and the network and its proxy let it through."
        raise TransientError(Problem(f"cannot read {name}: {what}", None, hint)) from error


def _checked_url(text: str) -> httpx.URL:
    """The URL, if credentials may be sent to it: https, or plain http on loopback."""
    shown = hide_credentials(text)
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise InputError(Problem(f'"{shown}" is not a URL', None, "Set `url`.")) from error
    if url.scheme not in ("http", "https") or not url.host:
        hint = "Write it whole, such as https://api.agora.io/...; or leave `url` out."
        raise InputError(Problem(f'"{shown}" is not an http or https URL', None, hint))
    if url.userinfo:
        hint = "Set customer_id and customer_secret instead."
        raise InputError(Problem(f'credentials in the URL "{shown}" are refused', None, hint))
    if url.scheme == "http" and not _is_loopback(url.host):
        hint = "Use https; plain http is for an emulator on this machine."
        raise InputError(Problem(f'"{shown}" would send credentials in the clear', None, hint))
    return url


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
