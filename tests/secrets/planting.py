"""New secrets for each test, and where they appear in a text."""

import base64
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

_BYTES = 12
_LEAST = 12
"""How many signs of a secret in a row are no accident."""
_HEX = re.compile(r"[0-9a-f]{12,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{12,}")


def token() -> str:
    """A new secret: hexadecimal, so that no quoting changes it.

    It begins with a letter, so that nothing reads it as a number.
    """
    return secrets.choice("abcdef") + secrets.token_hex(_BYTES)[1:]


@dataclass
class Secrets:
    """Secrets, each with the name of the place where it was planted."""

    planted: dict[str, str] = field(default_factory=dict)

    def plant(self, where: str) -> str:
        """A new secret for a place."""
        made = token()
        self.planted[made] = where
        return made

    def found(self, *texts: str) -> list[str]:
        """The places of all secrets that show in texts: in whole or in part, folded, or encoded."""
        said = "\n".join(texts)
        folded = re.sub(r"[\s\\]", "", said).lower()
        plain = "\n".join([*_HEX.findall(said.lower()), *_HEX.findall(folded)])
        encoded = "\n".join(_BASE64.findall(said))
        shown = (
            where
            for secret, where in self.planted.items()
            if any(part in plain for part in _parts(secret))
            or any(part in encoded for part in _encodings(secret))
        )
        return sorted(set(shown))


def _parts(secret: str) -> tuple[str, ...]:
    half = _LEAST // 2
    return secret[:_LEAST], secret[half:-half], secret[-_LEAST:]


def _encodings(secret: str) -> Iterator[str]:
    """The base64 of a secret wherever in a longer text it stands, less what its ends change."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + secret.encode()).decode()
        yield whole[4 if before else 0 : -4]
