"""A file to read, and the packs that come with the program."""

from pathlib import Path
from typing import NamedTuple

from driftcheck.document.nodes import Document
from driftcheck.system import builtin_packs

BUILTIN = "builtin:"


class InputFile(NamedTuple):
    """A file to read, and the name to show for it.

    `given` are the parameters of a policy pack, as a mapping in the configuration.
    """

    path: Path
    name: str
    given: Document | None = None

    @property
    def identity(self) -> tuple[Path, int]:
        """What tells it from every other file, and a pack from itself with other parameters."""
        # A Document cannot be hashed, and each mapping is read once.
        return self.path.resolve(), id(self.given)


def builtin(name: str) -> InputFile | None:
    """The pack `builtin:NAME`, or None where there is none of that name."""
    path = builtin_packs().get(name.removeprefix(BUILTIN))
    return InputFile(path, name) if path else None
