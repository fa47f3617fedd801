"""The operating system: files, commands, signals, threads, and what comes with the package."""

from driftcheck.system.files import MAX_BULK_BYTES, MAX_BYTES
from driftcheck.system.garbage import kept, no_search
from driftcheck.system.paths import denied, display_path

__all__ = [
    "MAX_BULK_BYTES",
    "MAX_BYTES",
    "denied",
    "display_path",
    "kept",
    "no_search",
]
