"""Suggestions for an unknown field: another name, or another place."""

import re
from collections.abc import Iterable, Iterator

from driftcheck.validation.shape import Shape
from driftcheck.words import Steps, did_you_mean, nearest

_DEEPEST = 2  # levels below a mapping in which a field is searched
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-.\s]+")


def advice_on_name(path: Steps, root: Shape) -> str:
    """Return what to write for an unknown field at a path of a value with the shape `root`."""
    name, above = str(path[-1]), path[:-1]
    levels = list(_levels(root, above))
    here = levels[-1].fields
    meant = _CAPITAL.sub("_", name).lower()
    if meant in here:
        return f'Did you mean "{meant}"?'
    if name.startswith("-"):
        return "Write a space after the dash: `- name: value`."
    if name.partition(":")[0] in here:
        return "Write a space after the colon: `name: value`."
    if place := _elsewhere(meant, above, levels):
        return f"{'' if meant == name else f'Write {meant}. '}{place}"
    close = nearest(name, here) or _of_one_word(meant, here)
    return f'Did you mean "{close}"?' if close else did_you_mean(name, here)


def _levels(shape: Shape, path: Steps) -> Iterator[Shape]:
    """Yield the shapes of a value and of its parts along a path."""
    yield shape
    for step in path:
        found = shape.items if isinstance(step, int) else shape.inner(step)
        shape = found or Shape()
        yield shape


def _elsewhere(name: str, above: Steps, levels: list[Shape]) -> str | None:
    """Return where an unknown field belongs, if another mapping has it."""
    for depth in range(len(above), -1, -1):
        if name in levels[depth].fields:
            level = "one level up" if depth == len(above) - 1 else "further up"
            return f'It belongs {level}, beside "{above[depth]}".'
        if found := _nearest_below(name, levels[depth]):
            *others, last = (f'"{".".join(map(str, (*above[:depth], *one)))}"' for one in found)
            either = f"{', '.join(others)} or " if others else ""
            return f"It belongs under {either}{last}."
    return None


def _nearest_below(name: str, shape: Shape) -> list[tuple[str, ...]]:
    """Return the paths of mappings below a shape that have a field, from the nearest level.

    They are in the order of the schema.
    """
    level: list[tuple[tuple[str, ...], Shape]] = [
        ((field,), inner) for field, inner in _fields(shape)
    ]
    for _ in range(_DEEPEST):
        found = [path for path, inner in level if name in inner.fields]
        if found:
            return found
        level = [
            ((*path, field), below) for path, inner in level for field, below in _fields(inner)
        ]
    return []


def _fields(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Yield the fields of a mapping; for a list, with the shape of its items."""
    for name, inner in shape.fields.items():
        yield name, inner.items or inner


def _of_one_word(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest known name that contains this word: `phone_number` for `phone`."""
    return min((one for one in known if name in one.split("_")), key=len, default=None)
