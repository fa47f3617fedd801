"""Without a configuration file, commands suggest where it may be and what to type."""

import pytest

from tests.each import each
from tests.support import Project

NONE = 'Error: there is no configuration file "driftcheck.yaml"\n'
INIT = "  Choose another with -c FILE, or create one: driftcheck init.\n"
NEED_ONE = [
    ["check"],
    ["validate"],
    ["import", "--update"],
    ["history"],
    ["history", "verify"],
    ["policy", "test"],
    ["waivers"],
]
"""Commands that need a configuration."""
USE_ONE = [
    ["fetch"],
    ["import"],
    ["policy", "list"],
    ["policy", "show", "inbound-has-pipeline"],
    ["explain", "inbound-has-pipeline"],
]
"""Commands that use a configuration if there is one."""
HINTS = [
    ([], "driftcheck.yaml", INIT),
    (["driftcheck.yml"], "driftcheck.yaml",
     "  Rename driftcheck.yml to driftcheck.yaml, or use -c driftcheck.yml.\n"),
    (["Drift-Check.yaml"], "driftcheck.yaml",
     "  Rename Drift-Check.yaml to driftcheck.yaml, or use -c Drift-Check.yaml.\n"),
    (["voice/driftcheck.yaml"], "driftcheck.yaml",
     '  There is one in "voice": run driftcheck there, or use -c voice/driftcheck.yaml.\n'),
    (["a/driftcheck.yaml", "b/driftcheck.yaml", ".git/driftcheck.yaml"], "driftcheck.yaml",
     "  There are several below; choose one: -c a/driftcheck.yaml, -c b/driftcheck.yaml\n"),
    (["prod.yaml", "numbers.yaml"], "prd.yaml",
     "  Did you mean -c prod.yaml?\n"),
    (["voice/prod.yml"], "voice/prod.yaml",
     "  Rename prod.yml to prod.yaml, or use -c voice/prod.yml.\n"),
    (["driftcheck.yaml"], "driftcheck.yml",
     "  Did you mean -c driftcheck.yaml?\n"),
    (["driftcheck-lock.yaml"], "driftcheck.yaml", INIT),
    (["nothing.txt"], "no/such/folder.yaml", INIT),
]  # fmt: skip


@pytest.fixture
def empty(project: Project) -> Project:
    for path in project.folder.iterdir():
        path.unlink()
    return project


def with_files(project: Project, names: list[str]) -> Project:
    for name in names:
        path = project.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("version: 1\n")
    return project


@each(("files", "name", "hint"), HINTS)
def test_the_hint_names_a_similar_configuration(
    files: list[str], name: str, hint: str, empty: Project
) -> None:
    given = [] if name == "driftcheck.yaml" else ["-c", name]
    ran = with_files(empty, files).run("check", *given)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'Error: there is no configuration file "{name}"\n{hint}'


@each("args", NEED_ONE, ids=" ".join)
def test_every_command_that_needs_a_configuration_reports_the_same(
    args: list[str], empty: Project
) -> None:
    ran = with_files(empty, ["driftcheck.yml"]).run(*args)
    rename = "  Rename driftcheck.yml to driftcheck.yaml, or use -c driftcheck.yml.\n"
    assert (ran.code, ran.out, ran.err) == (1, "", NONE + rename)


@each("args", NEED_ONE, ids=" ".join)
def test_a_configuration_in_a_parent_folder_is_named(args: list[str], empty: Project) -> None:
    with_files(empty, ["driftcheck.yaml", "numbers/eu/a.yaml"])
    ran = Project(empty.folder / "numbers" / "eu").run(*args)
    above = '  There is one in "../..": run driftcheck there, or use -c ../../driftcheck.yaml.\n'
    assert (ran.code, ran.out, ran.err) == (1, "", NONE + above)


@each("args", USE_ONE, ids=" ".join)
def test_a_misnamed_configuration_is_not_ignored(args: list[str], empty: Project) -> None:
    ran = with_files(empty, ["driftcheck.yml"]).run(*args)
    rename = "  Rename driftcheck.yml to driftcheck.yaml, or use -c driftcheck.yml.\n"
    assert (ran.code, ran.out, ran.err) == (1, "", NONE + rename)
    ran = empty.run(*args, "-c", "other.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: there is no configuration file "other.yaml"\n')


def test_a_folder_instead_of_the_configuration_is_an_error(empty: Project) -> None:
    ran = with_files(empty, ["voice/driftcheck.yaml"]).run("check", "-c", "voice")
    name = "  Use -c voice/driftcheck.yaml.\n"
    assert ran.err == f'Error: "voice" is a folder\n{name}'


def test_doctor_reports_it_with_the_rest(empty: Project) -> None:
    ran = with_files(empty, ["driftcheck.yml"]).run("doctor", "--offline")
    assert (ran.code, ran.err) == (1, "")
    rename = "Rename driftcheck.yml to driftcheck.yaml, or use -c driftcheck.yml.\n"
    assert f'there is no configuration file "driftcheck.yaml"\n          {rename}' in ran.out


def test_policy_test_says_how_to_run_without_one(empty: Project) -> None:
    ran = empty.run("policy", "test")
    packs = "  Use driftcheck policy test policies/*.yaml, or builtin:baseline.\n"
    assert ran.err == NONE + packs
