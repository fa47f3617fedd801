"""Commits and URLs as they are shown."""

import re

from driftcheck.words.redact import hide_userinfo

# Compiled when it is used: few runs have a URL to look at.
_PLAIN = r"https?://[\w.~%:\[\]-]+(?:/[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~%/?=&:-]*)?"
_COMMIT = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")  # SHA-1, or SHA-256
_LONGEST = 500
_SHORT = 12


def is_plain_url(text: object) -> bool:
    """Whether any report may link to a URL: http or https, ASCII, not long, no credentials."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return False
    return re.fullmatch(_PLAIN, text, re.ASCII) is not None and hide_userinfo(text) == text


def is_commit(text: object) -> bool:
    """Whether a text is the name of a commit, written whole."""
    return isinstance(text, str) and _COMMIT.fullmatch(text) is not None


def short_commit(commit: str) -> str:
    """The first digits of a commit, which git takes for it."""
    return commit[:_SHORT]
