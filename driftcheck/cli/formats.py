"""`-o/--output FORMAT[=PATH]`: formats and files, chosen the same way in every command."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from driftcheck.cli.options import ENV_FILE, Decorator, option, output_option
from driftcheck.output import Output, parse_outputs, refuse_inputs, view_of, write_as
from driftcheck.report import View

Renderers = Mapping[str, Callable[[View], str]]
"""The renderer of each format. Its text ends with a newline."""
_MAX_WIDTH = 140  # tables are wider than reports
_OLDER = f"{__name__}.older"


class Outputs:
    """The requested outputs, in the order given."""

    def __init__(self, items: Sequence[Output], inputs: Iterable[Path]) -> None:
        self.items = items
        self.refuse(inputs)

    def refuse(self, inputs: Iterable[Path]) -> None:
        """Raise UsageError if an output would replace an input file."""
        refuse_inputs(self.items, inputs)

    def write(self, renderers: Renderers) -> None:
        """Render and write each output. `renderers` needs an entry for every format."""
        view = view_of(most=_MAX_WIDTH)
        write_as(self.items, lambda name, view: renderers[name](view), view)


def formats_option(name: str, formats: Collection[str]) -> Decorator:
    """Return `-o/--output FORMAT[=PATH]`; the command receives the parsed value as `outputs`.

    `name` is the name of the environment variable. By default, the first of `formats` is written
    to stdout.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def parsing(*arguments: Any, **given: Any) -> Any:
            outputs = _parsed(given.pop(name), formats, click.get_current_context())
            return command(*arguments, outputs=outputs, **given)

        return output_option(name, formats)(parsing)

    return decorate


def _parsed(texts: Sequence[str], formats: Collection[str], context: click.Context) -> Outputs:
    """Parse outputs. Raises UsageError if one is invalid or would replace an input file."""
    if context.invoked_subcommand is not None:  # the subcommand parses them itself
        return Outputs((), ())
    texts = [*texts, *context.meta.pop(_OLDER, ())] or [next(iter(formats))]
    given = (*context.params.values(), context.meta.get(ENV_FILE))
    named = (value for value in given if isinstance(value, Path))
    return Outputs(parse_outputs(texts, formats), named)


def older_option(
    name: str, *names: str, meaning: Callable[[Any], str], **settings: Any
) -> Decorator:
    """Return a deprecated spelling of `-o`, kept for existing scripts and hidden from help.

    `meaning` turns its value into `FORMAT[=PATH]`.
    """

    def replace(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value and not context.resilient_parsing:  # set during shell completion
            context.meta.setdefault(_OLDER, []).append(meaning(value))

    return option(name, *names, hidden=True, expose_value=False, callback=replace, **settings)


def older_json() -> Decorator:
    """Return `--json`, the deprecated spelling of `-o json`."""
    return older_option("json", "--json", meaning=lambda _: "json", is_flag=True)
