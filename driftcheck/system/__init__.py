"""The operating system: files, commands, signals, threads, and what comes with the package."""

from driftcheck.system.files import MAX_BULK_BYTES, MAX_BYTES, is_file, read_file
from driftcheck.system.garbage import kept, no_search
from driftcheck.system.lazy import late
from driftcheck.system.paths import denied, display_path
from driftcheck.system.resources import (
    SCHEMAS,
    builtin_packs,
    data_folder,
    is_published,
    published,
    published_part,
)

__all__ = [
    "MAX_BULK_BYTES",
    "MAX_BYTES",
    "SCHEMAS",
    "builtin_packs",
    "data_folder",
    "denied",
    "display_path",
    "is_file",
    "is_published",
    "kept",
    "late",
    "no_search",
    "published",
    "published_part",
    "read_file",
]
