"""How findings were before: in the last run that did not ignore waivers."""

from typing import Any

from driftcheck.history import Before
from driftcheck.history.records import KeptWaiver, Recorded, Run, Sighting
from tests.history.making import nights, record, run, sighting

ONE, TWO = sighting(1), sighting(2)
WAIVER = KeptWaiver("voice-team", "2026-01-02", "legacy IVR")
WAIVED = ONE._replace(waived=True, waiver=WAIVER)
NO_WAIVERS = {"select": [], "waivers": False}


def before(last: Recorded, found: Sighting = ONE) -> Before | None:
    return last.before.get(found.fingerprint)


def without_waivers(day: int, *found: Sighting) -> Run:
    return run(f"2026-01-{day:02}", *found, terms=NO_WAIVERS)


def state(of: Sighting, fail_on: str = "low") -> Before:
    return Before(of.severity, of.status, of.waived, of.waiver, fail_on)


def test_findings_that_were_not_open_have_no_state_before(url: str) -> None:
    for last in record(url, *nights([ONE], [], [ONE])):
        assert last.before == {}


def test_findings_that_are_judged_as_before_have_no_state_before(url: str) -> None:
    other = ONE._replace(message="it has another message")
    *_, last = record(url, *nights([ONE, TWO], [other, TWO]))
    assert last.before == {}


def test_the_state_is_that_of_the_last_run_that_had_the_finding(url: str) -> None:
    existing = ONE._replace(severity="low", status="existing")
    partial: dict[str, Any] = {"terms": {"select": ["phone_number=+1*"], "waivers": True}}
    elsewhere = run("2026-01-03", TWO, **partial, fail_on="critical")
    first, second = run("2026-01-01", WAIVED), run("2026-01-02", existing, fail_on="high")
    with_one = record(url, first, second)
    with_two = record(url, elsewhere, looked_at=lambda _former: False)
    last = record(url, run("2026-01-04", ONE, TWO))[0]
    assert before(with_one[1]) == state(WAIVED)
    assert with_two[0].before == {}
    assert before(last) == state(existing, "high")
    assert before(last, TWO) == state(TWO, "critical")


def test_runs_without_waivers_do_not_count(url: str) -> None:
    more = without_waivers(3, ONE), without_waivers(4, ONE._replace(severity="low"))
    *_, last = record(url, *nights([WAIVED], [WAIVED]), *more, run("2026-01-05", ONE))
    assert before(last) == state(WAIVED)


def test_a_partial_run_with_waivers_counts_before_the_last_whole_run(url: str) -> None:
    selected = run("2026-01-02", ONE, terms={"select": ["label=x"], "waivers": True})
    runs = *nights([WAIVED, TWO]), selected, without_waivers(3, ONE, TWO)
    *_, last = record(url, *runs, run("2026-01-04", ONE, TWO))
    assert (before(last), before(last, TWO)) == (state(ONE), state(TWO))


def test_a_finding_of_runs_without_waivers_only_was_as_they_found_it(url: str) -> None:
    *_, last = record(url, *nights([]), without_waivers(2, ONE), run("2026-01-03", ONE))
    assert before(last) == state(ONE)


def test_what_a_run_without_waivers_had_as_others_had_it_counts(url: str) -> None:
    raised = ONE._replace(severity="critical")
    runs = *nights([ONE]), without_waivers(2, raised), run("2026-01-03", raised)
    *_, last = record(url, *runs)
    assert before(last) == state(raised)


def test_a_later_run_that_did_not_look_for_a_finding_is_named(url: str) -> None:
    off = {"looked_at": lambda _former: False}
    record(url, *nights([ONE, TWO]))
    record(url, *nights([TWO], first=2), **off)
    record(url, run("2026-01-03", TWO, outcome="error"), without_waivers(4, TWO), **off)
    (back,) = record(url, run("2026-01-05", ONE, TWO))
    assert before(back) == state(ONE)._replace(lacking=2)
    assert before(back, TWO) == state(TWO)
    (quiet,) = record(url, run("2026-01-06", ONE, TWO))
    assert quiet.before == {}
