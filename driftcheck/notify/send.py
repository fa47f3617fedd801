"""Sends the notifications of a run. A failed one never changes the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from urllib.parse import urlsplit

from driftcheck.config import Notification
from driftcheck.model import Collector, DriftcheckError, Problem, Report, Watch
from driftcheck.net import asked_host, is_loopback
from driftcheck.notify.news import News
from driftcheck.system.pool import each

KINDS: Mapping[str, str] = {
    "webhook": "driftcheck.notify.webhook",
    "slack": "driftcheck.notify.slack",
    "teams": "driftcheck.notify.teams",
    "email": "driftcheck.notify.mail",
    "pushgateway": "driftcheck.notify.pushgateway",
}
"""The module of each kind of notification; each module has a `send` function."""
_AT_ONCE = 100
"""How many are sent at the same time. A slow receiver must not keep others waiting."""
_BUG = "This is a bug in driftcheck; please report it."


def check(notifications: Sequence[Notification], problems: Collector) -> None:
    """Report problems with notifications that can be found without sending any."""
    for one in notifications:
        _check(one, problems)


def _check(one: Notification, problems: Collector) -> None:
    if "url" in one.given:
        _check_url(one, problems)
    if "host" in one.given:
        _check_host(one, problems)
    if "password" in one.given and one.given.get("security") == "none":
        hint = "Use security: starttls or tls, or leave out username and password."
        problems.add("the password would be sent in the clear", one.place, hint)


def _is_sound(one: Notification) -> bool:
    problems = Collector()
    _check(one, problems)
    return not problems.problems


def _check_url(one: Notification, problems: Collector) -> None:
    """Report an invalid URL without showing it, because it may be a secret.

    A Pushgateway inside a cluster often uses plain http; it receives no secret.
    """
    try:
        parts = urlsplit(one.given["url"])
        host = asked_host(one.given["url"])
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        hint = "Write the whole URL, without user and password: https://HOST/PATH."
        problems.add(f"the url of {one.kind} is not an http or https URL", one.place, hint)
    elif parts.scheme == "http" and one.kind != "pushgateway" and not is_loopback(host.strip("[]")):
        hint = "Use https; plain http is for this machine."
        problems.add(f"{one.kind} would be sent in the clear", one.place, hint)


def _check_host(one: Notification, problems: Collector) -> None:
    """Report a mail server whose name is not a valid host name."""
    host = one.given["host"]
    try:
        asked_host(f"smtp://[{host}]" if ":" in host else f"smtp://{host}")
        is_host = not set(host) & set("/?#@ ")
    except ValueError:
        is_host = False
    if not is_host:
        hint = "Write only its name or address; put the port under `port`."
        problems.add(f"the host of {one.kind} is not a host name", one.place, hint)


def send(
    report: Report, notifications: Sequence[Notification], watch: Watch
) -> tuple[Problem, ...]:
    """Send the notifications of a run; return the problems of those that failed, in order.

    All are sent at the same time, each with its own timeout. Those in which `check` finds a problem
    are not sent.
    """
    due = [(one, News.of(report, one.severity)) for one in notifications if _is_sound(one)]
    due = [(one, news) for one, news in due if one.on & news.occasions]
    failed: dict[int, tuple[Problem, ...]] = {}
    for index, problems in each(lambda pair: _send(*pair), due, _AT_ONCE):
        failed[index] = problems
        watch(f"{due[index][0].kind}: {'failed' if problems else 'sent'}")
    return tuple(problem for index in sorted(failed) for problem in failed[index])


def _send(one: Notification, news: News) -> tuple[Problem, ...]:
    try:
        import_module(KINDS[one.kind]).send(news, one)
    except DriftcheckError as error:
        return tuple(_of(problem, one) for problem in error.problems)
    except Exception as error:  # noqa: BLE001 - no error may change the verdict
        return (_of(Problem(f"internal error: {type(error).__name__}", None, _BUG), one),)
    return ()


def _of(problem: Problem, one: Notification) -> Problem:
    return replace(problem, message=f"{one.kind}: {problem.message}", place=one.place)
