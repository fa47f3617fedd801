"""Sources of the live list, one per file. A source returns the whole list or raises an error."""

from driftcheck.live.origin import is_own, refuse_old
from driftcheck.live.source import fetch_list, source_of
