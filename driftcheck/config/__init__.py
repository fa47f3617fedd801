"""`driftcheck.yaml` to frozen settings."""

from typing import TYPE_CHECKING

from driftcheck.config.load import load, threshold, without_file
from driftcheck.config.settings import (
    DEFAULT_CONFIG,
    Account,
    LiveFile,
    LiveSide,
    Notification,
    Settings,
    only,
    with_files,
)
from driftcheck.config.values import EVERYTHING, Part

if TYPE_CHECKING:
    from driftcheck.config.credentials import Credentials, Secret, reveal_secret
    from driftcheck.config.database import Database, Server, parse_database
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "credentials": "Credentials Secret reveal_secret",
            "database": "Database Server parse_database",
        },
    )
