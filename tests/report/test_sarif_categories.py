"""Code scanning keeps what runs found apart by their categories."""

import json

import pytest

from driftcheck.model import AccountResult, Problem, fingerprint
from driftcheck.report import View, sarif
from tests.reports import finding, report


@pytest.mark.parametrize(
    ("accounts", "config", "expected"),
    [
        ("production", "driftcheck.yaml", "production/"),
        ("a b\x1b", "driftcheck.yaml", "a%20b%5Cx1b/"),
        ("eu us", "driftcheck.yaml", ""),
        ("", "driftcheck.yaml", ""),
        ("config:a", "driftcheck.yaml", "config%3Aa/"),
        ("eu", "a", "eu/config:a/"),
        ("eu us", "a", "config:a/"),
        ("eu us", "ops/ü\ud800\n?.yaml", "config:ops/%C3%BC%3F%0A%3F.yaml/"),
    ],
)
def test_runs_on_other_accounts_or_configurations_have_other_categories(
    accounts: str, config: str, expected: str
) -> None:
    names = [accounts] if "\x1b" in accounts else accounts.split()
    parts = tuple(AccountResult(name, None, 1, 1) for name in names)
    text = sarif.render(report(accounts=parts, config_path=config), View())
    assert json.loads(text)["runs"][0]["automationDetails"] == {"id": f"driftcheck/{expected}"}


def test_the_fingerprints_are_the_same_for_every_configuration() -> None:
    """They may be known to code scanning from an earlier version; the category is enough."""
    problem = Problem("no network")
    shown = set()
    for config in ("driftcheck.yaml", "ops/driftcheck.yaml"):
        given = report([finding()], config_path=config)._replace(problems=(problem,))
        [run] = json.loads(sarif.render(given, View()))["runs"]
        shown.add(
            tuple(r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"])
        )
    assert shown == {(fingerprint("0", "no-verdict", None, problem.message), finding().fingerprint)}
