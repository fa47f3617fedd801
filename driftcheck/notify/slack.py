"""Incoming webhooks of Slack and of compatible services."""

import json
from collections.abc import Iterator

from driftcheck.config import Notification
from driftcheck.model import Report
from driftcheck.notify.news import MOST, News, NewsItem
from driftcheck.notify.post import fitting, post
from driftcheck.words import printable, short_commit, shorten

_CELL = 300
_LIMIT = 16_000
"""In characters. Slack cuts a message after 40,000, and Mattermost splits one after 16,383."""
_SIGNS = {
    "error": ":warning:",
    "critical": ":red_circle:",
    "high": ":large_orange_circle:",
    "fixed": ":white_check_mark:",
}
_OTHER = ":white_circle:"


def send(news: News, to: Notification) -> None:
    """Send the news. Raises LiveError if the message was not accepted."""
    body = json.dumps({"text": text(news)}).encode()
    post(to.given["url"], body, {"content-type": "application/json"}, to.timeout)


def text(news: News) -> str:
    """Return the message in Slack's markup, with as many items as fit."""
    return fitting(("\n".join(lines(news, most)) for most in range(MOST, -1, -1)), _LIMIT)


def lines(news: News, most: int = MOST) -> Iterator[str]:
    """Yield the lines of a message with up to `most` items of a kind.

    Text from outside is in code spans, in which nothing is a link, a mention or markup.
    """
    yield f"*{_escape(news.title)}*"
    if news.counts:
        yield _escape(news.counts)
    yield from map(_line, news.items(most))
    yield from _provenance(news.report)


def _provenance(report: Report) -> Iterator[str]:
    """Yield the commit and a link to the CI run, if known."""
    parts = [f"commit {_code(short_commit(report.commit))}"] if report.commit else []
    parts += [f"<{_escape(report.run_url)}|CI run>"] if report.run_url else []
    if parts:
        yield ", ".join(parts)


def _line(item: NewsItem) -> str:
    if item.kind == "more":
        return _escape(item.name)
    said = f" — {_code(item.text)}" if item.text else ""
    why = f" ({_escape(printable(item.why))})" if item.why else ""
    return f"{_SIGNS.get(item.kind, _OTHER)} {item.kind}: {_code(item.name)}{said}{why}"


def _code(text: str) -> str:
    return f"`{_escape(shorten(printable(text), _CELL).replace('`', chr(0x2CB)))}`"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
