"""What the pages on CI, gates and nightly runs say is what the files and the program do."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from driftcheck import __version__
from tests.ci.action import ACTION, check
from tests.ci.shell import EXAMPLES, ROOT, Runner, loaded
from tests.ci.units import CREDENTIALS
from tests.each import each
from tests.support import NUMBER, Emulate, Project, number

DOCS = ROOT / "docs"
PAGES = {name: (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("ci", "gates")}
PAGES["nightly"] = (DOCS / "nightly.md").read_text(encoding="utf-8")
BLOCKS = [
    (page, language, text)
    for page, whole in PAGES.items()
    for language, text in re.findall(r"```(\w+)\n(.*?)```", whole, re.S)
]


def block(page: str, holding: str) -> str:
    """The one example of a page that holds a text."""
    (found,) = (text for where, _, text in BLOCKS if where == page and holding in text)
    return str(found)


def test_every_example_is_tested_below() -> None:
    assert [(page, language) for page, language, _ in BLOCKS] == [
        ("ci", "sh"),
        *[("ci", "yaml")] * 2,
        ("ci", "sh"),
        *[("gates", "sh")] * 3,
        *[("nightly", "sh")] * 3,
        ("nightly", "yaml"),
        *[("nightly", "sh")] * 4,
    ]


@pytest.mark.parametrize("page", PAGES)
def test_referenced_files_exist(page: str) -> None:
    for target, _, anchor in re.findall(r"\]\(([^)#]+)(#([\w-]+))?\)", PAGES[page]):
        assert (DOCS / target).exists()
        if anchor:
            heads = re.findall(r"^## (.*)$", (DOCS / target).read_text(encoding="utf-8"), re.M)
            assert anchor in [head.lower().replace(" ", "-") for head in heads]


def test_every_file_to_copy_is_documented() -> None:
    told = {link for text in PAGES.values() for link in re.findall(r"examples/ci/([\w./-]+)", text)}
    there = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*") if path.is_file()}
    assert told == there


def test_the_step_of_github_is_given_what_the_action_has(clean: Runner) -> None:
    (step,) = yaml.safe_load(block("ci", "uses: OWNER"))
    assert step["uses"] == f"OWNER/driftcheck@v{__version__}"
    assert step["with"].keys() <= ACTION["inputs"].keys()
    clean.project.write(
        numbers__yaml=(clean.read("numbers.yaml") + "    metadata: {env: production}\n")
    )
    env = {name: text for name, text in step["env"].items() if name.startswith("DRIFTCHECK")}
    assert check(Runner(clean.project, clean.env | env), **step["with"]).code == 0
    assert clean.has("driftcheck.html")
    assert clean.has("driftcheck.sarif")


def test_every_input_and_output_of_the_action_is_documented() -> None:
    page = PAGES["ci"].split("## GitHub")[1].split("## GitLab")[0]
    for kind in ("inputs", "outputs"):
        (table,) = re.findall(rf"### {kind.title()} of the action\n(.*?)\n\n[^|\n]", page, re.S)
        rows = re.findall(r"^\| (`.*?) \|", table, re.M)
        named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
        assert named == set(ACTION[kind])
    assert f"{ACTION['inputs']['python-version']['default']} if left out" in page


def test_the_hooks_of_pre_commit_exist() -> None:
    (repository,) = yaml.safe_load(block("ci", "repos:"))["repos"]
    hooks = loaded(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]
    assert repository["rev"] == f"v{__version__}"


def test_the_line_for_any_other_system_exits_as_the_check_does(anyhow: Runner, code: int) -> None:
    assert anyhow.run(block("ci", "junit=")).code == code
    assert anyhow.has("driftcheck.xml")


def test_without_policies_there_is_nothing_to_test(project: Project) -> None:
    assert "with none, it exits 1" in " ".join(PAGES["ci"].split())
    assert project.run("policy", "test").code == 1


@each("holding", ['\n./gate.sh "$P', "DRIFTCHECK_FAIL_ON"])
@each("pipeline", ["p1", "p2", "", "*"])
def test_only_a_clean_check_is_deployed(holding: str, pipeline: str, clean: Runner) -> None:
    (script,) = (text for page, _, text in BLOCKS if page == "gates" and holding in "\n" + text)
    clean.project.write(gate__sh=(EXAMPLES / "gate.sh").read_text(), deploy__sh="touch deployed\n")
    for name in ("gate.sh", "deploy.sh"):
        (clean.folder / name).chmod(0o755)
    script = script.replace("CONFIRM_PAUSE=30", "CONFIRM_PAUSE=0")
    ran = clean.run(script, ("sh",), PIPELINE_ID=pipeline)
    assert clean.has("deployed") is (ran.code == 0) is (pipeline == "p1")


def test_the_page_quotes_the_real_output_of_the_gate() -> None:
    script = (EXAMPLES / "gate.sh").read_text()
    told = dict(re.findall(r"^\| ([\d, ]+) \| `gate: (?:BLOCKED: )?([^`…]+)", PAGES["gates"], re.M))
    assert list(told) == ["0", "2", "1", "130, 143"]
    assert all(words.strip(" :") in script for words in told.values())
    assert "could not be checked" in script


def test_the_documented_selection_works(project: Project) -> None:
    config = "version: 1\nlive: {file: live.json}\ndeclared: [numbers.yaml]\n"
    head, entry = "version: 1\nnumbers:\n", "  - phone_number: '{}'\n    label: Support\n"
    meta = "    metadata: {service: checkout, env: production}\n"
    declared = head + entry.format("+12025550100") + meta + entry.format("+12025550101")
    project.write(driftcheck__yaml=config, numbers__yaml=declared)
    project.live(NUMBER, number(phone_number="+12025550101", label="Drifted"))
    ran = Runner(project).run(block("gates", "metadata.service"))
    assert (ran.code, ran.err) == (0, "")
    assert "1 declared, 1 live" in ran.out


def test_the_container_is_run_as_documented(clean: Runner, tmp_path: Path) -> None:
    """With a docker that takes its options, and runs the rest with the volumes in their places."""
    clean.stub(
        "docker",
        'echo "$@" > asked; while [ "$1" != "driftcheck:0.1.0" ]; do shift; done; shift\n'
        'exec driftcheck "$@" -o "html=$PWD/reports/driftcheck.html"',
    )
    script = block("nightly", "docker run").replace(" -o html=/reports/driftcheck.html", "")
    assert clean.run(script).code == 0
    asked = clean.read("asked").split()
    assert {"--read-only", "--rm"} <= set(asked)
    assert f"{clean.folder}:/repository:ro" in asked
    assert f"{clean.folder}/reports:/reports" in asked
    assert clean.env["AGORA_CUSTOMER_SECRET"] not in asked


def test_the_image_is_built_under_the_name_that_it_is_run_by() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    build, run = block("nightly", "docker build"), block("nightly", "docker run")
    assert f"--tag driftcheck:{__version__} --build-arg VERSION={__version__} " in build
    assert f"  driftcheck:{__version__} check " in run
    assert "ARG VERSION=" in dockerfile
    assert "WORKDIR /repository" in dockerfile


def test_the_secret_of_the_cluster_is_made_as_it_is_mounted() -> None:
    text = block("nightly", "kubectl")
    manifest = (EXAMPLES / "kubernetes-cronjob.yaml").read_text()
    (command,) = (line for line in text.splitlines() if "secret" in line)
    assert command in manifest
    assert "--from=cronjob/driftcheck" in text
    for name in re.findall(r"--from-file=(\w+)", command):
        assert f"/run/secrets/agora/{name}" in manifest


def test_the_configuration_of_the_service_is_valid(project: Project) -> None:
    project.write(driftcheck__yaml=block("nightly", "CREDENTIALS_DIRECTORY"))
    project.write(**dict.fromkeys(CREDENTIALS, "x"))
    ran = project.run("validate", env={"CREDENTIALS_DIRECTORY": str(project.folder)})
    assert (ran.code, ran.err) == (0, "")


def test_the_service_is_installed_where_it_looks() -> None:
    lines = [shlex.split(line) for line in block("nightly", "systemctl").splitlines()]
    (made, copied, _) = [line for line in lines if line[0] == "install"]
    assert {str(Path(path).parent) for path in CREDENTIALS.values()} == {made[-1]}
    assert copied[3:] == [*CREDENTIALS, made[-1]]


def test_a_list_that_is_fetched_here_is_checked_there(emulate: Emulate, project: Project) -> None:
    side = f"{{live: {{agora: {{url: '{emulate(NUMBER).url}'}}}}, declared: [numbers.yaml]}}"
    project.write(driftcheck__yaml=f"version: 1\naccounts:\n  production: {side}\n  eu: {side}\n")
    lines = block("nightly", "--max-age").splitlines()
    fetch, check = (shlex.split(line, comments=True)[1:] for line in lines)
    env = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
    assert project.run(*fetch, env=env).code == 0
    assert project.run(*check).code == 0
    assert project.run(*(word.replace("production", "eu") for word in check)).code == 1
    saved = (project.folder / "saved.json").read_text()
    project.write(saved__json=re.sub(r'(?<="fetched_at": ")[^"]*', "2020-01-01T00:00:00Z", saved))
    assert project.run(*check).code == 1


def test_many_accounts_are_checked_by_the_documented_line(clean: Runner) -> None:
    sides = [f"{{live: {{file: live.json}}, declared: [{name}.yaml]}}" for name in ("numbers", "x")]
    accounts = f"accounts:\n  eu: {sides[0]}\n  us: {sides[1]}\n"
    clean.project.write(driftcheck__yaml=f"version: 1\n{accounts}")
    assert clean.run(block("nightly", "--jobs")).code == 1
    assert clean.has("driftcheck.json")
