"""With any files, a command exits with 0, 1 or 2, and its output agrees with the exit code."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import BUILTIN_CHECKS
from driftcheck.report import FORMATS
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.effort import tried
from tests.fuzz.running import driftcheck
from tests.fuzz.strategies_numbers import SELECTORS
from tests.fuzz.strategies_policies import RULE_IDS
from tests.fuzz.strategies_projects import Files, projects
from tests.fuzz.strategies_reports import BASELINES, BASELINES_WHOLE
from tests.fuzz.strategies_words import subsets
from tests.support import Ran

REPORT = Validator(published("report"))
OTHER_FORMATS = st.lists(
    st.sampled_from([name for name in FORMATS if name != "json"]), max_size=3
).map(lambda names: [*dict.fromkeys(names)])
IDS = st.sampled_from(
    [*BUILTIN_CHECKS, *RULE_IDS, "with-most", "with-secret", "no-verdict", "x", ""]
)
FLAGS = subsets(
    """--no-waivers --allow-empty --all --quiet --color=always --mask-numbers
    --fail-on=critical""".split()
)
CONFIRM = st.sampled_from([[], [], ["-v"], ["--confirm", "--confirm-pause=0"]])
LIVE = st.sampled_from([[], [], ["--live", "live.json"], ["--live", "schema.json"]])


@contextmanager
def written(files: Files) -> Iterator[Path]:
    """A folder with the files of a project."""
    with TemporaryDirectory() as folder:
        yield files.write(Path(folder))


def report_of(ran: Ran, folder: Path) -> Any:
    """The JSON report that a run wrote, which must be what the run says."""
    report = json.loads((folder / "report.json").read_text(encoding="ascii"))
    assert report["exit_code"] == ran.code
    assert list(REPORT.faults(report)) == []
    return report


def check(folder: Path, *args: str) -> Any:
    """The report of `driftcheck check`."""
    return report_of(driftcheck("check", "-o", "json=report.json", *args, folder=folder), folder)


@tried(0.2)
@given(projects(), OTHER_FORMATS, FLAGS, LIVE)
def test_check_ends_with_a_verdict_and_writes_every_report(
    files: Files, formats: list[str], flags: list[str], live: list[str]
) -> None:
    asked = [part for name in formats for part in ("-o", f"{name}=report.{name}")]
    with written(files) as folder:
        check(folder, *asked, *flags, *live)
        assert all((folder / f"report.{name}").is_file() for name in formats)


@tried(0.16)
@given(projects(), st.sampled_from(sorted(FORMATS)), FLAGS)
def test_check_shows_any_format(files: Files, format: str, flags: list[str]) -> None:
    with written(files) as folder:
        driftcheck("check", "-o", format, *flags, folder=folder)


@tried(0.14)
@given(projects(), CONFIRM)
def test_check_shows_json_that_is_the_report(files: Files, confirm: list[str]) -> None:
    with written(files) as folder:
        ran = driftcheck("check", "-o", "json", *confirm, folder=folder)
        assert ran.json["exit_code"] == ran.code
        assert list(REPORT.faults(ran.json)) == []


@tried(0.16)
@given(projects(), st.lists(SELECTORS, min_size=1, max_size=2))
def test_check_of_a_selection_ends_with_a_verdict(files: Files, selectors: list[str]) -> None:
    with written(files) as folder:
        check(folder, "-o", "text", *(f"--select={text}" for text in selectors))


@tried(0.16)
@given(projects(), BASELINES | BASELINES_WHOLE, OTHER_FORMATS)
def test_check_against_any_baseline_ends_with_a_verdict(
    files: Files, former: bytes, formats: list[str]
) -> None:
    asked = [part for name in formats for part in ("-o", f"{name}=report.{name}")]
    with written(files) as folder:
        (folder / "baseline.json").write_bytes(former)
        check(folder, "--baseline", "baseline.json", *asked)


@tried(0.14)
@given(projects())
def test_nothing_is_new_against_the_report_of_the_same(files: Files) -> None:
    with written(files) as folder:
        if check(folder)["exit_code"] != 1:
            (folder / "report.json").rename(folder / "former.json")
            again = check(folder, "--baseline", "former.json")
            assert again["exit_code"] == 0
            assert again["baseline"]["fixed"] == []


@tried(0.16)
@given(projects(), st.booleans())
def test_validate_calls_a_project_valid_or_not(files: Files, quiet: bool) -> None:
    with written(files) as folder:
        assert driftcheck("validate", *["-q"][:quiet], folder=folder).code in (0, 1)


@tried(0.12)
@given(projects(), st.sampled_from(["text", "json", "markdown"]), st.booleans())
def test_policy_list_shows_any_pack(files: Files, format: str, named: bool) -> None:
    with written(files) as folder:
        ran = driftcheck("policy", "list", "-o", format, *["house.yaml"][:named], folder=folder)
        assert ran.code in (0, 1)
        if ran.code == 0 and format == "json":
            assert isinstance(ran.json, list)


@tried(0.14)
@given(projects(), st.booleans())
def test_policy_test_tries_any_pack(files: Files, required: bool) -> None:
    with written(files) as folder:
        driftcheck("policy", "test", "house.yaml", *["--require-tests"][:required], folder=folder)


@tried(0.12)
@given(projects(), IDS)
def test_policy_show_shows_any_rule(files: Files, rule: str) -> None:
    with written(files) as folder:
        assert driftcheck("policy", "show", "--", rule, folder=folder).code in (0, 1)


@tried(0.12)
@given(projects(), IDS)
def test_explain_explains_any_check(files: Files, check_id: str) -> None:
    with written(files) as folder:
        assert driftcheck("explain", "--", check_id, folder=folder).code in (0, 1)
