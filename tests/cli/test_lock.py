"""`--lock`: a violation by the configuration is an error before anything happens."""

import pytest

from tests.cli.lock_cases import CONFIGS
from tests.locks import CONFIG, LOCK, Job
from tests.support import NUMBER

ACCOUNTS = """\
version: 1
accounts:
  one: {live: {agora: {url: "URL"}}, declared: [numbers.yaml], policies: [builtin:baseline]}
  two: {live: {agora: {url: "%s"}}, declared: [more.yaml], %s}
"""
IN_USE = "policies: [builtin:baseline]"


def widened(more: str) -> str:
    """Return the lock with more lines, or another lock."""
    return more if more.startswith("version") else f"{LOCK}{more}\n"


def test_a_violation_is_refused_at_its_place_and_can_be_allowed(
    locked: Job, subtests: pytest.Subtests
) -> None:
    locked.write(any__json="{}")
    for name, (text, where, key, more) in CONFIGS.items():
        with subtests.test(name):
            locked.write(driftcheck__yaml=text)
            problem, hint = locked.refused("check")
            assert problem.startswith(f"driftcheck.yaml:{where}: ")
            assert "../lock.yaml" in hint or f"{locked.lock}" in hint
            assert f'"{key}"' in hint or f"{key}:" in hint
            ran = locked.run("validate", lock=widened(more))
            assert (ran.code, ran.err) == (0, "")


def test_a_host_in_a_variable_is_checked_if_it_is_set(locked: Job) -> None:
    hook = "notifications: [{slack: {url: '${HOOK}'}}]\n"
    locked.write(driftcheck__yaml=CONFIG + hook)
    lock = f"{LOCK}variables: [HOOK]\n"
    assert locked.run("validate", "--no-credentials", lock=lock).code == 0
    problem, _ = locked.refused("check", lock=lock, HOOK="https://evil.example.com/s3cret")
    assert problem == "driftcheck.yaml:5:26: slack goes to a host that the lock does not allow"


def test_an_allowed_configuration_is_checked_as_usual(locked: Job) -> None:
    ran = locked.run("check")
    assert (ran.code, ran.err) == (0, "")
    assert len(locked.asked) == 1
    text = CONFIG + "severity: {drift-unmanaged: high, drift-missing: low, live-withheld: info}\n"
    locked.write(driftcheck__yaml=text + "fail_on: info\n")
    assert locked.run("check").code == 0


LOWERED = {
    # what the lock and the configuration say, and whether it goes too far
    "below what fails, in the lock and here": ("medium", "medium", "drift-unmanaged: low", True),
    "below what fails here": ("high", "low", "drift-unmanaged: info", True),
    "below what may fail at the laxest": ("low", "high", "drift-unmanaged: info", True),
    "a finding that is graver at times": ("critical", "critical", "drift-missing: high", True),
    "lower, and failing all the same": ("medium", "low", "drift-unmanaged: low", False),
    "what fails no run by itself": ("low", "low", "live-withheld: info", False),
    "raised": ("low", "low", "live-withheld: high", False),
}


def test_a_check_cannot_be_lowered_below_the_threshold(
    locked: Job, subtests: pytest.Subtests
) -> None:
    for name, (most, level, given, is_refused) in LOWERED.items():
        with subtests.test(name):
            locked.write(driftcheck__yaml=f"{CONFIG}fail_on: {level}\nseverity: {{{given}}}\n")
            lock = f"{LOCK}fail_on: {most}\n"
            if is_refused:
                told = locked.refused("check", lock=lock)
                check = given.split(":")[0]
                wanted = f'driftcheck.yaml:6:12: "{check}" would never fail a run'
                assert any(line.startswith(wanted) for line in told)
            else:
                assert locked.run("validate", lock=lock).code == 0


def test_hosts_are_compared_case_insensitively(locked: Job) -> None:
    lock = "version: 1\nhosts: [HOOKS.example.com, 127.0.0.1]\n"
    for host, code in (
        ("hooks.Example.com:8443", 0),
        ("hooks.example.com.", 1),
        ("a.hooks.example.com", 1),
        ("hooks.example.com\\.evil.org", 1),
        ("hooks.example.com%2eevil.org", 1),
    ):
        hook = f"notifications: [{{slack: {{url: 'https://{host}/x'}}}}]\n"
        locked.write(driftcheck__yaml=CONFIG + hook)
        assert locked.run("validate", lock=lock).code == code, host


def test_the_lock_applies_to_every_account_before_any_request(
    locked: Job, subtests: pytest.Subtests
) -> None:
    locked.write(more__yaml="version: 1\nnumbers: [{phone_number: +12025550199}]\n")
    cases = (
        ("URL", "waivers: []", 'driftcheck.yaml:4:3: the pack "builtin:baseline" must be in use'),
        ("https://a.b/c", IN_USE, "driftcheck.yaml:4:24: the live list is on a host that"),
        ("URL", f"{IN_USE}, severity: {{drift-missing: off}}", "driftcheck.yaml:4:"),
    )
    for url, rest, told in cases:
        with subtests.test(told):
            locked.write(driftcheck__yaml=ACCOUNTS % (url, rest))
            for args in (["check"], ["check", "--account", "one"]):
                problem, _ = locked.refused(*args)
                assert problem.startswith(told)


def test_all_violations_are_reported_together(locked: Job) -> None:
    waiver = "{check: drift-changed, match: ['*'], reason: R, owner: O, expires: 2999-01-01}"
    entry = (
        f"{{phone_number: '{NUMBER['phone_number']}', outbound_config: {{password: '${{HOME}}'}}}}"
    )
    text = CONFIG.replace("builtin:baseline", "").replace("URL", "https://evil.example.com")
    locked.write(
        driftcheck__yaml=text + "waivers: [waivers.yaml]\nfail_on: high\n",
        waivers__yaml=f"version: 1\nwaivers: [{waiver}]\n",
        numbers__yaml=f"version: 1\nnumbers: [{entry}]\n",
        report__json="{}",
    )
    told = locked.refused("check", "--live", "live.json", "--baseline", "report.json")
    assert sum(line.startswith("  The lock (") for line in told) == 8


def test_settings_without_effect_are_not_violations(locked: Job) -> None:
    hook = "notifications: [{slack: {url: https://hooks.example.com/x}}]\n"
    locked.write(driftcheck__yaml=f"{CONFIG}history: postgresql://db.example.com/x\n{hook}")
    assert locked.run("check", "--no-history", "--no-notifications").code == 0
    locked.asked.clear()
    for option in ("--no-history", "--no-notifications"):
        told = locked.refused("check", option)
        assert len(told) == 2
        assert ("slack" in told[0]) is (option == "--no-history")
    assert len(locked.refused("validate")) == 4


def test_a_violation_sends_no_notification_and_is_not_recorded(locked: Job) -> None:
    hook = f'notifications:\n  - webhook: {{url: "{locked.server.url}"}}\n    on: always\n'
    text = CONFIG + "history: sqlite:///history.db\nfail_on: high\n"
    locked.write(driftcheck__yaml=text + hook)
    locked.refused("check", "-o", "json=report.json")
    assert not (locked.project.folder / "history.db").exists()
    assert '"outcome": "error"' in (locked.project.folder / "report.json").read_text()
