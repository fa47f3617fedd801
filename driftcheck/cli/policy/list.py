"""`driftcheck policy list`."""

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from driftcheck.cli import catalogue
from driftcheck.cli.catalogue import Catalogue
from driftcheck.cli.options import config_option, variable
from driftcheck.model import JSON
from driftcheck.policy import Pack, Rule, reference
from driftcheck.report.escape import printable


@click.command("list", short_help="List rules, pack by pack.")
@click.argument("packs", metavar="[PACK]...", nargs=-1)
@config_option()
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    envvar=variable("output"),
    show_envvar=True,
    help="How to write the list.",
)
def command(packs: Sequence[str], config: Path, output: str) -> int:
    """List the rules that are configured, and those of the packs that come with driftcheck.

    PACK is a file, or builtin:NAME; with any, only the rules of these are listed.
    """
    known = catalogue.named(packs, config) if packs else catalogue.everything(config)
    click.echo(_FORMATS[output](known), nl=False)
    return 0


def _text(known: Catalogue) -> str:
    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))
    longest = max((len(rule.id) for _, rule in known.rules()), default=0)
    lines = [line for pack in known.packs for line in (*_pack(pack, known, longest, width), "")]
    return "\n".join([*lines, _footer(known), ""])


def _pack(pack: Pack, known: Catalogue, longest: int, width: int) -> Iterator[str]:
    idle = " (not in use)" if known.used and pack.file.name not in known.used else ""
    yield from _fold(f"{pack.file.name}{idle}: {pack.description}".removesuffix(": "), width, 0)
    for name, parameter in pack.parameters.items():
        value = json.dumps(pack.values[name], ensure_ascii=False)
        yield from _fold(f"  with {name}: {value}  {parameter.description}", width, 4)
    for rule in pack.rules:
        head = f"  {known.label(rule):<9} {rule.id:<{longest}}  "
        yield from _fold(f"{head}{rule.title}", width, min(len(head), width // 2))


def _fold(text: str, width: int, indent: int) -> list[str]:
    return textwrap.wrap(
        printable(text),
        width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def _footer(known: Catalogue) -> str:
    total = sum(1 for _ in known.rules())
    used = sum(pack.file.name in known.used for pack, _ in known.rules())
    in_use = f", {used} in use" if known.used else ""
    return f"{total} rules{in_use}. More on one of them: driftcheck explain ID"


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
        "in_use": pack.file.name in known.used,
        "parameters": dict(pack.values),
        "tests": len(rule.tests),
        "location": {"file": rule.place.file, "line": rule.place.line},
    }


def _markdown(known: Catalogue) -> str:
    return reference.markdown(known.packs)


_FORMATS: dict[str, Callable[[Catalogue], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
