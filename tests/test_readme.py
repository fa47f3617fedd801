"""What the README says is what the program does."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from driftcheck.cli.main import cli
from driftcheck.model import BUILTIN_CHECKS
from driftcheck.report import FORMATS
from driftcheck.system import SCHEMAS, builtin_packs
from tests.ci.shell import Runner
from tests.support import DECLARED, Project, number

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.S)
YAML = [text for language, text in BLOCKS if language == "yaml"]
ENVIRONMENT = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "secret"}


def the_block(holding: str) -> str:
    """The one YAML example that holds a text."""
    (found,) = (text for text in YAML if holding in text)
    return str(found)


def command(name: str) -> click.Command:
    """A command, or one of a group: `policy list`."""
    found: click.Command = cli
    for part in name.split():
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), part)
        assert inner is not None
        found = inner
    return found


def leaves(group: click.Group, above: str = "") -> Iterator[str]:
    """The commands that do something by themselves, those of groups as `policy list`."""
    for name in group.list_commands(click.Context(group)):
        found = command(above + name)
        if not isinstance(found, click.Group) or found.invoke_without_command:
            yield above + name
        if isinstance(found, click.Group):
            yield from leaves(found, f"{above}{name} ")


LEAVES = [*leaves(cli)]


def test_every_command_is_in_the_table() -> None:
    told = re.findall(r"^\| `driftcheck ([a-z ]*[a-z])[^`]*` \|", README, re.M)
    assert sorted(told) == sorted(LEAVES)


def test_every_option_in_the_readme_exists() -> None:
    known = {text for name in LEAVES for option in command(name).params for text in option.opts}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert told - known <= {"--help"}


def test_every_check_is_in_the_table_with_its_severity() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (.*) \|$", README.split("## Policies")[0], re.M)
    assert sorted(name for name, _ in rows) == sorted(BUILTIN_CHECKS)
    assert [n for n, told in rows if BUILTIN_CHECKS[n].severity.label not in told] == []


def test_every_format_and_schema_is_documented() -> None:
    for name in (*FORMATS, *SCHEMAS):
        assert f"`{name}`" in README


def test_the_example_of_your_own_numbers_is_clean(project: Project) -> None:
    (numbers,) = [text for text in YAML if text.endswith("pipeline_0987654321fedcba}\n")]
    project.write(numbers__yaml=numbers, driftcheck__yaml=the_block("agora: {}"))
    live = number(
        label="Customer Support Line",
        associated_pipeline={"pipeline_id": "pipeline_0987654321fedcba"},
    )
    ran = project.live(live).run("check", "--live", "live.json")
    assert (ran.code, ran.err) == (0, "")


def test_the_declarations_are_valid(project: Project) -> None:
    ran = project.write(numbers__yaml=the_block("state: absent")).run("validate")
    assert (ran.code, ran.err) == (0, "")
    assert "14 numbers declared" in ran.out


def test_the_configuration_is_valid_with_the_policies_and_waivers_of_the_examples(
    project: Project,
) -> None:
    project.write(
        driftcheck__yaml=the_block("strict-number.schema.json"),
        numbers___numbers__yaml=DECLARED,
        policies___house__yaml=the_block("name: house"),
        waivers__yaml=the_block("legacy IVR"),
        company_ca__pem="",
        client__pem="",
    )
    (project.folder / "company_ca.pem").rename(project.folder / "company-ca.pem")
    (project.folder / "strict-number.schema.json").write_text('{"type": "object"}')
    ran = project.run("validate", env=ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")
    assert "16 rules, 1 waiver." in ran.out


def test_the_schema_that_editors_are_given_is_printed(project: Project) -> None:
    assert "driftcheck schema declared > declared.schema.json" in README
    ran = project.run("schema", "declared")
    assert ran.code == 0
    assert "label" in ran.json["$defs"]["declared-entry"]["properties"]


def test_the_excerpt_of_the_demo_is_what_the_demo_prints(project: Project) -> None:
    (excerpt,) = [text for language, text in BLOCKS if language == "text"]
    assert excerpt in project.run("demo").out


def test_the_two_commands_are_targets_of_make() -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", README, re.M):
        assert re.search(rf"^{target}:", makefile, re.M)


def test_a_pull_request_is_checked_without_credentials(project: Project) -> None:
    (line,) = (text for _, text in BLOCKS if "--no-credentials" in text)
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [text for text in re.findall(r"```sh\n(.*?)```", page, re.S) if "valid" in text] == [
        line
    ]
    for name in ("github-workflow.yml", "gitlab-ci.yml", "Jenkinsfile"):
        text = (ROOT / "examples" / "ci" / name).read_text(encoding="utf-8")
        assert all(command in text for command in line.strip().split(" && ")), name
    live = "live: {agora: {}}\ndeclared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    project.write(driftcheck__yaml="version: 1\n" + live)
    ran = Runner(project).run(line)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_for_completion_asks_for_that_shell(shell: str, project: Project) -> None:
    (line,) = (text for language, text in BLOCKS if language == shell)
    assert f"_DRIFTCHECK_COMPLETE={shell}_source driftcheck" in line
    if shell == "bash":
        ran = Runner(project).run(f"{line}complete -p driftcheck\n")
        assert (ran.code, ran.err) == (0, "")
        assert "_driftcheck_completion" in ran.out


def test_the_files_that_are_pointed_to_are_there() -> None:
    for target in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / target).exists()
    folder = ROOT / "examples" / "ci"
    for name in folder.iterdir():
        assert f"`{name.name}`" in README or name.is_dir()


def test_the_packs_that_come_with_the_program_are_named() -> None:
    for name in builtin_packs():
        assert f"`builtin:{name}`" in README


def test_the_baseline_is_made_and_used_as_documented(project: Project) -> None:
    lines = re.findall(r"^driftcheck (check .*baseline[^#]*?) +#", README, re.M)
    project.live(number(label="Sales"))
    assert [project.run(*line.split()).code for line in lines] == [2, 0]
