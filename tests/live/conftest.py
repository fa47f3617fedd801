"""Fixtures of the tests of sources."""

import pytest

from tests.live.server import back_off


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip every pause, and make the fourth attempt the last."""
    back_off(0, monkeypatch)
