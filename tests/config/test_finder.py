"""The files that a configuration names, packs with parameters, and errors."""

from pathlib import Path

import pytest

from driftcheck.document.source import builtin
from driftcheck.system import display_path
from tests.each import each
from tests.support import CONFIG, Project, Ran

PACK = """\
version: 1
name: mine
params:
  label: {type: string, default: Support}
  most: {type: integer, default: 9, maximum: 20}
rules:
  - {id: my-label, title: Labels, severity: low, require: {label: "${label}"}}
  - {id: my-count, title: Not too many, severity: low, count: {maximum: "${most}"}}
"""
OTHER = PACK.replace("my-", "other-")
LABEL = ['Labels: label must be %s (it is "Support")']
COUNT = ["Not too many: there is 1 number (must be at most 0): +12025550100"]


def use(project: Project, policies: str) -> Project:
    """Write the list of policies and two packs."""
    project.write(driftcheck__yaml=f"{CONFIG}policies:\n{policies}\n")
    return project.write(packs___mine__yaml=PACK, more___a__yaml=PACK, more___b__yaml=OTHER)


def messages(project: Project, env: dict[str, str] | None = None) -> list[str]:
    ran = project.run("check", "-o", "json", env=env)
    assert ran.err == ""
    return [finding["message"] for finding in ran.json["findings"]]


def refused(ran: Ran) -> str:
    """Return the message and the hint of the only problem."""
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("Error: ") == 1
    return ran.err.removeprefix("Error: ").strip()


@each(
    "policies",
    [
        "  - packs/mine.yaml",
        "  - {pack: packs/mine.yaml}",
        "  - {pack: packs/*.yaml}",
        "  - {pack: packs/mine.yaml, with: {}}",
    ],
)
def test_a_pack_without_parameters_has_its_defaults(project: Project, policies: str) -> None:
    assert messages(use(project, policies)) == []
    project.write(numbers__yaml="version: 1\nnumbers: [{phone_number: +12025550100}]\n")
    project.write(packs___mine__yaml=PACK.replace("default: Support", "default: Sales"))
    assert messages(project) == [LABEL[0] % "Sales"]


@each(
    ("pack", "given", "expected"),
    [
        ("packs/mine.yaml", "{label: Sales}", LABEL[0] % "Sales"),
        ("packs/mine.yaml", "{label: 6036}", LABEL[0] % "6036"),
        ("packs/*.yaml", "{most: 0}", COUNT[0]),
        ("./packs/../packs/mine.yaml", "{most: 0, label: Support}", COUNT[0]),
    ],
)
def test_with_sets_the_parameters_of_a_pack(
    project: Project, pack: str, given: str, expected: str
) -> None:
    use(project, f"  - {{pack: {pack}, with: {given}}}")
    assert messages(project) == [expected]


def test_a_builtin_pack_refuses_unknown_parameters(project: Project) -> None:
    use(project, "  - {pack: 'builtin:baseline', with: {most: 3}}")
    message = refused(project.run("check"))
    assert message == 'driftcheck.yaml:5:39: the pack has no parameter "most"\n  The pack has none.'


@each(
    ("given", "expected"),
    [
        ("label: ${TEAM}", LABEL[0] % "Sales"),
        ("label: '${TEAM} of ${NONE:-us}'", LABEL[0] % "Sales of us"),
        ("label: ${NUMBER}", LABEL[0] % "0"),
        ("most: ${NUMBER}", COUNT[0]),
        ("most: ${NONE:-0}", COUNT[0]),
        ("label: 'a$$b'", LABEL[0] % "a$b"),
    ],
)
def test_variables_are_filled_in(project: Project, given: str, expected: str) -> None:
    use(project, f"  - pack: packs/mine.yaml\n    with:\n      {given}")
    assert messages(project, {"TEAM": "Sales", "NUMBER": "0"}) == [expected]


def test_the_pack_name_may_be_a_variable(project: Project) -> None:
    use(project, "  - pack: packs/${PACK}.yaml\n    with: {most: 0}")
    assert messages(project, {"PACK": "mine"}) == COUNT


@each("value", ["${most}", "x}, id: y", "'\"\n- z: {", "$${TEAM}", "null"])
def test_the_value_of_a_variable_is_only_text(project: Project, value: str) -> None:
    use(project, "  - {pack: packs/mine.yaml, with: {label: '${TEAM}'}}")
    report = project.run("check", "-o", "json", env={"TEAM": value}).json
    assert [finding["expected"] for finding in report["findings"]] == [value]


@each("command", ["check", "validate"])
@each(
    ("policies", "place"),
    [
        ("  - {pack: packs/mine.yaml, with: {label: '${TEAM}'}}", "5:43"),
        ("  - {pack: 'packs/${TEAM}.yaml', with: {most: 3}}", "5:12"),
        ("  - packs/${TEAM}.yaml", "5:5"),
    ],
)
def test_an_unset_variable_is_reported_once(
    project: Project, policies: str, place: str, command: str
) -> None:
    message = refused(use(project, policies).run(command))
    assert message == (
        f"driftcheck.yaml:{place}: the environment variable TEAM is not set\n"
        "  Set it: export TEAM=..."
    )


def test_the_invalid_value_of_a_variable_is_not_printed(project: Project) -> None:
    use(project, "  - pack: packs/mine.yaml\n    with:\n      most: ${MOST}")
    message = refused(project.run("check", env={"MOST": "s3cret"}))
    assert message == 'driftcheck.yaml:7:7: the parameter "most" must be a whole number, not text'


@each(
    ("first", "second", "name"),
    [
        ("packs/mine.yaml", "{pack: packs/mine.yaml, with: {most: 3}}", "packs/mine.yaml"),
        ("{pack: packs/mine.yaml, with: {most: 3}}", "packs/*.yaml", "packs/mine.yaml"),
        (
            "{pack: packs/mine.yaml, with: {most: 3}}",
            "{pack: ./packs/mine.yaml, with: {most: 3}}",
            "packs/mine.yaml",
        ),
        ("{pack: packs/mine.yaml, with: {most: 3}}", "link.yaml", "link.yaml"),
        ("builtin:baseline", "{pack: 'builtin:baseline', with: {}}", "builtin:baseline"),
    ],
)
def test_a_pack_with_parameters_is_used_once(
    project: Project, first: str, second: str, name: str
) -> None:
    (project.folder / "link.yaml").symlink_to("packs/mine.yaml")
    message = refused(use(project, f"  - {first}\n  - {second}").run("check"))
    assert message == (
        f'driftcheck.yaml:6:5: "{name}" is used twice\n'
        "  Use a pack once, with or without parameters."
    )


def test_without_parameters_a_file_may_be_named_by_several_globs(project: Project) -> None:
    items = ("packs/*.yaml", "packs/m*.yaml", "{pack: packs/mine.yaml}", "link.yaml")
    (project.folder / "link.yaml").symlink_to("packs/mine.yaml")
    use(project, "\n".join(f"  - {item}" for item in items))
    project.write(packs___mine__yaml=PACK.replace("default: 9", "default: 0"))
    assert messages(project) == COUNT


HERE = 'Paths are relative to "{folder}".'


@each(
    ("item", "message", "hint"),
    [
        (
            "{pack: more/*.yaml, with: {most: 3}}",
            '5:6: "more/*.yaml" matches 2 files',
            "Parameters belong to one pack; name its file.",
        ),
        ("{pack: none/*.yaml}", '5:6: "none/*.yaml" matches no file', HERE),
        (
            "{pack: none.yaml, with: {most: 3}}",
            '5:6: there is no file "none.yaml"',
            'Paths are relative to "{folder}".',
        ),
        ("{pack: more}", '5:6: "more" is a folder', 'Write "more/*.yaml".'),
        ("{with: {most: 3}}", '5:5: "policies[0].pack" is missing', None),
        ("{pack: ''}", '5:6: "policies[0].pack" must not be empty', None),
        (
            "{pack: packs/mine.yaml, params: {most: 3}}",
            '5:29: unknown key "policies[0].params"',
            "Expected one of: pack, with.",
        ),
        (
            "{pack: packs/mine.yaml, with: [most]}",
            '5:29: "policies[0].with" must be a mapping, not a list',
            None,
        ),
        ("[packs/mine.yaml]", '5:5: "policies[0]" must be a mapping or text', None),
        (
            "{pack: 'builtin:baselin', with: {most: 3}}",
            '5:6: there is no pack "builtin:baselin"',
            'Did you mean "builtin:baseline"?',
        ),
        (
            "builtin:baselin",
            '5:5: there is no pack "builtin:baselin"',
            'Did you mean "builtin:baseline"?',
        ),
        (
            "{pack: packs/mine.yaml, with: {mst: 3}}",
            '5:36: the pack has no parameter "mst"',
            'Did you mean "most"?',
        ),
        (
            "{pack: packs/mine.yaml, with: {most: 99}}",
            '5:36: the parameter "most" must be at most 20',
            None,
        ),
    ],
)
def test_a_mistake_has_a_place_and_a_hint(
    project: Project, item: str, message: str, hint: str | None
) -> None:
    told = refused(use(project, f"  - {item}").run("check"))
    lines = [f"driftcheck.yaml:{message}", *([f"  {hint}"] if hint else [])]
    assert told == "\n".join(lines).replace("{folder}", str(project.folder.resolve()))


def test_a_builtin_pack_is_found_by_its_name() -> None:
    found = builtin("builtin:baseline")
    assert found is not None
    assert (found.name, found.path.name, found.given) == ("builtin:baseline", "baseline.yaml", None)
    assert builtin("builtin:none") is None


def test_paths_are_shown_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert display_path(tmp_path / "here" / "a" / ".." / "b.yaml") == "b.yaml"
    assert display_path(Path("a/b.yaml")) == "a/b.yaml"
    assert display_path(Path("../b.yaml")) == str(tmp_path / "b.yaml")
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "here" / "link").symlink_to(tmp_path / "far" / "away")
    assert display_path(Path("link/../b.yaml")) == str(tmp_path / "far" / "b.yaml")
