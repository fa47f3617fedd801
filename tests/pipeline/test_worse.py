"""A finding that was open before is worse if it matters more than it did."""

import pytest

from driftcheck.history import Before
from driftcheck.history.records import KeptWaiver
from driftcheck.model import Finding, Severity, Terms
from driftcheck.pipeline.worse import why_worse
from tests.reports import WAIVER, finding, report

FOUND = finding(severity=Severity.HIGH)
SAME = Before("high", "new", False, None, "low")
WAIVED = SAME._replace(waived=True)
EXPIRED = WAIVED._replace(waiver=KeptWaiver("voice-team", "2025-12-31", "legacy IVR"))
LOST = "no waiver covers it any more"


def why(
    before: Before | None, found: Finding = FOUND, fail_on: Severity | None = Severity.LOW
) -> str:
    made = report([found], fail_on=fail_on, started_at="2026-01-01T02:00:00Z")
    return why_worse(found, before, made)


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (EXPIRED, "its waiver ran out on 2025-12-31"),
        (EXPIRED._replace(waiver=KeptWaiver("o", "2026-01-01", "r")), LOST),
        (EXPIRED._replace(waiver=KeptWaiver("o", "\x1b[31m", "r")), LOST),
        (WAIVED, LOST),
        (SAME._replace(status="existing"), "the baseline does not cover it any more"),
        (SAME._replace(severity="low"), "was low, now high"),
        (EXPIRED._replace(severity="low"), "its waiver ran out on 2025-12-31, was low, now high"),
        (SAME._replace(fail_on="critical"), "fails because fail_on is no longer critical"),
        (SAME._replace(fail_on="never"), "fails because fail_on is no longer never"),
        (SAME._replace(lacking=1012), "not reported by run 1,012"),
    ],
)
def test_the_reason_is_given(before: Before, says: str) -> None:
    assert why(before) == says


@pytest.mark.parametrize(
    "before",
    [
        None,
        SAME,
        SAME._replace(severity="critical"),
        SAME._replace(fail_on="high"),
        SAME._replace(severity="critical", fail_on="critical"),
        SAME._replace(fail_on=None),
    ],
)
def test_a_finding_that_matters_as_much_as_before_is_not_worse(before: Before | None) -> None:
    assert why(before) == ""


@pytest.mark.parametrize("before", [EXPIRED, SAME._replace(severity="low")])
def test_an_accepted_finding_is_not_worse(before: Before) -> None:
    assert why(before, FOUND._replace(waiver=WAIVER)) == ""
    assert why(before, FOUND._replace(status="existing")) == ""


def test_what_still_does_not_fail_is_not_worse() -> None:
    for fail_on in (Severity.CRITICAL, None):
        assert why(SAME._replace(fail_on="critical"), fail_on=fail_on) == ""


def test_a_run_without_waivers_cannot_tell_that_one_ran_out() -> None:
    made = report([FOUND], terms=Terms("driftcheck.yaml", waivers=None))
    assert why_worse(FOUND, EXPIRED._replace(severity="low"), made) == ""
    assert why_worse(FOUND, SAME._replace(severity="low"), made) == "was low, now high"
