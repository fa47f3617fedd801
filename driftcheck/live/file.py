"""The live list from a file or standard input, as the API returns it or as `fetch` saved it."""

import errno
import sys

from driftcheck.config.settings import LiveFile
from driftcheck.live.decode import entries, parse
from driftcheck.model import JSON, LiveError, LiveList, Problem
from driftcheck.system import MAX_BULK_BYTES, read_file

_HINT = "It must hold the list as the API returns it: a JSON array of numbers."


class FileSource:
    """Reads a saved list."""

    route = ""
    ahead = None

    def __init__(self, live: LiveFile) -> None:
        self.live = live
        self.name = live.name

    def fetch(self) -> LiveList:
        """Return the whole list. Raises LiveError if the file cannot be read or is not a list."""
        value = parse(self._read(), self.name, _HINT)
        if isinstance(value, dict):
            return self._saved(value)
        return LiveList(self.name, entries(value, self.name, _HINT))

    def _saved(self, value: JSON) -> LiveList:
        from driftcheck.live import saved  # only needed for a list that is not an array

        if saved.is_saved(value):
            return saved.read(value, self.name)
        return LiveList(self.name, entries(value, self.name, _HINT))

    def _read(self) -> bytes:
        path = self.live.path
        try:
            return read_file(path, MAX_BULK_BYTES) if path else _stdin()
        except OSError as error:
            hint = "Set the file with --live FILE, or under `live: {file: ...}`."
            problem = Problem(f'cannot read "{self.name}": {error.strerror}', None, hint)
            raise LiveError(problem) from error


def _stdin() -> bytes:
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    data = sys.stdin.buffer.read(MAX_BULK_BYTES + 1)
    if len(data) > MAX_BULK_BYTES:
        raise OSError(errno.EFBIG, f"it is longer than {MAX_BULK_BYTES >> 20} MiB")
    return data
