"""Severities as written in a configuration."""

from driftcheck.model import FAIL_NEVER, Severity


def severity_of(label: str) -> Severity:
    """Return the severity of a label; `LOW` for an unset variable, which is already reported."""
    return Severity.of(label) if label.upper() in Severity.__members__ else Severity.LOW


def threshold(label: str) -> Severity | None:
    """Return the lowest severity that fails a run, or None for `never`."""
    return None if label == FAIL_NEVER else severity_of(label)
