"""The live side: sources that fetch the list of numbers, whole or not at all."""

from driftcheck.live.choose import check, name_of, source_of
from driftcheck.live.source import Source

__all__ = ["Source", "check", "name_of", "source_of"]
