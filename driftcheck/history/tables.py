"""The tables of a history in the latest version; `migrations` create them.

The hash of a run covers everything in its rows, so no column can be changed unnoticed.
"""

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
"""One row per run. `record` is canonical JSON; `started_at` and `outcome` repeat parts of it.

`seen` has the ids of the states that it found, `gone` those of the episodes that it found fixed.
"""

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
    Column("first_run", Integer, nullable=False),
    Column("since", Text, nullable=False),
)
"""A finding, from the run that first had it; what became of it follows from the runs."""

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
"""The state of a finding at a time. A row never changes, because `seen` of runs names it.

The columns of the waiver are empty if nothing waived the finding, and in states that were
recorded before version 2 of the tables.
"""

ANCHOR = Table(
    "driftcheck_anchor",
    METADATA,
    Column("record", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""What is known of the runs that were pruned, in its only row; see `chain.anchor_document`."""

KEPT = Table(
    "driftcheck_kept",
    METADATA,
    Column("episode_id", Integer, primary_key=True, autoincrement=False),
    Column("state_id", Integer, nullable=False),
    Column("last_run", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("nights", Integer, nullable=False),
)
"""What pruned runs said of the findings that are left; the anchor has a digest of it."""
