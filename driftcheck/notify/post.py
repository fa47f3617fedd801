"""Sends one HTTP request, with retries, within a deadline."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import httpx

import driftcheck
from driftcheck.model import LiveError, Problem, TransientError
from driftcheck.net import (
    Deadline,
    DeadlineError,
    Exchange,
    asked_host,
    retry_after,
    retrying,
    within,
)

Text = TypeVar("Text", str, bytes)


def fitting(texts: Iterable[Text], limit: int) -> Text:
    """Return the first text within a limit, or else the last. They become shorter and shorter."""
    for text in texts:
        if len(text) <= limit:
            break
    return text


def post(
    url: str, body: bytes, headers: Mapping[str, str], seconds: float, method: str = "POST"
) -> None:
    """Send a body. Raises LiveError if it was not accepted in time.

    Redirects are not followed, because the body and its signature are for that address alone.
    Messages show only the host of the URL, because the rest may be a secret.
    """
    deadline = Deadline.after(seconds)
    exchange = Exchange(url, asked_host(url), deadline)
    sent = {"user-agent": f"driftcheck/{driftcheck.__version__}", **headers}

    def send() -> None:
        with exchange.client(headers=sent, follow_redirects=False) as client:
            retrying(deadline.left)(_attempt, exchange, client, method, body)

    try:
        within(deadline.left, send)
    except DeadlineError as error:
        message = f"{exchange.name} did not accept it in {seconds:g} seconds: {exchange.reached}"
        raise LiveError(Problem(message, None, exchange.hint)) from error


def _attempt(exchange: Exchange, client: httpx.Client, method: str, body: bytes) -> None:
    with exchange.response(client, method, content=body) as answer:
        status, after = answer.status_code, retry_after(answer.headers.get("retry-after"))
    if 200 <= status < 300:
        return
    problem = Problem(f"{exchange.name} answered {status}", None, _hint(status))
    if status == 429 or status >= 500:
        raise TransientError(problem, retry_after=after)
    raise LiveError(problem)


def _hint(status: int) -> str:
    if 300 <= status < 400:
        return "Set `url` to the final address; redirects are not followed."
    if status == 429 or status >= 500:
        return "Find out why it is slow."
    return "Check `url`, and that its target still exists."
