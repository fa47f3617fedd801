"""A fleet of accounts, each with an emulator of its own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.fleets import Fleet
from tests.support import Project


@pytest.fixture
def fleet(project: Project) -> Iterator[Fleet]:
    """A project without accounts yet."""
    with ExitStack() as stack:
        yield Fleet(project, stack)
