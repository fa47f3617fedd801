"""What the tests of waivers share: one account, whose waivers are applied and reported."""

from collections.abc import Sequence
from datetime import date

from driftcheck.model import Finding
from driftcheck.triage import waivers
from driftcheck.triage.waivers import Waiver


def apply(
    findings: Sequence[Finding], granted: Sequence[Waiver], today: date, all_numbers: bool = True
) -> list[Finding]:
    """The findings with those waived marked, and the findings on the waivers themselves."""
    marked, used = waivers.mark_waived(findings, granted, today)
    return [*marked, *waivers.overdue_waivers(granted, used, today, all_numbers)]
