"""`driftcheck.yaml` to frozen settings."""

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

__all__ = [
    "DEFAULT_CONFIG",
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
