"""`driftcheck demo` runs a complete check and exits with 0."""

import json
import re
from pathlib import Path

from tests.support import Project

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "quickstart"


def test_it_shows_the_real_check_and_exits_0(project: Project) -> None:
    ran = project.run("demo")
    assert (ran.code, ran.err) == (0, "")
    assert "http://127.0.0.1:" in ran.out
    for check in ("inbound-has-pipeline", "drift-missing", "drift-changed", "drift-present"):
        assert re.search(rf"\[.*\b{check}\b.*\]", ran.out)
    assert "`driftcheck check` exits with 2 here" in ran.out


def test_it_ends_with_what_to_type_next(project: Project) -> None:
    ran = project.run("demo")
    assert ran.out.endswith("\n\n  driftcheck init ../my-numbers\n")


def test_it_does_not_change_the_folder(project: Project) -> None:
    before = sorted(project.folder.rglob("*"))
    project.run("demo")
    assert sorted(project.folder.rglob("*")) == before


def test_its_example_is_the_documented_response_with_planted_drift() -> None:
    live = {
        entry["phone_number"]: entry for entry in json.loads((EXAMPLE / "live.json").read_text())
    }
    assert live["+11234567890"]["label"] == "Customer Support Line"
    assert live["+19876543210"] == {
        "provider": "byo",
        "phone_number": "+19876543210",
        "label": "Sales (old)",
        "inbound": False,
        "outbound": True,
        "associated_pipeline": None,
        "inbound_config": {},
        "outbound_config": {},
    }


def test_its_example_can_be_checked_directly(project: Project) -> None:
    ran = project.run("check", "-q", "-c", str(EXAMPLE / "driftcheck.yaml"))
    assert (ran.code, ran.out) == (
        2,
        (
            "FINDINGS: 2 critical, 2 high, 1 medium, 1 low (1 info, which does not fail). "
            "Exit code 2.\n"
        ),
    )
