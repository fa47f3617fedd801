"""The live list from a file or standard input, as the API returns it."""

import sys

from driftcheck.config import LiveFile
from driftcheck.errors import LiveError, Problem
from driftcheck.live.decode import decode
from driftcheck.model import LiveList

_HINT = "It must hold the list as the API returns it: a JSON array of numbers."


class FileSource:
    """Reads a saved list."""

    def __init__(self, live: LiveFile) -> None:
        self.live = live
        self.name = live.name

    def fetch(self) -> LiveList:
        """The whole list. Raises LiveError where the file cannot be read or is no list."""
        return LiveList(self.name, decode(self._read(), self.name, _HINT))

    def _read(self) -> bytes:
        path = self.live.path
        try:
            return sys.stdin.buffer.read() if path is None else path.read_bytes()
        except (OSError, ValueError, AttributeError) as error:  # a NUL in the name; stdin closed
            hint = "Name the file with --live FILE, or under `live: {file: ...}`."
            reason = getattr(error, "strerror", None) or "it cannot be opened"
            problem = Problem(f'cannot read "{self.name}": {reason}', None, hint)
            raise LiveError(problem) from error
