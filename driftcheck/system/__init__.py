"""The operating system: files, commands, signals, threads and package data."""

from typing import TYPE_CHECKING

from driftcheck.system.files import MAX_BULK_BYTES, MAX_BYTES, is_file, read_file
from driftcheck.system.garbage import kept, no_search
from driftcheck.system.interrupt import Held, Interrupted, end_interrupted, listen_to_signals
from driftcheck.system.lazy import late
from driftcheck.system.paths import denied, display_path
from driftcheck.system.resources import (
    SCHEMAS,
    builtin_packs,
    data_folder,
    is_published,
    known_as_sound,
    published,
    published_part,
)

if TYPE_CHECKING:
    from driftcheck.system.command import CommandOutput, run_command
    from driftcheck.system.covering import covers
    from driftcheck.system.globs import Globber
    from driftcheck.system.invoked import program
else:
    __getattr__ = late(
        __name__,
        {
            "command": "CommandOutput run_command",
            "covering": "covers",
            "globs": "Globber",
            "invoked": "program",
        },
    )
