"""`driftcheck policy show ID`."""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from driftcheck import document
from driftcheck.cli import catalogue
from driftcheck.cli.catalogue import Catalogue
from driftcheck.cli.options import config_option
from driftcheck.policy import Pack, Rule
from driftcheck.report.escape import printable


@click.command("show", short_help="Show a rule as it is written.")
@click.argument("rule_id", metavar="ID")
@config_option()
def command(rule_id: str, config: Path) -> int:
    """Show a rule as it is written, where it stands, and the parameters of its pack."""
    known = catalogue.everything(config)
    pack, rule = known.find(rule_id)
    click.echo("\n".join(_lines(known, pack, rule)))
    return 0


def _lines(known: Catalogue, pack: Pack, rule: Rule) -> Iterator[str]:
    used = "" if pack.file.name in known.used or not known.used else "  (not in use)"
    place = f"{pack.file.path}:{rule.place.line}"
    yield f"{rule.id}  {known.label(rule)}  {printable(pack.file.name)}{used}"
    yield printable(place)
    for name, parameter in pack.parameters.items():
        value = json.dumps(pack.values[name], ensure_ascii=False)
        default = " (default)" if pack.values[name] == parameter.default else ""
        yield printable(f"with {name}: {value}{default}  {parameter.description}").rstrip()
    yield ""
    yield from (printable(line) for line in _source(pack, rule))


def _source(pack: Pack, rule: Rule) -> list[str]:
    """The lines of a rule in its file, less their common indentation."""
    lines = pack.file.path.read_text(encoding="utf-8-sig").splitlines()
    first = rule.place.line
    starts = [other.place.line for other in pack.rules]
    if isinstance(pack.source.root, document.Mapping):
        starts += [line for line, _ in pack.source.root.keys.values()]
    end = min((line for line in starts if line > first), default=len(lines) + 1)
    text = "\n".join(lines[first - 1 : end - 1]).rstrip()
    return textwrap.dedent(text).splitlines()
