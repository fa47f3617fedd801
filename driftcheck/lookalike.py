"""Signs that nobody sees, and texts that are too long to be shown whole."""

import re

INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
"""The categories of what nobody sees."""
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Letters and marks that show nothing."""


def shorten(text: str, limit: int) -> str:
    """Text of at most `limit` characters; what is cut off is marked."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
