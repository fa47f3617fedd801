"""The workflow for GitHub: its shell code is run, and compared with the action that it uses."""

import json
import re

import pytest

from tests.ci.action import ACTION, check
from tests.ci.shell import EXAMPLES, GITHUB, Runner, loaded
from tests.support import Project

ON_GITHUB = (*GITHUB[:-2], "-e")
"""How GitHub calls the shell of a step that names none."""
WORKFLOW = loaded(EXAMPLES / "github-workflow.yml")
TEXT = (EXAMPLES / "github-workflow.yml").read_text(encoding="utf-8")
VALIDATE, CHECK = WORKFLOW["jobs"]["validate"], WORKFLOW["jobs"]["check"]
SCRIPTS = [step["run"] for step in VALIDATE["steps"] if "run" in step]
ACTIONS = [
    step for job in (VALIDATE, CHECK) for step in job["steps"] if "/driftcheck@" in str(step)
]
(CHECKING,) = (step for step in CHECK["steps"] if step.get("id") == "driftcheck")


def test_a_pull_request_is_only_validated_and_other_events_are_only_checked() -> None:
    assert set(WORKFLOW["on"]) == {"pull_request", "schedule", "workflow_dispatch"}
    assert VALIDATE["if"] == "github.event_name == 'pull_request'"
    assert CHECK["if"] == "github.event_name != 'pull_request'"


def test_a_pull_request_gets_no_secret_and_only_read_access() -> None:
    assert "secrets" not in str(VALIDATE)
    assert WORKFLOW["permissions"] == {}
    assert VALIDATE["permissions"] == {"contents": "read"}
    writes = {name for name, right in CHECK["permissions"].items() if right == "write"}
    assert writes == {"security-events"}


def test_the_action_is_given_inputs_that_it_has() -> None:
    assert [step["with"].keys() - ACTION["inputs"].keys() for step in ACTIONS] == [set(), set()]
    assert ACTIONS[0]["with"] == {"install-only": True}


def test_no_script_contains_text_from_outside() -> None:
    assert SCRIPTS == ["driftcheck validate --no-credentials", "driftcheck policy test"]


def validated(project: Project) -> list[int]:
    runner = Runner(project)
    return [runner.run(script, ON_GITHUB).code for script in SCRIPTS]


def test_a_pull_request_is_validated_without_credentials(clean: Runner) -> None:
    live = "live: {agora: {}}\ndeclared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    clean.project.write(driftcheck__yaml="version: 1\n" + live)
    assert validated(clean.project) == [0, 0]


def test_a_pull_request_with_a_mistake_fails(project: Project) -> None:
    rule = "{id: r, title: T, severity: low, require: {label: A}, tests: [{pass: {label: B}}]}"
    project.write(pack__yaml=f"version: 1\nname: p\nrules:\n  - {rule}\n")
    project.write(driftcheck__yaml="version: 1\ndeclared: [numbers.yaml]\npolicies: [pack.yaml]\n")
    project.write(numbers__yaml="version: 1\nnumbers: [{phone_number: +12025550100, lable: x}]\n")
    assert validated(project) == [1, 2]


def test_the_uploaded_files_are_those_that_the_action_writes(anyhow: Runner, code: int) -> None:
    inputs = {name: str(text).replace("True", "true") for name, text in CHECKING["with"].items()}
    assert check(anyhow, **inputs).code == code
    uploads = {step["uses"].split("@")[0]: step for step in CHECK["steps"] if "uses" in step}
    sarif = uploads["github/codeql-action/upload-sarif"]["with"]["sarif_file"]
    for path in (sarif, *uploads["actions/upload-artifact"]["with"]["path"].split()):
        assert anyhow.has(path)


def test_alerts_are_uploaded_only_where_there_is_a_verdict() -> None:
    (condition,) = (step["if"] for step in CHECK["steps"] if "upload-sarif" in str(step))
    found = re.fullmatch(
        r"always\(\) && contains\(fromJSON\('(.*)'\), steps\.driftcheck\.outputs\.outcome\)",
        condition,
    )
    assert found
    assert json.loads(found[1]) == ["clean", "findings"]
    assert "outcome" in ACTION["outputs"]


@pytest.mark.parametrize("job", [VALIDATE, CHECK])
def test_no_job_runs_forever_or_leaves_its_token_behind(job: dict[str, object]) -> None:
    assert job["timeout-minutes"] == 10
    assert "'persist-credentials': False" in str(job["steps"])


def test_the_version_is_that_of_the_program() -> None:
    from driftcheck import __version__

    assert {step["uses"] for step in ACTIONS} == {f"OWNER/driftcheck@v{__version__}"}
    assert "OWNER" in TEXT.split("name: driftcheck")[0]
