"""Severities as users write them."""

from driftcheck.model import FAIL_NEVER, Severity


def severity_of(label: str) -> Severity:
    """The severity of a label; any, where a variable in its place was not filled in."""
    return Severity.of(label) if label.upper() in Severity.__members__ else Severity.LOW


def threshold(label: str) -> Severity | None:
    """The least severity that fails a run, from how users write it; None for `never`."""
    return None if label == FAIL_NEVER else severity_of(label)
