"""Hostile YAML, and the expected message, for a file of any kind."""

from dataclasses import dataclass

QUOTE = "If it is text, put it in quotes."
WRITE_OUT = "Write the values out."
DEEP = "nested deeper than 64 levels"
TAGS = "tags (!...) are not supported"
NOTHING = "an alias (*...) does not refer to a complete value"
TOO_MUCH = "the aliases expand to too many values"
PLAIN = "a key must be plain text"
LEVELS = 20_000
TAB = "not valid YAML: a tab in the indentation"
UTF8 = "Save the file as UTF-8."
UTF16 = "Save the file as UTF-8; it is UTF-16 now."
UTF32 = "Save the file as UTF-8; it is UTF-32 now."
ANSI = "Save the file as UTF-8; it looks like Windows-1252 (ANSI)."


@dataclass(frozen=True)
class Hostile:
    """Text that follows a good file, where in it the fault is, and what stderr says of that."""

    id: str
    text: str | bytes
    line: int
    column: int
    says: str
    hint: str | None = None

    def after(self, good: str) -> bytes:
        """A whole file."""
        return good.encode() + (self.text if isinstance(self.text, bytes) else self.text.encode())

    def told(self, name: str, good: str) -> str:
        """What stderr is to be."""
        line = good.count("\n") + self.line
        hint = f"  {self.hint}\n" if self.hint else ""
        return f"Error: {name}:{line}:{self.column}: {self.says}\n{hint}"

    def __str__(self) -> str:
        return self.id


def unfit(id: str, sign: str) -> Hostile:
    return Hostile(
        id, f"x: a\ny: b{sign}c\n", 2, 5, f"a character that YAML does not allow: {sign!a}"
    )


def _laughs(width: int = 9, levels: int = 12) -> str:
    lines = [f"a0: &a0 [{','.join('x' * width)}]\n"]
    for level in range(levels):
        lines += [f"a{level + 1}: &a{level + 1} [{','.join([f'*a{level}'] * width)}]\n"]
    return "".join(lines)


BOMBS = (
    Hostile("a billion laughs", _laughs(), 6, 10, TOO_MUCH, WRITE_OUT),
    Hostile(
        "a quadratic blow-up",
        f"a: &a [{'x,' * 3000}]\nb: [{'*a,' * 3000}]\n",
        *(2, 5 + 3 * 33, TOO_MUCH, WRITE_OUT),
    ),
    Hostile("a list within itself", "a: &a [1, *a]\n", 1, 11, NOTHING, QUOTE),
    Hostile("a mapping within itself", "a: &a {b: *a}\n", 1, 11, NOTHING, QUOTE),
    Hostile("anchors within each other", "a: &a [&b [*a], *b]\n", 1, 12, NOTHING, QUOTE),
    Hostile(
        "an alias as a key", "a: &a x\n*a : 1\n", 2, 1, PLAIN, "Quote it, or write it as a value."
    ),
    Hostile(
        "a merge",
        "a: &a {b: 1}\nc:\n  <<: *a\n",
        *(3, 3, "merge keys (<<) are not supported"),
        "Write the fields out, or use `defaults` in declarations.",
    ),
)
RUN = "!!python/object/apply:os.system"
TAGGED = (
    Hostile("a tag that runs a command", f"a: {RUN} ['touch pwned']\n", 1, 4, TAGS, QUOTE),
    Hostile("in a key", f"{RUN} 'touch pwned': 1\n", 1, 1, TAGS, QUOTE),
    Hostile("of a mapping", f"a: {RUN}\n  args: ['touch pwned']\n", 1, 4, TAGS, QUOTE),
    Hostile("spelt out", "a: !<tag:yaml.org,2002:python/name:os.system> x\n", 1, 4, TAGS, QUOTE),
    Hostile("of bytes", "a: !!binary aGk=\n", 1, 4, TAGS, QUOTE),
)
NESTED = (
    Hostile("lists in lists", "a: " + "[" * LEVELS, 1, 1003, DEEP),
    Hostile("lists in lists, closed", f"a: {'[' * LEVELS}{']' * LEVELS}\n", 1, 1003, DEEP),
    Hostile("mappings in mappings", "a: " + "{a: " * LEVELS, 1, 260, DEEP),
    Hostile("dashes", f"a:\n  {'- ' * LEVELS}x\n", 2, 131, DEEP),
    Hostile("indented", "".join(f"{' ' * n}a:\n" for n in range(1_000)), 66, 66, DEEP),
    Hostile("questions", "? " * LEVELS, 1, 3, PLAIN, "Quote it, or write it as a value."),
)
WRONG = (
    Hostile(
        "another document",
        "---\nx: 1\n",
        1,
        1,
        "a second document begins here",
        "Put each document in its own file.",
    ),
    Hostile(
        "an end, and more",
        "...\n---\nx: 1\n",
        2,
        1,
        "a second document begins here",
        "Put each document in its own file.",
    ),
    Hostile(
        "a tab",
        "x:\n\ty: 1\n",
        *(
            2,
            1,
            TAB,
        ),
        "Indent with spaces.",
    ),
    Hostile(
        "an open quote",
        f"x: 'a\n{'b ' * 100_000}\n",
        *(1, 4, "not valid YAML: a quote (') is never closed"),
        "Write another ' where the text ends.",
    ),
    Hostile(
        "a key of a megabyte",
        f"'{'k' * (1 << 20)}': 1\n",
        *(
            1,
            1,
            "not valid YAML: a key is too long, or its quote is closed too late",
        ),
        "A key has at most 1,024 characters.",
    ),
    Hostile("a key twice", "x: 1\nx: 2\n", 2, 1, 'duplicate key "x"', None),
)
CONTROLS = tuple(
    unfit(name, sign)
    for name, sign in {
        "a NUL": "\0",
        "a bell": "\a",
        "an escape": "\x1b",
        "a delete": "\x7f",
        "a C1 control": "\x9b",
        "no character": "\ufffe",
    }.items()
)
ENCODINGS = (
    Hostile("Latin-1", "x: 1\n# é".encode("latin-1"), 2, 3, "not UTF-8 text", ANSI),
    Hostile("half a character", b"x: 1\n\xf0\x9f\x98", 2, 1, "not UTF-8 text", UTF8),
    Hostile("a surrogate", b"x: \xed\xa0\x80\n", 1, 4, "not UTF-8 text", UTF8),
    Hostile("an overlong slash", b"x: \xc0\xaf\n", 1, 4, "not UTF-8 text", UTF8),
)
ALL = (*BOMBS, *TAGGED, *NESTED, *WRONG[:-1], *CONTROLS, *ENCODINGS)
