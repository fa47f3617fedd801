"""`driftcheck.yaml` to frozen settings."""

from driftcheck.config.load import DEFAULT, load, threshold, without_file
from driftcheck.config.settings import (
    MIB,
    Account,
    Agora,
    CaFile,
    LiveFile,
    Notification,
    Settings,
    only,
    with_files,
)

__all__ = [
    "DEFAULT",
    "MIB",
    "Account",
    "Agora",
    "CaFile",
    "LiveFile",
    "Notification",
    "Settings",
    "load",
    "only",
    "threshold",
    "with_files",
    "without_file",
]
