"""The workflow that checks pull requests with credentials: its steps are run, one after another."""

import pytest
import yaml

from tests.ci.action import ACTION, check
from tests.ci.shell import CREDENTIALS, EXAMPLES, Runner, account, loaded
from tests.ci.test_github_workflow import ON_GITHUB
from tests.support import Emulate, Project, Ran

WORKFLOW = loaded(EXAMPLES / "github-pull-request.yml")
LOCK = (EXAMPLES / "driftcheck-lock.yaml").read_text(encoding="utf-8")
(JOB,) = WORKFLOW["jobs"].values()
BASE, COPY, HEAD, CHECK = JOB["steps"]


def test_the_workflow_runs_from_the_default_branch_with_read_access_only() -> None:
    assert WORKFLOW["on"] == {"pull_request_target": None}
    assert WORKFLOW["permissions"] == {}
    assert JOB["permissions"] == {"contents": "read"}
    assert JOB["environment"] == "driftcheck"
    assert JOB["timeout-minutes"] == 10


def test_the_lock_is_from_the_base_and_nothing_of_the_pull_request_is_run() -> None:
    assert BASE["with"] == {"persist-credentials": False}
    assert HEAD["with"] == {
        "ref": "${{ github.event.pull_request.head.sha }}",
        "persist-credentials": False,
    }
    assert [step for step in JOB["steps"] if "run" in step] == [COPY]
    assert CHECK["with"]["lock"] == "${{ runner.temp }}/driftcheck-lock.yaml"


def test_the_action_is_given_inputs_that_it_has_and_the_credentials() -> None:
    assert CHECK["with"].keys() <= ACTION["inputs"].keys()
    assert CREDENTIALS.keys() < CHECK["env"].keys()
    assert "secrets" not in str([BASE, COPY, HEAD])


@pytest.fixture
def base(project: Project, emulate: Emulate) -> Runner:
    """The default branch, checked out, with the lock for an emulator."""
    runner = account("clean", project, emulate)
    project.write(**{"driftcheck-lock__yaml": LOCK.replace("api.agora.io", "127.0.0.1")})
    (runner.folder / "temp").mkdir()
    return runner


def run(base: Runner, **changed: str) -> Ran:
    """Run the workflow on a pull request that changes files."""
    temp = base.folder / "temp"
    assert base.run(COPY["run"], ON_GITHUB, RUNNER_TEMP=str(temp)).code == 0
    base.project.write(**changed)
    inputs = {key: str(text).replace("True", "true") for key, text in CHECK["with"].items()}
    lock = inputs["lock"].replace("${{ runner.temp }}", str(temp))
    return check(base, **{**inputs, "lock": lock})


def test_a_pull_request_is_checked(base: Runner) -> None:
    assert run(base).code == 0
    assert (
        run(base, numbers__yaml="version: 1\nnumbers: [{phone_number: +12025550101}]\n").code == 2
    )


def test_a_pull_request_that_edits_the_lock_is_limited_by_that_of_the_base(base: Runner) -> None:
    text = (base.folder / "driftcheck.yaml").read_text()
    wide = {**yaml.safe_load(LOCK), "fail_on": "never"}
    files = {"driftcheck-lock__yaml": yaml.safe_dump(wide)}
    ran = run(base, driftcheck__yaml=text + "fail_on: never\n", **files)
    assert ran.code == 1
    assert "fail_on is laxer than the lock allows" in ran.err
