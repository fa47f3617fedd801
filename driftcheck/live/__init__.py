"""The live side: sources that fetch the list of numbers, whole or not at all."""

from driftcheck.live.source import Source, name_of, source_of

__all__ = ["Source", "name_of", "source_of"]
