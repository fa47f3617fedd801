"""Read a lock file."""

import os
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from driftcheck import document
from driftcheck.config.lock import Lock, RequiredPack, in_force
from driftcheck.document import BUILTIN, Document
from driftcheck.model import JSON, Collector, InputError, Problem
from driftcheck.system import builtin_packs, denied, display_path, published
from driftcheck.validation import read_document
from driftcheck.words import did_you_mean

_NAME_IT = "Set the lock with --lock FILE or DRIFTCHECK_LOCK."


def locked(path: Path) -> AbstractContextManager[None]:
    """Return a context that applies the lock in a file.

    The file is read when first needed, and only once because it may be a stream.
    """
    return in_force(cache(lambda: read_lock(path)))


def read_lock(path: Path) -> Lock:
    """Return the lock in a file. Raises InputError with all its errors."""
    name = display_path(path)
    if os.path.isdir(path):
        raise InputError(Problem(f'"{name}" is a folder, not a lock', None, _NAME_IT))
    if not os.path.exists(path) and denied(path) is None:
        raise InputError(Problem(f'there is no lock "{name}"', None, _NAME_IT))
    source, problems = document.load(path, name), Collector()
    given, _ = read_document(source, "lock", problems)
    _check_packs(source, given.get("packs"), problems)
    problems.finish()
    parts = published("lock")["properties"]
    values = {key: given.get(key, part.get("default")) for key, part in parts.items()}
    baselines = [_inside(path.parent, name) for name in values["baselines"]]
    packs = tuple(_pack(entry, path.parent) for entry in values["packs"])
    return Lock(source, values, frozenset(baselines), packs)


def _check_packs(source: Document, packs: JSON, problems: Collector) -> None:
    """Report unknown `builtin:` packs, which could never be in use."""
    known = [BUILTIN + name for name in builtin_packs()]
    for index, entry in enumerate(packs if isinstance(packs, list) else ()):
        name = entry.get("pack") if isinstance(entry, dict) else entry
        if isinstance(name, str) and name.startswith(BUILTIN) and name not in known:
            hint = did_you_mean(name, known)
            problems.add(f'there is no pack "{name}"', source.locate(("packs", index)), hint)


def _pack(entry: JSON, folder: Path) -> RequiredPack:
    name, given = (entry["pack"], entry["with"]) if isinstance(entry, dict) else (entry, None)
    shipped = builtin_packs().get(name.removeprefix(BUILTIN)) if name.startswith(BUILTIN) else None
    path = os.path.realpath(shipped) if shipped else _inside(folder, name)
    return RequiredPack(name, path, given)


def _inside(folder: Path, name: str) -> str:
    """Return a path in a lock. Does not follow links, as anyone who edits a link could move it."""
    return os.path.normpath(os.path.join(os.path.realpath(folder), name))
