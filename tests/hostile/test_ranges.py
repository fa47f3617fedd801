"""Ranges that are too wide, overlap, or are none: refused before they cost anything."""

from itertools import product
from pathlib import Path

import pytest

from tests.hostile.roles import DECLARATIONS
from tests.hostile.running import Runner, fine, refused
from tests.support import fresh

HEAD = "version: 1\nnumbers:\n"
WIDE = "must not cover more than 1,000,000 numbers"
NO_RANGE = '".*" is not a range of E.164 numbers'
NO_NUMBER = '".*" is not in E.164 form'
CASES = {
    "a billion": ("range: +1000000000..+1999999999", '"range"', WIDE),
    "a million and one": ("range: +1000000000..+1001000000", '"range"', WIDE),
    "all there are": ("range: +100000000000000..+999999999999999", '"range"', WIDE),
    "ends swapped": (
        "range: +12025550199..+12025550100",
        '"range"',
        "must start with the lower number",
    ),
    "other lengths": (
        "range: +1202555..+12025550199",
        '"range"',
        "must have two ends of the same length",
    ),
    "three ends": ("range: +12025550100..+12025550101..+12025550102", "range", NO_RANGE),
    "very long ends": (f"range: +{'1' * 5000}..+{'2' * 5000}", "range", NO_RANGE),
    "other digits": ("range: '+१२०२५५५०१००..+१२०२५५५०१९९'", "range", NO_RANGE),
    "a list": ("range: [+12025550100..+12025550199]", '"range"', "must be text, not a list"),
    "among numbers": (
        "phone_numbers: [+12025550100, +12025550101..+12025550109]",
        r"phone_numbers\[1\]",
        NO_NUMBER,
    ),
    "as a number": ("phone_number: +12025550100..+12025550109", "phone_number", NO_NUMBER),
}


def test_an_impossible_range_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for (entry, field, why), command in product(CASES.values(), ["check", "validate"]):
        with subtests.test(entry=entry, field=field, why=why, command=command):
            folder = fresh(tmp_path)
            DECLARATIONS.written(folder, f"{HEAD}  - {entry}\n")
            refused(run(command, cwd=folder), rf"^Error: d\.yaml:3:\d+: {field} {why}")


def test_a_million_numbers_are_read(tmp_path: Path, run: Runner) -> None:
    DECLARATIONS.written(tmp_path, f"{HEAD}  - range: +1000000000..+1000999999\n")
    ran = run("validate", cwd=tmp_path, alone=True)
    fine(ran)
    assert "1000000 numbers declared" in ran.out


def test_numbers_that_overlap_are_reported_once_with_both_places(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for again, count in [
        ("range: +12025550900..+12025551899", "and 99 more are"),
        ("phone_number: +12025550900", "is"),
        ("phone_numbers: [+12025550900, +12025551000]", "is"),
    ]:
        with subtests.test(again=again, count=count):
            folder = fresh(tmp_path)
            DECLARATIONS.written(
                folder, f"{HEAD}  - range: +12025550000..+12025550999\n  - {again}\n"
            )
            ran = run("check", cwd=folder)
            refused(ran, rf"^Error: d\.yaml:4:(5|21): \+12025550900 {count} declared twice")
            assert ran.err.endswith("\n  The first declaration is at d.yaml:3:5; keep only one.\n")


def test_ranges_of_two_files_that_overlap_are_reported_with_both_places(
    tmp_path: Path, run: Runner
) -> None:
    DECLARATIONS.project(tmp_path, "n/*.yaml")
    (tmp_path / "n").mkdir()
    for name, low in (("a", 0), ("b", 5_000)):
        text = f"{HEAD}  - range: +1202555{low:04}..+1202556{low:04}\n"
        (tmp_path / "n" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for command in ("check", "validate"):
        ran = run(command, cwd=tmp_path)
        refused(ran, r"^Error: n/b\.yaml:3:5: \+12025555000 and 5000 more are declared twice")
        assert ran.err.endswith("  The first declaration is at n/a.yaml:3:5; keep only one.\n")


def test_ranges_that_overlap_many_times_are_summarised(tmp_path: Path, run: Runner) -> None:
    entries = "".join("  - range: +12025550000..+12025550999\n" for _ in range(500))
    DECLARATIONS.written(tmp_path, HEAD + entries)
    ran = run("validate", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("... and 449 more errors.\n")


@pytest.mark.slow
def test_more_than_five_million_numbers_in_all_are_refused(tmp_path: Path, run: Runner) -> None:
    entries = "".join(f"  - range: +1{n}00000000..+1{n}00999999\n" for n in range(1, 7))
    DECLARATIONS.written(tmp_path, HEAD + entries)
    ran = run("validate", cwd=tmp_path, alone=True)
    refused(ran, r"d\.yaml:\d+:\d+: ", "5,000,000")
