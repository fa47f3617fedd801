"""The texts that a JSON Schema allows, and whether a glob matches any of them.

If a schema is not fully understood, more texts count as allowed than are: in doubt, nothing is
refused.
"""

from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import product
from typing import Any

from driftcheck.validation import pattern, regular
from driftcheck.validation.engine import Compiled
from driftcheck.validation.pattern import DoubtError
from driftcheck.validation.regular import Node
from driftcheck.words import JSON

_OF_TEXT = ("type", "const", "enum", "pattern", "minLength", "maxLength")
_MOST_PARTS = 300  # beyond these three limits, all texts count as allowed
_MOST_OPTIONS = 100
_LONGEST = 100
Option = tuple[dict[str, JSON], ...]
"""Parts of a schema without references and subschemas, all of which must hold."""


class Texts:
    """The texts that a schema allows."""

    def __init__(self, schema: JSON, root: JSON = None) -> None:
        """Read the texts of a schema in the document `root`, by default the schema itself."""
        self._schema = schema
        self._root = schema if root is None else root
        self._left = _MOST_PARTS

    def may_match(self, glob: str) -> bool:
        """Whether a glob, as in `fnmatch`, matches any of the texts; True if in doubt."""
        return len(glob) > _LONGEST or any(_meets(glob, option) for option in self._options)

    def may_be(self, text: str) -> bool:
        """Whether a text is one of them; True if in doubt."""
        return any(decides(text) for decides in self._deciders)

    @property
    def patterns(self) -> list[str]:
        """The patterns of the schema for them."""
        found = (
            part["pattern"] for option in self._options for part in option if "pattern" in part
        )
        return list(dict.fromkeys(found))

    @cached_property
    def _options(self) -> list[Option]:
        """The alternative requirements of texts; empty if in doubt."""
        try:
            found = []
            for option in self._read((self._schema,)):
                found.append(option)
                # One option without requirements: all texts count as allowed.
                if len(found) > _MOST_OPTIONS:
                    return [()]
        except DoubtError:
            return [()]
        return found

    @cached_property
    def _deciders(self) -> list[Any]:
        parts = [{"type": "string"}]
        return [Compiled({"allOf": [*parts, *option]}).is_valid for option in self._options]

    def _read(self, pending: tuple[JSON, ...]) -> Iterator[Option]:
        """Yield the options of schemas that must all hold."""
        if not pending:
            yield ()
            return
        self._left -= 1
        if self._left < 0:
            raise DoubtError
        schema, *rest = pending
        if not isinstance(schema, dict):
            yield from self._read(tuple(rest)) if schema is not False else ()
            return
        part = {word: schema[word] for word in _OF_TEXT if word in schema}
        more = [*schema.get("allOf", ()), *_reference_targets(schema, self._root)]
        choices = [schema[word] for word in ("anyOf", "oneOf") if word in schema]
        for chosen in product(*choices):
            for option in self._read((*more, *chosen, *rest)):
                yield (part, *option)


def of_field(name: str, schema: JSON) -> Texts:
    """Return the texts that a schema of objects allows as the value of a field."""
    return Texts(_of_field(name, schema, schema, 20), schema)


def _of_field(name: str, schema: JSON, root: JSON, depth: int) -> JSON:
    """Return the schema of a field's value in a schema of objects."""
    if not isinstance(schema, dict) or not depth:
        return schema is not False
    properties = schema.get("properties", {})
    parts = [properties[name]] if name in properties else []
    whole = [*schema.get("allOf", ()), *_reference_targets(schema, root)]
    parts += [_of_field(name, part, root, depth - 1) for part in whole]
    for word in ("anyOf", "oneOf"):
        if word in schema:
            choices = [_of_field(name, part, root, depth - 1) for part in schema[word]]
            parts.append({"anyOf": choices})
    return {"allOf": parts}


def _reference_targets(schema: dict[str, JSON], root: JSON) -> list[JSON]:
    """Return the targets of a schema's references in its document; omits missing ones."""
    pointer = schema.get("$ref")
    if not isinstance(pointer, str) or not pointer.startswith("#"):
        return []
    found = root
    for part in filter(None, pointer[1:].split("/")):
        step = part.replace("~1", "/").replace("~0", "~")
        found = found.get(step) if isinstance(found, dict) else None
    return [] if found is None else [found]


def _meets(glob: str, option: Option) -> bool:
    """Whether a glob matches a text that satisfies an option."""
    nodes = [regular.of_glob(glob)]
    for part in option:
        if "string" not in _types(part):
            return False
        values = [part["const"]] if "const" in part else part.get("enum")
        if values is not None and not any(_matches(value, glob) for value in values):
            return False
        nodes += _nodes(part)
    return regular.is_possible(nodes)


def _types(part: dict[str, JSON]) -> JSON:
    types = part.get("type", "string")
    return [types] if isinstance(types, str) else types


def _matches(value: JSON, glob: str) -> bool:
    return isinstance(value, str) and fnmatchcase(value, glob)


def _nodes(part: dict[str, JSON]) -> Iterator[Node]:
    """Yield the requirements of a part of a schema for texts; skips what is not understood."""
    if "pattern" in part:
        with suppress(DoubtError):
            yield pattern.texts_of(part["pattern"])
    if "minLength" in part or "maxLength" in part:
        most = part.get("maxLength")
        yield regular.of_length(int(part.get("minLength", 0)), None if most is None else int(most))
