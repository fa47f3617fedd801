"""A temporary folder for files that are read again."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from driftcheck.model import OutputError, Problem


@contextlib.contextmanager
def filled_folder(fill: Callable[[Path], object]) -> Iterator[Path]:
    """Yield a temporary folder that `fill` has filled. Raises OutputError if it cannot."""
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="driftcheck-"))
            fill(Path(folder))
        except OSError as error:
            message = f"cannot write to a temporary folder: {error.strerror or error}"
            hint = "Set TMPDIR to a writable folder."
            raise OutputError(Problem(message, None, hint)) from error
        yield Path(folder)
