"""Pushes the gauges of a run to a Prometheus Pushgateway, in place of the previous run's.

A push replaces all gauges with the same grouping key. The key has the configuration, so that two
configurations with the same job do not replace each other's gauges.
"""

import re
from base64 import urlsafe_b64encode

from driftcheck.config import Notification
from driftcheck.notify.news import News
from driftcheck.notify.post import post
from driftcheck.report import View, config_label, renderer

_JOB = "driftcheck"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def send(news: News, to: Notification) -> None:
    """Push the gauges. Raises LiveError if they were not accepted."""
    body = renderer("prometheus")(news.report, View()).encode()
    post(url_of(to, config_label(news.report)), body, {"content-type": _TYPE}, to.timeout, "PUT")


def url_of(to: Notification, config: str) -> str:
    """Return the URL with the grouping key: the configured job, and the label `config`."""
    key = f"{_label('job', to.given.get('job', _JOB))}/{_label('config', config)}"
    return f"{to.given['url'].rstrip('/')}/metrics/{key}"


def _label(name: str, value: str) -> str:
    """Return a label of the grouping key, in base64 if a URL might not keep it, such as `a/b`."""
    if re.fullmatch("[A-Za-z0-9_-][A-Za-z0-9._-]*", value):
        return f"{name}/{value}"
    return f"{name}@base64/{urlsafe_b64encode(value.encode()).decode()}"
