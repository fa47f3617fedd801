"""Every fault over plain HTTP: what comes out of the real command line, and what was asked."""

from pathlib import Path

import pytest

from tests.faults import (
    cases_answers,
    cases_errors,
    cases_pages,
    cases_redirects,
    cases_statuses,
    cases_wire,
)
from tests.faults.matrix import FINE, assert_only_asked, hold
from tests.faults.server import running
from tests.support import fresh

ROWS = [
    *cases_statuses.ROWS,
    *cases_errors.ROWS,
    *cases_answers.ROWS,
    *cases_pages.ROWS,
    *cases_wire.ROWS,
]


def test_a_fault_gives_the_expected_message(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for row in ROWS:
        with subtests.test(row.name):
            folder = fresh(tmp_path)
            with running(*row.replies) as server:
                hold(row, folder, server.url)
            assert_only_asked(server, row.asked)


def test_a_redirect_is_reported_and_never_followed(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for row in cases_redirects.ROWS:
        with subtests.test(row.name):
            folder = fresh(tmp_path)
            with running(FINE) as other, running(*row.replies, other=other.url) as server:
                outcome = hold(row, folder, server.url, other.url)
            assert_only_asked(server, 1)
            assert_only_asked(other, 0)
            assert not any(
                word in outcome.ran.stderr + outcome.report for word in ("w0rd", "t0ken")
            )
