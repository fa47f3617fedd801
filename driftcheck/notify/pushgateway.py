"""Pushes the gauges of a run to a Prometheus Pushgateway, in place of the previous run's."""

from urllib.parse import quote

from driftcheck.config import Notification
from driftcheck.notify.news import News
from driftcheck.notify.post import post
from driftcheck.report import View, renderer

_JOB = "driftcheck"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def send(news: News, to: Notification) -> None:
    """Push the gauges. Raises LiveError if they were not accepted."""
    body = renderer("prometheus")(news.report, View()).encode()
    post(url_of(to), body, {"content-type": _TYPE}, to.timeout, "PUT")


def url_of(to: Notification) -> str:
    """Return the URL for the gauges of the configured job."""
    job = quote(to.given.get("job", _JOB), safe="")
    return f"{to.given['url'].rstrip('/')}/metrics/job/{job}"
