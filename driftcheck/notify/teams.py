"""Incoming webhooks of Microsoft Teams: an Adaptive Card whose text is never Markdown."""

import json
from collections.abc import Iterator

from driftcheck.config import Notification
from driftcheck.model import JSON
from driftcheck.notify.news import MOST, News, NewsItem
from driftcheck.notify.post import fitting, post
from driftcheck.words import printable, short_commit, shorten

_CELL = 300
_LIMIT = 28_000
"""In bytes. Teams refuses larger messages."""
_COLORS = {"error": "Warning", "critical": "Attention", "high": "Attention", "fixed": "Good"}


def send(news: News, to: Notification) -> None:
    """Send the news. Raises LiveError if the message was not accepted."""
    post(to.given["url"], body(news), {"content-type": "application/json"}, to.timeout)


def body(news: News) -> bytes:
    """Return the message as JSON, with as many items as Teams accepts."""
    return fitting((_encoded(news, most) for most in range(MOST, -1, -1)), _LIMIT)


def _encoded(news: News, most: int) -> bytes:
    # As an escape, a character would take six or twelve bytes.
    return json.dumps(document(news, most), ensure_ascii=False).encode()


def document(news: News, most: int = MOST) -> JSON:
    """Return the message with its card, in schema version 1.4, which all clients support."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": news.title,
        "msteams": {"width": "Full"},
        "body": list(_blocks(news, most)),
        **_link(news),
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {
        "type": "message",
        "attachments": [{"contentType": kind, "contentUrl": None, "content": card}],
    }


def _blocks(news: News, most: int) -> Iterator[JSON]:
    yield _text(_run(news.title, size="Large", weight="Bolder"))
    if news.counts:
        yield _text(_run(news.counts))
    for item in news.items(most):
        yield _text(*_item(item))
    if commit := news.report.commit:
        yield _text(_run(f"Commit {short_commit(commit)}", isSubtle=True))


def _link(news: News) -> dict[str, JSON]:
    """Return a button that opens the CI run; empty if unknown."""
    url = news.report.run_url
    button = {"type": "Action.OpenUrl", "title": "Open the CI run", "url": url}
    return {"actions": [button]} if url else {}


def _item(item: NewsItem) -> Iterator[JSON]:
    if item.kind == "more":
        yield _run(item.name, isSubtle=True)
        return
    yield _run(f"{item.kind}: ", weight="Bolder", color=_COLORS.get(item.kind, "Default"))
    yield _run(item.name)
    if item.text:
        yield _run(f" — {item.text}")
    if item.why:
        yield _run(f" ({item.why})", isSubtle=True)


def _text(*runs: JSON) -> JSON:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _run(text: str, **style: object) -> JSON:
    return {"type": "TextRun", "text": shorten(printable(text), _CELL), **style}
