"""The generic webhook: JSON by POST, with a signature that proves the sender and the time."""

import hashlib
import hmac
import json
import time

from driftcheck.config import Notification
from driftcheck.model import JSON
from driftcheck.notify.news import News
from driftcheck.notify.post import fitting, post
from driftcheck.report import document_head, finding_of, former_of, summary_of
from driftcheck.words import shorten

MOST = 100
"""How many findings a message lists at most; the counts cover all of them."""
_STEPS = (MOST, 50, 25, 10, 5, 2, 1, 0)
_LIMIT = 1_000_000
"""In bytes. Many servers refuse more than a megabyte."""
_ERROR = 100
"""How many characters of an error are kept, for each finding that a message may list."""
SIGNATURE, TIMESTAMP = "x-driftcheck-signature", "x-driftcheck-timestamp"


def send(news: News, to: Notification) -> None:
    """Send the news. Raises LiveError if the message was not accepted."""
    sent = body(news)
    headers = {"content-type": "application/json"}
    if secret := to.given.get("secret"):
        now = str(int(time.time()))
        headers |= {TIMESTAMP: now, SIGNATURE: signature(secret, now, sent)}
    post(to.given["url"], sent, headers, to.timeout)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body: `sha256=` and the HMAC of `timestamp.body`.

    The time is signed too, so that replays of an old message can be detected.
    """
    signed = f"{timestamp}.".encode() + body
    return f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def body(news: News) -> bytes:
    """Return the message as JSON, with fewer findings if their values are very long."""
    return fitting((json.dumps(document(news, most)).encode() for most in _STEPS), _LIMIT)


def document(news: News, most: int = MOST) -> JSON:
    """Return the message, as described by the published schema `notification`.

    It lists up to `most` findings, and shortens errors accordingly.
    """
    report = news.report
    return {
        **document_head("notification"),
        "occasions": sorted(news.occasions - {"always"}),
        "title": news.title,
        "started_at": report.started_at,
        "commit": report.commit,
        "run_url": report.run_url,
        "outcome": report.outcome.value,
        "exit_code": int(report.exit_code),
        "accounts": [
            {"name": a.name, "error": a.error and shorten(a.error, _ERROR * (most + 1))}
            for a in report.accounts
        ],
        "summary": summary_of(report.summary),
        "counts": {
            "found": len(news.found),
            "new": len(news.new),
            "worse": len(news.worse),
            "fixed": len(news.fixed),
        },
        "findings": list(map(finding_of, news.found[:most])),
        "new": [finding.fingerprint for finding in news.new[:MOST]],
        "worse": [finding.fingerprint for finding in news.worse[:MOST]],
        "fixed": list(map(former_of, news.fixed[:most])),
    }
