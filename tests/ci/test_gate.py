"""The gate before a deployment: it opens for what is known to be right, and for nothing else."""

import os
import shutil
from pathlib import Path

import pytest

from tests.ci.shell import EXAMPLES, HOSTILE, Runner
from tests.each import each
from tests.support import Emulate, Project, Ran, number

GATE = EXAMPLES / "gate.sh"
SHELLS = [("sh",), ("bash", "--posix")]
PIPELINE = "p1"


def gate(runner: Runner, *args: str, shell: tuple[str, ...] = ("sh",), **env: str) -> Ran:
    return runner.call(*shell, str(GATE), *args, **env)


def verdict(ran: Ran) -> str:
    """The last line on stderr."""
    return ran.err.splitlines()[-1]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_gate_opens_only_if_everything_is_as_declared(
    shell: tuple[str, ...], anyhow: Runner, code: int
) -> None:
    ran = gate(anyhow, PIPELINE, shell=shell)
    assert ran.code == code
    assert (
        verdict(ran)
        == {
            0: "gate: open: the numbers of p1 are as declared",
            1: "gate: BLOCKED: no verdict on p1: it could not be checked",
            2: "gate: BLOCKED: there are findings on the numbers of p1",
        }[code]
    )


def test_drift_of_other_pipelines_does_not_block(project: Project, emulate: Emulate) -> None:
    other = number(phone_number="+12025550101", associated_pipeline={"pipeline_id": "p2"})
    server = emulate(number(), other)
    live = f"live: {{agora: {{url: '{server.url}'}}}}\n"
    project.write(driftcheck__yaml=f"version: 1\n{live}declared: [numbers.yaml]\n")
    runner = Runner(project, {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"})
    assert [gate(runner, name).code for name in ("p1", "p2")] == [0, 2]


def test_a_pipeline_without_numbers_has_no_verdict(clean: Runner) -> None:
    assert gate(clean, "p10").code == 1


def test_a_selection_of_the_environment_does_not_take_its_place(drifted: Runner) -> None:
    assert gate(drifted, PIPELINE, DRIFTCHECK_SELECT="phone_number=+1999*").code == 2


@each("shell", SHELLS)
@each("pipeline", ["", " ", "null", "*", "p?", "[p]1", "p1 p2", "p1\n", "p=1", "p1/..", *HOSTILE])
def test_an_invalid_pipeline_id_is_refused_before_anything_runs(
    pipeline: str, shell: tuple[str, ...], checkout: Runner
) -> None:
    checkout.stub("driftcheck", "touch ran")
    ran = gate(checkout, pipeline, shell=shell)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("gate: BLOCKED: ")
    assert not checkout.has("ran")
    assert not checkout.has("pwned")


@pytest.mark.parametrize("args", [(), ("p1", "p2"), ("p1", "--allow-empty")])
def test_one_pipeline_at_a_time(args: tuple[str, ...], checkout: Runner) -> None:
    checkout.stub("driftcheck", "touch ran")
    ran = gate(checkout, *args)
    assert (ran.code, ran.err) == (1, "gate: BLOCKED: usage: gate.sh PIPELINE_ID\n")
    assert not checkout.has("ran")


@each("pipeline", ["p1", "pipeline_0987654321fedcba", "A-b.c:D_9", "-p"])
def test_a_pipeline_id_is_passed_on_whole(pipeline: str, checkout: Runner) -> None:
    checkout.stub("driftcheck", 'printf "%s\\n" "$@"')
    ran = gate(checkout, pipeline)
    assert ran.code == 0
    selected = f"--select=associated_pipeline.pipeline_id={pipeline}"
    assert ran.out.splitlines() == ["check", selected, "--confirm"]


@each("code", [*range(0, 256, 17), 3, 126, 127, 130, 137, 143])
def test_only_exit_code_0_opens(code: int, checkout: Runner) -> None:
    checkout.stub("driftcheck", f"exit {code}")
    ran = gate(checkout, PIPELINE)
    assert ran.code == {0: 0, 2: 2, 130: 130, 143: 143}.get(code, 1)
    assert ("gate: open" in ran.err) is (code == 0)


def test_each_way_to_end_has_its_own_message(checkout: Runner) -> None:
    said = {}
    for code in (0, 1, 2, 3, 127, 130):
        checkout.stub("driftcheck", f"exit {code}")
        said[code] = verdict(gate(checkout, PIPELINE))
    assert len(set(said.values())) == len(said)
    assert "exited with 3" in said[3]
    assert "interrupted" in said[130]
    assert "on the PATH" in said[127]


def test_a_check_that_is_killed_does_not_open(checkout: Runner) -> None:
    checkout.stub("driftcheck", "kill -KILL $$")
    assert gate(checkout, PIPELINE).code == 1


def test_without_driftcheck_the_gate_stays_shut(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    ran = Runner(Project(tmp_path)).call(shell, str(GATE), PIPELINE, PATH=str(tmp_path))
    assert ran.code == 1
    assert "driftcheck cannot be run" in ran.err


def test_the_gate_can_be_run() -> None:
    assert os.access(GATE, os.X_OK)
    assert GATE.read_text().startswith("#!/bin/sh\n")
