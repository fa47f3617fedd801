"""The Jenkinsfile: its `sh` steps are run, in their order.

Whether Jenkins takes it is Jenkins' to say, and Jenkins does not run here; `make test-examples` has
Groovy run it, with the steps of Jenkins in the hands of a stand-in.
"""

import re
import xml.etree.ElementTree as ET

from tests.ci.shell import EXAMPLES, JENKINS, Runner

TEXT = (EXAMPLES / "Jenkinsfile").read_text(encoding="utf-8")
STAGES = {
    name: re.findall(r"(?:\bsh|script:) '([^']*)'", body)
    for name, body in re.findall(r"stage\('(\w+)'\)(.*?)(?=\n    stage\(|\Z)", TEXT, re.S)
}
FILES = re.findall(r"(?:testResults|artifacts): '([^']+)'", TEXT)


def test_every_script_is_tested_and_none_is_filled_in_by_groovy() -> None:
    assert {name: len(scripts) for name, scripts in STAGES.items()} == {"Validate": 2, "Check": 2}
    assert len(re.findall(r"\bsh[ (]", TEXT)) == 4
    assert not re.search(r'\bsh\(?[^\n]*"', TEXT)


def test_the_exit_code_of_the_check_is_kept_and_there_are_reports(
    anyhow: Runner, code: int
) -> None:
    assert len(FILES) == 2
    for name in FILES:
        (anyhow.folder / name).write_text("of the last build")
    clean, check = STAGES["Check"]
    assert anyhow.run(clean, JENKINS).code == 0
    assert not any(anyhow.has(name) for name in FILES)
    assert anyhow.run(check, JENKINS, WORKSPACE=str(anyhow.folder)).code == code
    assert all(anyhow.has(name) for name in FILES)
    tests = ET.fromstring(anyhow.read("driftcheck.xml"))
    assert bool(tests.findall(".//failure") + tests.findall(".//error")) is (code != 0)


def test_files_are_validated_without_credentials(checkout: Runner) -> None:
    live = "live: {agora: {}}\ndeclared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    checkout.project.write(driftcheck__yaml="version: 1\n" + live)
    assert [checkout.run(script, JENKINS).code for script in STAGES["Validate"]] == [0, 0]


def test_findings_make_a_build_unstable_and_anything_else_fails_it() -> None:
    assert re.search(r"code == 2\) \{\s+unstable\(", TEXT)
    assert re.search(r"else if \(code != 0\) \{\s+error\(", TEXT)


def test_a_pull_request_does_not_get_to_the_credentials() -> None:
    stage = TEXT.split("stage('Check')")[1]
    assert stage.index("not { changeRequest() }") < stage.index("withCredentials")
    assert "AGORA" not in TEXT.split("stage('Check')")[0]
