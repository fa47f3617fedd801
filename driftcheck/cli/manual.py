"""`--help`: description, options under headings, examples, and a link to the documentation."""

import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from driftcheck.output import columns, wants_color

_HOME = "https://github.com/driftcheck/driftcheck"
_MIN_WIDTH, _MAX_WIDTH = 40, 100
_NARROW = 70  # columns; in narrower terminals, descriptions go below their options
_LEFT = 27  # the widest option with its description beside it
_BRACKETS = re.compile(r"\[default: [^\]]{,20}\]")
_UNBROKEN = "\xa0"  # a non-breaking space
_EXAMPLES = "\n\nExamples:\n"
_OTHER = "Options"
Rows = list[tuple[str, str]]


def help_of(command: click.Command, context: click.Context) -> str:
    """Return the help of a command, as wide as the terminal but at most 100 columns."""
    context.color = wants_color(sys.stdout)  # otherwise click strips colours
    page = _Page(max(_MIN_WIDTH, min(columns(80), _MAX_WIDTH)), context.color)
    text, examples = _split(command.help or "")
    page.text(f"Usage: {_usage(command, context)}")
    for paragraph in text.split("\n\n"):
        page.text(" ".join(paragraph.split()))
    if isinstance(command, click.Group):
        for heading, names in _sections(command, context).items():
            rows = [(name, _summary(command, context, name)) for name in names]
            page.section(heading, rows, max(map(len, command.list_commands(context))) + 4)
    groups = _by_heading(command, context)
    left = max(len(name) for rows in groups.values() for name, _ in rows if len(name) <= _LEFT) + 4
    for heading, rows in groups.items():
        page.section(heading, rows, left)
    page.examples(examples)
    page.text(_variables(command))
    page.text(f"Documentation: {_HOME}{_page_of(context)}")
    return page.whole()


def examples_of(command: click.Command) -> list[str]:
    """Return the example command lines from the help, without comments."""
    return [line for line, _ in _split(command.help or "")[1]]


def _split(text: str) -> tuple[str, Rows]:
    """Return the text before the examples of a docstring, and the examples with comments."""
    before, _, after = inspect.cleandoc(text).partition(_EXAMPLES)
    parts = (line.strip().partition("  #") for line in after.splitlines())
    return before, [(line.strip(), comment.strip()) for line, _, comment in parts]


def _usage(command: click.Command, context: click.Context) -> str:
    if not isinstance(command, click.Group):
        return f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    name = "[COMMAND]" if command.invoke_without_command else "COMMAND"
    return f"{context.command_path} {name} [OPTIONS]"


def _sections(group: click.Group, context: click.Context) -> Mapping[str, Sequence[str]]:
    """Return the commands of a group by heading; commands without a heading come last."""
    given: Mapping[str, Sequence[str]] = getattr(group, "sections", {})
    named = {name for names in given.values() for name in names}
    left = [name for name in group.list_commands(context) if name not in named]
    return {**given, "More" if given else "Commands": left} if left else given


def _summary(group: click.Group, context: click.Context, name: str) -> str:
    command = group.get_command(context, name)
    return command.get_short_help_str(200) if command else ""


def _by_heading(command: click.Command, context: click.Context) -> dict[str, Rows]:
    """Return the options by heading; options without a heading come last."""
    found: dict[str, Rows] = {}
    for one in command.get_params(context):
        if isinstance(one, click.Option) and not one.hidden:
            row = (_names(one, context), _meaning(one, context))
            found.setdefault(getattr(one, "heading", _OTHER), []).append(row)
    return dict(sorted(found.items(), key=lambda group: group[0] == _OTHER))


def _names(option: click.Option, context: click.Context) -> str:
    """Return an option as `-c, --config FILE`, with long names aligned."""
    names = ", ".join(sorted(option.opts, key=len))
    names = f"    {names}" if names.startswith("--") else names
    return names if option.is_flag else f"{names} {_metavar(option, context)}"


def _metavar(option: click.Option, context: click.Context) -> str:
    if option.metavar is None and isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.make_metavar(context).strip("<>")


def _meaning(option: click.Option, context: click.Context) -> str:
    """Return an option's help, its choices unless its metavar lists them, and its default."""
    extra = option.get_help_extra(context)
    parts = [option.help or ""]
    if option.metavar is not None and isinstance(option.type, click.Choice):
        parts.append(f"One of: {', '.join(map(str, option.type.choices))}.")
    if "default" in extra:
        parts.append(f"[default: {extra['default'].strip('()').removesuffix('.0')}]")
    if (variable := variable_of(option)) not in ("", _derived(option)):
        parts.append(f"[env: {variable}]")
    return _BRACKETS.sub(lambda found: found[0].replace(" ", _UNBROKEN), " ".join(parts))


def variable_of(option: click.Parameter) -> str:
    """Return the environment variable of an option, or "" for --help."""
    given = option.envvar or ""
    return given if isinstance(given, str) else str(given[0])


def _derived(option: click.Option) -> str:
    """Return the variable name derived from the long name of an option."""
    return f"DRIFTCHECK_{max(option.opts, key=len).lstrip('-').replace('-', '_').upper()}"


def _variables(command: click.Command) -> str:
    """Return a sentence that explains the variables of options; empty if there are none."""
    known = [one for one in command.params if isinstance(one, click.Option) and one.envvar]
    usual = [one for one in known if variable_of(one) == _derived(one) and not one.hidden]
    if not usual:
        return ""
    name = max(usual[0].opts, key=len)
    return f"Environment: each option has a variable, such as {_derived(usual[0])} for {name}."


def _page_of(context: click.Context) -> str:
    if context.parent is None:
        return ""
    if isinstance(context.command, click.Group) and not context.command.invoke_without_command:
        return "/blob/main/docs/commands.md"
    return f"/blob/main/docs/commands.md#{context.command_path.replace(' ', '-')}"


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
