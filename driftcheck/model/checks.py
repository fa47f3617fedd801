"""The checks that are built in: what each is called, how bad it is, and what to do about it."""

from collections.abc import Set
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from driftcheck.model.errors import Place
from driftcheck.model.findings import Finding, Kind, Severity
from driftcheck.words.pointers import JSON


class Need(Enum):
    """What a run must have, or else a check is not made."""

    WAIVERS = auto()
    ALL_NUMBERS = auto()
    ALL_ACCOUNTS = auto()
    SEVERAL_ACCOUNTS = auto()


class Domain(Enum):
    """What a check applies to: the numbers that a report counts for it."""

    ENTRIES = auto()
    DECLARED = auto()
    DECLARED_AND_LIVE = auto()
    DECLARED_ABSENT = auto()
    DECLARED_OR_LIVE = auto()
    NO_NUMBERS = auto()


class About(Enum):
    """What the findings of a built-in check are on."""

    FIELD = auto()
    NUMBER = auto()
    LIST = auto()


class State(StrEnum):
    """What is wrong with a number, as summaries count it."""

    MISSING = auto()
    CHANGED = auto()
    PRESENT = auto()
    UNMANAGED = auto()
    INVALID = auto()


class Check(NamedTuple):
    """A check: what it finds (`title`), why it matters, and what to do about it.

    A built-in one, or a policy rule; `location` is that of the rule. `severity` is the default or
    what is configured; drift may be graver by its impact. A run makes the check where it has all
    that `needs` names; that it finds nothing more proves something where it has `proof` as well.
    Findings `about` a whole number, or the whole list, name no field. Summaries count the numbers
    that it finds under `state`; `varies` says how the severity depends on what is found.
    """

    id: str
    kind: Kind
    severity: Severity
    title: str
    description: str
    remedy: str | None
    tags: tuple[str, ...] = ()
    location: Place | None = None
    domain: Domain = Domain.ENTRIES
    needs: Set[Need] = frozenset()
    proof: Set[Need] = frozenset()
    about: About = About.FIELD
    state: State | None = None
    varies: str = ""

    def is_made(self, having: Set[Need]) -> bool:
        """Whether a run makes the check that has this."""
        return self.needs <= having

    def finding(
        self,
        phone_number: str | None,
        path: str | None,
        message: str,
        *,
        expected: JSON = None,
        actual: JSON = None,
        severity: Severity | None = None,
        location: Place | None = None,
    ) -> Finding:
        """A finding of this check; `expected` and `actual` must be redacted."""
        return Finding(
            check=self.id,
            kind=self.kind,
            severity=self.severity if severity is None else severity,
            phone_number=phone_number,
            path=path,
            message=message,
            expected=expected,
            actual=actual,
            remedy=self.remedy,
            location=location,
        )


_ALL = (
    Check(
        "drift-missing",
        Kind.DRIFT,
        Severity.HIGH,
        "A declared number is not live",
        "Somebody deleted the number, or imported another in its place. Callers of an inbound "
        "number reach nobody, and an outbound one cannot place calls. Where a live number "
        "differs by one edit, the finding names it: one of the two is probably a typo.",
        "Import the number again, or remove its declaration.",
        domain=Domain.DECLARED,
        about=About.NUMBER,
        state=State.MISSING,
        varies="critical where declared inbound, else high",
    ),
    Check(
        "drift-changed",
        Kind.DRIFT,
        Severity.MEDIUM,
        "A declared field differs from the live one",
        "A field of a live number is not what its declaration says: somebody clicked in the "
        "console, or the declaration was never applied. A changed pipeline sends callers to "
        "the wrong agent, a cleared one to none.",
        "Change the number back in the console, or declare the live value.",
        domain=Domain.DECLARED_AND_LIVE,
        state=State.CHANGED,
        varies="high, medium or low, by the field",
    ),
    Check(
        "drift-unmanaged",
        Kind.DRIFT,
        Severity.MEDIUM,
        "A live number is not declared",
        "Nobody has declared this number, so nobody reviews what it does, and nobody notices "
        "when it changes. It may be a forgotten test, or a number that costs money and "
        "answers for you.",
        "Declare the number, or delete it in the console.",
        about=About.NUMBER,
        state=State.UNMANAGED,
    ),
    Check(
        "drift-present",
        Kind.DRIFT,
        Severity.HIGH,
        "A number declared absent is live",
        "The number should be gone, but it is live. It may still take calls, and it still costs "
        "money.",
        "Delete the number in the console, or remove `state: absent`.",
        domain=Domain.DECLARED_ABSENT,
        about=About.NUMBER,
        state=State.PRESENT,
    ),
    Check(
        "schema-invalid",
        Kind.SCHEMA,
        Severity.HIGH,
        "A live entry breaks the schema",
        "What the API returned for this number is not what the schema of live entries allows. "
        "Either the number is set up wrongly, or the API has changed its shape, and then no "
        "check on that field can be trusted.",
        "Correct the number; if the API has changed its shape, update driftcheck or set `schema`.",
        state=State.INVALID,
    ),
    Check(
        "schema-unknown-field",
        Kind.SCHEMA,
        Severity.INFO,
        "A live entry has a field that the schema does not know",
        "The API returns a field that no declaration and no policy can know of yet. It is "
        "harmless for most, but it may be a new switch that changes what the number does.",
        "Nothing, if the API has grown; check whether a policy should read the new field.",
    ),
    Check(
        "live-withheld",
        Kind.SCHEMA,
        Severity.INFO,
        "The live list does not show details that are declared, or that rules read",
        "Some entries have an inbound_config or outbound_config, and no entry of the whole list "
        "has anything in it but a pipeline. Nobody can know whether that is configured as it is "
        "declared, so it is not compared, and rules do not look at it.",
        "Nothing, if the API never shows these details; check in the console that they are right. "
        "If it does show them, set `severity: {live-withheld: high}`.",
        about=About.LIST,
    ),
    Check(
        "live-duplicate",
        Kind.SCHEMA,
        Severity.HIGH,
        "A phone number appears twice in the live list",
        "A phone number is the key of the list: with two entries for one number nobody can "
        "say which of them answers, and its declaration can be right for one and wrong for "
        "the other.",
        "Delete all but one of the entries in the console.",
        about=About.NUMBER,
    ),
    Check(
        "cross-account-duplicate",
        Kind.POLICY,
        Severity.HIGH,
        "A number is in two accounts",
        "The number is declared or live in several accounts of the configuration. Only one of them "
        "can answer its calls, and neither list says which; a number on its way from one account "
        "to another is often left behind in the first.",
        "Remove the number from all accounts but one, or declare it `state: absent` in the others "
        "until it is gone.",
        domain=Domain.DECLARED_OR_LIVE,
        needs=frozenset({Need.SEVERAL_ACCOUNTS}),
        proof=frozenset({Need.ALL_ACCOUNTS}),
        about=About.NUMBER,
    ),
    Check(
        "waiver-expired",
        Kind.WAIVER,
        Severity.MEDIUM,
        "A waiver has run out and waives no longer",
        "What was accepted for a time is accepted no longer, and the finding under it fails "
        "again. Waivers end so that somebody looks again.",
        "Fix what it waived and remove it, or agree on a new date.",
        domain=Domain.NO_NUMBERS,
        needs=frozenset({Need.WAIVERS}),
    ),
    Check(
        "waiver-expiring",
        Kind.WAIVER,
        Severity.INFO,
        "A waiver is about to run out",
        "What was accepted for a time fails again once the waiver has run out, in a night when "
        "nobody expects it. There are some days left to fix it, or to agree on a new date; "
        "`waiver_notice` in the configuration says how many.",
        "Fix what it waives and remove it, or agree on a new date.",
        domain=Domain.NO_NUMBERS,
        needs=frozenset({Need.WAIVERS}),
    ),
    Check(
        "waiver-unused",
        Kind.WAIVER,
        Severity.LOW,
        "A waiver matches no finding",
        "The waiver waives nothing: what it was for has been fixed, or its check or numbers "
        "are mistyped, so that what it ought to waive fails. Left in place, it would hide the "
        "same finding on the day it comes back.",
        "Remove it if what it waived is fixed; otherwise correct its check or numbers.",
        domain=Domain.NO_NUMBERS,
        needs=frozenset({Need.WAIVERS}),
        proof=frozenset({Need.ALL_ACCOUNTS, Need.ALL_NUMBERS}),
    ),
)
BUILTIN_CHECKS = {check.id: check for check in _ALL}
OF_WHOLE_NUMBERS = frozenset(check.id for check in _ALL if check.about is About.NUMBER)
"""The checks whose findings name no field of a number."""
NO_VERDICT = Check(
    "no-verdict",
    Kind.DRIFT,
    Severity.CRITICAL,
    "Not everything was read, so there is no verdict",
    "An account, or a file that the run needs, was not read whole, or a report could not be "
    "written. What is missing from such a run is not fixed: it was not looked for.",
    "See the message for what to do, and run the check again.",
)
"""What CI systems are told in place of a finding where there is no verdict."""
TAKEN_IDS = frozenset({*BUILTIN_CHECKS, NO_VERDICT.id})
"""The ids that no rule can have."""


def state_of(check: str) -> State | None:
    """What a check of this id says of a number; None for rules and all other checks."""
    found = BUILTIN_CHECKS.get(check)
    return found.state if found else None
