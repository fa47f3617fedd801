"""What a source of the live list promises."""

from typing import Protocol

from driftcheck.model import LiveList


class Source(Protocol):
    """A place that the live list comes from."""

    @property
    def name(self) -> str:
        """What reports call the source: a URL without credentials, or a file name."""

    def fetch(self) -> LiveList:
        """The whole list. Raises LiveError where any part of it could not be read."""
