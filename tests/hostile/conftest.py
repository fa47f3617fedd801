"""Fixtures: the command line, with and without the rights of root."""

import os
import shutil
import sys
from collections.abc import Iterator

import pytest

from tests.hostile.running import UNPRIVILEGED, Runner, runner

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


@pytest.fixture(scope="session")
def run() -> Iterator[Runner]:
    """Runs the command line, each time in a process of its own."""
    with runner() as made:
        yield made


@pytest.fixture(scope="session")
def humble(run: Runner) -> Iterator[Runner]:
    """Runs the command line so that modes of files mean something, root or not."""
    if os.geteuid() != 0:
        yield run
        return
    if shutil.which(UNPRIVILEGED[0]) is None:
        pytest.skip("root without setpriv reads everything")
    with runner(*UNPRIVILEGED) as made:
        yield made
