"""Loads and validates all files of the user: what is expected of each account."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from driftcheck import declared, policy
from driftcheck.config import Account, Settings, lock_in_force
from driftcheck.model import (
    BUILTIN_CHECKS,
    TAKEN_IDS,
    Collector,
    Declared,
    InputError,
    Place,
    Problem,
)
from driftcheck.pipeline.each import Each
from driftcheck.pipeline.task import Expected, Task
from driftcheck.system import no_search
from driftcheck.validation import (
    UnknownPathError,
    Validator,
    entry_shape,
    entry_validator,
    find,
    hiding,
    meaning_by,
    number_shape,
)
from driftcheck.words import did_you_mean

if TYPE_CHECKING:
    from driftcheck.triage import Waiver

_UNKNOWN = {"additionalProperties": True}
"""Stands for an unknown entry schema: it may allow any field."""


def load_task(
    settings: Settings,
    problems: Collector,
    environ: Mapping[str, str] | None = os.environ,
    *,
    stand_in: str | None = None,
) -> Task:
    """Read everything that the settings name. Raises InputError if no account can be checked.

    Variables in declarations come from `environ`; None reads none. A `stand_in` replaces unset
    variables when fields are needed but not their values. Problems that affect all accounts are
    added to `problems`. So are all others, if the configuration does not name its accounts or none
    of them can be checked; otherwise they are kept with their account.
    """
    with _entry_schema(settings, problems) as validator:
        lock = lock_in_force()
        refuse = lock.refused_variable if lock else None
        needed = environ is not None
        variables = declared.Variables(
            environ or {}, needed=needed, stand_in=stand_in, refuse=refuse
        )
        return _load(settings, validator, problems, variables)


def load_waivers(settings: Settings, problems: Collector) -> "dict[str, tuple[Waiver, ...]]":
    """Return the waivers of each account, without reading its declarations and variables.

    Raises InputError with all problems of the waivers and of what they name, and LockError if they
    exceed the lock.
    """
    with _entry_schema(settings, problems) as validator:
        packs = _packs(settings, validator)
        files = _read_waivers(settings, validator, _known_checks(settings, packs), packs.made)
        found = {}
        for account in settings.accounts:
            problems.problems.extend(account.problems)
            packs.of(account.policies, problems)
            read = files.of(account.waivers, problems)
            found[account.name] = tuple(waiver for file in read for waiver in file)
        _check_waivers_by_lock([waiver for those in found.values() for waiver in those], problems)
        problems.finish()
        return found


@contextmanager
def _entry_schema(settings: Settings, problems: Collector) -> Iterator[Validator]:
    """Yield the entry schema of the configuration; in this context it decides what is secret."""
    with hiding(settings.sensitive):
        # Replaces one that cannot be read, so that everything else is still checked.
        validator = Validator({})
        if _is_unread(settings, "schema"):
            validator = Validator(_UNKNOWN)
        else:
            with problems.step():
                validator = entry_validator(settings.schema)
        with meaning_by(validator.schema):
            yield validator


def _known_checks(settings: Settings, packs: "Each[policy.Pack]") -> Collection[str]:
    """Return the ids of all checks and rules.

    The rules of a refused pack exist too: only the pack's own problems should be reported.
    """
    ids = BUILTIN_CHECKS.keys() | policy.ids(packs.refused)
    ids |= {rule.id for rule in policy.rules_of(packs.made)}
    return frozenset(ids) if _has_all_packs(settings) else _Any(ids)


def _load(
    settings: Settings, validator: Validator, problems: Collector, variables: declared.Variables
) -> Task:
    packs = _packs(settings, validator)
    known = _known_checks(settings, packs)
    _check_severity_ids(settings.severity_places, known, problems)
    _check_sensitive_paths(settings, validator, problems)
    if settings.notifications:
        from driftcheck import notify  # only needed with notifications

        notify.check(settings.notifications, problems)
    common = _Common(
        validator, variables, packs, _read_waivers(settings, validator, known, packs.made)
    )
    found, failed = _accounts(settings, common, known, problems)
    rules = _each_once(policy.rules_of(packs.made))
    waivers = tuple(waiver for file in common.waived.made for waiver in file)
    _check_lock(settings, rules, waivers, variables, problems)
    if problems.problems:  # report the accounts along with these
        problems.problems.extend(problem for own in failed.values() for problem in own)
    problems.finish()
    return Task(
        settings,
        found,
        rules=rules,
        waivers=waivers,
        schema=validator.schema,
        failed=failed,
        filled=frozenset(variables.filled),
        unfilled=len(variables.left),
    )


def _accounts(
    settings: Settings, common: "_Common", known: Collection[str], problems: Collector
) -> tuple[dict[str, Expected], dict[str, tuple[Problem, ...]]]:
    """Return what is expected of each account, and the problems of the others."""
    found: dict[str, Expected] = {}
    failed: dict[str, tuple[Problem, ...]] = {}
    for account in settings.accounts:
        own = Collector() if settings.several else problems
        own.problems.extend(account.problems)
        _check_severity_ids(account.severity_places, known, own)
        expected = common.expected(account, own)
        if settings.several and own.problems:
            failed[account.name] = InputError(*own.problems).problems
        else:
            found[account.name] = expected
    return found, failed


def _check_lock(
    settings: Settings,
    rules: Iterable[policy.Rule],
    waivers: "Iterable[Waiver]",
    variables: declared.Variables,
    problems: Collector,
) -> None:
    """Report what exceeds the active lock in the files that the configuration names."""
    lock = lock_in_force()
    if lock is None:
        return
    from driftcheck.config import lowered  # only needed with a lock

    problems.forbid(variables.refused)
    problems.forbid(lowered(lock, settings, {rule.id: rule.severity for rule in rules}))
    _check_waivers_by_lock(waivers, problems)


def _check_waivers_by_lock(waivers: "Iterable[Waiver]", problems: Collector) -> None:
    """Report waivers that exceed the active lock."""
    if lock := lock_in_force():
        from driftcheck.triage.permitted import beyond_of_waivers  # only needed with a lock

        problems.forbid(beyond_of_waivers(lock, waivers))


def _is_unread(settings: Settings, *keys: str) -> bool:
    """Whether anything below these keys is unknown because its variables were not read."""
    return any(unread.key in keys for unread in settings.unread)


def _has_all_packs(settings: Settings) -> bool:
    """Whether the packs of all accounts were found, so that the ids of all rules are known."""
    everyone = (*settings.accounts, *settings.left_out)
    return not (_is_unread(settings, "policies") or any(one.lacks_packs for one in everyone))


class _Any(frozenset[str]):
    """A set of check ids that contains everything, if some ids are unknown."""

    def __contains__(self, _: object) -> bool:
        return True


def _each_once(rules: Iterable[policy.Rule]) -> tuple[policy.Rule, ...]:
    """Return one rule per id: a pack with other parameters is another pack with the same ids."""
    known: dict[str, policy.Rule] = {}
    for rule in rules:
        known.setdefault(rule.id, rule)
    return tuple(known.values())


def _packs(settings: Settings, validator: Validator) -> "Each[policy.Pack]":
    shape, namespace = entry_shape(validator.schema), policy.Namespace(TAKEN_IDS)
    names = [account.name for account in (*settings.accounts, *settings.left_out)]
    return Each(settings.policies, lambda file: namespace.add(policy.read(file, shape, names)))


def _read_waivers(
    settings: Settings,
    validator: Validator,
    known: Collection[str],
    packs: Iterable[policy.Pack],
) -> "Each[tuple[Waiver, ...]]":
    """Read the waivers of each file; without any, their modules are not imported."""
    if not settings.waivers:
        return Each((), lambda _: ())
    from driftcheck.triage import load_waivers
    from driftcheck.triage.waivable import possible_waivers

    if _is_unread(settings, "schema") or not _has_all_packs(settings):
        return Each(settings.waivers, lambda file: load_waivers([file], known))
    can_be = possible_waivers(validator, policy.rules_of(packs))
    return Each(settings.waivers, lambda file: load_waivers([file], known, can_be))


class _Common(NamedTuple):
    """The results that accounts share."""

    validator: Validator
    variables: declared.Variables
    packs: "Each[policy.Pack]"
    waived: "Each[tuple[Waiver, ...]]"

    def expected(self, account: Account, problems: Collector) -> Expected:
        """Return what is expected of one account; adds its problems to `problems`."""
        known: Declared = {}
        with problems.step():
            if account.live is not None:
                account.live.check()
        with problems.step(), no_search():
            known = declared.load(account.declared, self.validator.schema, self.variables)
        files = self.waived.of(account.waivers, problems)
        return Expected(
            known,
            policy.rules_of(self.packs.of(account.policies, problems)),
            tuple(waiver for file in files for waiver in file),
            self.validator,
        )


def _check_severity_ids(
    places: Mapping[str, Place], known: Collection[str], problems: Collector
) -> None:
    for check, place in places.items():
        if check not in known:
            problems.add(f'there is no check "{check}"', place, did_you_mean(check, known))


def _check_sensitive_paths(settings: Settings, validator: Validator, problems: Collector) -> None:
    """Report mistyped paths, which would hide nothing."""
    if not settings.sensitive:
        return
    known = number_shape(validator.schema)
    for path, place in settings.sensitive.items():
        try:
            if not path.startswith("*"):
                find(known, path.partition(".*")[0])
        except UnknownPathError as error:
            # The steps of a variable's value are not matched, so it is quoted whole.
            is_filled = place.as_written(f'"{path}"') != f'"{path}"'
            why = f'no number has a field "{path}"' if is_filled else str(error)
            hint = None if is_filled else error.hint
            problems.add(f'"sensitive" must name existing fields: {why}', place, hint)
