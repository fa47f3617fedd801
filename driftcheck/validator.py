"""JSON Schemas: compile them, decide with them, and say in words why a value breaks one.

`jsonschema-rs` decides whether there is anything to say (0.6 µs a number), and `jsonschema`,
a hundred times slower and imported only then, says what. Patterns are always matched by
`jsonschema-rs`, so that the two agree. Nothing is ever fetched: a `$ref` outside the schema is
refused.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from driftcheck import engine, meaning, wording
from driftcheck.errors import InputError, Place, Problem
from driftcheck.fault import Fault
from driftcheck.model import JSON
from driftcheck.redact import is_hidden
from driftcheck.suggest import did_you_mean, nearest

KEYWORDS = frozenset(
    """
    $anchor $comment $defs $id $ref $schema additionalProperties allOf anyOf const contains default
    dependentRequired dependentSchemas deprecated description else enum errorMessage
    examples exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength
    maxProperties maximum minContains minItems minLength minProperties minimum multipleOf not oneOf
    pattern patternErrorMessage patternProperties prefixItems properties propertyNames readOnly
    required then title type unevaluatedItems unevaluatedProperties uniqueItems writeOnly
    x-driftcheck
    """.split()
)
"""The keywords of JSON Schema 2020-12 that are evaluated or annotate, two of editors, and ours."""

_MAPS = ("$defs", "dependentSchemas", "patternProperties", "properties")
_NEED = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
_RENAMED = {"definitions": "$defs", "dependencies": "dependentRequired", "id": "$id"}
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = frozenset(
    """
    additionalProperties contains else if items not propertyNames then unevaluatedItems
    unevaluatedProperties
    """.split()
)


class Validator:
    """A compiled JSON Schema, of the draft 2020-12."""

    def __init__(self, schema: JSON, place: Place | None = None) -> None:
        """Compile a schema. Raises InputError at `place` where it is not a usable schema."""
        self.schema = schema
        wrong = [Problem(found.message, place, found.hint) for found in misuses(schema)]
        if wrong:
            raise InputError(*wrong)
        try:
            self.is_valid: Callable[[JSON], bool] = engine.compiled(schema).is_valid
        except (ValueError, TypeError) as error:
            steps = [str(step) for step in getattr(error, "instance_path", ())]
            reason = str(error).splitlines()[0]
            if is_hidden(steps):  # what the schema says there may be the secret
                reason = f"{'.'.join(steps)} is not as it must be"
            raise InputError(Problem(f"not a valid JSON Schema: {reason}", place)) from error

    def __reduce__(self) -> tuple[type["Validator"], tuple[JSON]]:
        """A copy elsewhere compiles the schema again."""
        return Validator, (self.schema,)

    @cached_property
    def _describer(self) -> Any:
        import jsonschema  # 120 ms, and only a broken value needs it

        extend: Any = jsonschema.validators.extend
        return extend(jsonschema.Draft202012Validator, _MATCHING)(self.schema)

    @cached_property
    def _is_perilous(self) -> bool:
        """Whether `jsonschema` would match names by `re`, which may never end."""
        text = str(self.schema)
        return "unevaluatedProperties" in text and "patternProperties" in text

    def faults(self, value: JSON, most: int | None = None) -> Iterator[Fault]:
        """What is wrong with a value, in a fixed order; nothing if it is valid.

        `most` is how many errors are looked for; the first of a long list may be all it takes.
        """
        if self.is_valid(value):
            return
        try:
            found = () if self._is_perilous else self._describer.iter_errors(value)
            errors = list(islice(found, most))
        except (re.error, RecursionError, OverflowError):  # what only jsonschema-rs can read
            errors = []
        faults = [fault for error in errors for fault in wording.describe(error)]
        ordered = sorted(faults or self._plain(value), key=_fault_order)
        yield from {(fault.path, fault.message): fault for fault in ordered}.values()

    def _plain(self, value: JSON) -> Iterator[Fault]:
        """The faults as jsonschema-rs has them, should jsonschema find none."""
        for error in engine.compiled(self.schema).iter_errors(value):
            keyword = str(error.schema_path[-1]) if error.schema_path else "schema"
            message = f"does not satisfy `{keyword}`"
            yield Fault(tuple(error.instance_path), keyword, message, None)


def _fault_order(fault: Fault) -> tuple[list[str], str]:
    return [f"{step:>9}" if isinstance(step, int) else step for step in fault.path], fault.message


def _pattern(_validator: Any, pattern: str, value: JSON, _schema: JSON) -> Iterator[Exception]:
    from jsonschema import ValidationError

    if isinstance(value, str) and not engine.matches(pattern, value):
        yield ValidationError("does not match")


def _pattern_properties(
    validator: Any, patterns: dict[str, JSON], value: JSON, _schema: JSON
) -> Iterator[Exception]:
    for name, part in value.items() if isinstance(value, dict) else ():
        for pattern, inner in patterns.items():
            if engine.matches(pattern, name):
                yield from validator.descend(part, inner, path=name, schema_path=pattern)


def _additional_properties(
    validator: Any, allowed: JSON, value: JSON, schema: dict[str, JSON]
) -> Iterator[Exception]:
    from jsonschema import ValidationError

    patterns = schema.get("patternProperties", {})
    for name, part in value.items() if isinstance(value, dict) else ():
        matched = any(engine.matches(pattern, name) for pattern in patterns)
        if name not in schema.get("properties", {}) and not matched:
            if isinstance(allowed, dict):
                yield from validator.descend(part, allowed, path=name)
            elif allowed is False:
                yield ValidationError("is not known")
                return  # `wording` names all of them


def _unique_items(_validator: Any, wanted: JSON, value: JSON, _schema: JSON) -> Iterator[Exception]:
    from jsonschema import ValidationError

    if wanted and isinstance(value, list):
        seen = {json.dumps(_plain_numbers(item), sort_keys=True) for item in value}
        if len(seen) < len(value):
            yield ValidationError("has an item twice")


def _plain_numbers(value: JSON) -> JSON:
    """A value in which 1.0 is written as 1, which it equals."""
    if isinstance(value, dict):
        return {name: _plain_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain_numbers(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


_MATCHING = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "uniqueItems": _unique_items,
}
"""What `jsonschema` does by `re`, or in quadratic time, done as it was decided."""


def misuses(schema: JSON) -> Iterator[Problem]:
    """Keywords that JSON Schema would pass over in silence, and references to elsewhere."""
    if not isinstance(schema, dict):
        return
    for keyword in schema:
        if keyword not in KEYWORDS:
            close = _RENAMED.get(keyword) or nearest(keyword, KEYWORDS)
            hint = f'Did you mean "{close}"?' if close else None
            yield Problem(f'"{keyword}" is not a keyword of JSON Schema', None, hint)
    for keyword, needed in _NEED.items():
        if keyword in schema and needed not in schema:
            yield Problem(f"{keyword} does nothing without {needed}", None, f"Add {needed}.")
    if "if" in schema and not schema.keys() & {"then", "else"}:
        yield Problem("if does nothing without then or else", None, "Add then.")
    if schema.get("$schema", DRAFT) != DRAFT:
        yield Problem("only JSON Schema 2020-12 is supported", None, f'Set $schema to "{DRAFT}".')
    if meaning.KEYWORD in schema:
        for message, wrong, known in meaning.faults(schema[meaning.KEYWORD]):
            yield Problem(message, None, did_you_mean(wrong, known))
    reference = schema.get("$ref", "#")
    if not (isinstance(reference, str) and reference.startswith("#")):
        yield Problem("a $ref must stay within the schema", None, "Copy what it names to $defs.")
    for part in _parts(schema):
        yield from misuses(part)


def _parts(schema: dict[str, JSON]) -> Iterator[JSON]:
    """The schemas directly inside a schema."""
    for keyword, value in schema.items():
        if keyword in _MAPS and isinstance(value, dict):
            yield from value.values()
        elif keyword in _LISTS and isinstance(value, list):
            yield from value
        elif keyword in _SINGLE:
            yield value
