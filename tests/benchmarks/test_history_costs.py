"""The benchmark of the history runs."""

import pytest

from tests.benchmarks import history


@pytest.mark.slow
def test_it_prints_what_a_history_costs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["history", "20", "1"])
    history.main()
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["fleet", "without"]
    assert [row.split()[0] for row in rows] == list(history.KINDS)
