"""`-o/--output FORMAT[=PATH]`: one way to choose formats and files, for every command."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from driftcheck.cli.options import ENV_FILE, Decorator, option, output_option
from driftcheck.output import Output, parse_outputs, refuse_inputs, view_of, write_as
from driftcheck.report import View

Renderers = Mapping[str, Callable[[View], str]]
"""What makes the whole text of each format, its last line end included."""
_MAX_WIDTH = 140  # tables are wider than reports
_OLDER = f"{__name__}.older"


class Outputs:
    """The outputs that a command line asks for, in the order given."""

    def __init__(self, items: Sequence[Output], inputs: Iterable[Path]) -> None:
        self.items = items
        self.refuse(inputs)

    def refuse(self, inputs: Iterable[Path]) -> None:
        """Raise UsageError where an output would replace a file that the command reads."""
        refuse_inputs(self.items, inputs)

    def write(self, renderers: Renderers) -> None:
        """Render and write each, as `write_as` does; `renderers` has one for every format."""
        view = view_of(most=_MAX_WIDTH)
        write_as(self.items, lambda name, view: renderers[name](view), view)


def formats_option(name: str, formats: Collection[str]) -> Decorator:
    """`-o/--output FORMAT[=PATH]`, parsed: the command is given `outputs`, to be written to.

    `name` is that of the variable; the first of `formats` goes to stdout where none is given.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def parsing(*arguments: Any, **given: Any) -> Any:
            outputs = _parsed(given.pop(name), formats, click.get_current_context())
            return command(*arguments, outputs=outputs, **given)

        return output_option(name, formats)(parsing)

    return decorate


def _parsed(texts: Sequence[str], formats: Collection[str], context: click.Context) -> Outputs:
    """Raises UsageError where a text is no output, or names a file that the command reads."""
    if context.invoked_subcommand is not None:  # it is given them, and has formats of its own
        return Outputs((), ())
    texts = [*texts, *context.meta.pop(_OLDER, ())] or [next(iter(formats))]
    given = (*context.params.values(), context.meta.get(ENV_FILE))
    named = (value for value in given if isinstance(value, Path))
    return Outputs(parse_outputs(texts, formats), named)


def older_option(
    name: str, *names: str, meaning: Callable[[Any], str], **settings: Any
) -> Decorator:
    """An older spelling of `-o`, for scripts that have it: it works as ever, and is in no help.

    `meaning` makes `FORMAT[=PATH]` of its value.
    """

    def replace(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value and not context.resilient_parsing:  # which a shell asks for
            context.meta.setdefault(_OLDER, []).append(meaning(value))

    return option(name, *names, hidden=True, expose_value=False, callback=replace, **settings)


def older_json() -> Decorator:
    """`--json`, which is `-o json` now."""
    return older_option("json", "--json", meaning=lambda _: "json", is_flag=True)
