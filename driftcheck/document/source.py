"""Input files, and the packs shipped with driftcheck."""

from pathlib import Path
from typing import NamedTuple

from driftcheck.document.nodes import Document
from driftcheck.system import builtin_packs

BUILTIN = "builtin:"


class InputFile(NamedTuple):
    """A file to read, and its name in messages.

    `given` has the parameters of a policy pack: a mapping in the configuration.
    """

    path: Path
    name: str
    given: Document | None = None

    @property
    def identity(self) -> tuple[Path, int]:
        """A key that identifies the file, or a pack together with its parameters."""
        # A Document is not hashable, and each mapping is read only once.
        return self.path.resolve(), id(self.given)


def builtin(name: str) -> InputFile | None:
    """Return the pack `builtin:NAME`, or None if it does not exist."""
    path = builtin_packs().get(name.removeprefix(BUILTIN))
    return InputFile(path, name) if path else None
