"""Everything that the user wrote, loaded and found valid; and what one run asks for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from driftcheck import declared, entries, garbage, live, policy, waivers
from driftcheck.baseline import Baseline
from driftcheck.checks import BUILTIN, TAKEN
from driftcheck.config import Settings
from driftcheck.errors import Collector
from driftcheck.model import Declared
from driftcheck.redact import hiding
from driftcheck.shape import UnknownPathError, find
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the user wrote, loaded and found valid. `declared` is by account name."""

    validator: Validator
    declared: Mapping[str, Declared]
    packs: tuple[policy.Pack, ...]
    waivers: tuple[waivers.Waiver, ...]

    @property
    def rules(self) -> tuple[policy.Rule, ...]:
        """The rules of all packs."""
        return policy.rules_of(self.packs)


@dataclass(frozen=True, slots=True)
class Options:
    """What one run asks for beside the configuration.

    `confirm` is the pause in seconds before findings are confirmed by a second fetch; None: they
    are not. `seen` is told the phone numbers that are live, as text, usable or not.
    """

    select: tuple[str, ...] = ()
    allow_empty: bool = False
    use_waivers: bool = True
    baseline: Baseline | None = None
    confirm: float | None = None
    seen: Callable[[Iterable[str]], None] | None = None


def load(settings: Settings, problems: Collector) -> Inputs:
    """Read all that the settings name. What is wrong is added to `problems`; raises if anything."""
    with hiding(settings.sensitive):
        return _load(settings, problems)


def _load(settings: Settings, problems: Collector) -> Inputs:
    validator = Validator({})
    with problems.step():
        validator = entries.load(settings.schema)
    by_account: dict[str, Declared] = {}
    for account in settings.accounts:
        with problems.step():
            if account.live is not None:
                live.check(account.live)
        with problems.step(), garbage.no_search():
            by_account[account.name] = declared.load(account.declared, validator.schema)
    packs: tuple[policy.Pack, ...] = ()
    with problems.step():
        packs = load_packs(settings, validator)
    ids = {rule.id for rule in policy.rules_of(packs)} or policy.ids(settings.policies)
    known = ids | BUILTIN.keys()
    _check_severity_ids(settings, known, problems)
    _check_sensitive_paths(settings, validator, problems)
    waived: tuple[waivers.Waiver, ...] = ()
    with problems.step():
        waived = waivers.load(settings.waivers, known)
    problems.finish()
    return Inputs(validator, by_account, packs, waived)


def load_packs(settings: Settings, validator: Validator) -> tuple[policy.Pack, ...]:
    """The policy packs that the settings name. Raises InputError with all that is wrong."""
    names = [account.name for account in settings.accounts]
    return policy.load(settings.policies, entries.shape(validator.schema), TAKEN, names)


def _check_severity_ids(settings: Settings, known: Collection[str], problems: Collector) -> None:
    for check in settings.severity:
        if check not in known:
            place = settings.severity_places[check]
            problems.add(f'there is no check "{check}"', place, did_you_mean(check, known))


def _check_sensitive_paths(settings: Settings, validator: Validator, problems: Collector) -> None:
    """A path that is mistyped would show what it was to hide."""
    known = entries.with_metadata(validator.schema)
    for path, place in settings.sensitive.items():
        try:
            if not path.startswith("*"):
                find(known, path.partition(".*")[0])
        except UnknownPathError as error:
            problems.add(f'"sensitive" names nothing that there is: {error}', place, error.hint)
