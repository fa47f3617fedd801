"""The data of a run: its settings, everything they name, and its options."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from driftcheck.compare.details import NOTHING_UNSEEN, Unseen
from driftcheck.config import Account, Settings
from driftcheck.model import JSON, Declared, Finding, LiveList, Need, Problem, Watch
from driftcheck.pipeline.provenance import Provenance
from driftcheck.policy.rule import Rule
from driftcheck.validation import Shape, Validator, lookup, number_shape

if TYPE_CHECKING:
    from driftcheck.triage import Baseline, Waiver


class Job(NamedTuple):
    """Everything needed to look at an account, anywhere: it can be pickled.

    `rules` excludes those that are off. `select` and `allow_empty` are as in `Options`; `sensitive`
    has the paths that are never shown. `digest` requests the hash of the live list.
    """

    account: Account
    declared: Declared
    rules: tuple[Rule, ...]
    validator: Validator
    select: tuple[str, ...] = ()
    allow_empty: bool = False
    sensitive: tuple[str, ...] = ()
    digest: bool = False


class Look(NamedTuple):
    """What was seen of an account.

    `fetched` is the live list; None if it could not be fetched. `declared` and `live` are the two
    sides, cut down to the selected numbers. The findings are as the stages make them: without an
    account and without waivers, and including those of checks (but not rules) that are off.
    `applied` has how many numbers each rule applied to, by id. `problems` says why the account
    could not be read in full. `digest` is the hash of the live list, if requested. `is_own` says
    whether the list is the account's own. `reasons` explains an empty selection, as far as
    possible. `unseen` is what the list withholds. `known` has texts that are never shown, such as
    the secret that was sent.
    """

    account: Account
    fetched: LiveList | None = None
    declared: Declared | None = None
    live: LiveList | None = None
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str | None = None
    is_own: bool = True
    reasons: tuple[str, ...] = ()
    unseen: Unseen = NOTHING_UNSEEN
    applied: Mapping[str, int] = {}
    known: tuple[str, ...] = ()

    @property
    def seen(self) -> Iterable[str]:
        """The phone numbers of the whole live list as text, usable or not."""
        listed = self.fetched.entries if self.fetched else ()
        return (str(lookup(entry, ["phone_number"])) for entry in listed)

    @property
    def is_empty(self) -> bool:
        """Whether the selection is empty."""
        return not self.declared and not (self.live and self.live.entries)


Executor = Callable[[Sequence[Job], Watch], list[Look]]
"""Looks at the accounts of jobs; the looks are in the same order."""


class Expected(NamedTuple):
    """What is expected of one account: the user's files, loaded and valid.

    `validator` checks against the entry schema of its live list; `rules` are those of its packs.
    """

    declared: Declared
    rules: tuple[Rule, ...]
    waivers: "tuple[Waiver, ...]"
    validator: Validator


class Options(NamedTuple):
    """The options of a run besides the configuration.

    `confirm` is the pause in seconds before a second fetch; None means no second fetch. `seen`
    receives the live phone numbers as text, usable or not. `jobs` is how many accounts are read
    concurrently here; `executor` replaces that.
    """

    select: tuple[str, ...] = ()
    allow_empty: bool = False
    use_waivers: bool = True
    baseline: "Baseline | None" = None
    confirm: float | None = None
    seen: Callable[[Iterable[str]], None] | None = None
    jobs: int = 8
    executor: Executor | None = None


class Task(NamedTuple):
    """One run: its settings, everything they name, loaded and valid, and its options.

    `accounts` is by name; `failed` has the problems of those that could not be loaded. `rules` and
    `waivers` are those of all accounts, with one rule per id. `schema` is the entry schema of the
    configuration. `filled` has the dotted paths of fields that came from the environment, which are
    never shown; `unfilled` counts those that were left out instead. `provenance` is the commit and
    the CI run.
    """

    settings: Settings
    accounts: Mapping[str, Expected]
    rules: tuple[Rule, ...]
    waivers: "tuple[Waiver, ...]"
    schema: JSON
    failed: Mapping[str, tuple[Problem, ...]] = {}
    filled: frozenset[str] = frozenset()
    unfilled: int = 0
    options: Options = Options()
    provenance: Provenance = Provenance()

    @property
    def declared(self) -> dict[str, Declared]:
        """The declared state of each account."""
        return {name: expected.declared for name, expected in self.accounts.items()}

    @property
    def shape(self) -> Shape:
        """The shape of a number according to the entry schema of the configuration."""
        return number_shape(self.schema)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The dotted paths that are never shown, in addition to those of the schema."""
        return (*self.settings.sensitive, *sorted(self.filled))

    @property
    def has(self) -> frozenset[Need]:
        """The needs of checks that this run meets, if nothing fails."""
        given = {
            Need.WAIVERS: self.options.use_waivers,
            Need.ALL_NUMBERS: not self.options.select,
            Need.ALL_ACCOUNTS: not self.settings.left_out,
            Need.SEVERAL_ACCOUNTS: len(self.settings.accounts) > 1,
        }
        return frozenset(need for need, is_given in given.items() if is_given)
