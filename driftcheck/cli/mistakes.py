"""Command-line mistakes: what is wrong, and what to type instead."""

import re
from collections.abc import Iterator, Sequence

import click

from driftcheck.cli.described import examples_of, variable_of
from driftcheck.cli.strays import formats_of, hint_for_argument, hint_for_command
from driftcheck.model import Problem
from driftcheck.words import choice_meant, nearest

_CLEARER = {
    "is not in the range x>=": "is less than ",
    r"is not in the range (\S+)<=x<=(\S+)": r"is not between \1 and \2",
    "is not a valid integer range": "is not a whole number",
    "is not a valid integer": "is not a whole number",
    "is not a valid float range": "is not a number",
}
"""Click's messages about numbers, and clearer ones."""
_LONG = re.compile(r"-[A-Za-z][\w-]+")
_FORMATS = {"format", "output-format", "out-format", "fmt", "formatter", "json", "html", "sarif"}
_FORMATS |= {"csv", "junit", "markdown", "md", "xml", "text", "gitlab", "github", "prometheus"}
_FORMATS |= {"yaml", "yml", "table", "tsv", "xlsx", "pdf", "jsonl", "ndjson"}
_SYNONYMS = {
    "--account": "profile env environment workspace tenant project",
    "--baseline": "previous before compare-to since-report",
    "--config": "file config-file conf configuration f",
    "--confirm": "retry recheck double-check",
    "--database": "db database-url history",
    "--fail-on": "severity min-severity level threshold fail-level failon error-on",
    "--force": "overwrite replace clobber",
    "--jobs": "parallel parallelism threads workers concurrency",
    "--live": "list input source live-file from actual",
    "--no-history": "no-record",
    "--no-notifications": "no-notify",
    "--output": "out output-file report out-file save",
    "--quiet": "silent s",
    "--select": "filter where only number numbers include match grep target t",
    "--verbose": "debug trace progress",
    "--yes": "auto-approve non-interactive no-input defaults assume-yes",
}
"""Options, and their names in other programs."""
_ADVICE = {
    "Use --color never, or set NO_COLOR=1.": "no-color no-colour nocolor colorless",
    "Use --fail-on never.": "exit-zero soft-fail no-fail warn-only ignore-errors",
    "driftcheck only reads. To declare the live values: driftcheck import --update --changed.": (
        "fix apply write unsafe-fixes"
    ),
    "driftcheck only reads, so no such option is needed.": "dry-run auto-approve "
    "destroy noop plan refresh refresh-only",
    "The exit code always shows this: 0 clean, 2 findings, 1 no verdict.": "detailed-exitcode "
    "exit-non-zero-on-fix exit-code",
    "Set environment variables, or read them from a file: --env-file FILE.": "var var-file dotenv",
    "Use driftcheck validate, or check --live FILE.": "offline no-network",
    "Set AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET.": "customer-id customer-secret token "
    "api-key key secret username user password credentials auth",
    "Use driftcheck --version.": "version V",
    "Set `timeout` under `live.agora` in the configuration.": "timeout deadline",
    "Set HTTPS_PROXY.": "proxy https-proxy",
    "Set its CA under `live.agora` in the configuration: `ca_file: ca.pem`.": "insecure k "
    "no-verify no-check-certificate ca ca-file cacert",
}
"""What to do instead, and the option names it answers."""


def problem_of(error: click.ClickException, args: Sequence[str]) -> Problem:
    """Return what is wrong with the command line `args`, with a hint on what to type."""
    context = getattr(error, "ctx", None)
    if context is None:
        return Problem(_sentence(error.format_message()), None, "See: driftcheck --help")
    message, hint = _explained(error, context, args)
    return Problem(message, None, hint or f"See: {context.command_path} --help")


def _explained(
    error: click.ClickException, context: click.Context, args: Sequence[str]
) -> tuple[str, str | None]:
    match error:
        case click.NoSuchOption():
            return _no_option(error.option_name, context, args)
        case click.exceptions.NoSuchCommand(command_name=name):
            return f'there is no command "{name}"', hint_for_command(name, context, args)
        case click.MissingParameter(param=click.Parameter() as parameter):
            example = examples_of(context.command)[0]
            name = parameter.make_metavar(context)
            return f"{context.command_path} needs {name}", f"For example: {example}"
        case click.BadOptionUsage(option_name=name):
            return _value_of(name, context)
        case click.BadParameter(param=click.Parameter() as parameter):
            if whole := _long_name(parameter, context, args):
                return _no_option(whole, context, args)
            return _bad_value(error, parameter, context)
    if words := getattr(error, "words", None):  # of `StrayArguments`
        hint = hint_for_argument(words, context, args)
        return f'{context.command_path} does not take "{words[0]}"', hint
    return _sentence(error.format_message()), None


def _sentence(text: str) -> str:
    return " ".join(text.split()).removesuffix(".")


def _no_option(name: str, context: click.Context, args: Sequence[str]) -> tuple[str, str | None]:
    """Return message and hint for an option that a command or group does not have."""
    name, value = _as_typed(name, context, args)
    called = _called(context, args)
    own = _options(called.command)
    message = f"{called.command_path} has no option {name}"
    if called is not context and name in own:
        text = _usage(own[name], called)
        message = f"{name} must come after the command"
        return message, f"Use {called.command_path} {text}."
    if name in own:
        text = _usage(own[name], called).removeprefix(own[name].opts[0])
        return f"{called.command_path} has no option {name[1:]}", f"Use {name}{text}."
    return message, (
        _format_hint(name, value, called)
        or _other_name(name, own)
        or _elsewhere(name, called)
        or _near(name, own)
    )


def _as_typed(name: str, context: click.Context, args: Sequence[str]) -> tuple[str, str | None]:
    """Return an option as typed, and the word after it. Click splits `-json` into `-j`, `-s`..."""
    for place, word in enumerate(args):
        typed, equals, given = word.partition("=")
        whole = f"-{typed}" if _LONG.fullmatch(typed) else typed
        follows = args[place + 1] if place + 1 < len(args) else None
        value = given if equals else follows
        if name in (typed, whole):
            return name, value
        if whole != typed and name[-1] in typed and _is_meant(whole, context):
            return whole, value
    return name, None


def _long_name(
    parameter: click.Parameter, context: click.Context, args: Sequence[str]
) -> str | None:
    """Return the intended long option if click read `-json` as `-j` with a value."""
    for word in args:
        typed = word.partition("=")[0]
        is_short = any(name[1] != "-" and typed.startswith(name) for name in parameter.opts)
        if is_short and _LONG.fullmatch(typed) and _is_meant(f"-{typed}", context):
            return f"-{typed}"
    return None


def _is_meant(name: str, context: click.Context) -> bool:
    """Return whether a `--name` is an option of driftcheck or of similar programs."""
    plain = name.lstrip("-")
    known = {word for words in (*_SYNONYMS.values(), *_ADVICE.values()) for word in words.split()}
    return plain in known | _FORMATS or any(_holders(name, context))


def _called(context: click.Context, args: Sequence[str]) -> click.Context:
    """Return the context of the command given after a group, or of the group itself."""
    group = context.command
    if isinstance(group, click.Group):
        for word in args:
            if word in group.list_commands(context):
                found = group.get_command(context, word)
                return click.Context(found, context, word) if found else context
    return context


def _options(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command by name, without deprecated spellings."""
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    return {name: one for one in options for name in one.opts}


def _usage(option: click.Option, context: click.Context) -> str:
    """Return an option as it is typed: `-c FILE`."""
    return (
        f"{option.opts[0]} {option.make_metavar(context)}" if not option.is_flag else option.opts[0]
    )


def _format_hint(name: str, value: str | None, context: click.Context) -> str | None:
    """Return what to type instead of `--json` or `--format json`."""
    formats = formats_of(context.command)
    word = name.lstrip("-")
    if value in formats and (word in _FORMATS or word.lower() == "f"):
        return f"Use -o {value}."
    if word not in _FORMATS:
        return None
    if not formats:
        return f"Only these commands have formats (-o): {_listed(_with_formats(context))}."
    if word in formats:
        is_file = value and "." in value and not value.startswith("-")
        return f"Use -o {word}={value}." if is_file else f"Use -o {word}."
    return f"Use -o FORMAT; the formats are {', '.join(formats)}."


def _with_formats(context: click.Context) -> list[str]:
    return [path for path, command in _commands(context) if formats_of(command)]


def _other_name(name: str, own: dict[str, click.Option]) -> str | None:
    """Return the name of an option here, or another way to do the same."""
    plain = name.lstrip("-")
    for option, words in _SYNONYMS.items():
        if plain in words.split() and option in own:
            return f"Did you mean {option}?"
    return next((hint for hint, words in _ADVICE.items() if plain in words.split()), None)


def _elsewhere(name: str, context: click.Context) -> str | None:
    """Return which other commands have an option."""
    paths = list(_holders(name, context))
    if not paths:
        return None
    if isinstance(context.command, click.Group):
        return f"Name a command first, such as driftcheck {paths[0]}."
    return f"{name} is an option of {_listed(paths)}."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _holders(name: str, context: click.Context) -> Iterator[str]:
    """Yield the commands that have an option."""
    return (path for path, command in _commands(context) if name in _options(command))


def _commands(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Yield all commands with their names; in a group, as `policy list`."""
    stack = [("", context.find_root().command)]
    while stack:
        path, command = stack.pop(0)
        yield path, command
        if isinstance(command, click.Group):
            known = (
                (name, command.get_command(context, name))
                for name in command.list_commands(context)
            )
            stack += [(f"{path} {name}".strip(), found) for name, found in known if found]


def _near(name: str, own: dict[str, click.Option]) -> str | None:
    close = nearest(name, own) if name.startswith("--") else None
    return f"Did you mean {close}?" if close else None


def _value_of(name: str, context: click.Context) -> tuple[str, str | None]:
    """Return message and hint for an option without its value, or a flag with one."""
    option = _options(context.command).get(name)
    if option is None or option.is_flag:
        return f"{name} takes no value", f"Use {name} without a value."
    metavar = option.make_metavar(context)
    return f"{name} needs a value", f"Use {name} {metavar}."


def _bad_value(
    error: click.BadParameter, parameter: click.Parameter, context: click.Context
) -> tuple[str, str | None]:
    """Return message and hint for an invalid value of an option or of its variable."""
    name = max(parameter.opts, key=len) if isinstance(parameter, click.Option) else ""
    source = context.get_parameter_source(str(parameter.name))
    if source is click.core.ParameterSource.ENVIRONMENT:
        name = variable_of(parameter)
    head = f"{name or parameter.make_metavar(context)}: "
    if isinstance(parameter.type, click.Choice):
        choices = list(map(str, parameter.type.choices))
        value = error.message.partition("' is not one of")[0].lstrip("'")
        close = choice_meant(value, choices)
        hint = f'Did you mean "{close}"?' if close else None
        return f'{head}"{value}" is not one of {", ".join(choices)}', hint
    message = _sentence(error.message)
    for theirs, ours in _CLEARER.items():
        message = re.sub(theirs, ours, message)
    return head + message, None
