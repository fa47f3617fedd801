"""What each field of a number means: what is equal, unordered, secret or grave about it.

The entry schema says so with the keyword `x-driftcheck`, so that a new field is one edit of it.
What it says of a field holds for what is in the field too, unless that says something else. Words
of the user's schema go before those of the built-in one, field by field and word by word.

Names of fields are a safety net: one that looks like a secret is secret unless the schema says
`secret: false`, and a text in a field named like an address may hold credentials.
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
"""The words that the keyword takes, each with its values.

`compare` is how two values are equal, `credentials` says that text may hold credentials before an
@, `details` that the list may withhold what is under the field, `secret` that the value is never
shown, `severity` how grave drift is, `variables` that `${NAME}` is filled in in declarations.
"""
OF_SCHEMAS = frozenset(
    """additionalProperties allOf anyOf const contains dependentSchemas else enum if items not oneOf
    patternProperties prefixItems properties propertyNames then""".split()
)
"""Steps of a JSON Schema between those of a number."""
_ADDRESS_NAME = re.compile("address|ur[il]s?$", re.I)
_LONGEST = 64
_MOST_KNOWN = 4096
_Schemas = tuple[dict[str, Any], ...]


class Field(NamedTuple):
    """What a field means. `compare` and `severity` are words of the schema; None: medium.

    `detail` says that the field is one of those that the list may withhold.
    """

    compare: str = "exact"
    secret: bool = False
    credentials: bool = False
    severity: str | None = None
    variables: bool = False
    detail: bool = False


class _State(NamedTuple):
    """A field, and what those in it inherit; `places` are the schemas of it, of each layer.

    `stated` is what is said of credentials, None where nothing is; `decided` says that it is said
    how values compare, `named` that a field that no schema knows is named like an address. No
    schema knows anything on the way to what is `free`; fields that begin there are `apart`.
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
    """What an entry schema, and below it the built-in one, says of fields."""

    def __init__(self, *schemas: Any) -> None:
        self.layers = schemas
        places = tuple(_spread([schema], schema) for schema in schemas)
        self._known: dict[tuple[str, ...], _State] = {(): _State(places, Field())}

    def field(self, path: Sequence[str]) -> Field:
        """What the field at a path of a number means; steps of a JSON Schema in it are left out."""
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
            # Longer names are hardly those of fields, and would fill memory.
            if len(path[-1]) <= _LONGEST:
                self._known[path] = state
        return state

    def _next(self, state: _State, name: str) -> _State:
        """The field of a name in another one.

        In what no schema knows the fields of a number may begin anew: in a rule, in a declaration.
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
        """The schemas of the field of a name, of each layer; nothing where none knows it."""
        around = zip(state.places, self.layers, strict=True)
        found = tuple(_children(schemas, name, root) for schemas, root in around)
        return found if any(found) else ()

    def _of(
        self, state: _State, name: str, places: tuple[_Schemas, ...], *, known: bool = True
    ) -> _State:
        """A field in another one, of which schemas say something, or none does."""
        layers = [_words(place) for place in places]
        words = {word: value for layer in reversed(layers) for word, value in layer.items()}
        before, decided = state.field, state.decided or "compare" in words
        named = (not known and state.named) or _ADDRESS_NAME.search(name) is not None
        named = named and not decided
        stated = words.get("compare") == "address" or words.get("credentials", state.stated)
        details = words.get("details", state.details)
        # Of any layer: a user's schema cannot show what the built-in one hides.
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
    """Whether a field is secret for its name alone."""
    return "secret" not in words and is_secret(name)


def _words(place: _Schemas) -> dict[str, Any]:
    """What the schemas of a field say of it; the first goes before those that it refers to."""
    words: dict[str, Any] = {}
    for schema in reversed(place):
        stated = schema.get(MEANING_KEYWORD)
        words |= stated if isinstance(stated, dict) else {}
    return words


def _spread(parts: Sequence[Any], root: Any) -> _Schemas:
    """The schemas that are about the same value as these, or about the items of a list there."""
    # By identity: schemas cannot be hashed, and references may lead back.
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
    """The schemas of the field of a name; none where no schema names it."""
    found = [part for schema in schemas for part in named(schema, name)]
    return _spread([part if isinstance(part, dict) else {} for part in found], root)


def named(schema: dict[str, Any], name: str) -> Iterator[Any]:
    """What a schema says of the field of a name, or else of all fields that it does not name."""
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    found = [properties[name]] if isinstance(properties, dict) and name in properties else []
    if isinstance(patterns, dict):
        from driftcheck.validation.engine import matches  # few schemas have patterns of names

        found += [part for pattern, part in patterns.items() if matches(pattern, name)]
    others = schema.get("additionalProperties"), schema.get("unevaluatedProperties")
    yield from found or (part for part in others if isinstance(part, dict))


_in_use: ContextVar[Meaning | None] = ContextVar("meaning", default=None)


@contextmanager
def meaning_by(schema: Any) -> Iterator[None]:
    """Within this context fields mean what an entry schema says.

    Context rather than an argument: whatever is shown has to know, and no caller can forget it.
    """
    token = _in_use.set(_of(schema))
    try:
        yield
    finally:
        _in_use.reset(token)


def field_at(path: Sequence[str]) -> Field:
    """What the field at a path of a number means, by the entry schema in use."""
    return meaning_in_use().field(path)


def meaning_in_use() -> Meaning:
    """The meaning of fields by the entry schema in use; the built-in one where none is."""
    return _in_use.get() or _builtin()


def _of(schema: Any) -> Meaning:
    builtin = _builtin()
    own = resolve(schema).schema
    # A copy of the built-in schema shares what is known of that already.
    return builtin if own == builtin.layers[0] else Meaning(own, *builtin.layers)


@cache
def _builtin() -> Meaning:
    return Meaning(published("number"))


def faults(words: Any) -> Iterator[tuple[str, str, Sequence[str]]]:
    """What is wrong with the value of the keyword: a message, the wrong text, what there may be."""
    if not isinstance(words, dict):
        yield f"{MEANING_KEYWORD} must be a mapping", "", tuple(WORDS)
        return
    for word, value in words.items():
        if word not in WORDS:
            yield f'{MEANING_KEYWORD} knows no "{word}"', word, tuple(WORDS)
        elif not any(type(value) is type(known) and value == known for known in WORDS[word]):
            names = [str(known).lower() for known in WORDS[word]]
            yield f"{word} of {MEANING_KEYWORD} must be {' or '.join(names)}", str(value), names
