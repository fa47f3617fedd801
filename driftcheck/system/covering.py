"""Whether a glob would match a path, without looking at the file system."""

import os
from fnmatch import fnmatchcase
from pathlib import Path


def covers(pattern: str, path: Path, folder: Path) -> bool:
    """Whether a pattern below a folder would match a path if it existed."""
    parts, names = (Path(os.path.abspath(one)).parts for one in (folder / pattern, path))
    return _fits(parts, names)


def _fits(parts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    if not parts:
        return not names
    head, rest = parts[0], parts[1:]
    if head == "**":
        here = _fits(rest or ("*",), names)
        return here or (bool(names) and not names[0].startswith(".") and _fits(parts, names[1:]))
    if not names or (names[0].startswith(".") and not head.startswith(".")):
        return False
    return fnmatchcase(names[0], head) and _fits(rest, names[1:])
