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
