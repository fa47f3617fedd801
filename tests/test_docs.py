"""The pages under docs/ match the program."""

import re
import shlex
from pathlib import Path

import click
import pytest

from driftcheck.cli.described import variable_of
from driftcheck.validation.meaning import WORDS
from tests.support import CONFIG, Project, python
from tests.test_readme import LEAVES, command

DOCS = Path(__file__).parent.parent / "docs"
POLICIES = (DOCS / "policies.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", POLICIES, re.S)
PACKS = {re.search(r"^name: (\w+)$", text, re.M): text for text in YAML if "\nname:" in text}
NAMED = {found[1]: text for found, text in PACKS.items() if found}
RULES = [text for text in YAML if text.startswith("- id:")]
SCHEMAS = [text for text in YAML if text.startswith("properties:")]
CONFIGURED = [text for text in YAML if text.startswith(("policies:", "severity:"))]
HEAD = "version: 1\nname: page\nrules:\n"


@pytest.fixture
def page(project: Project) -> Project:
    """A project with the packs of the page."""
    for name, text in NAMED.items():
        project.write(**{f"policies___{name}__yaml": text})
    return project


def test_every_example_is_tested() -> None:
    assert sorted(NAMED) == ["capacity", "house"]
    assert len(NAMED) + len(RULES) + len(CONFIGURED) + len(SCHEMAS) == len(YAML)


def test_the_schema_is_valid_and_the_page_explains_all_its_words(page: Project) -> None:
    (text,) = SCHEMAS
    page.write(mine__yaml=text, driftcheck__yaml=CONFIG + "schema: mine.yaml\n")
    assert (page.run("validate").code, page.run("check").code) == (0, 0)
    for word, values in WORDS.items():
        assert f"| `{word}: " in POLICIES
        if word == "compare":
            assert all(f"| `{word}: {value}` |" in POLICIES for value in values)


@pytest.mark.parametrize("text", RULES, ids=lambda text: text.split("\n")[0])
def test_the_rules_are_valid_and_their_tests_hold(text: str, page: Project) -> None:
    page.write(page__yaml=HEAD + text, driftcheck__yaml=CONFIG + "policies: [page.yaml]\n")
    assert page.run("validate").code == 0
    tested = page.run("policy", "test", *(["--require-tests"] if "tests:" in text else []))
    assert (tested.code, tested.err) == (0, "")


def test_the_packs_are_valid_and_their_tests_hold(page: Project) -> None:
    ran = page.run("policy", "test", *(f"policies/{name}.yaml" for name in NAMED))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("text", CONFIGURED)
def test_the_configurations_are_valid(text: str, page: Project) -> None:
    packs = "policies: [builtin:naming, builtin:telephony]\n"
    page.write(driftcheck__yaml=CONFIG + text + (packs if "policies:" not in text else ""))
    ran = page.run("validate")
    assert (ran.code, ran.err) == (0, "")


def test_the_page_shows_the_real_output(page: Project) -> None:
    (shown,) = re.findall(r"```text\n\$ driftcheck (.*?)\n(.*?)```", POLICIES, re.S)
    assert page.run(*shlex.split(shown[0])).out == shown[1]


def test_the_commands_on_the_page_exist(page: Project) -> None:
    for line in set(re.findall(r"`driftcheck ([a-z]+(?: (?:list|show|test))?)[ `]", POLICIES)):
        assert page.run(*line.split(), "--help").code == 0


@pytest.mark.parametrize(
    ("path", "value"),
    [("asociated_pipeline", "null"), ("provider", "twillio"), ("inbound", '"yes"')],
)
def test_the_errors_on_the_page_are_errors(path: str, value: str, page: Project) -> None:
    rule = f"- {{id: r, title: T, severity: low, require: {{{path}: {value}}}}}\n"
    ran = page.write(page__yaml=HEAD + rule).run("policy", "test", "page.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert f"`{path}" in POLICIES
    assert ran.err.startswith("Error: page.yaml:4:")


def test_the_reference_of_rules_is_current(tmp_path: Path) -> None:
    ran = Project(tmp_path).run("policy", "list", "-o", "markdown")
    assert ran.out == (DOCS / "rules.md").read_text(encoding="utf-8"), "run `make docs`"


def test_the_reference_of_commands_is_current() -> None:
    ran = python(".ci/reference.py", cwd=DOCS.parent, env={"PYTHONPATH": str(DOCS.parent)})
    assert ran.out == REFERENCE, "run `make docs`"


@pytest.mark.parametrize("name", LEAVES)
def test_the_reference_has_every_option_with_its_variable(name: str) -> None:
    section = REFERENCE.split(f"\n## driftcheck {name}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`-.*?`) \| `(DRIFTCHECK_\w+)` \| .+ \|$", section, re.M)
    known = {(tuple(re.findall(r"`(-[-\w]+)", names)), variable) for names, variable in rows}
    options = [one for one in command(name).params if isinstance(one, click.Option)]
    shown = [one for one in options if not one.hidden]  # hidden ones are older spellings
    assert known == {(tuple(one.opts), variable_of(one)) for one in shown}


def test_links_between_pages_have_a_target() -> None:
    for path in (*DOCS.glob("*.md"), DOCS.parent / "README.md"):
        for link in re.findall(r"\]\(([\w./]+\.md)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).is_file()
