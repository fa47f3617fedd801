"""The built-in checks: their ids, severities, titles, descriptions and remedies."""

from collections.abc import Set
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from driftcheck.model.errors import Place
from driftcheck.model.findings import Finding, Kind, Severity
from driftcheck.words.pointers import JSON


class Need(Enum):
    """What a run must have for a check to be made."""

    WAIVERS = auto()
    ALL_NUMBERS = auto()
    ALL_ACCOUNTS = auto()
    SEVERAL_ACCOUNTS = auto()


class Domain(Enum):
    """The numbers that a check applies to, as a report counts them."""

    ENTRIES = auto()
    DECLARED = auto()
    DECLARED_AND_LIVE = auto()
    DECLARED_ABSENT = auto()
    DECLARED_OR_LIVE = auto()
    NO_NUMBERS = auto()


class About(Enum):
    """What the findings of a built-in check refer to."""

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
    """A built-in check or a policy rule.

    `title` says what it finds, `description` why that matters, `remedy` what to do. `location` is
    where a rule is defined; None for a built-in check. `severity` is the default or the configured
    one; the impact of drift may raise it, and `varies` says how. A run makes the check if it has
    everything in `needs`. A finding that is gone counts as fixed only if the run also has
    everything in `proof`. Findings `about` a number or the list have no path. Summaries count the
    numbers that the check finds under `state`.
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
        """Whether a run that has these things makes the check."""
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
        """Return a finding of this check; `expected` and `actual` must already be redacted."""
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
        "Somebody deleted the number or imported a different one. Callers of an inbound number "
        "reach nobody; an outbound number cannot place calls. If a live number differs by one "
        "edit, the finding names it, because one of the two is probably a typo.",
        "Import the number again, or remove its declaration.",
        domain=Domain.DECLARED,
        about=About.NUMBER,
        state=State.MISSING,
        varies="critical if declared inbound, otherwise high",
    ),
    Check(
        "drift-changed",
        Kind.DRIFT,
        Severity.MEDIUM,
        "A declared field differs from the live one",
        "A field of a live number does not match its declaration: somebody changed it in the "
        "console, or the declaration was never applied. A changed pipeline sends callers to "
        "the wrong agent; a cleared one sends them to none.",
        "Change the number back in the console, or declare the live value.",
        domain=Domain.DECLARED_AND_LIVE,
        state=State.CHANGED,
        varies="high, medium or low, depending on the field",
    ),
    Check(
        "drift-unmanaged",
        Kind.DRIFT,
        Severity.MEDIUM,
        "A live number is not declared",
        "Nobody has declared this number, so nobody reviews what it does or notices when it "
        "changes. It may be a forgotten test, or a number that costs money and answers calls in "
        "your name.",
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
        "The entry that the API returned for this number does not match the schema of live "
        "entries. Either the number is misconfigured, or the API has changed and no check of that "
        "field can be trusted.",
        "Correct the number; if the API has changed, update driftcheck or set `schema`.",
        state=State.INVALID,
    ),
    Check(
        "schema-unknown-field",
        Kind.SCHEMA,
        Severity.INFO,
        "A live entry has a field that the schema does not define",
        "The API returns a field that the schema does not define, so no declaration or policy "
        "uses it yet. It is usually harmless, but it may be a new setting that changes what the "
        "number does.",
        "If the API added the field, check whether a policy should read it.",
    ),
    Check(
        "live-withheld",
        Kind.SCHEMA,
        Severity.INFO,
        "The live list does not show details that are declared or that rules read",
        "Some entries have an inbound_config or outbound_config, but no entry in the list shows "
        "anything in it except a pipeline. The details cannot be checked against their "
        "declaration, so they are not compared, and rules skip them.",
        "If the API never shows these details, check them in the console. "
        "If it should show them, set `severity: {live-withheld: high}`.",
        about=About.LIST,
    ),
    Check(
        "live-duplicate",
        Kind.SCHEMA,
        Severity.HIGH,
        "A phone number appears twice in the live list",
        "The phone number is the key of the list. With two entries for one number, nobody can "
        "say which of them answers, and the declaration may match one entry and not the other.",
        "Delete all but one of the entries in the console.",
        about=About.NUMBER,
    ),
    Check(
        "cross-account-duplicate",
        Kind.POLICY,
        Severity.HIGH,
        "A number is in more than one account",
        "The number is declared or live in several accounts of the configuration. Only one of them "
        "can answer its calls, and the lists do not say which. A number that moved from one "
        "account to another is often left behind in the first.",
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
        "A waiver has expired",
        "The waiver is past its last day, so the findings that it covered fail again. Waivers "
        "expire so that somebody takes another look.",
        "Fix what it waived and remove the waiver, or agree on a new date.",
        domain=Domain.NO_NUMBERS,
        needs=frozenset({Need.WAIVERS}),
    ),
    Check(
        "waiver-expiring",
        Kind.WAIVER,
        Severity.INFO,
        "A waiver is about to expire",
        "The findings that the waiver covers fail again once it has expired, perhaps on a night "
        "when nobody expects it. There are a few days left to fix them or to agree on a new date; "
        "`waiver_notice` in the configuration sets how many.",
        "Fix what it waives and remove the waiver, or agree on a new date.",
        domain=Domain.NO_NUMBERS,
        needs=frozenset({Need.WAIVERS}),
    ),
    Check(
        "waiver-unused",
        Kind.WAIVER,
        Severity.LOW,
        "A waiver matches no finding",
        "The waiver has no effect. Either the finding that it covered is fixed, or its check or "
        "numbers are mistyped and the finding that it was meant for still fails. If the waiver "
        "stays, it hides the same finding when it comes back.",
        "Remove the waiver if the finding is fixed; otherwise correct its check or numbers.",
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
    "An account, or a file that the run needs, was not read in full, or a report could not be "
    "written. A finding that is missing from such a run is not fixed: nothing looked for it.",
    "See the message for what to do, then run the check again.",
)
"""Reported to CI systems in place of findings when there is no verdict."""
TAKEN_IDS = frozenset({*BUILTIN_CHECKS, NO_VERDICT.id})
"""Ids that no rule may use."""


def state_of(check: str) -> State | None:
    """Return the state that a built-in check reports; None for rules and for other checks."""
    found = BUILTIN_CHECKS.get(check)
    return found.state if found else None
