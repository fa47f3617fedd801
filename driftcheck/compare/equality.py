"""When two values of a field are equal, by what the field means.

Absent, null, {} and objects around nothing but nulls are equal. A secret that the live side keeps
back, and credentials in an address that it leaves out or masks, cannot be compared.
"""

import ipaddress
import json
import re
from collections.abc import Sequence

from driftcheck.model import JSON
from driftcheck.validation import configured, field_at, redact
from driftcheck.words import SENSITIVE, is_mask, split_address


def are_equal(
    path: Sequence[str], expected: JSON, actual: JSON, saved: bool = False, *, quoting: bool = False
) -> bool | None:
    """Whether a declared and a live value of a field are equal; None where nobody can know.

    `saved`: `driftcheck fetch` saved the list, and put a marker in the place of secrets; `quoting`:
    in that of what any text quoted of what was sent, too.
    """
    if equal(expected, actual):
        return True
    expected, actual = configured(expected), configured(actual)
    if expected is None:
        return actual is None
    field = field_at(path)
    if field.secret and _is_kept_back(expected, actual, saved):
        return None
    if actual is None:
        return False
    if saved and _holds_marker(actual):
        # The saved value is redacted, so the declared one must be, to be compared.
        shown = redact(expected, path)
        if equality_key(path, shown) == equality_key(path, actual):
            return None
        if quoting and _may_be(shown, actual):
            return None
    if field.compare == "address" and isinstance(expected, str) and isinstance(actual, str):
        return _same_address(expected, actual, saved)
    return equal(_canonical(path, expected), _canonical(path, actual))


def equal(one: JSON, other: JSON) -> bool:
    """Equal letter by letter, true and 1 apart, however deep. Hot: once a number."""
    # In C, which nearly always decides; what is left is to tell 1 from true.
    if one != other:
        return False
    if isinstance(one, dict):
        for name, value in one.items():  # most values are text
            if type(value) is not str and not equal(value, other[name]):
                return False
        return True
    if isinstance(one, list):
        return all(map(equal, one, other))
    return isinstance(one, bool) is isinstance(other, bool)


def equality_key(path: Sequence[str], value: JSON) -> str:
    """A text that is the same for all values of a field that are equal, and for no others."""
    return json.dumps(_canonical(path, configured(value)), sort_keys=True)


def is_unordered(path: Sequence[str]) -> bool:
    """Whether the order of the items of a list means nothing."""
    return field_at(path).compare in ("networks", "unordered")


def _canonical(path: Sequence[str], value: JSON) -> JSON:
    if isinstance(value, dict):
        parts = {name: _canonical((*path, name), part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if configured(part) is not None}
    compare = field_at(path).compare
    if isinstance(value, (list, tuple)):
        items = [_canonical(path, item) for item in value]
        if is_unordered(path):
            # As texts: these can be sorted and hashed, whatever the items are.
            return sorted({json.dumps(item, sort_keys=True) for item in items})
        return items
    if isinstance(value, str):
        return _text(value, compare)
    # 1.0 is 1 in JSON, and must be so in the texts of `key` too.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: str, compare: str) -> str:
    if compare == "caseless":
        return value.casefold()
    if compare == "networks":
        try:
            return str(ipaddress.ip_network(value.strip(), strict=False))
        except ValueError:
            return value
    return value


def _is_kept_back(expected: JSON, actual: JSON, saved: bool) -> bool:
    """Whether the live side does not return a secret that is declared."""
    if actual is None:
        # An API leaves out a secret text; a missing boolean is a difference.
        return isinstance(expected, str)
    return _is_withheld(actual, saved)


def _is_withheld(value: JSON, saved: bool) -> bool:
    """Whether a value stands in the place of a secret."""
    return is_mask(value) or (saved and bool(value == SENSITIVE))


def _may_be(expected: JSON, actual: JSON) -> bool:
    """Whether a declared value may be what a live one was, before markers took parts of it."""
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        return all(map(_may_be, expected, actual))
    if not (isinstance(expected, str) and isinstance(actual, str)):
        return equal(expected, actual)
    known = map(re.escape, actual.split(SENSITIVE))
    return re.fullmatch(".+".join(known), expected, re.DOTALL) is not None


def _holds_marker(value: JSON) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_marker, value.values()))
    if isinstance(value, list):
        return any(map(_holds_marker, value))
    return isinstance(value, str) and SENSITIVE in value


def _same_address(expected: str, actual: str, saved: bool) -> bool | None:
    """Whether addresses are equal; None where the live side leaves out, or masks, credentials."""
    (secret, wanted), (found_secret, found) = split_address(expected), split_address(actual)
    if not secret or wanted != found:
        return False
    if not found_secret or _is_withheld(found_secret, saved):
        return None
    user, _, _ = secret.partition(":")
    found_user, _, password = found_secret.partition(":")
    same_user = user == found_user or _is_withheld(found_user, saved)
    return None if same_user and (not password or _is_withheld(password, saved)) else False
