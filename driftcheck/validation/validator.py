"""JSON Schemas: compile them, decide with them, and say in words why a value breaks one.

`jsonschema-rs` decides (0.6 µs a number) and says why: two engines with two opinions would lose
what only one of them sees. Nothing is ever fetched: a `$ref` outside the schema is refused.
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
"""Where the part of a schema at a path is written."""


_UNSAID = Fault((), "schema", "does not satisfy the schema", None)
"""The fault of a value that is refused, should there be no words for why: it is never silent."""
_MOST_VALUES = 100_000
_MOST_NAMED = 1_000
"""In how many values all faults are looked for, and where a schema has `propertyNames`."""


class Validator:
    """A compiled JSON Schema, of the draft 2020-12."""

    def __init__(self, schema: JSON, place: Places = lambda _: None) -> None:
        """Compile a schema. Raises InputError, at the places of all faults, where it is none."""
        self.schema = schema
        self.place = place
        if _is_in_doubt(schema):
            _refuse((*misuses(schema), *_annotation_flaws(schema)), place)
            _refuse(resolve(schema).flaws, place)
            try:
                # Compiled at once, as this is the time to refuse it.
                _ = self._compiled
            except (ValueError, TypeError, RecursionError) as error:
                from driftcheck.validation.refusal import explain  # brings in the reference

                _refuse(map(_flaw_of, explain(schema, error)), place, error)

    @cached_property
    def _compiled(self) -> Compiled:
        return Compiled(resolve(self.schema).schema)

    @cached_property
    def is_valid(self) -> Callable[[JSON], bool]:
        """Decides whether a value is valid. Raises InputError as `refuse_perils` does."""
        return self._is_surely_valid if self.perils else self._compiled.is_valid

    def _is_surely_valid(self, value: JSON) -> bool:
        self.refuse_perils(value)
        return self._compiled.is_valid(value)

    @cached_property
    def perils(self) -> Perils:
        """The patterns that take backtracking; the published schemas have none, which tests ask."""
        return Perils(True if is_published(self.schema) else resolve(self.schema).schema)

    def refuse_perils(self, value: JSON) -> None:
        """Raise InputError where a pattern cannot be decided on a value: it must not pass."""
        peril = self.perils.first(value, number_of(value))
        if peril:
            message = f"the schema cannot be applied: its {peril.clause}"
            raise InputError(Problem(message, self.place(peril.place), peril.hint))

    def __reduce__(self) -> tuple[type["Validator"], tuple[JSON, Places]]:
        """A copy elsewhere compiles the schema again."""
        places = {path: self.place(path) for path in self.perils.places.values()}
        return Validator, (self.schema, places.get)

    def faults(self, value: JSON, *, first: bool = False) -> Iterator[Fault]:
        """What is wrong with a value, in a fixed order; nothing if it is valid.

        `first`: what is found first is all that is looked for, as of a value that is too large.
        """
        if self.is_valid(value):
            return
        from driftcheck.validation import wording  # what is valid needs no words

        found = list(wording.describe(self._compiled, value, first=first)) or [_UNSAID]
        ordered = sorted(found, key=_fault_order)
        # Alternatives may say the same of a value.
        yield from {(fault.path, fault.message): fault for fault in ordered}.values()

    def size_beyond(self, value: JSON) -> int:
        """How many values are in a value, if too many to look for each that is at fault; or 0.

        The engine holds all errors at once, and with `propertyNames` the whole object in each.
        """
        count = size_of(value)
        return count if count > self._most else 0

    @cached_property
    def _most(self) -> int:
        parts = (part for _, part in subschemas(self.schema) if isinstance(part, dict))
        return _MOST_NAMED if any("propertyNames" in part for part in parts) else _MOST_VALUES


def _is_in_doubt(schema: JSON) -> bool:
    """Whether a schema may be at fault. The published ones are not: tests check them.

    Neither is the schema of a single value, as most conditions are: these are compiled when they
    are first used, and few are used.
    """
    if is_published(schema):
        return False
    value = schema.get("const", ()) if isinstance(schema, dict) and len(schema) == 1 else ()
    return not (value is None or isinstance(value, bool) or _is_plain(value))


def _is_plain(value: JSON) -> bool:
    # Beyond ASCII there may be half of a surrogate pair, which cannot be compiled.
    return isinstance(value, str) and value.isascii()


def _refuse(flaws: Iterable[Flaw], place: Places, cause: Exception | None = None) -> None:
    problems = [Problem(flaw.message, place(flaw.path), flaw.hint) for flaw in flaws]
    if problems:
        raise InputError(*problems) from cause


def _annotation_flaws(schema: JSON) -> Iterator[Flaw]:
    """What is wrong with the annotations of fields."""
    for path, part in subschemas(schema):
        if isinstance(part, dict) and MEANING_KEYWORD in part:
            for message, wrong, known in faults(part[MEANING_KEYWORD]):
                yield Flaw((*path, MEANING_KEYWORD), message, did_you_mean(wrong, known))


def _flaw_of(fault: Fault) -> Flaw:
    """A fault of a schema, which says itself where in the schema it is."""
    field = dotted(fault.path)
    clause = f'"{field}" {fault.message}' if field else f"it {fault.message}"
    return Flaw(fault.path, f"not a valid JSON Schema: {clause}", fault.hint)


def _fault_order(fault: Fault) -> tuple[list[str], str]:
    return path_order(fault.path), fault.message
