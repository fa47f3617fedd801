"""The types that stages hand to each other: numbers, findings, checks, results and errors."""

from driftcheck.model.checks import (
    BUILTIN_CHECKS,
    NO_VERDICT,
    OF_WHOLE_NUMBERS,
    TAKEN_IDS,
    About,
    Check,
    Domain,
    Need,
    State,
    state_of,
)
from driftcheck.model.errors import (
    Collector,
    DriftcheckError,
    ExitCode,
    HistoryError,
    InputError,
    LiveError,
    LockError,
    OutputError,
    Place,
    Problem,
    TransientError,
    UsageError,
)
from driftcheck.model.findings import (
    REST,
    Age,
    AppliedWaiver,
    Finding,
    Kind,
    Severity,
    fingerprint,
    order,
)
from driftcheck.model.numbers import (
    DEFAULT_ACCOUNT,
    Declaration,
    Declared,
    LiveList,
    Marks,
    Origin,
    number_of,
    path_of,
)
from driftcheck.model.result import (
    FAIL_NEVER,
    AccountResult,
    CheckResult,
    Comparison,
    Confirmation,
    Former,
    Heading,
    History,
    Outcome,
    Report,
    Summary,
    Terms,
    problem_text,
)
from driftcheck.model.watch import Item, Notify, Over, Watch, unwatched
from driftcheck.words.pointers import JSON
