"""Writes the anchor, which says what is known of pruned runs. The next run covers its hash."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, delete, insert

from driftcheck.history import chain, reader
from driftcheck.history.ids import ranges_of
from driftcheck.history.records import Anchor, Span
from driftcheck.history.tables import ANCHOR, KEPT


def write_anchor(connection: Connection, anchor: Anchor, kept: Mapping[int, Span]) -> str | None:
    """Replace the anchor; `kept` is what pruned runs said of findings that are left.

    Returns the hash of the anchor; None if no run is left.
    """
    latest = reader.latest_run(connection)
    if latest is None:
        return None
    pruned = {
        "run": anchor.run,
        "hash": anchor.hash,
        "runs": anchor.count,
        "pruned_at": anchor.pruned_at,
    }
    digests = kept_digests(connection, kept)
    document = chain.anchor_document(pruned, latest.hash, latest.anchor, digests)
    for table in (ANCHOR, KEPT):
        connection.execute(delete(table))
    values = {"record": chain.canonical(document), "hash": chain.hash_of(document)}
    connection.execute(insert(ANCHOR).values(values))
    rows = [{"episode_id": episode, **span._asdict()} for episode, span in kept.items()]
    if rows:
        connection.execute(insert(KEPT), rows)
    return values["hash"]


@contextmanager
def kept_through(connection: Connection) -> Iterator[None]:
    """Copy what is known of pruned runs from older tables to those that the block creates."""
    anchor, kept = reader.pruned_anchor(connection), reader.timeline_of(connection).kept
    yield
    if anchor:
        write_anchor(connection, anchor, kept)


def kept_digests(connection: Connection, kept: Mapping[int, Span]) -> list[str]:
    """The digests of what pruned runs said of findings; none for a finding that is gone."""
    states = ranges_of(span.state_id for span in kept.values())
    return [
        chain.digest_of_kept(one, kept[one.episode_id])
        for one in reader.sightings(connection, states)
        if one.episode_id in kept and kept[one.episode_id].state_id == one.state_id
    ]
