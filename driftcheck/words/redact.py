"""Redacts texts, and recognises names of secrets.

In an address with credentials (`user:pass@host`), everything before the last @ is hidden and the
host is kept: in address fields whatever its form, and in any other text if it starts like a URL or
a SIP address. Secrets that are known by their text, such as the one that was sent, are hidden
wherever they are quoted. This uses a context rather than an argument, so that nothing that shows a
text can forget it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from threading import Lock

SENSITIVE = "(sensitive)"
LONG = 6
"""Shorter secrets occur inside other words: hiding them there would reveal more than it hides."""
_SCHEMES = "sips?|tel|https?|wss?|tls|tcp|udp"
_USERINFO = re.compile(rf"(?P<scheme>^(?:{_SCHEMES}):(?://)?)?(?P<userinfo>.*)(@|%40)", re.I | re.S)
_PARAMETER = re.compile(r"([;?&])([\w.-]+)=[^;?&]*")
_START = re.compile(r"(?P<url>://|\bhttps?:/(?!/))|sips?:(?!//)", re.I)
_AUTHORITY = re.compile(r"[^/?#]*")
_PORT = re.compile(r":[0-9]*$")
_MOST_NESTED = 4  # nested addresses; real ones are not deeper
_SECRET_NAME = re.compile(
    r"pass|pwd|secret|token|credential|bearer|jwt|keys?$|auth(?!or($|s|ity|_))"
    r"|(^|[_-])(pin|psk|ha1|hmac|sig|signature|digest)$",
    re.I,
)
_LONGEST = 64  # longer names are unlikely to be field names, and would fill the cache
_MASK = frozenset("*•")
_BLANKS = re.compile(r"(\s+)")
_NAME_AND_VALUE = re.compile(r"([^\s:=]+)(\s*[:=]\s*|\s+)\S")
_PARAMETER_IN_TEXT = re.compile(r"([;?&#])([\w.\[\]-]+)=(?:\\?\"[^\"]*\"|[^;?&#\s\"])*")


class QuotedSecrets:
    """Texts that are hidden while this is the context; `outer` is the context around it."""

    def __init__(self, outer: "QuotedSecrets | None" = None) -> None:
        self.texts: tuple[str, ...] = ()
        self.least = 0
        self.outer = outer
        self.lock = Lock()

    def add(self, texts: Iterable[str]) -> None:
        """Hide these texts too from now on, also in outer contexts."""
        with self.lock:
            # The longest first; otherwise a part of it is replaced and the rest shown.
            self.texts = tuple(sorted({*self.texts, *texts}, key=lambda text: (-len(text), text)))
            self.least = min(map(len, self.texts), default=0)
        if self.outer:
            self.outer.add(self.texts)

    def hidden(self, text: str) -> str:
        """Return a text with these hidden. Hot: runs for every text that is shown."""
        if len(text) < self.least:
            return text
        for secret in self.texts:
            if secret in text:
                text = text.replace(secret, SENSITIVE)
        return text


_known: ContextVar[QuotedSecrets | None] = ContextVar("known", default=None)


@contextmanager
def knowing(shared: QuotedSecrets | None = None) -> Iterator[QuotedSecrets]:
    """Hide what becomes known within this context, but not what was known outside it.

    Several threads may share one.
    """
    known = shared or QuotedSecrets(_known.get())
    token = _known.set(known)
    try:
        yield known
    finally:
        _known.reset(token)


def know(texts: Iterable[str]) -> None:
    """Hide these texts in the current context."""
    if known := _known.get():
        known.add(texts)


def hide_word(text: str, secret: str) -> str:
    """Return a text with a secret hidden where it is a whole word, if it is long enough."""
    if len(secret) < LONG:
        return text
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", SENSITIVE, text)


def hide_known(text: str) -> str:
    """Return a text with all known secrets hidden."""
    known = _known.get()
    return text if known is None else known.hidden(text)


def is_secret(name: str) -> bool:
    """Whether a name looks like that of a secret."""
    return _names_secret(name) if len(name) <= _LONGEST else _SECRET_NAME.search(name) is not None


@lru_cache(maxsize=512)
def _names_secret(name: str) -> bool:
    """Cached, because the same few names occur in every number."""
    return _SECRET_NAME.search(name) is not None


def hide_value_in_name(name: str, hides: Callable[[str], bool] = is_secret) -> str:
    """Return a field name without the value that it contains if `password:x` lacks its space.

    `hides` decides for which fields the value is hidden.
    """
    found = _NAME_AND_VALUE.match(name)
    if found and hides(found[1]):
        return f"{found[1]}{found[2]}{SENSITIVE}"
    return hide_userinfo(name)


def is_mask(text: object) -> bool:
    """Whether a text is a placeholder of the live side for a secret, such as ****."""
    return isinstance(text, str) and text != "" and set(text) <= _MASK


def split_address(address: str) -> tuple[str, str]:
    """Split an address into (credentials, rest); the credentials may be empty."""
    scheme, credentials, _, rest = address_parts(address)
    return credentials, scheme + rest


def address_parts(address: str) -> tuple[str, str, str, str]:
    """Split an address into (scheme, credentials, separator, rest), as written."""
    found = _USERINFO.match(address)
    if not found or not found["userinfo"]:
        return "", "", "", address
    return found["scheme"] or "", found["userinfo"], found[3], address[found.end() :]


def hide_credentials(address: str) -> str:
    """Return an address with its credentials hidden: `sip:(sensitive)@sip.example.com`."""
    address = _PARAMETER.sub(_hide_parameter, hide_known(address))
    found = _USERINFO.match(address)
    if not found or not found["userinfo"]:
        return address
    return f"{found['scheme'] or ''}{SENSITIVE}@{address[found.end() :]}"


def hide_userinfo(text: str) -> str:
    """Return any text with the credentials of URLs and SIP addresses in it hidden."""
    text = hide_known(text)
    if ":" not in text or not _has_start(text):
        return text
    text = _PARAMETER_IN_TEXT.sub(_hide_parameter, text)
    for _ in range(_MOST_NESTED):
        before, text = text, "".join(map(_hide_in_word, _BLANKS.split(text)))
        if text == before:
            break
    return text


def _has_start(text: str) -> bool:
    """Whether `_START` can match; ten times as fast as the pattern if it does not."""
    folded = text.casefold()
    may = "://" in text or "p:" in folded or "ps:" in folded
    return may and _START.search(text) is not None


def _hide_in_word(word: str) -> str:
    """Return a word without credentials, in linear time whatever it contains."""
    last, shown, done = max(word.rfind("@"), word.rfind("%40")), "", 0
    for begin in _START.finditer(word):
        start = begin.end()
        if start < done or start > last:
            continue
        end = _end_of_userinfo(word, start, last) if begin["url"] else last
        if end > start:
            shown += f"{word[done:start]}{SENSITIVE}@"
            done = end + (3 if word.startswith("%40", end) else 1)
    return shown + word[done:]


def _end_of_userinfo(word: str, start: int, last: int) -> int:
    """Return where the credentials of a URL end: at the last @ before the host, or -1."""
    found = _AUTHORITY.match(word, start)
    authority = found[0] if found else ""
    if "@" in authority:
        return start + authority.rindex("@")
    holds_slash = ":" in authority and not _PORT.search(authority)
    return last if holds_slash else -1  # if the port is not a number, a password contains a slash


def _hide_parameter(found: re.Match[str]) -> str:
    sign, name = found.groups()
    return f"{sign}{name}={SENSITIVE}" if is_secret(name) else found[0]
