"""Secrets that are known by their text, such as the one that was sent: hidden wherever quoted.

Context rather than an argument, so that nothing that shows a text can forget it. What a secret
hides is what is shown: values are compared as they came.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SENSITIVE = "(sensitive)"
LONG = 6
"""What is shorter is a part of other words: to hide it would blank these, and tell more of it."""


class Known:
    """Texts that are not shown while this is the context."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()

    def add(self, texts: Iterable[str]) -> None:
        """Hide these texts too, from now on."""
        # The longest first: else a part of it is replaced, and the rest shown.
        self.texts = tuple(sorted({*self.texts, *texts}, key=lambda text: (-len(text), text)))


_known: ContextVar[Known | None] = ContextVar("known", default=None)


@contextmanager
def knowing() -> Iterator[Known]:
    """Within this context, what becomes known is hidden; what was known outside of it is not."""
    known = Known()
    token = _known.set(known)
    try:
        yield known
    finally:
        _known.reset(token)


def know(texts: Iterable[str]) -> None:
    """Have these texts hidden in the context that there is."""
    if known := _known.get():
        known.add(texts)


def hide_word(text: str, secret: str) -> str:
    """A text without a secret where that is a word of its own, long enough to be known by it."""
    if len(secret) < LONG:
        return text
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", SENSITIVE, text)


def hide_known(text: str) -> str:
    """A text without those that are known."""
    known = _known.get()
    for secret in known.texts if known else ():
        text = text.replace(secret, SENSITIVE)
    return text
