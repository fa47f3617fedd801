"""`driftcheck.yaml` to frozen settings."""

from driftcheck.config.agora import MIB, Agora
from driftcheck.config.credentials import Credentials, Secret, reveal_secret
from driftcheck.config.database import Database, Server, parse_database
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
    "MIB",
    "Account",
    "Agora",
    "Credentials",
    "Database",
    "LiveFile",
    "LiveSide",
    "Notification",
    "Part",
    "Secret",
    "Server",
    "Settings",
    "load",
    "only",
    "parse_database",
    "reveal_secret",
    "threshold",
    "with_files",
    "without_file",
]
