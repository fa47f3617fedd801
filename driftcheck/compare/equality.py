"""Equality of field values, according to the meaning of the field.

Absent, null, {} and objects that hold only nulls are equal. A secret that the live side hides
cannot be compared, nor can credentials in an address that it omits or masks.
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
    """Whether a declared and a live value of a field are equal; None if that cannot be known.

    `saved` means that `driftcheck fetch` saved the list and replaced secrets with a marker;
    `quoting`, that it also replaced quotes of the request in any text.
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
        # The saved value is redacted, so the declared one must be redacted for a comparison.
        shown = redact(expected, path)
        if equality_key(path, shown) == equality_key(path, actual):
            return None
        if quoting and _may_be(shown, actual):
            return None
    if field.compare == "address" and isinstance(expected, str) and isinstance(actual, str):
        return _same_address(expected, actual, saved)
    return equal(_canonical(path, expected), _canonical(path, actual))


def equal(one: JSON, other: JSON) -> bool:
    """Whether two values are literally equal; true and 1 differ, at any depth. Hot."""
    # This runs in C and nearly always decides; the rest only tells 1 from true.
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
    """Return a key that is the same for equal values of a field, and differs for all others."""
    return json.dumps(_canonical(path, configured(value)), sort_keys=True)


def is_unordered(path: Sequence[str]) -> bool:
    """Whether the order of items in a list is irrelevant."""
    return field_at(path).compare in ("networks", "unordered")


def _canonical(path: Sequence[str], value: JSON) -> JSON:
    if isinstance(value, dict):
        parts = {name: _canonical((*path, name), part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if configured(part) is not None}
    compare = field_at(path).compare
    if isinstance(value, (list, tuple)):
        items = [_canonical(path, item) for item in value]
        if is_unordered(path):
            # As texts, because these can be sorted and hashed whatever the items are.
            return sorted({json.dumps(item, sort_keys=True) for item in items})
        return items
    if isinstance(value, str):
        return _text(value, compare)
    # 1.0 equals 1 in JSON, so both must give the same key.
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
    """Whether the live side does not show a declared secret."""
    if actual is None:
        # An API omits a secret text; a missing boolean is a real difference.
        return isinstance(expected, str)
    return _is_withheld(actual, saved)


def _is_withheld(value: JSON, saved: bool) -> bool:
    """Whether a value is a placeholder for a secret."""
    return is_mask(value) or (saved and bool(value == SENSITIVE))


def _may_be(expected: JSON, actual: JSON) -> bool:
    """Whether a declared value may equal a live one in which markers replaced some parts."""
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
    """Whether addresses are equal; None if the live side omits or masks credentials."""
    (secret, wanted), (found_secret, found) = split_address(expected), split_address(actual)
    if not secret or wanted != found:
        return False
    if not found_secret or _is_withheld(found_secret, saved):
        return None
    user, _, _ = secret.partition(":")
    found_user, _, password = found_secret.partition(":")
    same_user = user == found_user or _is_withheld(found_user, saved)
    return None if same_user and (not password or _is_withheld(password, saved)) else False
