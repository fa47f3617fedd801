"""`driftcheck.yaml` to frozen settings."""

from driftcheck.config.load import load, threshold, without_file
from driftcheck.config.settings import (
    Account,
    LiveFile,
    Notification,
    Settings,
    only,
    with_files,
)

__all__ = [
    "Account",
    "LiveFile",
    "Notification",
    "Settings",
    "load",
    "only",
    "threshold",
    "with_files",
    "without_file",
]
