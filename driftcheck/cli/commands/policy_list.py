"""`driftcheck policy list`."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from driftcheck.cli import catalogue
from driftcheck.cli.catalogue import Catalogue
from driftcheck.cli.formats import Outputs, Renderers, formats_option, older_option
from driftcheck.cli.options import completed, config_option, new_command
from driftcheck.model import JSON
from driftcheck.policy import Pack, Rule
from driftcheck.policy.reference import rules_page
from driftcheck.words import inflect, printable


@new_command("list", "List rules, pack by pack.")
@click.argument("packs", metavar="[PACK]...", nargs=-1, shell_complete=completed("pack"))
@config_option()
@formats_option("policy_list_output", ("text", "json", "markdown"))
@older_option(
    "format",
    "-f",
    "--format",
    meaning=str,
    type=click.Choice(["text", "json", "markdown"]),
)
def command(packs: Sequence[str], config: Path, outputs: Outputs) -> int:
    """List the configured rules and the rules of packs shipped with driftcheck.

    PACK is a file or builtin:NAME. If given, only the rules of these packs are listed.

    Examples:
      driftcheck policy list
      driftcheck policy list builtin:security -o json
    """
    known = catalogue.packs_of(packs, config) if packs else catalogue.everything(config)
    outputs.refuse(pack.file.path for pack in known.packs)
    renderers: Renderers = {
        "text": lambda view: _text(known, view.width),
        "json": lambda _: _json(known),
        "markdown": lambda _: rules_page(known.packs, known.label),
    }
    outputs.write(renderers)
    return 0


def _text(known: Catalogue, width: int) -> str:
    longest = max((len(rule.id) for _, rule in known.rules()), default=0)
    lines = [line for pack in known.packs for line in (*_pack(pack, known, longest, width), "")]
    return "\n".join([*lines, *_fold(_footer(known), width), ""])


def _pack(pack: Pack, known: Catalogue, longest: int, width: int) -> Iterator[str]:
    idle = " (not in use)" if known.is_idle(pack) else ""
    yield from _fold(f"{pack.file.name}{idle}: {pack.description}".removesuffix(": "), width)
    for name, parameter in pack.parameters.items():
        value = pack.shown_text(name)
        yield from _fold(f"with {name}: {value}  {parameter.description}", width, 2, 4)
    for rule in pack.rules:
        head = f"{known.label(rule):<9} {rule.id:<{longest}}  "
        if len(head) + len(rule.title) + 2 <= width or len(head) <= width // 2:
            yield from _fold(head + rule.title, width, 2, len(head) + 2)
        else:
            yield from (f"  {head}".rstrip(), *_fold(rule.title, width, 12, 12))


def _fold(text: str, width: int, first: int = 0, rest: int = 0) -> list[str]:
    """Fold text to a width; `first` and `rest` are the indentation of its lines."""
    return textwrap.wrap(
        printable(text),
        width,
        initial_indent=" " * first,
        subsequent_indent=" " * rest,
        break_on_hyphens=False,
    )


def _footer(known: Catalogue) -> str:
    rules = [(pack, rule) for pack, rule in known.rules()]
    used = sum(known.label(rule) != "off" for pack, rule in rules if not known.is_idle(pack))
    total = f"{len(rules)} {inflect(len(rules), 'rule')}"
    in_use = "" if known.used is None else f", {used} in use"
    return f"{total}{in_use}. For one rule: driftcheck explain ID"


def _json(known: Catalogue) -> str:
    rules = [_entry(pack, rule, known) for pack, rule in known.rules()]
    return json.dumps(rules, indent=2) + "\n"


def _entry(pack: Pack, rule: Rule, known: Catalogue) -> JSON:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": known.label(rule),
        "description": rule.description,
        "remedy": rule.remedy,
        "tags": list(rule.tags),
        "pack": pack.file.name,
        "in_use": known.used is not None and not known.is_idle(pack),
        "parameters": {name: pack.shown(name) for name in pack.parameters},
        "tests": len(rule.tests),
        "location": {"file": rule.place.file, "line": rule.place.line},
    }
