"""`--mask-numbers`: masks phone numbers in all output of a run, each always in the same way.

+12025550100 becomes +120xxxxxx00. Numbers that would look alike get a suffix (`+120xxxxxx00~2`), so
that findings stay apart. Masked names cannot be matched with those of an earlier report, because
they depend on all numbers of a run.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

from driftcheck.model import JSON, DriftcheckError, Former, Problem, Report, fingerprint

_PLUS = "+\uff0b"
_GAP = r"(?:\x00*[\s().\-/_\u2010-\u2014]){1,3}"
_RUN = re.compile(rf"(?<!\d)[{_PLUS}]?\(?\d(?:(?:{_GAP})?\d)+")
_CANONICAL = re.compile(r"\+[1-9][0-9]{1,14}")
_INDEX = re.compile(r"\[[0-9]+\]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")
_PREFIXES = ("00", "011")
_LEAST = 7
"""Numbers of at least so many digits are recognised by their end, and among other digits."""
_LEAST_BARE = 5
"""Numbers of at least so many digits are recognised without a prefix; fewer are mostly counts."""
_LONG, _MOST, _FURTHEST = 8, 15, 40
"""Digits: a JSON number of 8 to 15 (the maximum of E.164) may be a phone number. Of a known one, at
most 40 are compared."""


class Masker:
    """Masks phone numbers, each always in the same way.

    Learned numbers are also recognised without their +, after a prefix for international calls, and
    without their country code.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._alike: dict[str, int] = {}
        self._ends: dict[str, list[str]] = defaultdict(list)
        self._most = _MOST

    def learn(self, numbers: Iterable[str]) -> None:
        """Name numbers in sorted order, so that names depend on nothing else."""
        for number in sorted(set(numbers)):
            digits = _digits(number)
            if len(digits) > 1 and digits not in self._ends[digits[-_LEAST:]]:
                self._name(digits)
                self._ends[digits[-_LEAST:]].append(digits)
                self._most = min(_FURTHEST, max(self._most, len(digits)))

    def _name(self, text: str) -> str:
        """Return the name of a number by its digits, or of a text in place of a number."""
        if text not in self._names:
            form = _form(text)
            count = self._alike[form] = self._alike.get(form, 0) + 1
            self._names[text] = form if count == 1 else f"{form}~{count}"
        return self._names[text]

    def number(self, text: str) -> str:
        """Return the name of a phone number from its own field; no two have the same."""
        return f"+{self._name(text[1:])}" if _CANONICAL.fullmatch(text) else self._name(text)

    def text(self, text: str) -> str:
        """Return a text with every phone number masked."""
        if "\\u" in text or "\\U" in text:  # the digits of a code point belong to no number
            text = self._runs(text, _ESCAPE.sub(_blank, text))
        return self._runs(text, text)

    def _runs(self, text: str, read: str) -> str:
        """Return a text with the runs of digits masked that are in `read`, which is as long."""
        parts, done = [], 0
        for run in _RUN.finditer(read):
            parts += [text[done : run.start()], self._mask_run(run, text[run.start() : run.end()])]
            done = run.end()
        return "".join([*parts, text[done:]])

    def _mask_run(self, run: re.Match[str], text: str) -> str:
        """Return a run of digits and gaps with the numbers in it masked."""
        digits = _digits(run[0])
        places = [index for index, character in enumerate(run[0]) if character.isdecimal()]
        shown, done, start = "", 0, 0
        while start < len(places):
            end, name = self._at(digits, places, start, run)
            if end > start:
                shown += text[done : _begin(text, places, start, end)] + name
                done = places[end - 1] + 1
            start = max(end, start + 1)
        return shown + text[done:]

    def _at(
        self, digits: str, places: Sequence[int], start: int, run: re.Match[str]
    ) -> tuple[int, str]:
        """Return the end and name of the number that begins at a digit; its start if none does."""
        if start and places[start] == places[start - 1] + 1:
            return start, ""
        furthest = min(len(places), start + self._most + len(_PREFIXES[-1]))
        if start == 0 and run[0][0] in _PLUS:
            ends = [end for end in range(furthest, 0, -1) if _is_end(places, end)]
            return self._after_plus(digits, ends, _first(places))
        for end in range(furthest, start + _LEAST - 1, -1):
            if digits[end - _LEAST : end] in self._ends and _is_end(places, end):
                written = run[0][places[start] : places[end - 1] + 1]
                known = self._known(digits[start:end])
                if known and not _DATE.fullmatch(written):
                    return end, self._name(known)
        return self._short(digits, places, start, run)

    def _short(
        self, digits: str, places: Sequence[int], start: int, run: re.Match[str]
    ) -> tuple[int, str]:
        """Do the same as `_at` for a short number: alone, or after an international prefix."""
        if _in_word(run):
            return start, ""
        end = _group_end(places, start)
        group = digits[start:end]
        bare = [(end, group), *([(len(digits), digits)] if start == 0 else [])]
        found = [(end, number) for end, number in bare if len(number) >= _LEAST_BARE]
        found += [(end, number) for number in _after_prefix(group)]
        if group in _PREFIXES and end < len(places):  # a gap separates it from the number
            stop = _group_end(places, end)
            found.append((stop, digits[end:stop]))
        learned = ((end, self._name(number)) for end, number in found if self._is_learned(number))
        return next(learned, (start, ""))

    def _is_learned(self, digits: str) -> bool:
        return digits in self._ends.get(digits[-_LEAST:], ())

    def _after_plus(self, digits: str, ends: Sequence[int], first: int) -> tuple[int, str]:
        """Return the end and name of a number with a +: a known one, one word, or all groups."""
        known = [end for end in ends if digits[:end] in self._names]
        whole = ends[0] if ends and ends[0] >= _LEAST else 0
        end = known[0] if known else first if first >= _LEAST else whole or first
        return (end, f"+{self._name(digits[:end])}") if end > 1 else (0, "")

    def _known(self, digits: str) -> str | None:
        """Return the known number that equals the digits, ends in them, or ends them."""
        found = self._ends[digits[-_LEAST:]]
        forms = (digits, digits.removeprefix("011"), digits.lstrip("0"))
        exact = (number for form in forms for number in found if number == form)
        ending = (number for form in forms for number in found if number.endswith(form))
        within = (number for number in found if digits.endswith(number))
        return next(exact, None) or next(ending, None) or next(within, None)

    def value(self, value: JSON) -> JSON:
        """Return a JSON value with every phone number masked, also in names of fields."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(name): self.value(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(part) for part in value]
        if type(value) is int:
            digits = str(abs(value))
            is_known = len(digits) >= _LEAST_BARE and self._is_learned(digits)
            if is_known or _LONG <= len(digits) <= _MOST:
                return self._name(digits)
        return value

    def report(self, report: Report) -> Report:
        """Return a report with every phone number masked. Fingerprints depend on masked fields."""
        masked: Report = self._part(report)
        return masked._replace(masked=True)

    def error(self, error: DriftcheckError) -> DriftcheckError:
        """Return an error of the same kind with every phone number masked."""
        return type(error)(*map(self._part, error.problems))

    def problem(self, problem: Problem) -> Problem:
        """Return a problem with every phone number masked."""
        masked: Problem = self._part(problem)
        return masked

    def _part(self, part: Any) -> Any:
        """Return any part of a report masked; this includes whatever reports gain later."""
        if isinstance(part, (Enum, int)):
            return part
        if isinstance(part, dict):
            return {self._part(name): self._part(value) for name, value in part.items()}
        names = getattr(type(part), "__match_args__", None)  # named tuples and data classes have it
        if names is None:
            whole = isinstance(part, tuple)
            return tuple(map(self._part, part)) if whole else self.value(part)
        if isinstance(part, Problem) and part.shown:  # a number in a form that is not recognised
            self.learn([part.shown])
        parts = {name: self._field(name, getattr(part, name)) for name in names}
        if isinstance(part, Former):
            said = (parts[name] for name in ("account", "check", "phone_number", "path"))
            parts["fingerprint"] = fingerprint(*said)
        return type(part)(**parts)

    def _field(self, name: str, value: Any) -> Any:
        """Return a field masked; integers are counts and lines, except in quoted values."""
        match name:
            case "commit":
                return value
            case "expected" | "actual":
                return self.value(value)
            case "phone_number":
                return value and self.number(value)
            case "members":
                return tuple(map(self._member, value))
            case "headings":
                return {(a, self._subject(s)): self._part(h) for (a, s), h in value.items()}
            case "paths":  # a masked path names no file
                return {self.text(a): b for a, b in value.items() if self.text(b) == b}
        return self._part(value)

    def _subject(self, subject: str | int) -> str | int:
        """Return a number masked; the index of an entry stays the same."""
        return self.number(subject) if isinstance(subject, str) else subject

    def _member(self, name: str) -> str:
        return name if _INDEX.fullmatch(name) else self.number(name)


def _digits(text: str) -> str:
    """Return the digits of a text, in ASCII, whatever their script."""
    return "".join(str(unicodedata.digit(character)) for character in text if character.isdecimal())


def _blank(escape: re.Match[str]) -> str:
    """Return a gap of the same length in place of an escaped code point."""
    return "\0" * (len(escape[0]) - 1) + " "


def _begin(text: str, places: Sequence[int], start: int, end: int) -> int:
    """Return where the masked text begins: at its + or opening bracket, if any."""
    first, last = places[start], places[end - 1]
    if start == 0 and text[0] in _PLUS:
        return 0
    return first - (")" in text[first:last] and text[first - 1 : first] == "(")


def _is_end(places: Sequence[int], end: int) -> bool:
    """Return whether digits end there: nothing follows, or a gap does."""
    return end == len(places) or places[end] != places[end - 1] + 1


def _first(places: Sequence[int]) -> int:
    """Return the number of digits before the first gap."""
    return _group_end(places, 0)


def _group_end(places: Sequence[int], start: int) -> int:
    """Return where the group of digits that begins there ends."""
    return next(end for end in range(start + 1, len(places) + 1) if _is_end(places, end))


def _after_prefix(digits: str) -> Iterator[str]:
    """Yield the digits that follow each international prefix they begin with."""
    yield from (digits.removeprefix(one) for one in _PREFIXES if digits.startswith(one))


def _in_word(run: re.Match[str]) -> bool:
    """Return whether a run of digits is part of a word, such as a name or a hash."""
    around = run.string[run.start() - 1 : run.start()] if run.start() else ""
    around += run.string[run.end() : run.end() + 1]
    return any(character.isalnum() or character == "_" for character in around)


def _form(text: str) -> str:
    """Return digits with all but the first and last few masked; in other text, every digit."""
    if not text.isdecimal():
        return "".join("x" if character.isdecimal() else character for character in text)
    head, tail = (3, 2) if len(text) >= _LONG else (1, 0)
    hidden = len(text) - head - tail
    return f"{text[:head]}{'x' * hidden}{text[head + hidden :]}"
