"""The tables of a history in the latest version; `migrations` create them."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

METADATA = MetaData()

VERSION = Table("driftcheck_version", METADATA, Column("version", Integer, nullable=False))
"""The version of the tables, in its only row."""

RUNS = Table(
    "driftcheck_runs",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started_at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("gone", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""One row per run. `record` is canonical JSON; `started_at` and `outcome` repeat parts of it."""

EPISODES = Table(
    "driftcheck_episodes",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, nullable=False),
    Column("check_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("phone_number", Text),
    Column("path", Text),
    Column("state_id", Integer, nullable=False),
    Column("first_run", Integer, nullable=False),
    Column("since", Text, nullable=False),
    Column("last_run", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("nights", Integer, nullable=False),
    Column("fixed_run", Integer),
    Column("fixed_at", Text),
    Index("driftcheck_episodes_by_fingerprint", "fingerprint"),
    Index("driftcheck_episodes_by_fixed_run", "fixed_run"),
)
"""A finding from its first run to the run that found it fixed; `state_id` is its latest state."""

STATES = Table(
    "driftcheck_states",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("episode_id", Integer, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("waived", Integer, nullable=False),
    Column("waiver_owner", Text),
    Column("waiver_expires", Text),
    Column("waiver_reason", Text),
    Index("driftcheck_states_by_episode", "episode_id"),
)
"""How a finding was at a time; never changed, since `seen` of runs names it.

The columns of the waiver are empty where nothing waived the finding, and in states that were
recorded before version 2 of the tables.
"""

ANCHOR = Table(
    "driftcheck_anchor",
    METADATA,
    Column("run", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("pruned_at", Text, nullable=False),
)
"""What is kept of the runs that were pruned, in its only row."""
