"""The template for GitLab: its scripts are run as a runner joins them."""

import json
import xml.etree.ElementTree as ET
from typing import Any

from tests.ci.shell import EXAMPLES, GITLAB, HOSTILE, Runner, loaded
from tests.each import each
from tests.support import Ran

FILE = loaded(EXAMPLES / "gitlab-ci.yml")
BASE, VALIDATE, CHECK = FILE[".driftcheck"], FILE["driftcheck-validate"], FILE["driftcheck"]


def run(job: dict[str, Any], runner: Runner, package: str = "driftcheck.whl", **env: str) -> Ran:
    """Run a job, with a pip that writes down what it is given."""
    runner.stub("pip", 'printf "%s\\0" "$@" > installed')
    script = "\n".join(job.get("before_script", BASE["before_script"]) + job["script"])
    return runner.run(script, GITLAB, DRIFTCHECK=package, CI_PROJECT_DIR=str(runner.folder), **env)


def test_a_job_fails_as_the_check_does_and_has_its_reports(anyhow: Runner, code: int) -> None:
    assert run(CHECK, anyhow).code == code
    artifacts = CHECK["artifacts"]
    assert artifacts["when"] == "always"
    assert all(anyhow.has(path) for path in artifacts["paths"])
    quality = json.loads(anyhow.read(artifacts["reports"]["codequality"]))
    tests = ET.fromstring(anyhow.read(artifacts["reports"]["junit"]))
    assert bool(quality) is (code != 0)
    assert bool(tests.findall(".//failure") + tests.findall(".//error")) is (code != 0)


def test_merge_requests_are_only_validated_and_schedules_only_checked() -> None:
    sources = {job: [rule["if"] for rule in FILE[job]["rules"]] for job in FILE if job[0] != "."}
    assert sources == {
        "driftcheck-validate": ['$CI_PIPELINE_SOURCE == "merge_request_event"'],
        "driftcheck": ['$CI_PIPELINE_SOURCE == "schedule"', '$CI_PIPELINE_SOURCE == "web"'],
    }
    assert {job["extends"] for job in (VALIDATE, CHECK)} == {".driftcheck"}


def test_a_merge_request_is_validated_without_credentials(checkout: Runner) -> None:
    live = "live: {agora: {}}\ndeclared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    checkout.project.write(driftcheck__yaml="version: 1\n" + live)
    ran = run(VALIDATE, checkout)
    assert (ran.code, ran.err) == (0, "")
    assert "1 number declared" in ran.out
    assert "0 failed" in ran.out


def test_a_merge_request_with_a_mistake_fails(checkout: Runner) -> None:
    checkout.project.write(numbers__yaml="version: 1\nnumbers: [{phone_number: 5}]\n")
    assert run(VALIDATE, checkout).code == 1


@each("package", ["a wheel.whl", *HOSTILE])
def test_the_package_to_install_is_one_argument_and_never_an_option(
    package: str, checkout: Runner
) -> None:
    run({**VALIDATE, "script": []}, checkout, package)
    assert checkout.read("installed").split("\0")[:-1] == ["install", "--quiet", "--", package]
    assert not checkout.has("pwned")


def test_a_job_without_anything_to_install_says_so(checkout: Runner) -> None:
    ran = run(VALIDATE, checkout, "")
    assert ran.code not in (0, 2)
    assert "DRIFTCHECK: is not set; it says what pip installs" in ran.err
