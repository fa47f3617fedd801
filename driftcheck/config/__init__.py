"""`driftcheck.yaml` to frozen settings."""

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

__all__ = [
    "DEFAULT_CONFIG",
    "EVERYTHING",
    "Account",
    "LiveFile",
    "LiveSide",
    "Notification",
    "Part",
    "Settings",
    "load",
    "only",
    "threshold",
    "with_files",
    "without_file",
]
