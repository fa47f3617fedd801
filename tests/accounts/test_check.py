"""Several accounts: what each is checked against, and what happens to one with an error."""

import pytest

from tests.fleets import Fleet, Given, numbers, timeless
from tests.support import Ran

ONE, TWO = 12025550100, 12025550200


def found(report: dict[str, list[dict[str, str]]]) -> list[tuple[str, str, str]]:
    """Account, check and severity of the findings."""
    return [(f["account"], f["check"], f["severity"]) for f in report["findings"]]


def error_of(report: dict[str, list[dict[str, str]]], name: str) -> str:
    return next(account["error"] for account in report["accounts"] if account["name"] == name)


def test_accounts_without_findings_are_clean(fleet: Fleet) -> None:
    ran = fleet.write(eu=Given(numbers(ONE, 2)), us=Given(numbers(TWO))).check()
    assert (ran.code, ran.err) == (0, "")
    assert "  eu  2 declared, 2 live  no finding\n  us  1 declared, 1 live  no finding\n" in ran.out


def test_each_account_has_its_own_severities(fleet: Fleet) -> None:
    nothing = '  - {phone_number: "+19995550100", state: absent}\n'
    eu = Given(numbers(ONE), nothing, more="    severity: {drift-unmanaged: critical}\n")
    us = Given(numbers(TWO), nothing, more='    severity: {drift-unmanaged: "off"}\n')
    report = fleet.write(
        eu=eu,
        us=us,
        uk=Given(numbers(447400000000), nothing),
        more="severity: {drift-unmanaged: info}\n",
    ).report()
    assert found(report) == [
        ("eu", "drift-unmanaged", "critical"),
        ("uk", "drift-unmanaged", "info"),
    ]


def test_each_account_has_its_own_policies_beside_the_common_ones(fleet: Fleet) -> None:
    fleet.project.write(
        own__yaml="version: 1\nname: own\nrules:\n"
        "  - {id: said-so, title: Labels are long, severity: low, "
        "require: {label: {minLength: 90}}}\n"
    )
    live = numbers(ONE, associated_pipeline=None), numbers(TWO, associated_pipeline=None)
    eu = Given(live[0], more="    policies: [own.yaml]\n")
    report = fleet.write(eu=eu, us=Given(live[1])).report()
    checks = [(account, check) for account, check, _ in found(report)]
    routing = "inbound-has-pipeline"
    assert checks == [("eu", routing), ("us", routing), ("eu", "said-so")]


def test_a_pack_may_have_other_parameters_for_each_account(fleet: Fleet) -> None:
    def only(region: str) -> str:
        return f"    policies: [{{pack: builtin:telephony, with: {{regions: [{region}]}}}}]\n"

    report = fleet.write(
        eu=Given(numbers(ONE), more=only("GB")), us=Given(numbers(TWO), more=only("US")), more=""
    ).report()
    assert [account for account, check, _ in found(report) if "region" in check] == ["eu"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("    policies: [broken.yaml]\n", 'broken.yaml:3:1: "rules"'),
        ("    policies: [none.yaml]\n", 'there is no file "none.yaml"'),
        ("    waivers: [none.yaml]\n", 'there is no file "none.yaml"'),
        ("    severity: {drift-chnged: low}\n", 'there is no check "drift-chnged"'),
    ],
)
def test_what_is_wrong_with_one_account_does_not_stop_the_other(
    more: str, message: str, fleet: Fleet
) -> None:
    fleet.project.write(broken__yaml="version: 1\nname: x\nrules: 3\n")
    changed = Given(numbers(TWO, label="x"), f"  - {{phone_number: +{TWO}, label: y}}\n")
    fleet.write(eu=Given(numbers(ONE), more=more), us=changed)
    ran = fleet.check("-o", "json")
    assert ran.code == 1
    assert message in error_of(ran.json, "eu")
    assert found(ran.json) == [("us", "drift-changed", "low")]
    assert "account eu: " in ran.err


def test_broken_declarations_stop_only_their_account(fleet: Fleet) -> None:
    ran = fleet.write(eu=Given(numbers(ONE), "  - {lable: x}\n"), us=Given(numbers(TWO))).check()
    assert ran.code == 1
    assert "eu/numbers.yaml:3:6: account eu: " in ran.err
    assert "  us  1 declared, 1 live  no finding\n" in ran.out


def test_an_unset_variable_stops_only_its_account(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE), secret="${EU_SECRET}"), us=Given(numbers(TWO)))
    ran = fleet.check("-o", "json")
    assert ran.code == 1
    assert "the environment variable EU_SECRET is not set" in error_of(ran.json, "eu")
    assert error_of(ran.json, "us") is None


def test_only_chosen_accounts_need_their_variables(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE), secret="${EU_SECRET}"), us=Given(numbers(TWO)))
    report = fleet.report("--account", "us")
    assert (report["outcome"], [a["name"] for a in report["accounts"]]) == ("clean", ["us"])


def test_several_accounts_can_be_chosen(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(TWO)), uk=Given(numbers(447400000000)))
    chosen = fleet.check("-o", "json", env={"DRIFTCHECK_ACCOUNT": "uk;eu"}).json["accounts"]
    assert [account["name"] for account in chosen] == ["eu", "uk"]


def test_an_account_that_is_not_there_is_a_usage_error(fleet: Fleet) -> None:
    ran = fleet.write(eu=Given(numbers(ONE)), production=Given(numbers(TWO))).check(
        "--account", "prodution"
    )
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == ('Error: there is no account "prodution"\n  Did you mean "production"?\n')


def test_a_given_list_is_for_one_account(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(TWO)))
    both = fleet.check("--live", "eu/live.json")
    assert (both.code, both.err) == (
        1,
        "Error: --live is for one account\n  Choose one with --account NAME.\n",
    )
    assert fleet.check("--live", "eu/live.json", "--account", "eu").code == 0


def test_a_selection_may_keep_nothing_in_some_accounts(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE, label="Sales")), us=Given(numbers(TWO)))
    report = fleet.report("--select", "label=Sales")
    assert (report["outcome"], report["summary"]["live"]) == ("clean", 1)


def test_a_selection_that_keeps_nothing_in_any_account_is_an_error(fleet: Fleet) -> None:
    ran = fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(TWO))).check("--select", "label=x")
    message = "Error: accounts eu, us: no number matches --select label=x\n"
    assert (ran.code, ran.err.startswith(message)) == (1, True)


@pytest.mark.parametrize("jobs", ["1", "2", "256"])
def test_the_report_is_the_same_for_any_number_of_jobs(jobs: str, fleet: Fleet) -> None:
    fleet.write(
        eu=Given(numbers(ONE, 3), "  - {phone_number: +12025550109, inbound: true}\n", delay=0.1),
        us=Given(numbers(TWO, 2, label="x")),
        uk=Given(numbers(ONE, 2)),
    )
    one, many = (fleet.report("--mask-numbers", "-j", n) for n in ("8", jobs))
    assert timeless(one) == timeless(many)


@pytest.mark.parametrize("jobs", ["0", "257", "x"])
def test_jobs_are_limited(jobs: str, fleet: Fleet) -> None:
    assert fleet.write(eu=Given(numbers(ONE))).check("--jobs", jobs).code == 1


def test_only_findings_of_failing_accounts_are_confirmed(fleet: Fleet) -> None:
    changed = Given(numbers(TWO, label="x"), f"  - {{phone_number: +{TWO}, label: y}}\n")
    fleet.write(eu=Given(numbers(ONE)), us=changed)
    report = fleet.report("--confirm", "--confirm-pause", "0")
    assert found(report) == [("us", "drift-changed", "low")]
    assert report["confirmation"]["persisting"] == 1
    assert [account["error"] for account in report["accounts"]] == [None, None]


def told(ran: Ran) -> list[str]:
    """The errors of a run without a verdict."""
    assert ran.code == 1
    return [line for line in ran.err.splitlines() if line.startswith("Error: ")]


def test_a_variable_that_several_accounts_need_is_reported_once(fleet: Fleet) -> None:
    unset = "the environment variable X is not set"
    given = {"eu": numbers(12025550100), "us": numbers(12025550200), "uk": numbers(12025550300)}
    fleet.write(
        eu=Given(given["eu"], secret="${X}"),
        us=Given(given["us"], secret="${X}"),
        uk=Given(given["uk"]),
    )
    (line,) = told(fleet.check())
    assert line.endswith(f": accounts eu, us: {unset} (used in 1 more place)")
    (line,) = told(fleet.project.run("validate"))
    assert line.endswith(f": {unset} (used in 1 more place)")
    (line,) = told(fleet.check("--account", "us"))
    assert line.endswith(f": {unset}")


def test_validate_reports_what_is_wrong_with_every_account(fleet: Fleet) -> None:
    fleet.write(
        eu=Given(numbers(ONE), "  - {lable: x}\n"),
        us=Given(numbers(TWO), secret="${US_SECRET}"),
        uk=Given(numbers(ONE)),
    )
    ran = fleet.project.run("validate")
    assert ran.code == 1
    assert "US_SECRET is not set" in ran.err
    assert 'unknown key "lable"' in ran.err
    assert fleet.project.run("validate", "--account", "uk").out == (
        "driftcheck.yaml is valid: 1 number declared, 7 rules, 0 waivers in 1 account.\n"
    )
