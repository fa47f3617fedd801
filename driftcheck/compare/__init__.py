"""Declared against live: drift, conformity to the schema, duplicates across accounts, typos."""

from typing import TYPE_CHECKING

from driftcheck.compare.conformity import find_faults
from driftcheck.compare.details import (
    NOTHING_UNSEEN,
    Unseen,
    findings_on_withheld,
    is_kept_back,
    kept_back,
    may_be_hidden,
    note_withheld,
    reads,
    withheld_objects,
)
from driftcheck.compare.drift import diff, find_drift
from driftcheck.compare.equality import are_equal, equality_key

if TYPE_CHECKING:
    from driftcheck.compare.overlaps import Side, find_overlaps
else:
    from driftcheck.system import late

    __getattr__ = late(__name__, {"overlaps": "Side find_overlaps"})
