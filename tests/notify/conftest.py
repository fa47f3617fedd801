"""What tests of messages share."""

from pathlib import Path

import pytest

from tests.faults.authority import pem
from tests.live.server import back_off


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the pauses between attempts."""
    back_off(0, monkeypatch)


@pytest.fixture
def trusting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust only the CA of the tests."""
    (tmp_path / "ca.pem").write_text(pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
