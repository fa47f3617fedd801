"""The policy packs that a command is about: named, configured, or shipped with driftcheck."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from driftcheck import config, entries, pipeline, policy, resources
from driftcheck.checks import BUILTIN as CHECKS
from driftcheck.config import Settings
from driftcheck.errors import Collector, InputError, Problem, UsageError
from driftcheck.inputs import BUILTIN, InputFile, builtin, shown
from driftcheck.model import Severity
from driftcheck.policy import Pack, Rule
from driftcheck.shape import Shape
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Packs; those that the configuration uses come first, and are named in `used`.

    `entry` is the shape of live entries, `severity` what is configured for the ids of rules.
    """

    packs: tuple[Pack, ...]
    entry: Shape
    used: frozenset[str] = frozenset()
    severity: Mapping[str, Severity | None] = field(default_factory=dict)

    def rules(self) -> Iterator[tuple[Pack, Rule]]:
        """Every rule with its pack."""
        for pack in self.packs:
            yield from ((pack, rule) for rule in pack.rules)

    def label(self, rule: Rule) -> str:
        """The severity of a rule as it is configured, or `off`."""
        severity = self.severity.get(rule.id, rule.severity)
        return "off" if severity is None else severity.label

    def find(self, rule_id: str, others: Iterable[str] = ()) -> tuple[Pack, Rule]:
        """A rule and its pack. Raises UsageError with a suggestion where there is none."""
        known = {rule.id: (pack, rule) for pack, rule in reversed(list(self.rules()))}
        if rule_id not in known:
            what = "check or rule" if others else "rule"
            hint = did_you_mean(rule_id, [*known, *others])
            raise UsageError(Problem(f'there is no {what} "{rule_id}"', None, hint))
        return known[rule_id]


def named(names: Sequence[str], path: Path) -> Catalogue:
    """The packs of files, or of `builtin:NAME`, for the entry schema of the configuration."""
    settings = _settings(path)
    validator, files = _validator(settings), [_file(name) for name in names]
    accounts = [account.name for account in settings.accounts] if settings else []
    entry = entries.shape(validator.schema)
    return Catalogue(policy.load(files, entry, CHECKS, accounts), entry)


def configured(path: Path) -> Catalogue | None:
    """The packs that the configuration uses; None where there is no configuration."""
    settings = _settings(path)
    if settings is None:
        return None
    validator = _validator(settings)
    packs = pipeline.load_packs(settings, validator)
    used = frozenset(pack.file.name for pack in packs)
    return Catalogue(packs, entries.shape(validator.schema), used, settings.severity)


def everything(path: Path) -> Catalogue:
    """The packs that the configuration uses, if there is one, and then all that are shipped."""
    known = configured(path) or Catalogue((), entries.shape(resources.schema("number")))
    files = [builtin(f"{BUILTIN}{name}") for name in resources.packs()]
    rest = [file for file in files if file and file.name not in known.used]
    shipped = [pack for file in rest for pack in policy.load([file], known.entry, CHECKS)]
    return Catalogue((*known.packs, *shipped), known.entry, known.used, known.severity)


def _settings(path: Path) -> Settings | None:
    """The configuration; None where it is not there, and nobody asked for it by name."""
    source = click.get_current_context().get_parameter_source("config")
    if source is click.core.ParameterSource.DEFAULT and not os.path.isfile(path):
        return None
    problems = Collector()
    settings = config.load(path, os.environ, problems, need_live=False)
    problems.finish()
    return settings


def _validator(settings: Settings | None) -> Validator:
    return entries.load(settings.schema if settings else None)


def _file(name: str) -> InputFile:
    if name.startswith(BUILTIN):
        pack = builtin(name)
        if pack is None:
            hint = did_you_mean(name, [BUILTIN + known for known in resources.packs()])
            raise UsageError(Problem(f'there is no pack "{name}"', None, hint))
        return pack
    if os.path.isdir(name):
        hint = f'Write "{name.rstrip("/")}/*.yaml".'
        raise UsageError(Problem(f'"{name}" is a folder', None, hint))
    if not os.path.exists(name):
        raise InputError(Problem(f'there is no file "{name}"'))
    return InputFile(Path(name), shown(Path(name)))
