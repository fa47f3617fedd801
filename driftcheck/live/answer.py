"""Answers other than 200: what they mean, what to do, and whether to retry."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from driftcheck.config.agora import defaults
from driftcheck.config.credentials import Credentials
from driftcheck.model import JSON, LiveError, Problem, TransientError
from driftcheck.net import display_url, retry_after
from driftcheck.words import hide_userinfo

_MAX_QUOTE = 300
_MAX_ID = 80
_REQUEST_IDS = ("agora-request-id", "x-request-id")
_CODES = ("error_type", "statusCode", "reason")
_WORDS = ("description", "detail", "message")
_HINTS = {
    400: "Check `url`.",
    401: "Check customer_id and customer_secret (AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET).",
    403: "Check in the console that the account is active and the service is enabled.",
    404: "Check `url`.",
    409: "Somebody is changing the numbers; try again.",
    422: "Check `url`; if it is right, the API may have changed.",
    407: "The proxy needs credentials; set them in HTTPS_PROXY.",
    429: "Run driftcheck less often, or raise `timeout` so that it can wait.",
}
_SERVER_HINT = "Try again later; if it happens again, contact Agora's support with the request id."
_REDIRECT_HINT = "Set `url` to the final address; credentials are not sent to another host."


_REDIRECTS = (300, 301, 302, 303, 307, 308)
_CACHE = "Something in front of the API answered, such as a cache; the API never sends this status."


def is_redirect(status: int) -> bool:
    """Whether a status is a redirect to another address; 304, for example, is not."""
    return status in _REDIRECTS


def clock_ahead(headers: Mapping[str, str]) -> float | None:
    """Return how far the server's clock is ahead of ours, in seconds; None if it does not say.

    A cache reports the time at which it made its own request.
    """
    if "age" in headers:
        return None
    with suppress(ValueError, TypeError, OverflowError):
        dated = parsedate_to_datetime(headers.get("date", ""))
        return (dated - datetime.now(UTC)).total_seconds()
    return None


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, source: str, sent: Credentials
) -> LiveError:
    """Return the error for an answer other than 200."""
    parts = [f"{source} answered {status}"]
    if is_redirect(status):
        parts.append(f"a redirect to {_target(headers)}")
    elif quoted := _quote(body, status):
        parts.append(quoted)
    message = _shorten(sent.hidden(": ".join(parts)), _MAX_QUOTE + len(source))
    request = next((headers[name] for name in _REQUEST_IDS if name in headers), None)
    if request:
        message += f" (request id {_shorten(hide_userinfo(sent.hidden(request)), _MAX_ID)})"
    after = retry_after(headers.get("retry-after"))
    if status == 429 or status >= 500:
        asked = f"; it asks to wait {after:.0f} s" if after else ""
        return TransientError(Problem(message + asked, None, _hint(status)), retry_after=after)
    return LiveError(Problem(message, None, _whole_url(status, source) or _hint(status)))


def _whole_url(status: int, source: str) -> str | None:
    """Return a hint with the full URL, if only a host or part of the path was given."""
    path, whole = urlsplit(source).path.rstrip("/"), urlsplit(str(defaults()["url"])).path
    if status != 404 or path == whole or not whole.startswith(path):
        return None
    return f"Is the list at {source.rstrip('/').removesuffix(path)}{whole}?"


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _hint(status: int) -> str | None:
    if 300 <= status < 400:
        return _REDIRECT_HINT if is_redirect(status) else _CACHE
    return _HINTS.get(status) or (_SERVER_HINT if status >= 500 else None)


def _target(headers: Mapping[str, str]) -> str:
    return display_url(headers.get("location", "nowhere"))


def _quote(body: bytes, status: int) -> str:
    """Return what the API says about the error, in any of its known formats: codes, then text.

    A code that equals the status is left out, because the status is already quoted.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return "an HTML page" if body.lstrip()[:1] == b"<" else ""
    if not isinstance(answer, dict):
        return ""
    values = [
        _code(name, answer.get(name)) for name in _CODES if str(answer.get(name)) != str(status)
    ]
    values += [_text(answer.get(name)) for name in _WORDS]
    return ": ".join(filter(None, values))


def _code(name: str, value: JSON) -> str:
    """Return a code; a numeric one gets its name, because a number alone says nothing."""
    text = str(value) if type(value) is int else _text(value)
    return f"{name} {text}" if text.lstrip("-").isdecimal() else text


def _text(value: JSON) -> str:
    return hide_userinfo(value.strip()) if isinstance(value, str) else ""
