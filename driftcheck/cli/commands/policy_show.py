"""`driftcheck policy show ID`."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from driftcheck import document
from driftcheck.cli import catalogue
from driftcheck.cli.catalogue import Catalogue
from driftcheck.cli.options import completed, config_option, new_command
from driftcheck.document import BUILTIN
from driftcheck.output import say
from driftcheck.policy import Pack, Rule, hide_secrets
from driftcheck.words import printable


@new_command("show", "Show the source of a rule.")
@click.argument("rule_id", metavar="ID", shell_complete=completed("rule"))
@config_option()
def command(rule_id: str, config: Path) -> int:
    """Show the source and location of a rule, and the parameters of its pack.

    Examples:
      driftcheck policy show inbound-has-pipeline
      driftcheck policy show inbound-has-pipeline -c voice/driftcheck.yaml
    """
    known = catalogue.everything(config)
    pack, rule = known.find(rule_id)
    say("\n".join(_lines(known, pack, rule)))
    return 0


def _lines(known: Catalogue, pack: Pack, rule: Rule) -> Iterator[str]:
    idle = "  (not in use)" if known.is_idle(pack) else ""
    name = pack.file.name
    yield f"{rule.id}  {known.label(rule)}  {printable(name)}{idle}"
    place = pack.file.path if name.startswith(BUILTIN) else name
    yield printable(f"{place}:{rule.place.line}")
    for parameter in pack.parameters.values():
        default = " (default)" if pack.values[parameter.name] == parameter.default else ""
        value = pack.shown_text(parameter.name)
        text = f"with {parameter.name}: {value}{default}"
        yield printable(f"{text}  {parameter.description}".rstrip())
    yield ""
    yield from (printable(line) for line in _source(pack, rule))


def _source(pack: Pack, rule: Rule) -> list[str]:
    """Return the lines of a rule and the comments above it, without common indentation.

    Hides secrets in the user's own packs, but not in comments.
    """
    lines = pack.file.path.read_text(encoding="utf-8-sig").split("\n")
    if not pack.file.name.startswith(BUILTIN):  # built-in packs are public
        lines = hide_secrets(lines, pack.source.root)
    first = rule.place.line
    starts = [other.place.line for other in pack.rules]
    if isinstance(pack.source.root, document.MappingNode):
        starts += [line for line, _ in pack.source.root.keys.values()]
    last = min((line for line in starts if line > first), default=len(lines) + 1) - 1
    while last > first and _is_beside(lines[last - 1]):
        last -= 1
    while first > 1 and _is_beside(lines[first - 2]) and lines[first - 2].strip():
        first -= 1
    return textwrap.dedent("\n".join(lines[first - 1 : last])).splitlines()


def _is_beside(line: str) -> bool:
    """Return whether a line is blank, a comment, or a single dash."""
    return line.strip() in ("", "-") or line.lstrip(" -").startswith("#")
