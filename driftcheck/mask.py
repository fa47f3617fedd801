"""`--mask-numbers`: the digits of phone numbers masked in all that a run tells, the same each time.

+12025550100 is shown as +120xxxxxx00; numbers that would look alike get a sign of their own
(`+120xxxxxx00~2`), so that findings stay apart. A former report is not matched by such names, as
they depend on which numbers there are.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from driftcheck.errors import DriftcheckError, Problem
from driftcheck.model import JSON, fingerprint
from driftcheck.result import Fixed, Report

_GAP = r"[\s ().\-/]{1,3}"
_WITH_PLUS = re.compile(
    r"\+(?:[1-9]\d{6,}"  # as one word
    rf"|[1-9]\d{{0,3}}(?:{_GAP}\d{{1,5}}){{2,6}}"  # in groups: +1 (202) 555-0100
    r"|[1-9]\d{1,5})(?!\d)"
)
_BARE = re.compile(r"(?<![\w+])\(?\d(?:[ ().\-/]{0,2}\d){6,14}(?!\w)")
_DIGITS = re.compile(r"\d{2}")
_LEAST = 7
_LONG, _MOST = 8, 15


class Masker:
    """Masks phone numbers, each the same way every time.

    Numbers that it has learned are known without their +, and without their country code too.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._alike: dict[str, int] = {}
        self._ends: dict[str, str] = {}

    def learn(self, numbers: Iterable[str]) -> None:
        """Name numbers in their order, so that names depend on nothing else."""
        for number in sorted(numbers):
            digits = _digits(number)
            if number.startswith("+") and digits:
                self._name(digits)
                self._ends.setdefault(digits[-_LEAST:], digits)

    def _name(self, digits: str) -> str:
        if digits not in self._names:
            form = _form(digits)
            count = self._alike[form] = self._alike.get(form, 0) + 1
            self._names[digits] = form if count == 1 else f"{form}~{count}"
        return self._names[digits]

    def text(self, text: str) -> str:
        """A text with every phone number in it masked."""
        if not _DIGITS.search(text):
            return text
        text = _WITH_PLUS.sub(lambda found: f"+{self._name(_digits(found[0]))}", text)
        return _BARE.sub(self._bare, text)

    def _bare(self, found: re.Match[str]) -> str:
        """Digits without a +, which are masked where they are (the end of) a known number."""
        digits = _digits(found[0])
        known = self._ends.get(digits[-_LEAST:], "")
        return self._name(known) if known.endswith(digits) else found[0]

    def value(self, value: JSON) -> JSON:
        """A JSON value with every phone number in it masked, names of fields included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(name): self.value(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(part) for part in value]
        if type(value) is int and _LONG <= len(str(abs(value))) <= _MOST:
            return self._name(str(abs(value)))
        return value

    def report(self, report: Report) -> Report:
        """A report with every phone number in it masked, but for fingerprints, which follow."""
        masked: Report = self._part(report)
        return replace(masked, masked=True)

    def error(self, error: DriftcheckError) -> DriftcheckError:
        """An error of the same kind with every phone number in it masked."""
        return type(error)(*map(self._part, error.problems))

    def problem(self, problem: Problem) -> Problem:
        """A problem with every phone number in it masked."""
        masked: Problem = self._part(problem)
        return masked

    def _part(self, part: Any) -> Any:
        """Any part of a report; whatever is added to reports one day is masked too."""
        if isinstance(part, (Enum, int)):
            return part
        if isinstance(part, tuple):
            return tuple(map(self._part, part))
        if isinstance(part, dict):
            return {self._part(name): self._part(value) for name, value in part.items()}
        if not is_dataclass(part) or isinstance(part, type):
            return self.value(part)
        parts = {field.name: getattr(part, field.name) for field in fields(part)}
        parts = {name: self._field(name, value) for name, value in parts.items()}
        if isinstance(part, Fixed):
            said = (parts[name] for name in ("account", "check", "phone_number", "path"))
            parts["fingerprint"] = fingerprint(*said)
        return replace(part, **parts)

    def _field(self, name: str, value: Any) -> Any:
        """A field of a part; numbers are counts and lines, but in what a finding quotes."""
        return self.value(value) if name in ("expected", "actual") else self._part(value)


def _digits(text: str) -> str:
    """The digits of a text, in ASCII, whatever script they are written in."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdecimal())


def _form(digits: str) -> str:
    """Digits with all but the first and last few masked."""
    head, tail = (3, 2) if len(digits) >= _LONG else (1, 0)
    hidden = len(digits) - head - tail
    return f"{digits[:head]}{'x' * hidden}{digits[head + hidden :]}"
