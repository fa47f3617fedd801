"""One request to whoever gets the news, tried again where that may help, within a deadline."""

import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

import driftcheck
from driftcheck.live.answer import retry_after
from driftcheck.model import LiveError, Problem, TransientError
from driftcheck.net import (
    DeadlineError,
    connection_faults,
    environment_faults,
    is_loopback,
    retrying,
    tls_context,
    within,
)


def host_of(url: str) -> str:
    """The host of a URL, which is all of it that may be shown: the rest may be a secret."""
    return urlsplit(url).hostname or ""


def post(
    url: str, body: bytes, headers: Mapping[str, str], seconds: float, method: str = "POST"
) -> None:
    """Send a body. Raises LiveError where it was not taken in time.

    A redirect is not followed: the body, and what signs it, is for that address alone.
    """
    name, deadline = host_of(url), time.monotonic() + seconds
    trying = retrying(seconds)

    def send() -> None:
        with environment_faults(name):
            client = httpx.Client(verify=_tls_context(url), trust_env=not is_loopback(name))
        with client:
            trying(_attempt, client, method, url, body, headers, deadline)

    try:
        within(seconds, send)
    except DeadlineError as error:
        raise LiveError(Problem(f"{name} did not take it in {seconds:g} seconds")) from error


def _tls_context(url: str) -> ssl.SSLContext:
    secure = urlsplit(url).scheme == "https"
    return tls_context(None) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _attempt(
    client: httpx.Client,
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    deadline: float,
) -> None:
    name, left = host_of(url), max(0.001, deadline - time.monotonic())
    sent = {"user-agent": f"driftcheck/{driftcheck.__version__}", **headers}
    with (
        connection_faults(name),
        client.stream(method, url, content=body, headers=sent, timeout=left) as answer,
    ):
        status, after = answer.status_code, retry_after(answer.headers.get("retry-after"))
    if 200 <= status < 300:
        return
    problem = Problem(f"{name} answered {status}", None, _hint(status))
    if status == 429 or status >= 500:
        raise TransientError(problem, retry_after=after)
    raise LiveError(problem)


def _hint(status: int) -> str:
    if 300 <= status < 400:
        return "Set `url` to the final address; redirects are not followed."
    if status == 429 or status >= 500:
        return "See what keeps it busy."
    return "See that `url` is right, and that what is behind it still exists."
