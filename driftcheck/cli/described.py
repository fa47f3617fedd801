"""Descriptions of commands for `--help`, the reference and the man pages."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import click

_EXAMPLES = "\n\nExamples:\n"
_EXIT_CODES = "Exit codes: "
_DEFAULT = " [default: "  # in the help of options whose default click cannot know
_OTHER = "Options"
Rows = list[tuple[str, str]]


class OptionText(NamedTuple):
    """An option. `metavar` is empty for a flag, `default` if there is none, `variable` for --help.

    `follows` says whether the name of the variable follows from that of the option.
    """

    names: tuple[str, ...]
    metavar: str
    meaning: str
    default: str
    variable: str
    follows: bool


class CommandText(NamedTuple):
    """A command: its text in paragraphs, examples with comments, subcommands and options.

    Commands with their summaries, and options, are listed by heading.
    """

    path: str
    usage: str
    summary: str
    paragraphs: tuple[str, ...]
    exit_codes: str
    examples: Rows
    commands: dict[str, Rows]
    options: dict[str, list[OptionText]]


def describe(command: click.Command, context: click.Context) -> CommandText:
    """Return the description of the command that `context` belongs to."""
    text, examples = _split(command.help or "")
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    codes = [text for text in paragraphs if text.startswith(_EXIT_CODES)]
    return CommandText(
        path=context.command_path,
        usage=_usage(command, context),
        summary=command.get_short_help_str(200),
        paragraphs=tuple(text for text in paragraphs if text not in codes),
        exit_codes="".join(codes).removeprefix(_EXIT_CODES),
        examples=examples,
        commands=_commands(command, context) if isinstance(command, click.Group) else {},
        options=_options(command, context),
    )


def describe_all(command: click.Command, name: str) -> Iterator[CommandText]:
    """Describe a command and, in order, all commands below it."""
    yield from _describe_below(command.make_context(name, [], resilient_parsing=True))


def _describe_below(context: click.Context) -> Iterator[CommandText]:
    yield describe(context.command, context)
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            below = context.command.get_command(context, name)
            if below is not None:
                yield from _describe_below(click.Context(below, context, name))


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


def _commands(group: click.Group, context: click.Context) -> dict[str, Rows]:
    return {
        heading: [(name, _summary(group, context, name)) for name in names]
        for heading, names in _sections(group, context).items()
    }


def _sections(group: click.Group, context: click.Context) -> Mapping[str, Sequence[str]]:
    """Return the commands of a group by heading; commands without a heading come last."""
    given: Mapping[str, Sequence[str]] = getattr(group, "sections", {})
    named = {name for names in given.values() for name in names}
    left = [name for name in group.list_commands(context) if name not in named]
    return {**given, "More" if given else "Commands": left} if left else given


def _summary(group: click.Group, context: click.Context, name: str) -> str:
    command = group.get_command(context, name)
    return command.get_short_help_str(200) if command else ""


def _options(command: click.Command, context: click.Context) -> dict[str, list[OptionText]]:
    """Return the options by heading; options without a heading come last."""
    found: dict[str, list[OptionText]] = {}
    for one in command.get_params(context):
        if isinstance(one, click.Option) and not one.hidden:
            found.setdefault(getattr(one, "heading", _OTHER), []).append(_option(one, context))
    return dict(sorted(found.items(), key=lambda group: group[0] == _OTHER))


def _option(option: click.Option, context: click.Context) -> OptionText:
    meaning, _, default = (option.help or "").partition(_DEFAULT)
    choices, variable = option.type, variable_of(option)
    if option.metavar is not None and isinstance(choices, click.Choice):
        meaning += f" One of: {', '.join(map(str, choices.choices))}."
    return OptionText(
        names=tuple(sorted(option.opts, key=len)),
        metavar="" if option.is_flag else _metavar(option, context),
        meaning=meaning,
        default=default.removesuffix("]") or _default(option, context),
        variable=variable,
        follows=variable == _derived(option),
    )


def _default(option: click.Option, context: click.Context) -> str:
    return option.get_help_extra(context).get("default", "").strip("()").removesuffix(".0")


def _metavar(option: click.Option, context: click.Context) -> str:
    if option.metavar is None and isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.make_metavar(context).strip("<>")


def variable_of(option: click.Parameter) -> str:
    """Return the environment variable of an option, or "" for --help."""
    given = option.envvar or ""
    return given if isinstance(given, str) else str(given[0])


def _derived(option: click.Option) -> str:
    """Return the variable name derived from the long name of an option."""
    return f"DRIFTCHECK_{max(option.opts, key=len).lstrip('-').replace('-', '_').upper()}"
