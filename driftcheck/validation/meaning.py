"""The meaning of each field: how it compares, whether it is secret, how severe drift is.

The entry schema defines this with the keyword `x-driftcheck`, so that a new field needs one edit. A
setting of a field also applies to the fields inside it, unless they have their own. The user's
schema takes precedence over the built-in one, per field and per setting.

Field names are a safety net: a field that looks like a secret is secret unless the schema says
`secret: false`, and text in a field named like an address may hold credentials.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import Any, NamedTuple

from driftcheck.system import published
from driftcheck.validation.references import resolve, target
from driftcheck.words import is_secret

MEANING_KEYWORD = "x-driftcheck"
WORDS: dict[str, tuple[str | bool, ...]] = {
    "compare": ("exact", "caseless", "unordered", "networks", "address"),
    "credentials": (True, False),
    "details": (True, False),
    "secret": (True, False),
    "severity": ("critical", "high", "medium", "low", "info"),
    "variables": (True, False),
}
"""The settings of the keyword and their values.

`compare` is how two values are equal. `credentials` means that text may hold credentials before an
@, `details` that the list may withhold what is under the field, `secret` that the value is never
shown. `severity` is the severity of drift, and `variables` means that `${NAME}` is replaced in
declarations.
"""
OF_SCHEMAS = frozenset(
    """additionalProperties allOf anyOf const contains dependentSchemas else enum if items not oneOf
    patternProperties prefixItems properties propertyNames then""".split()
)
"""Steps in a JSON Schema that are not fields of a number."""
_ADDRESS_NAME = re.compile("address|ur[il]s?$", re.I)
_LONGEST = 64
_MOST_KNOWN = 4096
_Schemas = tuple[dict[str, Any], ...]


class Field(NamedTuple):
    """The meaning of a field. `compare` and `severity` are values from the schema; None: medium.

    `detail` means that the list may withhold the field.
    """

    compare: str = "exact"
    secret: bool = False
    credentials: bool = False
    severity: str | None = None
    variables: bool = False
    detail: bool = False


class _State(NamedTuple):
    """A field, and what its inner fields inherit; `places` has its schemas in each layer.

    `stated` is the setting of credentials, or None. `decided` means that a schema says how values
    compare; `named`, that a field in no schema is named like an address. `free` marks a path that
    no schema knows; fields that start there are `apart`.
    """

    places: tuple[_Schemas, ...]
    field: Field
    stated: bool | None = None
    decided: bool = False
    named: bool = False
    details: bool = False
    apart: bool = False
    free: bool = False


class Meaning:
    """The meaning of fields by an entry schema, with the built-in one as a fallback."""

    def __init__(self, *schemas: Any) -> None:
        self.layers = schemas
        places = tuple(_spread([schema], schema) for schema in schemas)
        self._known: dict[tuple[str, ...], _State] = {(): _State(places, Field())}

    def field(self, path: Sequence[str]) -> Field:
        """Return the meaning of the field at a path; steps of a JSON Schema in it are ignored."""
        steps = tuple(path)
        return (self._known.get(steps) or self._state(steps)).field

    @cached_property
    def containers(self) -> tuple[str, ...]:
        """The fields of an entry whose details the list may withhold."""
        parts = (part for place in self._known[()].places for part in place)
        names = dict.fromkeys(name for part in parts for name in part.get("properties", ()))
        return tuple(name for name in names if self._state((name,)).details)

    def _state(self, path: tuple[str, ...]) -> _State:
        state = self._known.get(path)
        if state is None:
            state = self._next(self._state(path[:-1]), path[-1])
            if len(self._known) >= _MOST_KNOWN:
                # Metadata may have any number of names.
                self._known = {(): self._known[()]}
            # Longer names are unlikely to be field names, and would fill memory.
            if len(path[-1]) <= _LONGEST:
                self._known[path] = state
        return state

    def _next(self, state: _State, name: str) -> _State:
        """Return the state of a named field inside another one.

        Inside a path that no schema knows, the fields of a number may start again: in a rule or a
        declaration.
        """
        root = self._known[()]
        if found := self._children(state, name):
            return self._of(state, name, found)
        if name.isdecimal() or name in OF_SCHEMAS:
            return state
        if state is root and name == "declared":
            return root
        anew = self._children(root, name) if state.free else ()
        after = self._of(state._replace(apart=state.apart or bool(anew)), name, anew, known=False)
        return after._replace(free=(state.free or state is root) and not anew)

    def _children(self, state: _State, name: str) -> tuple[_Schemas, ...]:
        """Return the schemas of a named field, per layer; empty where a layer does not have it."""
        around = zip(state.places, self.layers, strict=True)
        found = tuple(_children(schemas, name, root) for schemas, root in around)
        return found if any(found) else ()

    def _of(
        self, state: _State, name: str, places: tuple[_Schemas, ...], *, known: bool = True
    ) -> _State:
        """Return the state of an inner field, whether or not a schema has it."""
        layers = [_words(place) for place in places]
        words = {word: value for layer in reversed(layers) for word, value in layer.items()}
        before, decided = state.field, state.decided or "compare" in words
        named = (not known and state.named) or _ADDRESS_NAME.search(name) is not None
        named = named and not decided
        stated = words.get("compare") == "address" or words.get("credentials", state.stated)
        details = words.get("details", state.details)
        # From any layer: a user's schema cannot reveal what the built-in one hides.
        secret = any(layer.get("secret") for layer in layers) or _looks_secret(name, words)
        hides = named if stated is None else stated
        field = Field(secret=before.secret or secret, credentials=hides)
        if not state.apart:
            field = field._replace(
                compare=words.get("compare", before.compare),
                severity=words.get("severity", before.severity),
                variables=words.get("variables", before.variables),
                detail=state.details and details,
            )
        places = places or ((),) * len(self.layers)
        return _State(places, field, stated, decided, named and not known, details, state.apart)


def _looks_secret(name: str, words: dict[str, Any]) -> bool:
    """Whether a field is secret because of its name alone."""
    return "secret" not in words and is_secret(name)


def _words(place: _Schemas) -> dict[str, Any]:
    """Return the settings of a field; a schema takes precedence over those it refers to."""
    words: dict[str, Any] = {}
    for schema in reversed(place):
        stated = schema.get(MEANING_KEYWORD)
        words |= stated if isinstance(stated, dict) else {}
    return words


def _spread(parts: Sequence[Any], root: Any) -> _Schemas:
    """Return the schemas that apply to the same value, or to the items of a list there."""
    # By identity, because schemas are not hashable and references may be circular.
    found: dict[int, dict[str, Any]] = {}
    waiting = [*reversed(parts)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) and id(part) not in found:
            found[id(part)] = part
            waiting += reversed([*_in_place(part, root)])
    return tuple(found.values())


def _in_place(schema: dict[str, Any], root: Any) -> Iterator[Any]:
    for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
        listed = schema.get(word)
        yield from listed if isinstance(listed, list) else ()
    for word in ("if", "then", "else", "items"):
        yield schema.get(word)
    depending = schema.get("dependentSchemas")
    yield from depending.values() if isinstance(depending, dict) else ()
    if "$ref" in schema:
        yield target(schema["$ref"], root)


def _children(schemas: _Schemas, name: str, root: Any) -> _Schemas:
    """Return the schemas of a named field; empty if no schema has it."""
    found = [part for schema in schemas for part in named(schema, name)]
    return _spread([part if isinstance(part, dict) else {} for part in found], root)


def named(schema: dict[str, Any], name: str) -> Iterator[Any]:
    """Yield the schemas of a named field, or those of all other fields if it is not named."""
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    found = [properties[name]] if isinstance(properties, dict) and name in properties else []
    if isinstance(patterns, dict):
        from driftcheck.validation.engine import matches  # few schemas match names by pattern

        found += [part for pattern, part in patterns.items() if matches(pattern, name)]
    others = schema.get("additionalProperties"), schema.get("unevaluatedProperties")
    yield from found or (part for part in others if isinstance(part, dict))


_in_use: ContextVar[Meaning | None] = ContextVar("meaning", default=None)


@contextmanager
def meaning_by(schema: Any) -> Iterator[None]:
    """Use the meanings of an entry schema within this context.

    A context rather than an argument, because everything that displays values needs it and no
    caller can forget it.
    """
    token = _in_use.set(_of(schema))
    try:
        yield
    finally:
        _in_use.reset(token)


def field_at(path: Sequence[str]) -> Field:
    """Return the meaning of the field at a path, by the entry schema in use."""
    return meaning_in_use().field(path)


def meaning_in_use() -> Meaning:
    """Return the meanings by the entry schema in use, or by the built-in one."""
    return _in_use.get() or _builtin()


def _of(schema: Any) -> Meaning:
    builtin = _builtin()
    own = resolve(schema).schema
    # Copies of the built-in schema share its cached meanings.
    return builtin if own == builtin.layers[0] else Meaning(own, *builtin.layers)


@cache
def _builtin() -> Meaning:
    return Meaning(published("number"))


def faults(words: Any) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield errors in the value of the keyword: a message, the wrong text, and the choices."""
    if not isinstance(words, dict):
        yield f"{MEANING_KEYWORD} must be a mapping", "", tuple(WORDS)
        return
    for word, value in words.items():
        if word not in WORDS:
            yield f'{MEANING_KEYWORD} has no setting "{word}"', word, tuple(WORDS)
        elif not any(type(value) is type(known) and value == known for known in WORDS[word]):
            names = [str(known).lower() for known in WORDS[word]]
            yield f"{word} of {MEANING_KEYWORD} must be {' or '.join(names)}", str(value), names
