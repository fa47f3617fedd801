"""The live side: sources that fetch the list of numbers, whole or not at all."""

from driftcheck.live.choose import check, fetch, name_of, source_of
from driftcheck.live.owner import is_own
from driftcheck.live.recency import refuse_old

__all__ = ["check", "fetch", "is_own", "name_of", "refuse_old", "source_of"]
