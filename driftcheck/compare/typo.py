"""Finds pairs of phone numbers that are probably one number, mistyped or spelled differently."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

EDIT = "by one edit"
"""A digit changed, added, omitted, or swapped with its neighbour."""
SPELLING = "only in how it is written"
"""The same digits with other separators, `00`, `011` or `tel:` for the +, or no country code."""
_LONGEST = 32  # longer texts are not numbers, and slow to compare
_LONGEST_WRITTEN = 64  # the same, with gaps and extensions in it
_MOST = 3  # a number close to more than these is close by chance
_NATIONAL = 7  # fewer digits are alike by chance
_COUNTRY_CODE = 3  # digits at most (E.164)
Pairs = set[tuple[str, str]]
Forms = Callable[[str], Iterable[str]]
_SCHEME = re.compile(r"(?:tel|sips?|callto):(?://)?", re.I)
_AFTER = re.compile("[;?@]")
_PLAIN = re.compile(r"\+?([0-9]+)")


class Near(NamedTuple):
    """Another number, and how it differs: `EDIT` or `SPELLING`."""

    number: str
    how: str


def likely(left: Iterable[str], right: Iterable[str]) -> dict[str, tuple[Near, ...]]:
    """Return the probable counterparts of each number on the other side, the likeliest first.

    A number with more than three counterparts, as in a block of numbers, gets none.
    """
    left, right = list(left), list(right)
    written = _spelling_pairs(_short(left, _LONGEST_WRITTEN), _short(right, _LONGEST_WRITTEN))
    # Each pair once: a difference in spelling says more than an edit.
    edited = _edit_pairs(_short(left, _LONGEST), _short(right, _LONGEST)) - written
    found: dict[str, list[Near]] = defaultdict(list)
    for pairs, how in ((written, SPELLING), (edited, EDIT)):
        for one, other in sorted(_unambiguous(pairs)):
            found[one].append(Near(other, how))
            found[other].append(Near(one, how))
    return {number: tuple(near) for number, near in found.items()}


def _unambiguous(pairs: Pairs) -> Pairs:
    """Return the pairs in which neither number has too many partners."""
    counts = Counter(number for pair in pairs for number in pair)
    return {pair for pair in pairs if all(counts[number] <= _MOST for number in pair)}


def _short(numbers: Iterable[str], longest: int) -> list[str]:
    """Return the numbers that are not too long; the number of forms grows with the square."""
    return [number for number in numbers if len(number) <= longest]


def _pairs(left: Sequence[str], right: Sequence[str], forms: Forms, others: Forms) -> Pairs:
    """Return the pairs of numbers, one from each side, that share a form.

    One kind of form at a time, because all forms of many numbers would take a gigabyte.
    """
    known: dict[str, list[str]] = defaultdict(list)
    for number in right if left else ():
        for text in others(number):
            known[text].append(number)
    return {
        (number, other)
        for number in (left if known else ())
        for text in forms(number)
        for other in known.get(text, ())
        if number != other
    }


def _flip(pairs: Pairs) -> Pairs:
    return {(other, one) for one, other in pairs}


def _edit_pairs(left: Sequence[str], right: Sequence[str]) -> Pairs:
    """Return the pairs of numbers, one from each side, that are one edit apart."""
    pairs = _pairs(left, right, _swaps, _itself) | _pairs(left, right, _cuts, _itself)
    pairs |= _flip(_pairs(right, left, _cuts, _itself))
    for index in range(max(map(len, left), default=0)):
        without = partial(_cut_at, index)
        pairs |= _pairs(left, right, without, without)
    return pairs


def _itself(number: str) -> Iterable[str]:
    return (number,)


def _cuts(number: str) -> Iterable[str]:
    """Return the number with each character left out in turn."""
    return [number[:index] + number[index + 1 :] for index in range(len(number))]


def _swaps(number: str) -> Iterable[str]:
    """Return the number with each two neighbours swapped in turn."""
    return [
        number[:index] + number[index + 1] + number[index] + number[index + 2 :]
        for index in range(len(number) - 1)
    ]


def _cut_at(index: int, number: str) -> Iterable[str]:
    """Return the number without the character at an index, for substitutions there."""
    return (number[:index] + number[index + 1 :],) if index < len(number) else ()


def _spelling_pairs(left: Sequence[str], right: Sequence[str]) -> Pairs:
    """Return the pairs of numbers, one from each side, that differ only in spelling."""
    pairs = _pairs(left, right, _digits, _digits) | _pairs(left, right, _ends, _nationals)
    return pairs | _flip(_pairs(right, left, _ends, _nationals))


def _ends(number: str) -> Iterable[str]:
    """Return an international number without its country code, for each possible length of that."""
    if not _is_whole(number):
        return ()
    return [digits[cut:] for digits in _digits(number) for cut in range(1, _COUNTRY_CODE + 1)]


def _nationals(number: str) -> Iterable[str]:
    """Return the digits of a number that may lack its country code."""
    if _is_whole(number):
        return ()
    return (digits for digits in _digits(number) if len(digits) >= _NATIONAL)


def _is_whole(number: str) -> bool:
    """Whether a number starts with its country code."""
    return number.startswith("+") or _bare(number).startswith(("+", "00"))


def _digits(number: str) -> set[str]:
    """Return the digits that a number may stand for."""
    if plain := _PLAIN.fullmatch(number):
        digits = plain[1]
    else:
        text = _bare(number)
        if any(map(str.isalpha, text)):
            return set()
        text = text.replace("(0)", "") if _is_whole(number) else text
        digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdecimal())
    return {digits.lstrip("0"), digits.removeprefix("011")} - {""}


def _bare(number: str) -> str:
    """Return a number without the parts of an address around it."""
    text = _SCHEME.sub("", unicodedata.normalize("NFKC", number).strip(), count=1)
    return _AFTER.split(text, maxsplit=1)[0]
