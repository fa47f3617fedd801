"""Compares declared and live: drift, schema conformity, duplicates across accounts, typos.

Rules need only details and equality, so the modules that find drift are imported on first use.
"""

from typing import TYPE_CHECKING

from driftcheck.compare.details import (
    Unseen,
    findings_on_withheld,
    kept_back,
    note_withheld,
    withheld_objects,
)
from driftcheck.compare.equality import equality_key

if TYPE_CHECKING:
    from driftcheck.compare.conformity import find_faults
    from driftcheck.compare.drift import diff, differences, find_drift
    from driftcheck.compare.overlaps import Side, find_overlaps
    from driftcheck.compare.typo import Near, likely
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "conformity": "find_faults",
            "drift": "diff differences find_drift",
            "overlaps": "Side find_overlaps",
            "typo": "Near likely",
        },
    )
