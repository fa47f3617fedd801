"""The chain of runs: each has the SHA-256 of its whole record, which includes the hash before it.

So nobody can change or remove a run without computing the hashes of all later runs again, and a
hash of a later run, noted elsewhere, reveals that.

A record is hashed as canonical JSON: sorted keys, no blanks, ASCII only. It has its findings as a
count and a digest: the SHA-256 of the sorted digests of the findings, one a line. The digest of a
finding is the SHA-256 of its own canonical JSON, which includes when it began. So a record stays
short even with many findings, and the findings are in tables for queries.

The anchor of pruned runs has a hash, too. The record of each later run includes it.
"""

import hashlib
import json.encoder
from collections.abc import Iterable, Mapping
from functools import lru_cache

from driftcheck.history.records import DatedSighting, KeptWaiver, Run, Sighting, Span
from driftcheck.model import JSON

_string = json.encoder.encode_basestring_ascii
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def canonical(value: JSON) -> str:
    """A JSON value as canonical JSON text."""
    return _ENCODER.encode(value)


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(found: Sighting, first_run: int, since: str) -> str:
    """The digest of a finding of a run: its identity, its state, and when it began.

    A waiver that is not recorded is left out, as in the digests of earlier versions.
    """
    # This is `canonical` of a mapping, but faster, as a run may have very many findings.
    text = (
        f'{{"account":{_string(found.account)},"check":{_string(found.check)},'
        f'"fingerprint":{_string(found.fingerprint)},"first_run":{first_run},'
        f'"kind":{_string(found.kind)},"message":{_string(found.message)},'
        f'"path":{_text(found.path)},"phone_number":{_text(found.phone_number)},'
        f'"severity":{_string(found.severity)},"since":{_string(since)},'
        f'"status":{_string(found.status)},"waived":{"true" if found.waived else "false"}'
    )
    if found.waiver is not None:
        text += f',"waiver":{_waiver(*found.waiver)}'
    return sha256(f"{text}}}")


@lru_cache(maxsize=1024, typed=True)  # many findings have the same waiver
def _waiver(owner: str, expires: str, reason: str) -> str:
    return canonical(KeptWaiver(owner, expires, reason)._asdict())


def _text(value: str | None) -> str:
    return "null" if value is None else _string(value)


def digest_of_kept(kept: DatedSighting, span: Span) -> str:
    """The digest of what pruned runs said of a finding that is left."""
    nights = [span.last_run, span.last_at, span.nights]
    return sha256(canonical([digest(kept.found, kept.first_run, kept.since), *nights]))


def digest_of_fixed(fingerprint: str, first_run: int) -> str:
    """The digest of a finding that a run found fixed."""
    return sha256(canonical([fingerprint, first_run]))


def digest_of_all(digests: Iterable[str]) -> JSON:
    """Many digests as one: their count, and the SHA-256 of them, sorted, one a line."""
    lines = sorted(digests)
    return {"count": len(lines), "sha256": sha256("\n".join(lines))}


def anchor_document(
    pruned: Mapping[str, JSON], latest: str, before: str | None, kept: Iterable[str]
) -> dict[str, JSON]:
    """Everything that the hash of an anchor covers.

    `pruned` has the last pruned run, its hash, how many runs were pruned, and when. `latest` is the
    hash of the latest run at that time, and `before` the hash of the anchor that this run covers.
    `kept` has the digests of what pruned runs said of the findings that are left.
    """
    return {**pruned, "latest": latest, "before": before, "kept": digest_of_all(kept)}


def document(
    run: Run, number: int, previous: str | None, what: Mapping[str, JSON], anchor: str | None
) -> dict[str, JSON]:
    """Everything that the hash of a run covers. `what` is from `findings_digest`.

    An unknown commit or CI run is left out, as in the runs of earlier versions, and so is the hash
    of the anchor where nothing was pruned.
    """
    optional = {"commit": run.commit, "run_url": run.run_url, "anchor": anchor}
    return {
        "run": number,
        "previous": previous,
        "started_at": run.started_at,
        "duration_ms": run.duration_ms,
        "tool_version": run.tool_version,
        "outcome": run.outcome,
        "exit_code": run.exit_code,
        "fail_on": run.fail_on,
        "accounts": list(run.accounts),
        "summary": dict(run.summary),
        "terms": dict(run.terms),
        "errors": list(run.errors),
        "inputs": dict(run.inputs),
        **{name: text for name, text in optional.items() if text},
        **what,
    }


def findings_digest(findings: JSON, new: int, fixed: Iterable[str]) -> dict[str, JSON]:
    """The digests of a run: its findings, how many are new, and the findings it found fixed.

    `findings` is from `digest_of_all`.
    """
    return {"findings": findings, "new": new, "fixed": digest_of_all(fixed)}


def hash_of(document: JSON) -> str:
    """The hash of a run's record."""
    return sha256(canonical(document))
