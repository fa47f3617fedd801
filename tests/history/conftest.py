"""Databases for tests of the history: SQLite always, PostgreSQL in `make test-postgresql`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.history.cluster import Cluster, cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server of our own, for as long as the tests run."""
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database of either kind."""
    if request.param == "postgresql":
        server: Cluster = request.getfixturevalue("postgresql")
        return server.fresh()
    return f"sqlite:///{tmp_path / 'history.db'}"
