"""`driftcheck explain ID`."""

import shutil
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from driftcheck.cli import catalogue
from driftcheck.cli.catalogue import Catalogue
from driftcheck.cli.options import completed, config_option, new_command
from driftcheck.model import BUILTIN_CHECKS, NO_VERDICT, About, Check, Kind, Severity
from driftcheck.output import say
from driftcheck.policy import Pack, Rule
from driftcheck.triage import WAIVER_EXAMPLE
from driftcheck.words import printable

_DAYS = 90


@dataclass(frozen=True, slots=True)
class _Entry:
    """The parts of an explanation of a check or rule."""

    id: str
    severity: str
    title: str
    source: str
    why: str
    remedy: str
    about_groups: bool = False
    about_list: bool = False
    waivable: bool = True
    configurable: bool = True
    idle_pack: str = ""


@new_command("explain", "Explain a check or rule.")
@click.argument("check_id", metavar="ID", shell_complete=completed("check"))
@config_option()
def command(check_id: str, config: Path) -> int:
    """Explain a check or rule: what it means, why it matters, what to do, how to waive it.

    Examples:
      driftcheck explain drift-missing
      driftcheck explain inbound-has-pipeline
    """
    say("\n".join(_lines(_entry(check_id, config))))
    return 0


def _entry(check_id: str, config: Path) -> _Entry:
    if check_id == NO_VERDICT.id:
        return replace(_of_check(NO_VERDICT, {}), waivable=False, configurable=False)
    if check_id in BUILTIN_CHECKS:
        return _of_check(BUILTIN_CHECKS[check_id], catalogue.severities(config))
    known = catalogue.everything(config)
    pack, rule = known.find(check_id, BUILTIN_CHECKS)
    return _of_rule(pack, rule, known)


def _of_check(check: Check, configured: Mapping[str, Severity | None]) -> _Entry:
    severity = check.varies or check.severity.label
    if check.id in configured:
        level = configured[check.id]
        severity = level.label if level is not None else "off"
    return _Entry(
        id=check.id,
        severity=severity,
        title=check.title,
        source="built in",
        why=check.description,
        remedy=check.remedy or "",
        waivable=check.kind is not Kind.WAIVER,
        about_list=check.about is About.LIST,
    )


def _of_rule(pack: Pack, rule: Rule, known: Catalogue) -> _Entry:
    tags = f" · {', '.join(rule.tags)}" if rule.tags else ""
    return _Entry(
        id=rule.id,
        severity=known.label(rule),
        title=rule.title,
        source=f"{pack.file.name}{tags}",
        why=rule.description,
        remedy=rule.remedy or "",
        about_groups=rule.count is not None,
        idle_pack=pack.file.name if known.is_idle(pack) else "",
    )


def _lines(entry: _Entry) -> Iterator[str]:
    yield from _fold(f"{entry.id}  {entry.severity}  ({entry.source})", "")
    yield from _fold(entry.title, "")
    if entry.idle_pack:
        hint = f"Not in use; to use it, add {entry.idle_pack} to policies: in driftcheck.yaml."
        yield from ("", *_fold(hint, ""))
    for head, text in (("Why it matters", entry.why), ("What to do", entry.remedy)):
        if text:
            yield from ("", head, *_fold(text, "  "))
    if entry.waivable:
        yield ""
        numbers = "all numbers of the group" if entry.about_groups else "the numbers to accept"
        last = datetime.now(UTC).date() + timedelta(days=_DAYS)
        yield 'To accept it for now, under "waivers:" in a waivers file'
        yield f"  - check: {entry.id}"
        if entry.about_list:
            yield '    match: ["*"]    # this check is about the whole list'
        else:
            yield f"    numbers: [{WAIVER_EXAMPLE['numbers']}]    # {numbers}"
        yield f"    reason: {WAIVER_EXAMPLE['reason']}"
        yield f"    owner: {WAIVER_EXAMPLE['owner']}"
        yield f"    expires: {last}        # the last day, UTC"
    if not entry.configurable:
        return
    yield ""
    yield 'To change its severity, under "severity:" in driftcheck.yaml'
    yield f"  {entry.id}: info    # or off"


def _fold(text: str, indent: str) -> list[str]:
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 100))
    return textwrap.wrap(printable(text), width, initial_indent=indent, subsequent_indent=indent)
