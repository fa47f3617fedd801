"""The certificate files that a configuration names.

Apart from `trust`, because settings name these files but need no TLS.
"""

from pathlib import Path
from typing import NamedTuple

from driftcheck.model.errors import Place


class PemFile(NamedTuple):
    """A PEM file: its path, its name in messages, and the place that names it."""

    path: Path
    name: str
    place: Place


class Identity(NamedTuple):
    """The files that TLS needs.

    `ca_file` has the CAs to trust in place of the default ones. `client_cert` is the client
    certificate for a gateway and `client_key` its private key; if None, `client_cert` holds the key
    too.
    """

    ca_file: PemFile | None = None
    client_cert: PemFile | None = None
    client_key: PemFile | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of these files."""
        return tuple(file.path for file in self if file)


USUAL = Identity()
"""The default CAs, and no client certificate."""
