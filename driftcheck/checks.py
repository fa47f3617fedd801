"""The checks that are built in: what each is called, how bad it is, and what to do about it."""

from dataclasses import dataclass

from driftcheck.errors import Place
from driftcheck.model import JSON, Finding, Kind, Severity


@dataclass(frozen=True, slots=True)
class Check:
    """A built-in check. `severity` is the default; drift may be graver by its impact."""

    id: str
    kind: Kind
    severity: Severity
    title: str
    remedy: str

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
        "Import the number again, or remove its declaration.",
    ),
    Check(
        "drift-changed",
        Kind.DRIFT,
        Severity.MEDIUM,
        "A declared field differs from the live one",
        "Change the number back in the console, or declare the live value.",
    ),
    Check(
        "drift-unmanaged",
        Kind.DRIFT,
        Severity.MEDIUM,
        "A live number is not declared",
        "Declare the number, or delete it in the console.",
    ),
    Check(
        "drift-present",
        Kind.DRIFT,
        Severity.HIGH,
        "A number declared absent is live",
        "Delete the number in the console, or remove `state: absent`.",
    ),
    Check(
        "schema-invalid",
        Kind.SCHEMA,
        Severity.HIGH,
        "A live entry breaks the schema",
        "Correct the number; if the API has changed its shape, update driftcheck or set `schema`.",
    ),
    Check(
        "schema-unknown-field",
        Kind.SCHEMA,
        Severity.INFO,
        "A live entry has a field that the schema does not know",
        "Nothing, if the API has grown; see that no policy ought to read the new field.",
    ),
    Check(
        "live-duplicate",
        Kind.SCHEMA,
        Severity.HIGH,
        "A phone number is twice in the live list",
        "Delete all but one of the entries in the console.",
    ),
    Check(
        "waiver-expired",
        Kind.WAIVER,
        Severity.MEDIUM,
        "A waiver has run out and waives no longer",
        "Mend what it waived and remove it, or agree on a new date.",
    ),
    Check(
        "waiver-unused",
        Kind.WAIVER,
        Severity.LOW,
        "A waiver matches no finding",
        "Remove it if what it waived is mended; else see that its check and numbers are right.",
    ),
)
BUILTIN = {check.id: check for check in _ALL}
