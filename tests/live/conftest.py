"""Fixtures of the tests of sources."""

import pytest

from tests.live.server import back_off


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pause is over at once, and the fourth attempt is the last."""
    back_off(0, monkeypatch)
