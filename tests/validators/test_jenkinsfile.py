"""The Jenkinsfile, run by Groovy with a stand-in for Jenkins that has a real shell.

Groovy is what Jenkins runs it with, though another version; the stand-in knows the sections and
steps of Declarative Pipeline that are used, from its documentation. What Jenkins itself would say
(its sandbox, its plugins) is not known here: its linter is a call to a Jenkins that runs.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.ci.shell import EXAMPLES, Runner, account
from tests.support import Emulate, Project, Ran

pytestmark = pytest.mark.validator
STAND_IN = Path(__file__).with_name("jenkins.groovy")


def run(runner: Runner, text: str, **env: str) -> Ran:
    """Run a Jenkinsfile in a checkout, which has no credentials."""
    java = os.path.realpath(shutil.which("java") or "")
    home = os.environ.get("JAVA_HOME") or str(Path(java).parent.parent)
    runner.project.write(Jenkinsfile=text)
    bare = Runner(runner.project)
    return bare.call("groovy", str(STAND_IN), "Jenkinsfile", JAVA_HOME=home, **env)


def told(ran: Ran) -> list[str]:
    """What happened, in the words of the stand-in."""
    words = ("stage:", "skipped:", "failed:", "unstable:", "junit:", "archived:", "result:")
    return [line for line in ran.out.splitlines() if line.startswith(words)]


TEXT = (EXAMPLES / "Jenkinsfile").read_text(encoding="utf-8")
DONE = ["archived: driftcheck.html"]
ENDS = {
    "clean": ["junit: 0 failed", *DONE, "result: SUCCESS"],
    "drift": [
        "unstable: The live phone numbers are not what is declared.",
        "junit: 1 failed",
        *DONE,
        "result: UNSTABLE",
    ],
    "down": [
        "failed: There is no verdict: driftcheck exited with 1.",
        "junit: 1 failed",
        *DONE,
        "result: FAILURE",
    ],
}


@pytest.mark.parametrize("state", ENDS)
def test_a_build_ends_as_the_check_does(state: str, project: Project, emulate: Emulate) -> None:
    ran = run(account(state, project, emulate), TEXT)
    assert told(ran) == ["stage: Validate", "stage: Check", *ENDS[state]], ran.err


def test_a_pull_request_is_only_validated(project: Project, emulate: Emulate) -> None:
    ran = run(account("drift", project, emulate), TEXT, CHANGE_ID="7")
    assert told(ran) == ["stage: Validate", "skipped: Check", "result: SUCCESS"]


def test_what_is_written_wrongly_is_not_checked(project: Project, emulate: Emulate) -> None:
    runner = account("clean", project, emulate)
    project.write(numbers__yaml="version: 1\nnumbers: [{phone_number: 5}]\n")
    failed = "failed: script returned exit code 1"
    ends = ["stage: Validate", failed, "skipped: Check", "result: FAILURE"]
    assert told(run(runner, TEXT)) == ends


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("steps {", "step {"), ("junit test", "junits test"), ("'agora',", "'agora'")],
)
def test_a_mistake_is_found(right: str, wrong: str, project: Project, emulate: Emulate) -> None:
    """Or else the tests above could not fail."""
    assert right in TEXT
    ran = run(account("clean", project, emulate), TEXT.replace(right, wrong, 1))
    assert "result: SUCCESS" not in told(ran)
