"""What a shell completes beside the names of commands and options; nothing is fetched or run."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    split_arg_string,
)

from driftcheck import config
from driftcheck.model import BUILTIN_CHECKS, Collector
from driftcheck.system import SCHEMAS, builtin_packs, published

Items = Iterable[CompletionItem[str]]
_RULE = re.compile(r"(?:^[\s\-{]*|[{,]\s*)id:\s*[\"']?([\w-]+)", re.M)
_PLAIN = re.compile(r"[\w@%+=:,./-]+")
_BREAKS = frozenset("=:")  # where bash parts a word from what follows
_NO_SPACE = """\
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace
    fi 2>/dev/null

    return 0
"""


@add_completion_class
class _Bash(BashComplete):
    """Bash, which hands on `json=a` as three words, and wants only the last of them back."""

    source_template = BashComplete.source_template.replace("    return 0\n", _NO_SPACE)
    prefix = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, whole."""
        at = int(os.environ["COMP_CWORD"])
        words = split_arg_string(os.environ["COMP_WORDS"])[: at + 1]
        last = words[at] if at < len(words) else ""
        whole = _joined(words[1:])
        incomplete = whole.pop() if last else ""
        left = 0 if _BREAKS.issuperset(last) else len(last)
        self.prefix = incomplete[: len(incomplete) - left]
        return whole, incomplete

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """An item, without what stands on the command line before the word of bash."""
        return f"{item.type},{item.value.removeprefix(self.prefix)}"


def _joined(words: Iterable[str]) -> list[str]:
    """Words put together again at the characters where bash parts them."""
    found: list[str] = []
    for word in words:
        if found and (_BREAKS.issuperset(word) or found[-1][-1:] in _BREAKS):
            found[-1] += word
        else:
            found.append(word)
    return found


def items(kind: str, context: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The completions of a kind that begin as `incomplete` does; none where anything is wrong."""
    with suppress(Exception):
        found = _KINDS[kind](context, incomplete)
        return [one for one in found if one.type != "plain" or _fits(one.value, incomplete)]
    return []


def _fits(value: str, incomplete: str) -> bool:
    """Whether a word is a completion, and no shell or terminal makes anything else of it.

    A shell puts it on its command line as it is.
    """
    return value.startswith(incomplete) and _PLAIN.fullmatch(value) is not None


def _file(_context: click.Context, incomplete: str) -> Items:
    return [CompletionItem(incomplete, type="file")]


def _accounts(context: click.Context, _incomplete: str) -> Items:
    """The accounts of the configuration, of which no variable and no secret is read."""
    settings = _settings(context, config.Part(0))
    return [CompletionItem(one.name) for one in settings.accounts] if settings.several else []


def _settings(context: click.Context, parts: config.Part) -> config.Settings:
    path = context.params.get("config") or config.DEFAULT_CONFIG
    return config.load(Path(path), None, Collector(), parts)


def _rules(context: click.Context, _incomplete: str) -> Items:
    """The ids of rules, as they stand in the files of packs, which need not be valid."""
    files = list(builtin_packs().values())
    with suppress(Exception):
        files += [file.path for file in _settings(context, config.Part.FILES).policies]
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in files)
    names = {name for text in texts for name in _RULE.findall(text)}
    return map(CompletionItem, sorted(names))


def _checks(context: click.Context, incomplete: str) -> Items:
    """The ids of checks and rules."""
    yield from (CompletionItem(name, help=one.title) for name, one in BUILTIN_CHECKS.items())
    yield from _rules(context, incomplete)


def _packs(_context: click.Context, incomplete: str) -> Items:
    """Packs that come with driftcheck, and files."""
    yield from (CompletionItem(f"builtin:{name}") for name in builtin_packs())
    yield from map(CompletionItem, _paths(incomplete))


def _pack_names(_context: click.Context, _incomplete: str) -> Items:
    return map(CompletionItem, [*builtin_packs(), "none"])


def _schemas(_context: click.Context, _incomplete: str) -> Items:
    return map(CompletionItem, SCHEMAS)


def _outputs(context: click.Context, incomplete: str) -> Items:
    """Formats; after the equals sign, files."""
    name, equals, path = incomplete.partition("=")
    if equals:
        return (CompletionItem(f"{name}={found}") for found in _paths(path))
    output = next(one for one in context.command.params if "--output" in one.opts)
    return map(CompletionItem, getattr(output.type, "formats", ()))


def _selectors(_context: click.Context, incomplete: str) -> Items:
    """The paths of fields; after the equals sign, the values that the schema names."""
    from driftcheck.validation import number_shape  # few complete a selection

    path, equals, _ = incomplete.partition("=")
    known = dict(_fields(number_shape(published("number")).fields))
    if not equals:
        return (CompletionItem(f"{name}=") for name in known)
    return (CompletionItem(f"{path}={value}") for value in known.get(path, ()))


def _fields(fields: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, list[str]]]:
    """The dotted paths of fields, two deep, each with the texts that it can hold, where known."""
    for name, shape in fields.items():
        values = ["true", "false"] if "boolean" in shape.types else list(map(str, shape.values))
        yield f"{above}{name}", values
        if not above:
            yield from _fields(shape.fields, f"{name}.")


def _paths(text: str) -> Iterator[str]:
    """The files and folders whose paths begin with a text."""
    folder, slash, start = text.rpartition("/")
    with os.scandir(f"{folder}{slash}" or ".") as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
                yield f"{folder}{slash}{entry.name}{'/' if entry.is_dir() else ''}"


_KINDS: dict[str, Callable[[click.Context, str], Items]] = {
    "account": _accounts,
    "check": _checks,
    "file": _file,
    "output": _outputs,
    "pack": _packs,
    "pack name": _pack_names,
    "rule": _rules,
    "schema": _schemas,
    "selector": _selectors,
}
