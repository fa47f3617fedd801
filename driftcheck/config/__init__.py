"""`driftcheck.yaml` to frozen settings."""

from typing import TYPE_CHECKING

from driftcheck.config.absent import no_configuration, refuse_misnamed
from driftcheck.config.levels import threshold
from driftcheck.config.load import load, without_file
from driftcheck.config.lock import Lock, lock_in_force
from driftcheck.config.settings import (
    DEFAULT_CONFIG,
    Account,
    LiveFile,
    Notification,
    Settings,
    Unread,
    in_its_place,
    only,
    refuse_several,
    source_options,
    with_files,
)
from driftcheck.config.values import EVERYTHING, Part

if TYPE_CHECKING:
    from driftcheck.config.assignments import read_assignments
    from driftcheck.config.database import Database, parse_database
    from driftcheck.config.hosts import host_of_url
    from driftcheck.config.lockfile import locked
    from driftcheck.config.overreach import database_violations, lowered
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "assignments": "read_assignments",
            "database": "Database parse_database",
            "hosts": "host_of_url",
            "lockfile": "locked",
            "overreach": "database_violations lowered",
        },
    )
