"""Who is trusted and who one is: files with certificates. Apart from `trust`, as settings name it.

Settings need no TLS; what reads these files does.
"""

from pathlib import Path
from typing import NamedTuple

from driftcheck.model.errors import Place


class PemFile(NamedTuple):
    """A file in PEM form, what messages call it, and where it is named."""

    path: Path
    name: str
    place: Place


class Identity(NamedTuple):
    """The files that TLS needs.

    `ca_file` has the CAs that are trusted in place of the usual ones. `client_cert` is what a
    gateway may demand, `client_key` its private key; without one, `client_cert` holds the key too.
    """

    ca_file: PemFile | None = None
    client_cert: PemFile | None = None
    client_key: PemFile | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are named."""
        return tuple(file.path for file in self if file)


USUAL = Identity()
"""The CAs that are usually trusted, and no client certificate."""
