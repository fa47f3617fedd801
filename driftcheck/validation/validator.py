"""Compiles JSON Schemas, validates values, and explains in words why a value is invalid.

`jsonschema-rs` both validates (0.6 µs per number) and explains, because two engines could disagree
and lose findings. Nothing is ever fetched: a `$ref` outside the schema is refused.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from driftcheck.model import JSON, InputError, Place, Problem, number_of
from driftcheck.system import is_published
from driftcheck.validation.engine import Compiled
from driftcheck.validation.fault import Fault, dotted, path_order
from driftcheck.validation.keywords import Flaw, misuses, size_of, subschemas
from driftcheck.validation.meaning import MEANING_KEYWORD, faults
from driftcheck.validation.perils import Perils
from driftcheck.validation.references import resolve
from driftcheck.words import Steps, did_you_mean

Places = Callable[[Steps], Place | None]
"""Returns the place of the part of a schema at a path."""


_UNSAID = Fault((), "schema", "does not satisfy the schema", None)
"""The fault of an invalid value without an explanation, so that it is never silent."""
_MOST_VALUES = 100_000
_MOST_NAMED = 1_000
"""How many values are searched for all faults, without and with `propertyNames`."""


class Validator:
    """A compiled JSON Schema (draft 2020-12)."""

    def __init__(self, schema: JSON, place: Places = lambda _: None) -> None:
        """Compile a schema. Raises InputError, at the places of all faults, if it is invalid."""
        self.schema = schema
        self.place = place
        if _is_in_doubt(schema):
            _refuse((*misuses(schema), *_annotation_flaws(schema)), place)
            _refuse(resolve(schema).flaws, place)
            try:
                # Compiled immediately, because an invalid schema must be refused here.
                _ = self._compiled
            except (ValueError, TypeError, RecursionError) as error:
                from driftcheck.validation.refusal import (
                    explain,  # loads the reference
                )

                _refuse(map(_flaw_of, explain(schema, error)), place, error)

    @cached_property
    def _compiled(self) -> Compiled:
        return Compiled(resolve(self.schema).schema)

    @cached_property
    def is_valid(self) -> Callable[[JSON], bool]:
        """A predicate for valid values. Raises InputError as `refuse_perils` does."""
        return self._is_surely_valid if self.perils else self._compiled.is_valid

    def _is_surely_valid(self, value: JSON) -> bool:
        self.refuse_perils(value)
        return self._compiled.is_valid(value)

    @cached_property
    def perils(self) -> Perils:
        """The patterns that need backtracking; the published schemas have none, as tests check."""
        return Perils(True if is_published(self.schema) else resolve(self.schema).schema)

    def refuse_perils(self, value: JSON) -> None:
        """Raise InputError if a pattern cannot be decided on a value, which must not pass then."""
        peril = self.perils.first(value, number_of(value))
        if peril:
            message = f"the schema cannot be applied: its {peril.clause}"
            raise InputError(Problem(message, self.place(peril.place), peril.hint))

    def __reduce__(self) -> tuple[type["Validator"], tuple[JSON, Places]]:
        """Compile the schema again after unpickling."""
        places = {path: self.place(path) for path in self.perils.places.values()}
        return Validator, (self.schema, places.get)

    def faults(self, value: JSON, *, first: bool = False) -> Iterator[Fault]:
        """Yield the faults of a value in a fixed order; nothing if it is valid.

        `first` stops at the first fault, for a value that is too large.
        """
        if self.is_valid(value):
            return
        from driftcheck.validation import wording  # only needed for invalid values

        found = list(wording.describe(self._compiled, value, first=first)) or [_UNSAID]
        ordered = sorted(found, key=_fault_order)
        # Alternatives may have the same fault.
        yield from {(fault.path, fault.message): fault for fault in ordered}.values()

    def size_beyond(self, value: JSON) -> int:
        """Return the number of values in a value if it is too large to find all faults, or 0.

        The engine holds all errors in memory, and with `propertyNames` the whole object in each.
        """
        count = size_of(value)
        return count if count > self._most else 0

    @cached_property
    def _most(self) -> int:
        parts = (part for _, part in subschemas(self.schema) if isinstance(part, dict))
        return _MOST_NAMED if any("propertyNames" in part for part in parts) else _MOST_VALUES


def _is_in_doubt(schema: JSON) -> bool:
    """Whether a schema may be invalid. The published ones are not: tests check them.

    Neither are schemas of single values, as in most conditions; these are compiled on first use,
    and few are used.
    """
    if is_published(schema):
        return False
    value = schema.get("const", ()) if isinstance(schema, dict) and len(schema) == 1 else ()
    return not (value is None or isinstance(value, bool) or _is_plain(value))


def _is_plain(value: JSON) -> bool:
    # Non-ASCII text may contain unpaired surrogates, which cannot be compiled.
    return isinstance(value, str) and value.isascii()


def _refuse(flaws: Iterable[Flaw], place: Places, cause: Exception | None = None) -> None:
    problems = [Problem(flaw.message, place(flaw.path), flaw.hint) for flaw in flaws]
    if problems:
        raise InputError(*problems) from cause


def _annotation_flaws(schema: JSON) -> Iterator[Flaw]:
    """Yield errors in the annotations of fields."""
    for path, part in subschemas(schema):
        if isinstance(part, dict) and MEANING_KEYWORD in part:
            for message, wrong, known in faults(part[MEANING_KEYWORD]):
                yield Flaw((*path, MEANING_KEYWORD), message, did_you_mean(wrong, known))


def _flaw_of(fault: Fault) -> Flaw:
    """Convert a fault of a schema document to a flaw at its path."""
    field = dotted(fault.path)
    clause = f'"{field}" {fault.message}' if field else f"it {fault.message}"
    return Flaw(fault.path, f"not a valid JSON Schema: {clause}", fault.hint)


def _fault_order(fault: Fault) -> tuple[list[str], str]:
    return path_order(fault.path), fault.message
