"""The GitHub Action: its shell is run with its inputs filled in, as GitHub does it."""

import json
import re

import pytest

from tests.ci.action import ACTION, STEPS, check, told
from tests.ci.shell import HOSTILE, ROOT, Runner
from tests.each import each
from tests.support import NUMBER, Emulate, Project, number

FLAGS = ("confirm", "mask-numbers")
ARGUMENTS = ("config", "select", "fail-on", "baseline", "lock", "sarif", "outputs")


def test_no_input_is_part_of_a_script() -> None:
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")


def test_every_input_is_used_and_every_used_input_exists() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])


def test_the_outputs_are_those_that_the_step_sets(clean: Runner) -> None:
    check(clean)
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
    assert set(told(clean)) == set(ACTION["outputs"])


def test_the_exit_code_is_kept_and_reported(anyhow: Runner, code: int) -> None:
    ran = check(anyhow, sarif="out/driftcheck.sarif", outputs="html=a b.html\n\njson=report.json")
    assert ran.code == code
    outcome = {0: "clean", 1: "error", 2: "findings"}[code]
    assert told(anyhow) == {"exit-code": str(code), "outcome": outcome}
    (run,) = json.loads(anyhow.read("out/driftcheck.sarif"))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is (code != 1)
    assert json.loads(anyhow.read("report.json"))["exit_code"] == code
    assert anyhow.has("a b.html")


def test_findings_are_annotations_and_in_the_summary_of_the_step(drifted: Runner) -> None:
    ran = check(drifted)
    assert "::notice file=numbers.yaml,line=4" in ran.out
    assert "FINDINGS: 1 low" in drifted.read("summary.md")


def test_no_verdict_is_an_annotation_and_in_the_summary_of_the_step(checkout: Runner) -> None:
    checkout.project.write(driftcheck__yaml="version: 1\n")
    ran = check(checkout)
    assert ran.code == 1
    assert "::error file=driftcheck.yaml,line=1" in ran.out
    assert "no verdict" in checkout.read("summary.md").lower()


def test_without_inputs_no_file_is_written(clean: Runner) -> None:
    before = {path.name for path in clean.folder.iterdir()}
    assert check(clean).code == 0
    after = {path.name for path in clean.folder.iterdir()}
    assert after - before == {"output", "summary.md", ".script"}


@each("code", [3, 126, 130, 143])
def test_any_other_exit_code_is_an_error_and_kept(code: int, checkout: Runner) -> None:
    checkout.stub("driftcheck", f"exit {code}")
    assert check(checkout).code == code
    assert told(checkout) == {"exit-code": str(code), "outcome": "error"}


def as_arguments(name: str, text: str) -> list[str]:
    """What an input must be for the command, besides what it always is."""
    option = {"outputs": "output", "sarif": "output=sarif"}.get(name, name)
    values = text.split("\n") if name in ("select", "outputs") else [text]
    return [f"--{option}={value}" for value in values]


@each("text", HOSTILE)
@each("name", ARGUMENTS)
def test_a_hostile_input_is_only_an_argument(name: str, text: str, checkout: Runner) -> None:
    """Tested with a command that records its arguments; the real one is run below."""
    checkout.stub("driftcheck", 'for arg; do printf "%s\\0" "$arg"; done > args')
    assert check(checkout, **{name.replace("-", "_"): text}).code == 0
    usual = [] if name == "config" else ["--config=driftcheck.yaml"]
    given = {*usual, "--output=github", *as_arguments(name, text)}
    command, *args = checkout.read("args").split("\0")[:-1]
    assert (command, len(args), set(args)) == ("check", len(given), given)
    assert not checkout.has("pwned")
    assert told(checkout) == {"exit-code": "0", "outcome": "clean"}


@each("text", HOSTILE)
@each("name", FLAGS)
def test_a_hostile_flag_is_only_a_variable(name: str, text: str, checkout: Runner) -> None:
    variable = f"DRIFTCHECK_{name.upper().replace('-', '_')}"
    checkout.stub("driftcheck", f'printf %s "${variable}" > value; echo "$*" > args')
    assert check(checkout, **{name.replace("-", "_"): text}).code == 0
    assert checkout.read("value") == text
    assert checkout.read("args") == "check --config=driftcheck.yaml --output=github\n"
    assert not checkout.has("pwned")


@each("text", HOSTILE)
def test_a_hostile_selection_gives_no_verdict_and_has_no_effect(text: str, clean: Runner) -> None:
    ran = check(clean, select=text)
    assert ran.code == 1
    assert told(clean)["outcome"] == "error"
    assert not clean.has("pwned")
    assert not any(line.startswith("::error::pwned") for line in (ran.out + ran.err).splitlines())


def test_a_selection_is_matched_as_it_is_written(project: Project, emulate: Emulate) -> None:
    label = 'Sales; $(touch pwned) "it\'s" `x`'
    server = emulate(NUMBER, number(phone_number="+12025550101", label=label))
    live = f"live: {{agora: {{url: '{server.url}'}}}}\n"
    project.write(driftcheck__yaml=f"version: 1\n{live}declared: [numbers.yaml]\n")
    runner = Runner(project, {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"})
    ran = check(runner, select=f"label={label}\ninbound=true", outputs="json=report.json")
    assert ran.code == 2
    report = json.loads(runner.read("report.json"))
    assert [found["phone_number"] for found in report["findings"]] == ["+12025550101"]
    assert not runner.has("pwned")


def test_the_severity_that_fails_can_be_set(drifted: Runner) -> None:
    assert check(drifted, fail_on="critical").code == 0
    (drifted.folder / "output").unlink()
    assert check(drifted, fail_on="sometimes").code == 1


def test_a_baseline_can_be_given(drifted: Runner) -> None:
    assert check(drifted, outputs="json=baseline.json").code == 2
    assert check(drifted, baseline="baseline.json").code == 0


def test_a_lock_can_be_given(clean: Runner) -> None:
    for host, code in (("127.0.0.1", 0), ("api.agora.io", 1)):
        clean.project.write(lock__yaml=f"version: 1\nhosts: [{host}]\n")
        (clean.folder / "output").unlink(missing_ok=True)
        assert check(clean, lock="lock.yaml").code == code


def test_findings_can_be_confirmed(drifted: Runner) -> None:
    assert check(drifted, confirm="true", outputs="json=report.json").code == 2
    assert json.loads(drifted.read("report.json"))["confirmation"]


def test_numbers_can_be_masked(drifted: Runner) -> None:
    ran = check(drifted, mask_numbers="true")
    assert ran.code == 2
    assert "+12025550100" not in ran.out + ran.err + drifted.read("summary.md")
    assert "+120xxxxxx00" in ran.out


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_that_is_neither_true_nor_false_gives_no_verdict(name: str, clean: Runner) -> None:
    assert check(clean, **{name.replace("-", "_"): "certainly"}).code == 1
