"""Old runs are forgotten, whole; what is left stays as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from driftcheck.history import reader, store
from driftcheck.history.prune import Pruned, forget_runs
from driftcheck.history.verify import verify_chain
from tests.history.making import database, found_in, nights, record, run, sighting

NOW = "2026-02-01T00:00:00Z"
ONE, TWO, THREE = sighting(1), sighting(2), sighting(3)


def pruned(url: str, **how: object) -> Pruned:
    with store.open_history(database(url)) as opened:
        return forget_runs(opened, NOW, **how)  # type: ignore[arg-type]


def numbers(url: str) -> list[int]:
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        assert verify_chain(connection).fault is None
        return sorted(run.id for run in reader.stored_runs(connection))


@pytest.fixture
def kept(url: str) -> str:
    """Five nights: one finding for all of them, one until the second, one from the fourth on."""
    record(url, *nights([ONE, TWO], [ONE, TWO], [ONE], [ONE, THREE], [ONE, THREE]))
    return url


@pytest.mark.parametrize(
    ("how", "left"),
    [
        ({"keep": 2}, [4, 5]),
        ({"keep": 5}, [1, 2, 3, 4, 5]),
        ({"keep": 99}, [1, 2, 3, 4, 5]),
        ({"before": "2026-01-03T00:00:00Z"}, [3, 4, 5]),
        ({"before": "2025-01-01T00:00:00Z"}, [1, 2, 3, 4, 5]),
        ({"before": "2027-01-01T00:00:00Z"}, [5]),
        ({"before": "2026-01-05T00:00:00Z", "keep": 3}, [3, 4, 5]),
        ({"before": "2026-01-02T00:00:00Z", "keep": 1}, [2, 3, 4, 5]),
    ],
)
def test_runs_go_from_the_oldest_on(how: dict[str, object], left: list[int], kept: str) -> None:
    result = pruned(kept, **how)
    assert numbers(kept) == left
    assert (result.runs, result.left) == (5 - len(left), len(left))


def test_pruning_again_counts_on(kept: str) -> None:
    pruned(kept, keep=4)
    pruned(kept, keep=2)
    with store.open_history(database(kept)) as opened, opened.reading() as connection:
        anchor = reader.pruned_anchor(connection)
    assert anchor
    assert (anchor.run, anchor.count, anchor.pruned_at) == (3, 3, NOW)


def test_pruning_deletes_what_only_pruned_runs_found_and_keeps_ages(kept: str) -> None:
    pruned(kept, keep=2)
    with store.open_history(database(kept)) as opened, opened.reading() as connection:
        episodes = {
            one.fingerprint: one
            for one in reader.episodes(connection, reader.timeline_of(connection))
        }
    assert set(episodes) == {ONE.fingerprint, THREE.fingerprint}
    assert episodes[ONE.fingerprint].since == "2026-01-01T00:00:00Z"
    assert found_in(kept, 4) == {ONE, THREE}
    (last,) = record(kept, *nights([ONE], first=6))
    assert last.ages[ONE.fingerprint] == (1, "2026-01-01T00:00:00Z", 6)
    assert [one.fingerprint for one in last.fixed] == [THREE.fingerprint]
    assert numbers(kept) == [4, 5, 6]


@pytest.mark.parametrize(("accounts", "terms"), [("default", {"select": ["label=x"]}), ("b", {})])
def test_an_open_finding_is_kept_if_no_later_run_looked_at_its_whole_account(
    accounts: str, terms: dict[str, object], url: str
) -> None:
    record(url, *nights([ONE, TWO], [ONE, TWO]))
    limited = {"select": [], "accounts": [accounts], "whole": False, "waivers": True, **terms}
    parts = ({"name": accounts, "error": None, "summary": None},)
    for day in (3, 4):
        partial = run(f"2026-01-{day:02}", terms=limited, accounts=parts)
        record(url, partial, looked_at=lambda _: False)
    pruned(url, keep=1)
    assert numbers(url) == [4]
    (last,) = record(url, *nights([ONE], first=5))
    assert last.ages[ONE.fingerprint] == (1, "2026-01-01T00:00:00Z", 3)
    assert [one.fingerprint for one in last.fixed] == [TWO.fingerprint]
    assert numbers(url) == [4, 5]


def test_a_finding_of_an_account_that_is_gone_goes_with_its_last_run(url: str) -> None:
    gone = sighting(9, account="gone")
    record(url, *nights([ONE, gone]))
    record(url, *nights([ONE], [ONE], first=2), looked_at=lambda one: one.account == "default")
    pruned(url, keep=1)
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        assert [
            one.account for one in reader.episodes(connection, reader.timeline_of(connection))
        ] == ["default"]


def test_a_dry_run_says_what_would_go_and_changes_nothing(kept: str) -> None:
    assert pruned(kept, keep=2, dry=True) == Pruned(3, 3, 2)
    assert numbers(kept) == [1, 2, 3, 4, 5]


def test_nothing_is_pruned_of_an_empty_history(url: str) -> None:
    with store.open_history(database(url), create=True):
        pass
    assert pruned(url, keep=1) == Pruned(0, None, 0)


def test_what_was_pruned_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    secret = sighting(7, message="a message to be forgotten")
    record(f"sqlite:///{path}", *nights([secret], [], []))
    assert b"to be forgotten" in path.read_bytes()
    pruned(f"sqlite:///{path}", keep=1)
    assert b"to be forgotten" not in path.read_bytes()
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
