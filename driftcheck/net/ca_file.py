"""The file that says which certificates are trusted; apart from `trust`, as settings name it."""

from pathlib import Path
from typing import NamedTuple

from driftcheck.model.errors import Place


class CaFile(NamedTuple):
    """A file with certificates, what messages call it, and where it is named."""

    path: Path
    name: str
    place: Place
