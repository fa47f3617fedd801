"""`driftcheck explain`: why a check matters, what to do, and how to waive it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
import yaml
from click.testing import CliRunner

from driftcheck.cli.main import cli
from driftcheck.model import BUILTIN_CHECKS, Kind
from driftcheck.system import builtin_packs
from tests.each import each
from tests.support import CONFIG, Project, Ran, number

PACKS = {name: yaml.safe_load(path.read_bytes()) for name, path in builtin_packs().items()}
RULES = {rule["id"]: rule for pack in PACKS.values() for rule in pack["rules"]}
PACK_OF = {rule["id"]: name for name, pack in PACKS.items() for rule in pack["rules"]}
OF_WAIVERS = [check.id for check in BUILTIN_CHECKS.values() if check.kind is Kind.WAIVER]
ALL = [*BUILTIN_CHECKS, *RULES]
WAIVABLE = [name for name in ALL if name not in OF_WAIVERS]
ACCEPT = 'To accept it for now, under "waivers:" in a waivers file'
CHANGE = 'To change its severity, under "severity:" in driftcheck.yaml'
HEADS = ("Why it matters", "What to do", ACCEPT, CHANGE)
SENTENCE = re.compile(r"[A-Z].{20,}\.", re.S)
HOUSE = """\
version: 1
name: house
rules:
  - id: house-label
    title: "A label is \\e[31m short"
    description: "Long ones\\u202e are cut."
    severity: medium
    require: {label: {maxLength: 20}}
    remedy: Shorten it.
    tags: [labels]
  - {id: house-bare, title: A number takes calls, severity: low, require: {inbound: true}}
"""


@dataclass(frozen=True)
class Explained:
    """The parts of an explanation: first line, title, and the text under each heading."""

    first: str
    title: str
    parts: dict[str, str]

    def text(self, head: str) -> str:
        """What stands below a head, as one line."""
        return " ".join(self.parts[head].split())

    @property
    def waiver(self) -> str:
        """The waivers file that it offers, with the reason and the owner filled in."""
        return "version: 1\nwaivers:\n" + edited(self.parts[ACCEPT])

    @property
    def severity(self) -> str:
        """What it offers for driftcheck.yaml, under the key that it names."""
        return "severity:\n" + self.parts[CHANGE]


def edited(waiver: str) -> str:
    """Return the example waiver, edited as a user would."""
    for example, meant in (("why it is accepted", "OPS-123"), ("who accepted it", "voice")):
        assert waiver.count(example) == 1
        waiver = waiver.replace(example, meant)
    return waiver


@cache
def explain(check_id: str, columns: int = 100) -> Ran:
    """Explain without a configuration, in this process because there are many cases."""
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(cli, ["explain", check_id])
    return Ran(result.exit_code, result.stdout, result.stderr)


def read(ran: Ran) -> Explained:
    assert (ran.code, ran.err) == (0, "")
    top, *blocks = ran.out.split("\n\n")
    first, title = top.split("\n", 1)
    parts = dict(block.split("\n", 1) for block in blocks)
    assert list(parts) == [head for head in HEADS if head in parts]
    return Explained(
        first, " ".join(title.split()), {k: v.rstrip() + "\n" for k, v in parts.items()}
    )


def using(check_id: str) -> str:
    """Return a configuration that uses the check or rule."""
    return CONFIG + (f"policies: [builtin:{PACK_OF[check_id]}]\n" if check_id in RULES else "")


@each("check_id", ALL)
def test_it_explains_what_a_check_is_why_it_matters_and_what_to_do(check_id: str) -> None:
    found = read(explain(check_id))
    assert found.first.startswith(f"{check_id}  ")
    assert re.fullmatch(r"[A-Z].*[^.]", found.title)
    assert SENTENCE.fullmatch(found.text("Why it matters"))
    assert SENTENCE.fullmatch(found.text("What to do"))


@each("check_id", RULES)
def test_a_rule_is_explained_in_the_words_of_its_pack(check_id: str) -> None:
    rule, found = RULES[check_id], read(explain(check_id))
    tags = ", ".join(rule["tags"])
    source = f"builtin:{PACK_OF[check_id]} · {tags}"
    assert found.first == f"{check_id}  {rule['severity']}  ({source})"
    assert found.text("Why it matters") == rule["description"]
    assert found.text("What to do") == rule["remedy"]
    if "${" not in rule["title"]:
        assert found.title == rule["title"]


def test_the_parameters_of_a_pack_are_filled_in() -> None:
    assert read(explain("pipeline-capacity")).title.endswith("serves at most 20 inbound numbers")


@each("check_id", BUILTIN_CHECKS)
def test_a_built_in_check_is_explained_by_its_catalogue(check_id: str) -> None:
    check, found = BUILTIN_CHECKS[check_id], read(explain(check_id))
    assert found.first.endswith("  (built in)")
    assert check.severity.label in found.first
    assert (found.title, found.text("Why it matters")) == (check.title, check.description)
    assert found.text("What to do") == check.remedy


def test_its_example_waivers_and_severities_are_valid(project: Project) -> None:
    found = {check_id: read(explain(check_id)) for check_id in ALL}
    config = CONFIG + f"policies: [{', '.join(f'builtin:{name}' for name in PACKS)}]\n"
    config += "waivers: [waivers.yaml]\nseverity:\n"
    config += "".join(found[check_id].parts[CHANGE] for check_id in ALL)
    waivers = "".join(edited(found[check_id].parts[ACCEPT]) for check_id in WAIVABLE)
    project.write(driftcheck__yaml=config, waivers__yaml=f"version: 1\nwaivers:\n{waivers}")
    ran = project.run("validate")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(f", {len(WAIVABLE)} waivers.\n")


@pytest.mark.parametrize("check_id", OF_WAIVERS)
def test_a_check_of_waivers_has_no_example_waiver_but_a_severity(check_id: str) -> None:
    found = read(explain(check_id))
    assert ACCEPT not in found.parts
    assert "expires" not in explain(check_id).out
    assert yaml.safe_load(found.severity) == {"severity": {check_id: "info"}}


@pytest.mark.parametrize(
    ("check_id", "live"),
    [
        ("drift-changed", {"label": "Other"}),
        ("inbound-has-pipeline", {"associated_pipeline": None}),
    ],
)
def test_its_example_waiver_waives_the_finding(
    check_id: str, live: dict[str, object], project: Project
) -> None:
    waiver = read(explain(check_id)).waiver
    project.write(driftcheck__yaml=using(check_id)).live(number(**live))
    assert project.run("check").code == 2
    config = using(check_id) + "waivers: [waivers.yaml]\n"
    ran = project.write(driftcheck__yaml=config, waivers__yaml=waiver).run("check", "-o", "json")
    assert ran.code == 0
    assert [(f["check"], f["waiver"] is None) for f in ran.json["findings"]] == [(check_id, False)]


def test_its_example_waiver_expires_in_90_days(project: Project) -> None:
    before = datetime.now(UTC).date()
    text = read(project.run("explain", "drift-changed")).waiver
    after = datetime.now(UTC).date()
    found = re.search(r"expires: (\S+)", text)
    assert found is not None
    ends = date.fromisoformat(found[1])
    assert before + timedelta(days=90) <= ends <= after + timedelta(days=90)


@pytest.mark.parametrize("check_id", ["pipeline-capacity", "account-takes-calls"])
def test_for_a_rule_about_counts_the_waiver_names_all_numbers_of_the_group(check_id: str) -> None:
    assert "# all numbers of the group\n" in explain(check_id).out
    assert "# all numbers of the group" not in explain("unique-label").out


@each("check_id", ALL)
def test_text_fits_the_width_of_the_terminal(check_id: str) -> None:
    lines = explain(check_id, 60).out.splitlines()
    assert max(map(len, lines)) <= 60
    assert read(explain(check_id, 60)).parts.keys() == read(explain(check_id)).parts.keys()


@pytest.fixture
def house(project: Project) -> Project:
    """A project with a custom pack."""
    return project.write(house__yaml=HOUSE, driftcheck__yaml=CONFIG + "policies: [house.yaml]\n")


def test_a_rule_of_the_configurations_own_packs_is_explained(house: Project) -> None:
    found = read(house.run("explain", "house-label"))
    assert found.first == "house-label  medium  (house.yaml · labels)"
    assert found.text("What to do") == "Shorten it."
    assert "- check: house-label\n" in found.waiver


def test_hostile_text_of_a_pack_is_harmless(house: Project) -> None:
    ran = house.run("explain", "house-label")
    assert all(sign.isprintable() or sign == "\n" for sign in ran.out)
    assert read(ran).title == r"A label is \x1b[31m short"
    assert read(ran).text("Why it matters") == r"Long ones\u202e are cut."


def test_missing_parts_of_a_rule_are_left_out(house: Project) -> None:
    found = read(house.run("explain", "house-bare"))
    assert list(found.parts) == [ACCEPT, CHANGE]
    assert found.first == "house-bare  low  (house.yaml)"


def test_a_rule_is_explained_with_its_configured_severity_and_parameters(project: Project) -> None:
    policies = "policies: [{pack: builtin:naming, with: {max_length: 9}}]\n"
    project.write(driftcheck__yaml=CONFIG + policies + "severity: {label-length: off}\n")
    found = read(project.run("explain", "label-length"))
    assert found.first.startswith("label-length  off  ")
    assert found.title == "A label has at most 9 characters"


@pytest.mark.parametrize("check_id", ["drift-changed", "waiver-unused"])
def test_a_built_in_check_is_explained_although_the_configuration_is_broken(
    check_id: str, project: Project
) -> None:
    ran = project.write(driftcheck__yaml="{").run("explain", check_id)
    assert (ran.code, ran.err) == (0, "")
    dated = re.compile(r"expires: \S+")  # midnight may have passed between the two
    assert dated.sub("", ran.out) == dated.sub("", explain(check_id).out)
    assert project.run("explain", check_id, "-c", "nope.yaml").code == 0


@each(
    ("mistyped", "meant"),
    [
        ("drift-mising", "drift-missing"),
        ("inbound-has-pipline", "inbound-has-pipeline"),
        ("house-lable", "house-label"),
        ("Drift-Missing", "drift-missing"),
    ],
)
def test_an_unknown_id_is_an_error_with_a_suggestion(
    mistyped: str, meant: str, house: Project
) -> None:
    ran = house.run("explain", mistyped)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f'Error: there is no check or rule "{mistyped}"\n  Did you mean "{meant}"?\n'
    )


def test_no_id_is_a_usage_error(project: Project) -> None:
    ran = project.run("explain")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Error: driftcheck explain needs ID\n  For example: driftcheck explain drift-missing\n"
    )


def test_a_configuration_given_for_a_rule_must_exist(project: Project) -> None:
    ran = project.run("explain", "unique-label", "-c", "nope.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: there is no configuration file "nope.yaml"\n')


def test_a_rule_of_a_pack_that_is_not_configured_is_marked(house: Project) -> None:
    hint = "Not in use; to use it, add builtin:naming to policies: in driftcheck.yaml."
    out = house.run("explain", "unique-label").out
    assert out.splitlines()[:4] == [
        "unique-label  low  (builtin:naming · labels)",
        "Labels are unique",
        "",
        hint,
    ]
    assert "Not in use" not in house.run("explain", "house-label").out
    assert "Not in use" not in explain("unique-label").out


@pytest.mark.parametrize("check_id", ["drift-changed", "drift-missing", "waiver-unused"])
def test_the_configured_severity_of_a_built_in_check_is_shown(
    check_id: str, project: Project
) -> None:
    for level in ("info", "off"):
        project.write(driftcheck__yaml=CONFIG + f"severity: {{{check_id}: {level}}}\n")
        first = read(project.run("explain", check_id)).first
        assert first == f"{check_id}  {level}  (built in)"


def test_the_waiver_of_a_check_of_the_whole_list_names_no_numbers(project: Project) -> None:
    ran = project.run("explain", "live-withheld")
    assert '    match: ["*"]    # this check is about the whole list\n' in ran.out
    assert "numbers: [" not in ran.out
