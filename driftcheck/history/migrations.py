"""The steps that create and upgrade the tables of a history: forward only, one per version.

A released step never changes. A change is a new step here, and an edit of `tables`.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

Migration = Callable[[Connection], None]

_FIRST = """
CREATE TABLE driftcheck_version (version INTEGER NOT NULL);
CREATE TABLE driftcheck_runs (
  id INTEGER NOT NULL PRIMARY KEY, started_at TEXT NOT NULL, outcome TEXT NOT NULL,
  record TEXT NOT NULL, seen TEXT NOT NULL, gone TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE driftcheck_episodes (
  id INTEGER NOT NULL PRIMARY KEY, fingerprint TEXT NOT NULL, check_id TEXT NOT NULL,
  kind TEXT NOT NULL, account TEXT NOT NULL, phone_number TEXT, path TEXT,
  state_id INTEGER NOT NULL, first_run INTEGER NOT NULL, since TEXT NOT NULL,
  last_run INTEGER NOT NULL, last_at TEXT NOT NULL, nights INTEGER NOT NULL,
  fixed_run INTEGER, fixed_at TEXT);
CREATE INDEX driftcheck_episodes_by_fingerprint ON driftcheck_episodes (fingerprint);
CREATE INDEX driftcheck_episodes_by_fixed_run ON driftcheck_episodes (fixed_run);
CREATE TABLE driftcheck_states (
  id INTEGER NOT NULL PRIMARY KEY, episode_id INTEGER NOT NULL, severity TEXT NOT NULL,
  message TEXT NOT NULL, status TEXT NOT NULL, waived INTEGER NOT NULL);
CREATE INDEX driftcheck_states_by_episode ON driftcheck_states (episode_id);
CREATE TABLE driftcheck_anchor (
  run INTEGER NOT NULL, hash TEXT NOT NULL, runs INTEGER NOT NULL, pruned_at TEXT NOT NULL)
"""


def _first(connection: Connection) -> None:
    for statement in _FIRST.split(";"):
        connection.exec_driver_sql(statement)


def _waivers(connection: Connection) -> None:
    for name in ("owner", "expires", "reason"):
        connection.exec_driver_sql(f"ALTER TABLE driftcheck_states ADD COLUMN waiver_{name} TEXT")


_CHAINED = """
CREATE TABLE driftcheck_episodes_3 (
  id INTEGER NOT NULL PRIMARY KEY, fingerprint TEXT NOT NULL, check_id TEXT NOT NULL,
  kind TEXT NOT NULL, account TEXT NOT NULL, phone_number TEXT, path TEXT,
  first_run INTEGER NOT NULL, since TEXT NOT NULL);
INSERT INTO driftcheck_episodes_3
  SELECT id, fingerprint, check_id, kind, account, phone_number, path, first_run, since
  FROM driftcheck_episodes;
DROP TABLE driftcheck_episodes;
ALTER TABLE driftcheck_episodes_3 RENAME TO driftcheck_episodes;
DROP TABLE driftcheck_anchor;
CREATE TABLE driftcheck_anchor (record TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE driftcheck_kept (
  episode_id INTEGER NOT NULL PRIMARY KEY, state_id INTEGER NOT NULL,
  last_run INTEGER NOT NULL, last_at TEXT NOT NULL, nights INTEGER NOT NULL)
"""


def _chained(connection: Connection) -> None:
    """Remove the columns that no hash covers; what pruning kept gets a hash."""
    from driftcheck.history.anchoring import kept_through  # only an upgrade reads

    with kept_through(connection):
        for statement in _CHAINED.split(";"):
            connection.exec_driver_sql(statement)


MIGRATIONS: Sequence[Migration] = (_first, _waivers, _chained)
"""The steps from an empty database to the tables of today. The version counts those that ran."""
