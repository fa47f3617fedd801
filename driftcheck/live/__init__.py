"""The live side: sources that fetch the list of numbers, whole or not at all; one a file."""

from driftcheck.live.origin import is_own, refuse_old
from driftcheck.live.source import fetch_list, source_of
