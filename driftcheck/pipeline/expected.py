"""Everything that the user wrote, loaded and found valid; and what one run asks for."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from driftcheck import declared, live, policy
from driftcheck.checks import BUILTIN, TAKEN
from driftcheck.config import Account, Settings
from driftcheck.document import InputFile
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.model import Declared
from driftcheck.system import Watch, garbage
from driftcheck.validation import UnknownPathError, Validator, entries, find, hiding, meaning
from driftcheck.words.suggest import did_you_mean

if TYPE_CHECKING:
    from driftcheck.pipeline.look import Job, Look
    from driftcheck.triage.baseline import Baseline
    from driftcheck.triage.waivers import Waiver

Made = TypeVar("Made")
Executor = Callable[[Sequence["Job"], Watch], list["Look"]]
"""Looks at the accounts of jobs; the looks are in their order."""


class Expected(NamedTuple):
    """What the user wrote of one account, loaded and found valid."""

    declared: Declared
    packs: tuple[policy.Pack, ...]
    waivers: "tuple[Waiver, ...]"

    @property
    def rules(self) -> tuple[policy.Rule, ...]:
        """The rules of its packs."""
        return policy.rules_of(self.packs)


class Inputs(NamedTuple):
    """Everything that the user wrote, loaded and found valid, by the name of the account.

    `failed` says what is wrong with accounts of which it could not be loaded; `packs` and `waivers`
    are those of all accounts. `filled` are the dotted paths of fields that were filled in from the
    environment, and are never shown.
    """

    validator: Validator
    accounts: Mapping[str, Expected]
    packs: tuple[policy.Pack, ...]
    waivers: "tuple[Waiver, ...]"
    failed: Mapping[str, tuple[Problem, ...]] = {}
    filled: frozenset[str] = frozenset()

    @property
    def declared(self) -> dict[str, Declared]:
        """The declared state of each account."""
        return {name: expected.declared for name, expected in self.accounts.items()}

    @property
    def rules(self) -> tuple[policy.Rule, ...]:
        """The rules of all packs, one of each id."""
        return tuple({rule.id: rule for rule in reversed(policy.rules_of(self.packs))}.values())[
            ::-1
        ]


class Options(NamedTuple):
    """What one run asks for beside the configuration.

    `confirm` is the pause in seconds before findings are confirmed by a second fetch; None: they
    are not. `seen` is told the phone numbers that are live, as text, usable or not. `jobs` is how
    many accounts are looked at at once, here; `executor` looks at them in another way.
    """

    select: tuple[str, ...] = ()
    allow_empty: bool = False
    use_waivers: bool = True
    baseline: "Baseline | None" = None
    confirm: float | None = None
    seen: Callable[[Iterable[str]], None] | None = None
    jobs: int = 8
    executor: "Executor | None" = None


def load(
    settings: Settings, problems: Collector, environ: Mapping[str, str] | None = os.environ
) -> Inputs:
    """Read all that the settings name; raises InputError where no account can be looked at.

    The variables in declarations are those of `environ`; None leaves them aside. What is wrong for
    all accounts is added to `problems`. So is all else, where the configuration does not name its
    accounts; else it is kept with the account.
    """
    with hiding(settings.sensitive):
        variables = declared.Variables(environ or {}, needed=environ is not None)
        validator = Validator({})
        with problems.step():
            validator = entries.load(settings.schema)
        with meaning.by(validator.schema):
            return _load(settings, validator, problems, variables)


def _load(
    settings: Settings, validator: Validator, problems: Collector, variables: declared.Variables
) -> Inputs:
    packs = _packs(settings, validator)
    known = BUILTIN.keys() | policy.ids(packs.refused)
    known |= {rule.id for rule in policy.rules_of(packs.made)}
    _check_severity_ids(settings.severity_places, known, problems)
    _check_sensitive_paths(settings, validator, problems)
    if settings.notifications:
        from driftcheck import notify  # few tell anybody

        notify.check(settings.notifications, problems)
    waived = _waived(settings, validator, known, packs.made)
    found: dict[str, Expected] = {}
    failed: dict[str, tuple[Problem, ...]] = {}
    for account in settings.accounts:
        own = Collector() if settings.several else problems
        own.problems.extend(account.problems)
        _check_severity_ids(account.severity_places, known, own)
        expected = _expected(account, validator, variables, packs, waived, own)
        if settings.several and own.problems:
            failed[account.name] = InputError(*own.problems).problems
        else:
            found[account.name] = expected
    problems.finish()
    everything = tuple(waiver for file in waived.made for waiver in file)
    return Inputs(validator, found, packs.made, everything, failed, frozenset(variables.filled))


def _packs(settings: Settings, validator: Validator) -> "Each[policy.Pack]":
    shape, namespace = entries.shape(validator.schema), policy.Namespace(TAKEN)
    names = [account.name for account in (*settings.accounts, *settings.left_out)]
    return Each(settings.policies, lambda file: namespace.add(policy.read(file, shape, names)))


def _waived(
    settings: Settings,
    validator: Validator,
    known: Collection[str],
    packs: Iterable[policy.Pack],
) -> "Each[tuple[Waiver, ...]]":
    """The waivers of each file; a run without any does without what judges them."""
    if not settings.waivers:
        return Each((), lambda _: ())
    from driftcheck.triage import waivers
    from driftcheck.triage.waivable import possible

    can_be = possible(validator, policy.rules_of(packs))
    return Each(settings.waivers, lambda file: waivers.load([file], known, can_be))


def _expected(
    account: Account,
    validator: Validator,
    variables: declared.Variables,
    packs: "Each[policy.Pack]",
    waived: "Each[tuple[Waiver, ...]]",
    problems: Collector,
) -> Expected:
    """What the user wrote of one account; what is wrong with it is added to `problems`."""
    known: Declared = {}
    with problems.step():
        if account.live is not None:
            live.check(account.live)
    with problems.step(), garbage.no_search():
        known = declared.load(account.declared, validator.schema, variables)
    mine = waived.of(account.waivers, problems)
    return Expected(
        known,
        tuple(packs.of(account.policies, problems)),
        tuple(waiver for file in mine for waiver in file),
    )


class Each(Generic[Made]):
    """What was made of each of some files, and what is wrong with the others."""

    def __init__(self, files: Iterable[InputFile], make: Callable[[InputFile], Made]) -> None:
        self._made: dict[object, Made] = {}
        self._problems: dict[object, tuple[Problem, ...]] = {}
        self.refused: list[InputFile] = []
        for file in files:
            key = file.identity
            try:
                self._made[key] = make(file)
            except InputError as error:
                self._problems[key] = error.problems
                self.refused.append(file)

    @property
    def made(self) -> tuple[Made, ...]:
        """What was made of all files that are valid."""
        return tuple(self._made.values())

    def of(self, files: Iterable[InputFile], problems: Collector) -> list[Made]:
        """What was made of files; what is wrong with any is added to `problems`."""
        keys = [file.identity for file in files]
        for key in keys:
            problems.problems.extend(self._problems.get(key, ()))
        return [self._made[key] for key in keys if key in self._made]


def _check_severity_ids(
    places: Mapping[str, Place], known: Collection[str], problems: Collector
) -> None:
    for check, place in places.items():
        if check not in known:
            problems.add(f'there is no check "{check}"', place, did_you_mean(check, known))


def _check_sensitive_paths(settings: Settings, validator: Validator, problems: Collector) -> None:
    """A path that is mistyped would show what it was to hide."""
    if not settings.sensitive:
        return
    known = entries.with_metadata(validator.schema)
    for path, place in settings.sensitive.items():
        try:
            if not path.startswith("*"):
                find(known, path.partition(".*")[0])
        except UnknownPathError as error:
            problems.add(f'"sensitive" names nothing that there is: {error}', place, error.hint)
