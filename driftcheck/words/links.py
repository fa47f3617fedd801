"""Commits and URLs for display."""

import re

from driftcheck.words.redact import hide_userinfo

# Compiled on first use, because few runs check a URL.
_PLAIN = r"https?://[\w.~%:\[\]-]+(?:/[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~%/?=&:-]*)?"
_COMMIT = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")  # SHA-1, or SHA-256
_LONGEST = 500
_SHORT = 12


def is_plain_url(text: object) -> bool:
    """Whether reports may link to a URL: http or https, ASCII, short, without credentials."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return False
    return re.fullmatch(_PLAIN, text, re.ASCII) is not None and hide_userinfo(text) == text


def is_commit(text: object) -> bool:
    """Whether a text is a full commit hash."""
    return isinstance(text, str) and _COMMIT.fullmatch(text) is not None


def short_commit(commit: str) -> str:
    """Return the first digits of a commit, which git accepts for it."""
    return commit[:_SHORT]
