"""How long to fuzz: a moment and always the same way, or as long as the environment says.

`DRIFTCHECK_FUZZ_EXAMPLES=20000` tries as many examples of every property, others each time; what
fails is kept in `.hypothesis/`, and tried first the next time.
"""

import os

from hypothesis import HealthCheck, settings

VARIABLE = "DRIFTCHECK_FUZZ_EXAMPLES"
_ASKED = int(os.environ.get(VARIABLE) or 0)


def fuzzed(quick: int) -> settings:
    """The settings of a property that tries `quick` examples, if no number is asked for."""
    return settings(
        max_examples=_ASKED or quick,
        derandomize=not _ASKED,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
