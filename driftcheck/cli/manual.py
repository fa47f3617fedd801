"""`--help`: description, options under headings, examples, and a link to the documentation."""

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator

import click

from driftcheck.cli.described import CommandText, OptionText, Rows, describe
from driftcheck.output import columns, wants_color

_HOME = "https://github.com/driftcheck/driftcheck"
_MIN_WIDTH, _MAX_WIDTH = 40, 100
_NARROW = 70  # columns; in narrower terminals, descriptions go below their options
_LEFT = 27  # the widest option with its description beside it
_BRACKETS = re.compile(r"\[default: [^\]]{,20}\]")
_UNBROKEN = "\xa0"  # a non-breaking space


def help_of(command: click.Command, context: click.Context) -> str:
    """Return the help of a command, as wide as the terminal but at most 100 columns."""
    context.color = wants_color(sys.stdout)  # otherwise click strips colours
    page = _Page(max(_MIN_WIDTH, min(columns(80), _MAX_WIDTH)), context.color)
    told = describe(command, context)
    page.text(f"Usage: {told.usage}")
    for paragraph in told.paragraphs:
        page.text(paragraph)
    page.text(f"Exit codes: {told.exit_codes}" if told.exit_codes else "")
    names = [len(name) for rows in told.commands.values() for name, _ in rows]
    for heading, rows in told.commands.items():
        page.section(heading, rows, max(names) + 4)
    groups = {heading: list(map(_option_row, options)) for heading, options in told.options.items()}
    left = max(len(name) for rows in groups.values() for name, _ in rows if len(name) <= _LEFT) + 4
    for heading, rows in groups.items():
        page.section(heading, rows, left)
    page.examples(told.examples)
    page.text(_variables(told))
    page.text(f"Documentation: {_HOME}{_page_of(context)}")
    return page.whole()


def _option_row(option: OptionText) -> tuple[str, str]:
    """Return an option as `-c, --config FILE`, with long names aligned, and its meaning."""
    names = ", ".join(option.names)
    names = f"    {names}" if names.startswith("--") else names
    parts = [option.meaning]
    if option.default:
        parts.append(f"[default: {option.default}]")
    if option.variable and not option.follows:
        parts.append(f"[env: {option.variable}]")
    meaning = _BRACKETS.sub(lambda found: found[0].replace(" ", _UNBROKEN), " ".join(parts))
    return f"{names} {option.metavar}".rstrip(), meaning


def _variables(told: CommandText) -> str:
    """Return a sentence that explains the variables of options; empty if there are none."""
    usual = [one for group in told.options.values() for one in group if one.follows]
    if not usual:
        return ""
    option = usual[0]
    example = f"{option.variable} for {option.names[-1]}"
    return f"Environment: each option has a variable, such as {example}."


def _page_of(context: click.Context) -> str:
    if context.parent is None:
        return ""
    return f"/blob/main/docs/reference.md#{context.command_path.replace(' ', '-')}"


class _Page:
    """Text folded to a width, in blocks separated by blank lines."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = width
        self.color = color
        self.blocks: list[str] = []

    def whole(self) -> str:
        return "\n\n".join(self.blocks)

    def text(self, text: str) -> None:
        if text:
            self.blocks.append("\n".join(self._fold(text)))

    def section(self, heading: str, rows: Rows, left: int) -> None:
        """Add rows of two columns, the first `left` wide; stacked in a narrow terminal."""
        if self.width < _NARROW and left > self.width // 4:
            left = 8
        lines = [line for name, text in rows for line in self._row(name, text, left)]
        self._block(heading, lines)

    def examples(self, examples: Rows) -> None:
        if examples:
            left = max(len(line) for line, _ in examples) + 4
            beside = all(left + len(comment) <= self.width for _, comment in examples)
            rows = [line for one in examples for line in self._row(*one, left if beside else 6)]
            self._block("Examples", rows)

    def _row(self, name: str, text: str, left: int) -> Iterator[str]:
        lines = self._fold(text, " " * left)
        if lines and len(name) + 4 <= left:
            yield f"  {name}".ljust(left) + lines[0][left:]
            yield from lines[1:]
        else:
            yield from (f"  {name}", *lines)

    def _block(self, heading: str, lines: Iterable[str]) -> None:
        head = click.style(f"{heading}:", bold=True) if self.color else f"{heading}:"
        self.blocks.append("\n".join([head, *lines]))

    def _fold(self, text: str, indent: str = "") -> list[str]:
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.replace(_UNBROKEN, " ") for line in lines]
