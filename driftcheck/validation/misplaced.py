"""What may be meant by a field that nobody knows: another name, or another place for it."""

import re
from collections.abc import Iterable, Iterator

from driftcheck.validation.shape import Shape
from driftcheck.words import Steps, did_you_mean, nearest

_DEEPEST = 2  # levels below a mapping in which a field may belong
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-.\s]+")


def advice_on_name(path: Steps, root: Shape) -> str:
    """What to write for an unknown field at a path of a value; `root` is the shape of that."""
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
    """The shape of a value, and those of the parts of it on the way along a path."""
    yield shape
    for step in path:
        found = shape.items if isinstance(step, int) else shape.inner(step)
        shape = found or Shape()
        yield shape


def _elsewhere(name: str, above: Steps, levels: list[Shape]) -> str | None:
    """Where a field of a name belongs that is in none of the mappings that it stands in."""
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
    """The paths below a shape of the mappings that have a field, those of the first level with any.

    They are in the order in which the schema names them.
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
    """The fields of a mapping; of one that is a list, the shape of its items."""
    for name, inner in shape.fields.items():
        yield name, inner.items or inner


def _of_one_word(name: str, known: Iterable[str]) -> str | None:
    """The shortest known name of which this is a word: `phone_number` for `phone`."""
    return min((one for one in known if name in one.split("_")), key=len, default=None)
