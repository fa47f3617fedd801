"""Pairs of phone numbers that look like one number, mistyped or written in another way."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

EDIT = "by one edit"
"""A digit changed, added, left out, or swapped with its neighbour."""
SPELLING = "only in how it is written"
"""The same digits with other gaps, `00`, `011` or `tel:` for the +, or no country code."""
_LONGEST = 32
_LONGEST_WRITTEN = 64
_MOST = 3
_NATIONAL = 7
_COUNTRY_CODE = 3
Form = tuple[str, str]
Pairs = set[tuple[str, str]]
_COUNTERPART = {"whole": "cut", "cut": "whole", "end": "national", "national": "end"}
_SCHEME = re.compile(r"(?:tel|sips?|callto):(?://)?", re.I)
_AFTER = re.compile("[;?@]")


class Near(NamedTuple):
    """Another number, and how it differs: `EDIT` or `SPELLING`."""

    number: str
    how: str


def likely(left: Iterable[str], right: Iterable[str]) -> dict[str, tuple[Near, ...]]:
    """What each number of either side is probably meant to be on the other, likeliest first.

    Where a number has more than three such partners, as in a block of numbers, nothing can be said.
    """
    left, right = list(left), list(right)
    written = _pairs(left, right, _spellings, _LONGEST_WRITTEN)
    edited = _pairs(left, right, _edits, _LONGEST) - written
    found: dict[str, list[Near]] = defaultdict(list)
    for pairs, how in ((written, SPELLING), (edited, EDIT)):
        for one, other in sorted(_telling(pairs)):
            found[one].append(Near(other, how))
            found[other].append(Near(one, how))
    return {number: tuple(near) for number, near in found.items()}


def _telling(pairs: Pairs) -> Pairs:
    """The pairs of which neither number has many partners."""
    counts = Counter(number for pair in pairs for number in pair)
    return {pair for pair in pairs if all(counts[number] <= _MOST for number in pair)}


def _pairs(
    left: Iterable[str], right: Iterable[str], forms: Callable[[str], Iterator[Form]], longest: int
) -> Pairs:
    """The numbers, one of each side, that have a form in common."""
    known: dict[Form, set[str]] = defaultdict(set)
    for number in _short(right, longest):
        for form in forms(number):
            known[form].add(number)
    return {
        (number, other)
        for number in _short(left, longest)
        for text, how in forms(number)
        for other in known.get((text, _COUNTERPART.get(how, how)), ())
        if number != other
    }


def _short(numbers: Iterable[str], longest: int) -> Iterator[str]:
    """Those that could be phone numbers: the forms of a text are as many as its length squared."""
    return (number for number in numbers if len(number) <= longest)


def _edits(number: str) -> Iterator[Form]:
    """What is left of a number by one edit, and by which; a partner has the counterpart."""
    yield number, "whole"
    for index in range(len(number)):
        shorter = number[:index] + number[index + 1 :]
        yield shorter, f"change {index}"
        yield shorter, "cut"
        if index:
            pair = "".join(sorted(number[index - 1 : index + 1]))
            yield number[: index - 1] + pair + number[index + 1 :], f"swap {index}"


def _spellings(number: str) -> Iterator[Form]:
    """The digits that a number may stand for; a national one is the end of an international one."""
    text = _SCHEME.sub("", unicodedata.normalize("NFKC", number).strip(), count=1)
    text = _AFTER.split(text, maxsplit=1)[0]
    if any(map(str.isalpha, text)):
        return
    is_whole = text.startswith(("+", "00"))
    text = text.replace("(0)", "") if is_whole else text
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdecimal())
    for whole in {digits.lstrip("0"), digits.removeprefix("011")} - {""}:
        yield whole, "same digits"
        if not is_whole and len(whole) >= _NATIONAL:
            yield whole, "national"
        for cut in range(1, _COUNTRY_CODE + 1) if is_whole else ():
            yield whole[cut:], "end"
