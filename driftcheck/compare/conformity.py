"""Checks every live entry against the entry schema."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from driftcheck.model import (
    BUILTIN_CHECKS,
    JSON,
    Finding,
    LiveList,
    Over,
    number_of,
    path_of,
    unwatched,
)
from driftcheck.validation import (
    Compiled,
    Fault,
    Listed,
    Shape,
    Validator,
    closed,
    dotted,
    entry_shape,
    first_of,
    move,
    redact,
    resolve,
    type_name,
    unknown,
)
from driftcheck.words import Steps, plain


def find_faults(live: LiveList, validator: Validator, over: Over = unwatched) -> list[Finding]:
    """Return the findings on entries that break the schema or have fields that it does not define.

    Raises InputError if a pattern of the schema cannot be decided on an entry.
    """
    known = entry_shape(validator.schema)
    is_in_order = _decider(validator.schema, known)
    perilous = bool(validator.perils)
    findings: list[Finding] = []
    for index, entry in zip(live.indexes, over("validating", live.entries), strict=True):
        if perilous:
            validator.refuse_perils(entry)
        if is_in_order(entry):  # hot: most numbers, most nights
            continue
        faults: dict[Steps, list[Fault]] = {}
        if not validator.is_valid(entry):
            size = validator.size_beyond(entry)
            for fault in validator.faults(entry, first=size > 0):
                faults.setdefault(fault.path, []).append(fault)
            findings.extend(_invalid(entry, index, faults, size))
        elif number_of(entry) is None:
            findings.append(_nameless(entry, index))
        others = (path for path in unknown(entry, known) if path not in faults)
        findings.extend(_unknown(entry, index, others))
    return findings


def _decider(schema: JSON, known: Shape) -> Callable[[JSON], bool]:
    """Return a predicate that is true for an entry without findings."""
    usable = {"type": "object", "required": ["phone_number"]}
    # `number_of` needs this, whatever the schema says.
    named = {"properties": {"phone_number": {"type": "string", "minLength": 1}}}
    # The references move with it and must point to its new place.
    moved = move(resolve(schema).schema, ("allOf", 0))
    return Compiled({"allOf": [moved, usable, named, closed(known)]}).is_valid


def _invalid(
    entry: JSON, index: int, faults: Mapping[Steps, list[Fault]], size: int
) -> Iterator[Finding]:
    """Yield one finding per path; `size` is that of an entry which is too large."""
    listed = first_of(faults, size)
    for path in listed.paths:
        yield _schema_invalid(entry, index, [fault.redacted() for fault in faults[path]])
    if listed.more:
        message = listed.others(" that the schema does not allow")
        yield _rest("schema-invalid", entry, index, listed, message)


def _rest(check: str, entry: JSON, index: int, listed: Listed, message: str) -> Finding:
    """Return the finding for the fields of an entry that are not listed."""
    path = path_of(entry, index, listed.rest)
    return BUILTIN_CHECKS[check].finding(number_of(entry), path, message, actual=listed.more)


def _schema_invalid(entry: JSON, index: int, faults: Sequence[Fault]) -> Finding:
    """Return the finding on a value: its first fault, or all of them if the value is not shown."""
    fault = faults[0]
    actual, clause = _value(entry, fault.path), fault.message
    if isinstance(actual, (dict, list)):
        actual = f"({type_name(actual)})"
        clause = ", and ".join(each.message for each in faults)
    field = dotted(fault.path)
    message = f"{field} {clause}" if field else f"the entry {clause}"
    shown = redact(actual, [str(step) for step in fault.path])
    path = path_of(entry, index, field or None)
    return BUILTIN_CHECKS["schema-invalid"].finding(
        number_of(entry), path, message, expected=fault.expected, actual=shown
    )


def _nameless(entry: JSON, index: int) -> Finding:
    """Return the finding on an entry without a usable number, even if the schema allows it."""
    path = path_of(entry, index, "phone_number")
    message = "phone_number is missing or not text"
    return BUILTIN_CHECKS["schema-invalid"].finding(None, path, message, expected="a value")


def _value(value: JSON, path: Steps) -> JSON:
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return None
    return value


def _unknown(entry: JSON, index: int, paths: Iterable[Steps]) -> Iterator[Finding]:
    listed = first_of(paths)
    for path in listed.paths:
        yield _unknown_field(entry, index, path)
    if listed.more:
        message = listed.others(" that the schema does not define")
        yield _rest("schema-unknown-field", entry, index, listed, message)


def _unknown_field(entry: JSON, index: int, path: Steps) -> Finding:
    field = dotted(path)
    message = f"{plain(field)} is a field that the schema does not define"
    where = path_of(entry, index, field)
    return BUILTIN_CHECKS["schema-unknown-field"].finding(number_of(entry), where, message)
