"""Compose the text of a declarations file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from driftcheck.draft.defaults import Item, fold, own, shared
from driftcheck.draft.stated import Stated, Tree
from driftcheck.words import inflect, printable, shorten

_WIDTH = 100
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The comment at the top of a file: source and time (UTC, ISO 8601) of the list.

    `account` is None if there is only one. `has_secrets` means that variables replace secrets.
    `pipeline` is the name of the pipeline that all numbers in the file share.
    """

    source: str
    when: str
    account: str | None = None
    has_secrets: bool = False
    pipeline: str | None = None

    def lines(self, count: int) -> Iterator[str]:
        """Yield the comment lines for a file of `count` numbers."""
        noun = inflect(count, "number that was", "numbers that were")
        of = f" in the account {_display(self.account)}" if self.account else ""
        yield f"# {count} {noun} live{of}, as written by driftcheck import."
        yield f"# The list came from {_display(self.source)}, at {self.when}."
        if self.pipeline:
            yield f"# The pipeline is called {_display(self.pipeline)}."
        if self.has_secrets:
            yield "# Secrets are not in this file: ${NAME} is filled in from the environment."


def file_text(numbers: Sequence[Stated], header: Header) -> str:
    """Return the text of a file that declares numbers."""
    items = fold(numbers)
    defaults = shared([item.fields for item in items])
    lines = [*header.lines(len(numbers)), "version: 1"]
    if defaults:
        lines += ["defaults:", *field_lines(defaults, "  ")]
    lines += ["numbers:", *_entries(items, defaults, "  ")]
    return "".join(f"{line}\n" for line in lines)


def entries_text(numbers: Sequence[Stated], indent: str) -> list[str]:
    """Return the lines of complete entries, which need no defaults, to be added to a file."""
    return list(_entries(fold(numbers), {}, indent))


def _entries(items: Sequence[Item], defaults: dict[str, Tree], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {item.head}"
        yield from field_lines(own(item.fields, defaults), f"{indent}  ")


def field_lines(fields: Mapping[str, Tree], indent: str) -> Iterator[str]:
    """Yield the lines of fields at an indentation; nested fields are indented further."""
    for name, tree in fields.items():
        if isinstance(tree, dict):
            yield f"{indent}{name}:"
            yield from field_lines(tree, f"{indent}  ")
        elif isinstance(tree, list):
            yield from _list(name, tree, indent)
        else:
            yield f"{indent}{name}: {tree}"


def _list(name: str, items: Sequence[str], indent: str) -> Iterator[str]:
    """Yield a list, on one line if it is short and has no bare variable with its braces."""
    line = f"{indent}{name}: [{', '.join(items)}]"
    if len(line) <= _WIDTH and not any(item.startswith("$") for item in items):
        yield line
    else:
        yield f"{indent}{name}:"
        yield from (f"{indent}  - {item}" for item in items)


def _display(text: str) -> str:
    return shorten(printable(text), _LONGEST_NAME)
