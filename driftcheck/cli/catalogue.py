"""The policy packs a command works on: given, configured, or shipped with driftcheck."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from driftcheck import config, policy
from driftcheck.cli.options import is_left_out
from driftcheck.config import Settings
from driftcheck.document import BUILTIN, InputFile, builtin
from driftcheck.model import (
    TAKEN_IDS,
    Collector,
    InputError,
    LockError,
    Problem,
    Severity,
    UsageError,
)
from driftcheck.policy import Pack, Rule
from driftcheck.system import builtin_packs, display_path
from driftcheck.validation import entry_shape, entry_validator, hiding, meaning_by
from driftcheck.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Packs, those used by the configuration first.

    `used` has the names of the packs in use, or is None without a configuration. `severity` has
    the configured severity of rules by id; None turns a rule off. `lacking` has the problems of
    accounts whose packs were not all found.
    """

    packs: tuple[Pack, ...]
    used: frozenset[str] | None = None
    severity: Mapping[str, Severity | None] = field(default_factory=dict)
    lacking: tuple[Problem, ...] = ()

    def rules(self) -> Iterator[tuple[Pack, Rule]]:
        """Yield every rule with its pack."""
        for pack in self.packs:
            yield from ((pack, rule) for rule in pack.rules)

    def is_idle(self, pack: Pack) -> bool:
        """Return whether there is a configuration that does not use this pack."""
        return self.used is not None and pack.file.name not in self.used

    def label(self, rule: Rule) -> str:
        """Return the effective severity of a rule, or `off`."""
        severity = self.severity.get(rule.id, rule.severity)
        return "off" if severity is None else severity.label

    def find(self, rule_id: str, others: Iterable[str] = ()) -> tuple[Pack, Rule]:
        """Return a rule and its pack. Raises UsageError with a suggestion if it is unknown."""
        known = {rule.id: (pack, rule) for pack, rule in reversed(list(self.rules()))}
        if rule_id not in known:
            what = "check or rule" if others else "rule"
            hint = did_you_mean(rule_id, [*known, *others])
            raise UsageError(Problem(f'there is no {what} "{rule_id}"', None, hint))
        return known[rule_id]


def packs_of(names: Sequence[str], path: Path) -> Catalogue:
    """Return the packs named as files or `builtin:NAME`, as the configuration adjusts them."""
    settings = _settings(path)
    problems = Collector()
    files: dict[Path, InputFile] = {}
    known = {file.path.resolve(): file for file in settings.policies} if settings else {}
    for name in names:
        with problems.step():
            file = _file(name)
            where = file.path.resolve()
            files.setdefault(where, known.get(where, file))
    problems.finish()
    packs = _packs(files.values(), settings)
    if settings is None:
        return Catalogue(packs)
    used = frozenset(file.name for file in settings.policies)
    return Catalogue(packs, used, settings.severity)


def needed_packs(path: Path, hint: str) -> Catalogue:
    """Return the packs in use.

    Raises InputError without a configuration or without packs, and if not all packs were found.
    """
    known = configured_packs(path)
    if known is None:
        raise InputError(config.no_configuration(path, str(path), hint))
    if known.lacking:
        raise InputError(*known.lacking)
    if not known.packs:
        raise InputError(Problem("the configuration has no policy pack", None, hint))
    return known


def configured_packs(path: Path) -> Catalogue | None:
    """Return the packs in use, or None without a configuration."""
    settings = _settings(path)
    if settings is None:
        return None
    lacking = [account for account in settings.accounts if account.lacks_packs]
    problems = tuple(problem for account in lacking for problem in account.problems)
    used = frozenset(file.name for file in settings.policies)
    return Catalogue(_packs(settings.policies, settings), used, settings.severity, problems)


def everything(path: Path) -> Catalogue:
    """Return the packs in use, followed by the other packs shipped with driftcheck."""
    known = configured_packs(path) or Catalogue(())
    files = [builtin(f"{BUILTIN}{name}") for name in builtin_packs()]
    rest = [file for file in files if file and file.name not in (known.used or ())]
    return replace(known, packs=(*known.packs, *(_packs([file], None)[0] for file in rest)))


def severities(path: Path) -> Mapping[str, Severity | None]:
    """Return the configured severities; none if the configuration cannot be read.

    Raises LockError if the configuration exceeds the lock.
    """
    try:
        settings = _settings(path)
    except LockError:
        raise
    except InputError:
        return {}
    return settings.severity if settings else {}


def _packs(files: Iterable[InputFile], settings: Settings | None) -> tuple[Pack, ...]:
    """Load packs for the entry schema and the accounts of a configuration."""
    validator = entry_validator(settings.schema if settings else None)
    if settings:
        click.get_current_context().with_resource(meaning_by(validator.schema))
    accounts = [account.name for account in settings.accounts] if settings else []
    return policy.load(files, entry_shape(validator.schema), TAKEN_IDS, accounts)


def _settings(path: Path) -> Settings | None:
    """Return the configuration, or None if the default file is missing."""
    if is_left_out(path):
        return None
    problems = Collector()
    settings = config.load(path, os.environ, problems, config.Part.FILES)
    problems.finish()
    click.get_current_context().with_resource(hiding(settings.sensitive))
    return settings


def _file(name: str) -> InputFile:
    known = [BUILTIN + pack for pack in builtin_packs()]
    if name.startswith(BUILTIN):
        pack = builtin(name)
        if pack is None:
            raise InputError(Problem(f'there is no pack "{name}"', None, did_you_mean(name, known)))
        return pack
    if os.path.isdir(name):
        hint = f'Write "{name.rstrip("/")}/*.yaml".'
        raise InputError(Problem(f'"{name}" is a folder', None, hint))
    if not os.path.exists(name):
        meant = f'Did you mean "{BUILTIN}{name}"?' if BUILTIN + name in known else None
        raise InputError(Problem(f'there is no file "{name}"', None, meant))
    return InputFile(Path(name), display_path(Path(name)))
