"""`--lock`: required packs, limits of waivers, and baselines."""

from pathlib import Path

import pytest

from tests.locks import CONFIG, LOCK, Job

WAIVER = "version: 1\nwaivers:\n  - {check: drift-changed, %s, reason: R, owner: O, expires: %s}\n"
PACK = (
    "version: 1\nname: p\nrules:\n  - {id: r, title: T, severity: low, require: {label: Support}}\n"
)
WITH = "{pack: builtin:telephony, with: {regions: %s}}"
PACKS = {
    "no pack": ("", "builtin:baseline", False),
    "another pack": ("builtin:naming", "builtin:baseline", False),
    "any parameters": (WITH % "[GB]", "builtin:telephony", True),
    "the parameters of the lock": (WITH % "[US]", WITH % "[US]", True),
    "other parameters": (WITH % "[US, GB]", WITH % "[US]", False),
    "none of the parameters": ("builtin:telephony", WITH % "[US]", False),
    "parameters where none are wanted": (
        WITH % "[US]",
        "{pack: builtin:telephony, with: {}}",
        False,
    ),
    "none where none are wanted": (
        "builtin:telephony",
        "{pack: builtin:telephony, with: {}}",
        True,
    ),
    "the pack beside the lock": ("../house.yaml", "house.yaml", True),
    "a copy of it": ("house.yaml", "house.yaml", False),
}


def test_the_packs_of_the_lock_must_be_in_use(locked: Job, subtests: pytest.Subtests) -> None:
    locked.write(house__yaml=PACK)
    (locked.lock.parent / "house.yaml").write_text(PACK)
    for name, (used, wanted, is_met) in PACKS.items():
        with subtests.test(name):
            locked.write(driftcheck__yaml=CONFIG.replace("builtin:baseline", used))
            lock = f"version: 1\nhosts: [127.0.0.1]\npacks: [{wanted}]\n"
            if is_met:
                assert locked.run("validate", lock=lock).code == 0
            else:
                problem, _ = locked.refused("check", lock=lock)
                assert problem.startswith("driftcheck.yaml:4:1: the pack ")
                assert "must be in use" in problem


LONG_AGO = "2020-01-01"
WAIVERS = {
    "one for too long": ("numbers: [+12025550100]", "2999-01-01", "waiver_days"),
    "*": ("match: ['*']", LONG_AGO, "waive_all"),
    "+*": ("match: ['+*']", LONG_AGO, "waive_all"),
    "+?*": ("match: ['+?*']", LONG_AGO, "waive_all"),
    "[+]*": ("match: ['[+]*']", LONG_AGO, "waive_all"),
    "any digit": ("match: ['+[0-9]*']", LONG_AGO, "waive_all"),
    "two globs": ("match: ['+1202*', '+*']", LONG_AGO, "waive_all"),
    "a glob with a digit": ("match: ['+1202*']", LONG_AGO, ""),
    "a number": ("numbers: [+12025550100]", LONG_AGO, ""),
}


def test_waivers_are_limited_in_time_and_scope(locked: Job, subtests: pytest.Subtests) -> None:
    locked.write(driftcheck__yaml=CONFIG + "waivers: [waivers.yaml]\n")
    for name, (numbers, expires, key) in WAIVERS.items():
        with subtests.test(name):
            locked.write(waivers__yaml=WAIVER % (numbers, expires))
            if key:
                problem, hint = locked.refused("check")
                assert problem.startswith("waivers.yaml:3:5: ")
                assert f'"{key}"' in hint
            lock = f"{LOCK}waiver_days: 999999\nwaive_all: true\n" if key else LOCK
            assert locked.run("validate", lock=lock).code == 0


@pytest.fixture
def baseline(locked: Job) -> Path:
    """A baseline that the lock allows."""
    made = locked.lock.parent / "baseline.json"
    made.write_text(locked.run("check", "-o", "json").out)
    locked.asked.clear()
    return made


ALLOWING = f"{LOCK}baselines: [baseline.json]\n"


def test_a_baseline_must_be_in_the_lock(locked: Job, baseline: Path) -> None:
    assert locked.run("check", "--baseline", "../baseline.json", lock=ALLOWING).code == 0
    locked.asked.clear()
    for lock in (ALLOWING, LOCK):
        locked.write(baseline__json=baseline.read_text())
        problem, hint = locked.refused("check", "--baseline", "baseline.json", lock=lock)
        assert problem == '--baseline: the lock does not allow "baseline.json"'
        assert "baselines" in hint


def test_a_baseline_is_compared_by_its_real_path(locked: Job, baseline: Path) -> None:
    mine = locked.project.folder / "mine.json"
    mine.write_text(baseline.read_text())
    baseline.unlink()
    baseline.symlink_to(mine)
    problem, _ = locked.refused("check", lock=ALLOWING, DRIFTCHECK_BASELINE="../baseline.json")
    assert problem.endswith(f'does not allow "../baseline.json", which is {mine}')
