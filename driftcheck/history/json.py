"""The history as JSON, version 1. Other programs read it; `history.schema.json` describes it."""

from driftcheck.history.overview import Detail, Overview
from driftcheck.history.records import Anchor, Episode, Sighting
from driftcheck.history.statistics import Drifter, FindingCount, Point, TimeToFix
from driftcheck.model import JSON
from driftcheck.report import document_head
from driftcheck.words import json_text


def history_json(overview: Overview) -> str:
    """The history as JSON text, ASCII only."""
    document = {
        **document_head("history"),
        "database": overview.database,
        "runs_in_all": overview.runs,
        "head": overview.head,
        "latest_whole_run": overview.now and overview.now.run,
        "pruned": overview.anchor and _pruned(overview.anchor),
        "since": overview.excerpt.since,
        "account": overview.excerpt.account,
        "runs": [_point(point) for point in overview.points],
        "time_to_fix": {
            "all": overview.to_fix and _to_fix(overview.to_fix),
            "by_severity": {one.name: _to_fix(one) for one in overview.to_fix_by_severity},
            "by_check": {one.name: _to_fix(one) for one in overview.to_fix_by_check},
        },
        "open": [_open(episode, overview) for episode in overview.open_episodes],
        "drifting": [_drifter(one) for one in overview.drifters],
    }
    return json_text(document)


def _pruned(anchor: Anchor) -> JSON:
    return {
        "run": anchor.run,
        "hash": anchor.hash,
        "count": anchor.count,
        "pruned_at": anchor.pruned_at,
        "own_hash": anchor.own_hash,
    }


def run_json(detail: Detail) -> str:
    """One run as JSON text: its whole record, which its hash covers, and its findings."""
    run = detail.run
    found = [
        {**_fields(kept.found), "first_run": kept.first_run, "since": kept.since}
        for kept in detail.found
    ]
    document = {
        **document_head("history"),
        "database": detail.database,
        "run": {
            "hash": run.hash,
            "record": run.document,
            "findings": found,
            "fixed": [_episode(episode) for episode in detail.fixed],
        },
    }
    return json_text(document)


def _point(point: Point) -> JSON:
    return {
        "run": point.run,
        "started_at": point.started_at,
        "outcome": point.outcome,
        "findings": point.every.found if point.was_read else None,
        "by_severity": point.by_severity,
        "waived": point.waived,
        "coverage": point.coverage,
        "new": point.every.new,
        "persisting": point.every.persisting,
        "fixed": point.every.fixed,
        "open": _count(point.open) if point.was_read else None,
        "partial": point.limits or None,
        "errors": list(point.errors),
        "hash": point.hash,
        "commit": point.commit,
        "run_url": point.run_url,
    }


def _count(count: FindingCount) -> JSON:
    return {
        "findings": count.found,
        "new": count.new,
        "persisting": count.persisting,
        "fixed": count.fixed,
    }


def _to_fix(times: TimeToFix) -> JSON:
    return {
        "fixed": times.count,
        "mean_seconds": round(times.mean),
        "median_seconds": round(times.median),
    }


def _open(episode: Episode, overview: Overview) -> JSON:
    fields = _episode(episode)
    fields["looked_at_by_the_latest_run"] = episode.last_run == overview.latest
    fields["counts_as_open"] = overview.is_open(episode)
    return fields


def _episode(episode: Episode) -> dict[str, JSON]:
    """An episode without its ids in the database."""
    fields = _fields(episode)
    del fields["id"], fields["state_id"]
    return fields


def _fields(of: Episode | Sighting) -> dict[str, JSON]:
    fields = of._asdict()
    if of.waiver:
        fields["waiver"] = of.waiver._asdict()
    return fields


def _drifter(one: Drifter) -> JSON:
    return {
        "account": one.account,
        "phone_number": one.phone_number,
        "times": one.episodes,
        "seconds": round(one.seconds),
        "returns": one.returns,
        "flapping": one.flaps,
        "open": one.is_open,
    }
