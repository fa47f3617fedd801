"""A temporary folder, for what programs read again."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from driftcheck.model import OutputError, Problem


@contextlib.contextmanager
def filled_folder(fill: Callable[[Path], object]) -> Iterator[Path]:
    """A temporary folder with what `fill` puts there. Raises OutputError where it cannot be."""
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="driftcheck-"))
            fill(Path(folder))
        except OSError as error:
            message = f"cannot write to a temporary folder: {error.strerror or error}"
            hint = "Set TMPDIR to a folder that can be written to."
            raise OutputError(Problem(message, None, hint)) from error
        yield Path(folder)
