"""`driftcheck import --update` adds new numbers and changes nothing else."""

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.each import each
from tests.support import CONFIG, DECLARED, NUMBER, Emulate, Project, number

NEW: list[dict[str, Any]] = [
    number(phone_number="+442079460000", label="London", associated_pipeline=None),
    number(phone_number="+12025550300", label="no: 1", outbound_config={"password": "hush"}),
]
ODD = """\
# Ours, with care.
version: 1
defaults: {provider: twilio, outbound: true}   # shared

numbers:
     # support first
     -    label: 'Support'   # quoted
          phone_number: "+12025550100"
          inbound:   true

# what follows is kept
"""


def added(before: str, after: str) -> list[str]:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in lines if line.startswith("- ")]
    return [line[2:] for line in lines if line.startswith("+ ")]


@pytest.mark.parametrize("text", [ODD, ODD.replace("\n", "\r\n"), DECLARED])
def test_new_numbers_are_added_and_the_rest_stays(text: str, project: Project) -> None:
    path = project.folder / "numbers.yaml"
    path.write_bytes(text.encode())
    ran = project.live(NUMBER, *NEW).run("import", "--update", "--env-file", "s.env")
    assert (ran.code, ran.out) == (0, "")
    assert "Added 2 numbers to numbers.yaml." in ran.err
    after = path.read_bytes().decode()
    lines = added(text, after)
    assert after.count("\r\n") in (0, after.count("\n"))
    assert [line.strip() for line in lines if "phone_number" in line] == [
        "- phone_number: +12025550300",
        "- phone_number: +442079460000",
    ]
    assert ("provider: twilio" in "".join(lines)) is ("defaults" not in text)
    assert "hush" not in after
    assert (project.folder / "s.env").read_text() == "OUTBOUND_CONFIG_PASSWORD='hush'\n"
    checked = project.run("check", env={"OUTBOUND_CONFIG_PASSWORD": "hush"})
    assert (checked.code, checked.err) == (0, "")
    ran = project.run("import", "--update")
    assert ran.err == "Nothing was added: all 3 live numbers are declared.\n"
    assert path.read_bytes().decode() == after


def test_new_numbers_go_to_the_last_file_or_the_file_of_their_group(project: Project) -> None:
    project.write(
        driftcheck__yaml=CONFIG.replace("numbers.yaml", "numbers/*.yaml"),
        numbers___US__yaml=DECLARED,
        numbers___zz__yaml="- phone_number: +19876543210\n",
    )
    project.live(NUMBER, number(phone_number="+19876543210"), *NEW)
    ran = project.run("import", "--update", "--by", "country")
    assert ran.code == 0
    assert "Added 1 number to numbers/US.yaml." in ran.err
    assert "Added 1 number to numbers/gb.yaml." in ran.err
    text = (project.folder / "numbers" / "gb.yaml").read_text(encoding="utf-8")
    assert text.startswith("# 1 number that was live")
    project.live(NUMBER, number(phone_number="+19876543210"), *NEW, number(phone_number="+13"))
    ran = project.run("import", "--update")
    assert "Added 1 number to numbers/zz.yaml." in ran.err


def routed(name: str, pipeline: str | None) -> dict[str, Any]:
    route = pipeline and {"pipeline_id": pipeline, "pipeline_name": "Sales"}
    return number(phone_number=name, associated_pipeline=route)


def test_a_new_number_joins_those_of_its_pipeline_whatever_their_file_is_called(
    project: Project,
) -> None:
    project.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", "numbers/*.yaml"))
    (project.folder / "numbers.yaml").unlink()
    known = [routed("+12", "a/b"), routed("+13", "A/B"), routed("+14", None)]
    assert project.live(*known).run("import", "--by", "pipeline").code == 0
    (project.folder / "numbers" / "no-pipeline.yaml").rename(project.folder / "numbers/mine.yaml")
    new = [routed("+15", "a/b"), routed("+16", "A/b"), routed("+17", None)]
    ran = project.live(*known, *new).run("import", "--update", "--by", "pipeline")
    assert ran.code == 0
    places = {
        path.name: [line[-3:] for line in path.read_text().splitlines() if "phone_number" in line]
        for path in (project.folder / "numbers").iterdir()
    }
    assert places == {
        "a-b.yaml": ["+13"],  # A/B, which comes first
        "a-b-2.yaml": ["+12", "+15"],
        "a-b-3.yaml": ["+16"],
        "mine.yaml": ["+14", "+17"],
    }
    assert "# The pipeline is called Sales." in (project.folder / "numbers/a-b-3.yaml").read_text()
    assert project.run("check").code == 0


def test_numbers_that_differ_are_unchanged_and_reported(project: Project) -> None:
    before = (project.folder / "numbers.yaml").read_text()
    ran = project.live(number(label="Other")).run("import", "--update")
    assert ran.code == 0
    assert "One declared number differs from the live number and was left unchanged" in ran.err
    assert ran.err.endswith(" For details: driftcheck check\n")  # to be pasted
    assert (project.folder / "numbers.yaml").read_text() == before


def test_a_variable_in_use_is_not_given_to_another_secret(project: Project) -> None:
    line = "    outbound_config: {password: '${OUTBOUND_CONFIG_PASSWORD}'}\n"
    project.write(numbers__yaml=DECLARED + line, s__env="OUTBOUND_CONFIG_PASSWORD='old'")
    project.live(number(outbound_config={"password": "old"}), NEW[1])
    for env in ({}, {"OUTBOUND_CONFIG_PASSWORD": "old"}):
        project.write(numbers__yaml=DECLARED + line)
        ran = project.run("import", "--update", env=env)
        assert ran.code == 0
        assert "is not what is live" not in ran.err
        assert "OUTBOUND_CONFIG_PASSWORD_2" in (project.folder / "numbers.yaml").read_text()
    project.write(numbers__yaml=DECLARED + line)
    assert project.run("import", "--update", "--env-file", "s.env").code == 0
    text = (project.folder / "s.env").read_text()
    assert text == "OUTBOUND_CONFIG_PASSWORD='old'\nOUTBOUND_CONFIG_PASSWORD_2='hush'\n"


@each(
    ("args", "text", "line"),
    [
        ([], "version: 1\nnumbers: [{phone_number: +12025550100}]\n", "numbers.yaml:2:10: entries"),
        ([], json.dumps([NUMBER]), "numbers.yaml:1:1: entries cannot be added"),
        (["-o", "x.yaml"], DECLARED, "--update and -o cannot be used together"),
        (
            ["--env-file", "numbers.yaml"],
            DECLARED,
            "numbers.yaml:1: this line does not set a variable",
        ),
        (["--by", "country"], DECLARED, '"gb.yaml" already exists but is not under `declared`'),
        ([], "version: 1\nnumbers: [", "numbers.yaml:"),
    ],
)
def test_a_file_that_cannot_be_extended_is_refused_and_unchanged(
    args: list[str], text: str, line: str, project: Project
) -> None:
    project.write(numbers__yaml=text, gb__yaml="mine")
    ran = project.live(NUMBER, *NEW).run("import", "--update", *args)
    assert (ran.code, ran.out) == (1, "")
    assert line in ran.err
    assert (project.folder / "numbers.yaml").read_text() == text
    assert (project.folder / "gb.yaml").read_text() == "mine"


def test_entries_that_cannot_be_declared_are_reported_and_nothing_is_added(
    project: Project,
) -> None:
    project.live(NUMBER, *NEW, {"label": "x"})
    ran = project.run("import", "--update")
    assert ran.code == 1
    assert "the entry [3] cannot be declared" in ran.err
    assert (project.folder / "numbers.yaml").read_text() == DECLARED
    assert project.run("import", "--update", "--skip-invalid").code == 0
    ran = project.run("import", "--update", "--skip-invalid")
    assert (ran.code, "Nothing was added." in ran.err) == (0, True)


def test_it_needs_a_configuration(tmp_path: Path) -> None:
    ran = Project(tmp_path).live(NUMBER).run("import", "--update", "--live", "live.json")
    assert ran.code == 1
    assert ran.err.startswith('Error: there is no configuration file "driftcheck.yaml"\n')


def test_a_new_file_that_is_not_declared_is_reported(project: Project) -> None:
    ran = project.live(NUMBER, *NEW).run("import", "--update", "--by", "country")
    assert ran.code == 0
    assert "Add them to `declared` in driftcheck.yaml: gb.yaml" in ran.err


def test_an_empty_declarations_list_can_be_extended(project: Project) -> None:
    project.write(numbers__yaml="version: 1\nnumbers: []  # none yet\n").live(NUMBER)
    ran = project.run("import", "--update")
    assert (ran.code, "Added 1 number to numbers.yaml." in ran.err) == (0, True)
    assert project.run("check").code == 0


def test_a_concurrent_edit_is_not_lost(emulate: Emulate, project: Project) -> None:
    server = emulate(*NEW)
    edit = "printf '# edited\\n' >> numbers.yaml; echo s3cret"
    live = f"live: {{agora: {{url: {server.url}, customer_id: id, customer_secret: {{command: "
    config = f"version: 1\ndeclared: [numbers.yaml]\n{live}[sh, -c, {json.dumps(edit)}]}}}}}}\n"
    project.write(driftcheck__yaml=config)
    ran = project.run("import", "--update")
    assert '"numbers.yaml" was changed by another program in the meantime' in ran.err
    assert (project.folder / "numbers.yaml").read_text() == f"{DECLARED}# edited\n"
