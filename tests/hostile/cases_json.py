"""Hostile JSON, and the expected message, for a file of any kind."""

import sys
from dataclasses import dataclass

from tests.hostile.roles import BASELINE, LIVE_OPTION, Role

HINTS = {
    LIVE_OPTION: "  It must hold the list as the API returns it: a JSON array of numbers.\n",
    BASELINE: "  Create one: driftcheck check -o json=baseline.json\n",
}


@dataclass(frozen=True)
class Hostile:
    """A text, the place of its fault, and the message; if `follows`, it is after a good file."""

    id: str
    text: str
    line: int
    column: int
    says: str
    follows: bool = False

    def data(self, role: Role) -> str:
        """A whole file."""
        return role.good + self.text if self.follows else self.text

    def told(self, role: Role) -> str:
        """What stderr is to be."""
        line = self.line + (role.good.count("\n") if self.follows else 0)
        where = f"{role.file}:{line}:{self.column}: not valid JSON: {self.says}"
        if role is LIVE_OPTION:
            at = f"not valid JSON at line {line}, column {self.column}: {self.says}"
            where = f"{role.file} did not return a list of numbers: {at}"
        return f"Error: {where}\n{HINTS.get(role, '')}"

    def __str__(self) -> str:
        return self.id


CONTROL = "Invalid control character at"
NAME = "Expecting property name enclosed in double quotes"
COMMA = (3, 1, NAME)
if sys.version_info >= (3, 13):  # it points at the comma, and not behind it
    COMMA = (2, 7, "Illegal trailing comma before end of object")
SYNTAX = (
    Hostile("two documents", "[]\n", 1, 1, "Extra data", follows=True),
    Hostile("a NUL at the end", "\0", 1, 1, "Extra data", follows=True),
    Hostile("a NUL", '{\n"a": "\0"}', 2, 7, CONTROL),
    Hostile("an escape", '{\n"a": "\x1b[2J"}', 2, 7, CONTROL),
    Hostile("a tab", '[\n"a\tb"]', 2, 3, CONTROL),
    Hostile("a line end", '["a\nb"]', 1, 4, CONTROL),
    Hostile("a comment", "[] // fine\n", 1, 4, "Extra data"),
    Hostile("a comma too many", '{\n"a": 1,\n}', *COMMA),
    Hostile("a name without quotes", "{a: 1}", 1, 2, NAME),
    Hostile("single quotes", "\n['a']", 2, 2, "Expecting value"),
    Hostile("YAML", "version: 1\n", 1, 1, "Expecting value"),
    Hostile("an anchor", "&a [*a]\n", 1, 1, "Expecting value"),
    Hostile("cut short", '[{"a": [1, {"b"', 1, 16, "Expecting ':' delimiter"),
    Hostile("an open string", '\n["' + "x" * 5_000_000, 2, 2, "Unterminated string starting at"),
    Hostile("half an escape", '["\\ud8"]', 1, 4, "Invalid \\uXXXX escape"),
    Hostile("a strange space", "\n\xa0[]", 2, 1, "Expecting value"),
    Hostile("a strange sign", "[\u202e]", 1, 2, "Expecting value"),
)
LEVELS = 20_000
DEEP = {
    "lists in lists": "[" * LEVELS + "]" * LEVELS,
    "objects in objects": '{"a":' * LEVELS + "1" + "}" * LEVELS,
    "open lists": "[" * LEVELS,
    "open objects": '[{"a":' * LEVELS,
}
NUMBERS = {
    "NaN": '{"a": NaN}',
    "infinity": "[-Infinity]",
    "too large": "[1e999]",
    "too many digits": "[" + "1" * 5_000 + "]",
}


def bomb(levels: int) -> str:
    """A schema of a few lines whose references, written out, are two to the power of `levels`."""
    parts = []
    for level in range(levels):
        next_one = f'{{"$ref": "#/$defs/a{level + 1}"}}'
        parts.append(f'"a{level}": {{"allOf": [{next_one}, {next_one}]}}')
    return f'{{"$ref": "#/$defs/a0", "$defs": {{{", ".join(parts)}, "a{levels}": {{}}}}}}'
