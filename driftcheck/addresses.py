"""Lists of IP addresses, in which neither order nor spelling makes a difference."""

import ipaddress
import json
from collections.abc import Sequence

from driftcheck.model import JSON


def addresses(values: Sequence[JSON]) -> frozenset[JSON]:
    """A list of IP addresses and CIDRs as a set in which spelling makes no difference."""
    return frozenset(map(_network, values))


def _network(value: JSON) -> JSON:
    try:
        return ipaddress.ip_network(value.strip(), strict=False)
    except (ValueError, AttributeError):
        return json.dumps(value)
