"""One run: its settings, all that they name, loaded, and what is asked of it beside."""

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
    """All that is needed to look at an account, wherever that is done: it can be pickled.

    `rules` are those that are not off, `select` and `allow_empty` as in `Options`; `sensitive` are
    the paths that are not shown. `digest` asks for the hash of the live list.
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

    `fetched` is the live list, None where it could not be fetched; `declared` and `live` are the
    two sides, cut down to the numbers that are selected. The findings are as the stages make them:
    without their account, and nothing is waived; those of checks that are off are among them, but
    for rules. `applied` says how many numbers each rule applied to, by its id. Where the account
    could not be read whole, `problems` says why. `digest` is the hash of the live list, where it
    was asked for. `is_own` says whether the list is the account's own. `reasons` say why nothing at
    all was selected, as far as it can be seen; `unseen` is what the list keeps back. `known` are
    texts that are never shown, such as the secret that was sent.
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
        """The phone numbers of the whole live list, as text, usable or not."""
        listed = self.fetched.entries if self.fetched else ()
        return (str(lookup(entry, ["phone_number"])) for entry in listed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was selected."""
        return not self.declared and not (self.live and self.live.entries)


Executor = Callable[[Sequence[Job], Watch], list[Look]]
"""Looks at the accounts of jobs; the looks are in their order."""


class Expected(NamedTuple):
    """What is expected of one account: what the user wrote of it, loaded and found valid.

    `validator` decides by the entry schema of its live list, `rules` are those of its packs.
    """

    declared: Declared
    rules: tuple[Rule, ...]
    waivers: "tuple[Waiver, ...]"
    validator: Validator


class Options(NamedTuple):
    """What one run asks for beside the configuration.

    `confirm` is the pause in seconds before findings are confirmed by a second fetch; None: they
    are not. `seen` gets the phone numbers that are live, as text, usable or not. `jobs` is how
    many accounts are read side by side, here; `executor` looks at them in another way.
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
    """One run: its settings, what they name, loaded and found valid, and its options.

    `accounts` is by name; `failed` says what is wrong with those that could not be loaded. `rules`
    and `waivers` are those of all accounts, a rule once for each id. `schema` is the entry schema
    of the configuration. `filled` are the dotted paths of fields that were filled in from the
    environment, and are never shown; `unfilled` counts those that were left out instead.
    `provenance` is the commit that is checked, and the CI run that does so.
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
        """The shape of a number, by the entry schema of the configuration."""
        return number_shape(self.schema)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The dotted paths of fields that are never shown, but for those of the schema."""
        return (*self.settings.sensitive, *sorted(self.filled))

    @property
    def has(self) -> frozenset[Need]:
        """What checks may need that this run has, all going well."""
        given = {
            Need.WAIVERS: self.options.use_waivers,
            Need.ALL_NUMBERS: not self.options.select,
            Need.ALL_ACCOUNTS: not self.settings.left_out,
            Need.SEVERAL_ACCOUNTS: len(self.settings.accounts) > 1,
        }
        return frozenset(need for need, is_given in given.items() if is_given)
