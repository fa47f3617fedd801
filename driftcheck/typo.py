"""Pairs of phone numbers that look like one number and a slip of the finger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

_LONGEST = 32
Form = tuple[str, str]
_COUNTERPART = {"whole": "cut", "cut": "whole"}


def one_edit_apart(left: Iterable[str], right: Iterable[str]) -> dict[str, str]:
    """The pairs (one of `left`, one of `right`) that differ by one edit.

    An edit is a digit changed, added, left out, or swapped with its neighbour. Where a number has
    more than one such partner, as in a block of numbers, nothing can be said, and it has no pair.
    """
    forms: dict[Form, set[str]] = defaultdict(set)
    for number in _short(right):
        for form in _forms(number):
            forms[form].add(number)
    partners = {number: _partners(number, forms) for number in _short(left)}
    back: dict[str, int] = defaultdict(int)
    for near in partners.values():
        for number in near:
            back[number] += 1
    return {
        number: next(iter(near))
        for number, near in partners.items()
        if len(near) == 1 and back[next(iter(near))] == 1
    }


def _short(numbers: Iterable[str]) -> Iterator[str]:
    """Those that could be phone numbers: the forms of a text are as many as its length squared."""
    return (number for number in numbers if len(number) <= _LONGEST)


def _partners(number: str, forms: dict[Form, set[str]]) -> set[str]:
    near = {
        other
        for text, how in _forms(number)
        for other in forms.get((text, _COUNTERPART.get(how, how)), ())
    }
    return near - {number}


def _forms(number: str) -> Iterator[Form]:
    """What is left of a number by one edit, and by which; a partner has the counterpart."""
    yield number, "whole"
    for index in range(len(number)):
        shorter = number[:index] + number[index + 1 :]
        yield shorter, f"change {index}"
        yield shorter, "cut"
        if index:
            pair = "".join(sorted(number[index - 1 : index + 1]))
            yield number[: index - 1] + pair + number[index + 1 :], f"swap {index}"
