"""`driftcheck.yaml` to frozen settings."""

from typing import TYPE_CHECKING

from driftcheck.config.load import load, threshold, without_file
from driftcheck.config.settings import (
    DEFAULT_CONFIG,
    Account,
    LiveFile,
    Notification,
    Settings,
    only,
    with_files,
)
from driftcheck.config.values import EVERYTHING, Part

if TYPE_CHECKING:
    from driftcheck.config.database import Database, parse_database
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "database": "Database parse_database",
        },
    )
