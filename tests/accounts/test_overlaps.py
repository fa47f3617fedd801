"""Numbers in two accounts, and waivers that are common to accounts."""

from tests.fleets import Fleet, Given, numbers

ONE, TWO = 12025550100, 12025550200
ABSENT = f'  - {{phone_number: "+{ONE}", state: absent}}\n'
OTHER = f'  - {{phone_number: "+{TWO}"}}\n'
CHECK = "cross-account-duplicate"


def overlaps(fleet: Fleet, *args: str) -> list[tuple[str, str, str]]:
    """Account, number and message of the findings on numbers in two accounts."""
    findings = [f for f in fleet.report(*args)["findings"] if f["check"] == CHECK]
    return [(f["account"], f["phone_number"], f["message"]) for f in findings]


def test_a_number_that_is_live_and_declared_in_two_accounts_is_a_finding_in_both(
    fleet: Fleet,
) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE)), uk=Given(numbers(TWO)))
    assert overlaps(fleet) == [
        ("eu", f"+{ONE}", "in 2 accounts: also declared and live in us"),
        ("us", f"+{ONE}", "in 2 accounts: also declared and live in eu"),
    ]


def test_a_number_that_is_declared_here_and_live_there_is_a_finding(fleet: Fleet) -> None:
    here = f'{OTHER}  - {{phone_number: "+{ONE}"}}\n'
    nowhere = ABSENT.replace(str(ONE), "19995550100")
    fleet.write(eu=Given(numbers(TWO), here), us=Given(numbers(ONE), nowhere))
    assert overlaps(fleet) == [
        ("eu", f"+{ONE}", "in 2 accounts: also live in us"),
        ("us", f"+{ONE}", "in 2 accounts: also declared in eu"),
    ]


def test_a_number_that_is_declared_absent_may_be_in_another_account(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(TWO), ABSENT + OTHER), us=Given(numbers(ONE)))
    assert overlaps(fleet) == []


def test_a_number_that_is_live_and_declared_absent_is_reported_as_live(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE), ABSENT), us=Given(numbers(ONE)))
    assert overlaps(fleet) == [
        ("eu", f"+{ONE}", "in 2 accounts: also declared and live in us"),
        ("us", f"+{ONE}", "in 2 accounts: also live in eu"),
    ]


def test_the_finding_is_at_the_declaration(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE)))
    places = [f["location"] for f in fleet.report()["findings"]]
    assert [(place["file"], place["line"]) for place in places] == [
        ("eu/numbers.yaml", 3),
        ("us/numbers.yaml", 3),
    ]


def test_what_an_account_declares_counts_where_its_list_cannot_be_read(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE), secret="wrong"))
    assert overlaps(fleet) == [("eu", f"+{ONE}", "in 2 accounts: also declared in us")]


def test_only_selected_numbers_are_reported(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE, label="Sales")), us=Given(numbers(ONE)))
    assert overlaps(fleet, "--select", "label=Sales") == [
        ("eu", f"+{ONE}", "in 2 accounts: also declared and live in us")
    ]


def test_an_account_on_its_own_is_compared_with_none(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE)))
    assert overlaps(fleet, "--account", "eu") == []


def test_many_accounts_are_counted(fleet: Fleet) -> None:
    names = "abcdef"
    fleet.write_all({name: Given(numbers(ONE)) for name in names})
    assert overlaps(fleet)[0][2] == (
        "in 6 accounts: also declared and live in b, declared and live in c, "
        "declared and live in d, in 2 more"
    )


def test_it_can_be_waived_in_one_account_and_off_in_another(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver(CHECK))
    eu = Given(numbers(ONE), more="    waivers: [waivers.yaml]\n")
    us = Given(numbers(ONE), more=f'    severity: {{{CHECK}: "off"}}\n')
    ran = fleet.write(eu=eu, us=us).check("-o", "json")
    assert (ran.code, [f["waiver"]["owner"] for f in ran.json["findings"]]) == (0, ["voice"])


def _waiver(check: str, number: int = ONE, expires: str = "2999-01-01") -> str:
    return (
        "version: 1\nwaivers:\n"
        f"  - {{check: {check}, numbers: [+{number}], reason: moving, owner: voice, "
        f"expires: {expires}}}\n"
    )


COMMON = "waivers: [waivers.yaml]\n"


def told(fleet: Fleet, *args: str) -> list[tuple[str, str]]:
    """Account and check of the findings."""
    return [(f["account"], f["check"]) for f in fleet.report(*args)["findings"]]


def changed(number: int) -> Given:
    return Given(numbers(number, label="x"), f"  - {{phone_number: +{number}, label: y}}\n")


def test_a_common_waiver_is_used_if_one_account_uses_it(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver("drift-changed", TWO))
    fleet.write(COMMON, eu=Given(numbers(ONE)), us=changed(TWO))
    assert told(fleet) == [("us", "drift-changed")]
    assert fleet.check().code == 0


def test_a_common_waiver_that_no_account_uses_is_reported_once(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver("drift-changed", 19995550100))
    fleet.write(COMMON, eu=Given(numbers(ONE)), us=Given(numbers(TWO)))
    assert told(fleet) == [("eu", "waiver-unused")]


def test_a_waiver_for_an_account_that_was_left_out_is_not_called_unused(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver("drift-changed", TWO))
    fleet.write(COMMON, eu=Given(numbers(ONE)), us=changed(TWO))
    assert told(fleet, "--account", "eu") == []


def test_a_waiver_for_an_account_that_was_not_read_is_not_called_unused(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver("drift-changed", TWO))
    barred = changed(TWO)
    barred.secret = "wrong"
    fleet.write(COMMON, eu=Given(numbers(ONE)), us=barred)
    assert told(fleet) == []
    broken = Given(numbers(TWO), "  - {lable: x}\n")
    fleet.write(COMMON, eu=Given(numbers(ONE)), us=broken)
    assert told(fleet) == []


def test_the_waivers_of_one_account_are_for_it_alone(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver("drift-changed", TWO))
    eu = Given(numbers(ONE), more="    waivers: [waivers.yaml]\n")
    fleet.write("", eu=eu, us=changed(TWO))
    assert sorted(told(fleet)) == [("eu", "waiver-unused"), ("us", "drift-changed")]
    assert fleet.check().code == 2


def test_a_common_waiver_that_ran_out_is_reported_once(fleet: Fleet) -> None:
    fleet.project.write(waivers__yaml=_waiver("drift-changed", TWO, "2020-01-01"))
    fleet.write(COMMON, eu=Given(numbers(ONE)), us=changed(TWO))
    assert sorted(told(fleet)) == [("eu", "waiver-expired"), ("us", "drift-changed")]


def test_against_a_baseline_overlaps_are_fixed_only_where_all_accounts_are_read(
    fleet: Fleet,
) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE)))
    fleet.check("-o", "json=base.json")
    assert fleet.report("--baseline", "base.json", "--account", "eu")["baseline"]["fixed"] == []
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(TWO)))
    fixed = fleet.report("--baseline", "base.json")["baseline"]["fixed"]
    assert [(f["account"], f["check"]) for f in fixed] == [("eu", CHECK), ("us", CHECK)]
