"""One look at one account: a pure function of its settings and of what was loaded."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from driftcheck.compare import (
    Unseen,
    find_drift,
    find_faults,
    findings_on_withheld,
    note_withheld,
    withheld_objects,
)
from driftcheck.config import Account
from driftcheck.live import fetch_list, is_own, refuse_old
from driftcheck.model import (
    JSON,
    Declared,
    DriftcheckError,
    Finding,
    LiveError,
    LiveList,
    Problem,
    Watch,
)
from driftcheck.pipeline.task import Job, Look
from driftcheck.policy import Reach, evaluate_groups, evaluate_rules
from driftcheck.system import no_search
from driftcheck.validation import hide_quoted, hiding, meaning_by, number_shape
from driftcheck.words import counted, hide_known, inflect, know, knowing

if TYPE_CHECKING:
    from driftcheck.triage import Selector

_QUOTING = ("phone_number", "path", "message", "expected", "actual", "remedy")
"""The fields of a finding that may quote the live list."""


def look(job: Job, watch: Watch) -> Look:
    """Return what there is to see. Problems are part of the look and never raised."""
    with knowing() as known:
        return _look(job, watch)._replace(known=known.texts)


def _look(job: Job, watch: Watch) -> Look:
    seen = Look(job.account, is_own=is_own(job.account))
    try:
        with hiding(job.sensitive), meaning_by(job.validator.schema):
            selectors = _selectors(job)
            fetched = note_withheld(_fetch(job.account, watch))
            # Set before the list may be refused: a run on another account's list is never recorded.
            seen = seen._replace(is_own=is_own(job.account, fetched))
            refuse_old(fetched, job.account.live)
            seen = seen._replace(fetched=fetched, digest=_digest(fetched) if job.digest else None)
            _refuse_empty(fetched, job)
            wanted, found, reasons = _select(selectors, job.declared, fetched)
            chosen = _names(found) if selectors else None
            reach = Reach()
            sides = wanted, found, fetched
            findings, unseen = _find(job, sides, chosen, reach, watch)
    except DriftcheckError as error:
        return seen._replace(problems=error.problems)
    seen = seen._replace(declared=wanted, live=found, findings=_unique(findings))
    return seen._replace(reasons=reasons, unseen=unseen, applied=reach.applied)


def _selectors(job: Job) -> "tuple[Selector, ...]":
    if not job.select:
        return ()
    from driftcheck.triage import parse_selectors  # only needed with a selection

    return parse_selectors(job.select, number_shape(job.validator.schema))


def _select(
    selectors: "tuple[Selector, ...]", declared: Declared, fetched: LiveList
) -> tuple[Declared, LiveList, tuple[str, ...]]:
    """Return both sides cut down to the selection, and the reasons if it is empty."""
    if not selectors:
        return declared, fetched, ()
    from driftcheck.triage import keep_matching, why_nothing

    wanted, found = keep_matching(selectors, declared, fetched)
    reasons = () if wanted or found.entries else why_nothing(selectors, declared, fetched)
    return wanted, found, reasons


def slim(found: Look) -> Look:
    """Return a look without the parts of the live list that the run no longer needs."""
    fetched, kept = found.fetched, found.live
    return found._replace(fetched=fetched and _slim(fetched), live=kept and _slim(kept))


def without_secrets(found: Look) -> Look:
    """Return a slim look that may be sent to another machine: it quotes no secret."""
    with knowing():
        know(found.known)
        fetched, kept = found.fetched, found.live
        return found._replace(
            fetched=fetched and _hiding(fetched),
            live=kept and _hiding(kept),
            findings=tuple(map(_unquoting, found.findings)),
            reasons=tuple(map(hide_known, found.reasons)),
            known=(),
        )


def _unquoting(finding: Finding) -> Finding:
    shown = {name: hide_quoted(getattr(finding, name)) for name in _QUOTING}
    return finding._replace(**shown, members=tuple(map(hide_known, finding.members)))


def _hiding(listed: LiveList) -> LiveList:
    return listed._replace(entries=tuple(map(hide_quoted, listed.entries)))


def _slim(listed: LiveList) -> LiveList:
    return listed._replace(entries=tuple(map(_number_and_label, listed.entries)))


def _number_and_label(entry: JSON) -> JSON:
    """Return the number and the label of an entry."""
    if not isinstance(entry, dict):
        return None
    return {name: entry[name] for name in ("phone_number", "label") if name in entry}


def _fetch(account: Account, watch: Watch) -> LiveList:
    with no_search():
        found = fetch_list(account, watch)
    watch(f"{found.source}: {counted(len(found.entries), 'live number')}")
    return found


def _digest(fetched: LiveList) -> str:
    from driftcheck.history import hash_of_live  # only needed with a history

    return hash_of_live(fetched)


def _refuse_empty(found: LiveList, job: Job) -> None:
    known = job.declared
    if known and not found.entries and not job.allow_empty:
        count = f"{len(known)} {inflect(len(known), 'number is', 'numbers are')}"
        message = f"{found.source} returned an empty list, but {count} declared"
        hint = "If the account really has no numbers, use --allow-empty."
        raise LiveError(Problem(message, None, hint))


def _find(
    job: Job,
    sides: tuple[Declared, LiveList, LiveList],
    chosen: frozenset[str] | None,
    reach: Reach,
    watch: Watch,
) -> tuple[list[Finding], Unseen]:
    """Return the findings on the selected numbers, and what was not checked.

    Rules about groups of numbers read the whole account.
    """
    name, wanted, found, fetched = job.account.name, *sides
    differences = find_drift(wanted, found, (job.declared, fetched))
    findings = [
        *differences.findings,
        *find_faults(found, job.validator, watch.over),
        *evaluate_rules(job.rules, found, wanted, name, watch.over, reach),
        *evaluate_groups(job.rules, fetched, job.declared, name, chosen, reach),
    ]
    unseen = Unseen(
        secrets=differences.secrets.total(),
        secret_numbers=len(differences.secrets),
        details=differences.details.total(),
        undetailed=frozenset(differences.details),
        rules=reach.of(None),
        objects=withheld_objects(fetched),
    )
    return [*findings, *findings_on_withheld(fetched, unseen, reach.of(chosen))], unseen


def _names(found: LiveList) -> frozenset[str]:
    """Return the names of selected numbers, as rules about groups use them."""
    listed = zip(found.indexes, found.numbers, strict=True)
    return frozenset(number or f"[{index}]" for index, number in listed)


def _unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return one finding per key; a number that is in the list twice has them twice."""
    first: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        first.setdefault(finding.key, finding)
    return tuple(first.values())
