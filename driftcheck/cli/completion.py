"""Shell completion of arguments and option values. It fetches and runs nothing."""

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
_BREAKS = frozenset("=:")  # where bash splits words
_NO_SPACE = """\
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace
    fi 2>/dev/null

    return 0
"""


@add_completion_class
class _Bash(BashComplete):
    """Bash, which splits `json=a` into three words and expects only the last one back."""

    source_template = BashComplete.source_template.replace("    return 0\n", _NO_SPACE)
    prefix = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that word, rejoined."""
        at = int(os.environ["COMP_CWORD"])
        words = split_arg_string(os.environ["COMP_WORDS"])[: at + 1]
        last = words[at] if at < len(words) else ""
        whole = _joined(words[1:])
        incomplete = whole.pop() if last else ""
        left = 0 if _BREAKS.issuperset(last) else len(last)
        self.prefix = incomplete[: len(incomplete) - left]
        return whole, incomplete

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return an item without the part that bash already has in earlier words."""
        return f"{item.type},{item.value.removeprefix(self.prefix)}"


def _joined(words: Iterable[str]) -> list[str]:
    """Rejoin words that bash split."""
    found: list[str] = []
    for word in words:
        if found and (_BREAKS.issuperset(word) or found[-1][-1:] in _BREAKS):
            found[-1] += word
        else:
            found.append(word)
    return found


def items(kind: str, context: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Return the completions of a kind that start with `incomplete`; none on any error."""
    with suppress(Exception):
        found = _KINDS[kind](context, incomplete)
        return [one for one in found if one.type != "plain" or _fits(one.value, incomplete)]
    return []


def _fits(value: str, incomplete: str) -> bool:
    """Return whether a word completes `incomplete` and is safe for shells and terminals.

    A shell inserts it into its command line unquoted.
    """
    return value.startswith(incomplete) and _PLAIN.fullmatch(value) is not None


def _file(_context: click.Context, incomplete: str) -> Items:
    return [CompletionItem(incomplete, type="file")]


def _accounts(context: click.Context, _incomplete: str) -> Items:
    """Return the accounts of the configuration. Reads no variables and no secrets."""
    settings = _settings(context, config.Part(0))
    return [CompletionItem(one.name) for one in settings.accounts] if settings.several else []


def _settings(context: click.Context, parts: config.Part) -> config.Settings:
    path = context.params.get("config") or config.DEFAULT_CONFIG
    return config.load(Path(path), None, Collector(), parts)


def _rules(context: click.Context, _incomplete: str) -> Items:
    """Return the rule ids in the pack files, which need not be valid."""
    files = list(builtin_packs().values())
    with suppress(Exception):
        files += [file.path for file in _settings(context, config.Part.FILES).policies]
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in files)
    names = {name for text in texts for name in _RULE.findall(text)}
    return map(CompletionItem, sorted(names))


def _checks(context: click.Context, incomplete: str) -> Items:
    """Yield the ids of checks and rules."""
    yield from (CompletionItem(name, help=one.title) for name, one in BUILTIN_CHECKS.items())
    yield from _rules(context, incomplete)


def _packs(_context: click.Context, incomplete: str) -> Items:
    """Yield the packs shipped with driftcheck, and files."""
    yield from (CompletionItem(f"builtin:{name}") for name in builtin_packs())
    yield from map(CompletionItem, _paths(incomplete))


def _pack_names(_context: click.Context, _incomplete: str) -> Items:
    return map(CompletionItem, [*builtin_packs(), "none"])


def _schemas(_context: click.Context, _incomplete: str) -> Items:
    return map(CompletionItem, SCHEMAS)


def _outputs(context: click.Context, incomplete: str) -> Items:
    """Return formats; after the equals sign, files."""
    name, equals, path = incomplete.partition("=")
    if equals:
        return (CompletionItem(f"{name}={found}") for found in _paths(path))
    output = next(one for one in context.command.params if "--output" in one.opts)
    return map(CompletionItem, getattr(output.type, "formats", ()))


def _selectors(_context: click.Context, incomplete: str) -> Items:
    """Return field paths; after the equals sign, the values listed in the schema."""
    from driftcheck.validation import number_shape  # slow, and rarely needed

    path, equals, _ = incomplete.partition("=")
    known = dict(_fields(number_shape(published("number")).fields))
    if not equals:
        return (CompletionItem(f"{name}=") for name in known)
    return (CompletionItem(f"{path}={value}") for value in known.get(path, ()))


def _fields(fields: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the dotted paths of fields, up to two levels, with their known values."""
    for name, shape in fields.items():
        values = ["true", "false"] if "boolean" in shape.types else list(map(str, shape.values))
        yield f"{above}{name}", values
        if not above:
            yield from _fields(shape.fields, f"{name}.")


def _paths(text: str) -> Iterator[str]:
    """Yield the files and folders whose paths start with a text."""
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
