"""Move common fields into defaults, and fold consecutive numbers into ranges."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from driftcheck.declared.ranges import MAX_NUMBERS
from driftcheck.draft import scalars
from driftcheck.draft.stated import Stated, Tree

LEAST = 3
"""The minimum of consecutive numbers for a range."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to write: its first number, the line that names its numbers, and its fields."""

    first: str
    head: str
    fields: dict[str, Tree]


def fold(numbers: Iterable[Stated]) -> list[Item]:
    """Return entries in order of their first number. Equal consecutive numbers share one."""
    by_length: dict[int, list[Stated]] = defaultdict(list)
    for one in numbers:
        by_length[len(one.number)].append(one)
    runs = [run for same in by_length.values() for run in _runs(same)]
    items = [item for run in runs for item in _items(run)]
    return sorted(items, key=lambda item: item.first)


def _runs(numbers: Sequence[Stated]) -> Iterator[list[Stated]]:
    """Yield groups of consecutive, equal numbers. All numbers must have the same length."""
    run: list[Stated] = []
    for one in sorted(numbers, key=lambda one: one.number):
        if run and not (len(run) < MAX_NUMBERS and _follows(one, run[-1])):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _follows(one: Stated, before: Stated) -> bool:
    plain = scalars.is_e164(one.number) and scalars.is_e164(before.number)
    return plain and int(one.number) == int(before.number) + 1 and one.fields == before.fields


def _items(run: Sequence[Stated]) -> Iterator[Item]:
    first = run[0].number
    if len(run) >= LEAST:
        yield Item(first, f"range: {first}..{run[-1].number}", run[0].fields)
        return
    for one in run:
        yield Item(one.number, f"phone_number: {scalars.number(one.number)}", one.fields)


def shared(trees: Sequence[dict[str, Tree]]) -> dict[str, Tree]:
    """Return the defaults that make the entries shortest in total.

    Only fields that every entry has are candidates; otherwise an entry would inherit a field that
    it does not have.
    """
    found = _shared(trees)
    before = sum(map(size, trees))
    after = size(found) + sum(size(own(tree, found)) for tree in trees)
    return found if after < before else {}


def _shared(trees: Sequence[dict[str, Tree]]) -> dict[str, Tree]:
    keys = dict.fromkeys(key for tree in trees for key in tree)
    found = {}
    for key in keys:
        values = [tree[key] for tree in trees if key in tree]
        best = _best(values) if len(values) == len(trees) else None
        if best is not None:
            found[key] = best
    return found


def _best(values: Sequence[Tree]) -> Tree | None:
    """Return the best default of a field, or None if no default is shorter."""
    options: list[Tree] = []
    # By their text, as lists are not hashable.
    leaves = {repr(value): value for value in values if not isinstance(value, dict)}
    counts = Counter(repr(value) for value in values if not isinstance(value, dict))
    options += [leaves[text] for text, count in counts.most_common(1) if 2 * count > len(values)]
    nested = [value for value in values if isinstance(value, dict)]
    if 2 * len(nested) > len(values):
        inner = _shared(nested)
        options += [inner] if inner else []
    costs = [(_cost(values, option), option) for option in options]
    plain = sum(map(_lines, values))
    return next((option for cost, option in costs if cost < plain), None)


def _cost(values: Sequence[Tree], default: Tree) -> int:
    stated = (own({"": value}, {"": default}) for value in values)
    return _lines(default) + sum(map(size, stated))


def own(fields: dict[str, Tree], defaults: dict[str, Tree]) -> dict[str, Tree]:
    """Return the fields that an entry must still state with these defaults from `shared`."""
    stated = {}
    for name, value in fields.items():
        default = defaults.get(name)
        if value == default:
            continue
        if isinstance(value, dict) and isinstance(default, dict):
            inner = own(value, default)
            if inner:
                stated[name] = inner
        else:
            stated[name] = value
    return stated


def size(tree: dict[str, Tree]) -> int:
    """Return the approximate number of lines of a mapping's fields."""
    return sum(map(_lines, tree.values()))


def _lines(tree: Tree) -> int:
    return 1 + size(tree) if isinstance(tree, dict) else 1
