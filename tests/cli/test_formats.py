"""`-o FORMAT[=PATH]` of every command with formats, and its deprecated spellings."""

import json

import pytest

from tests.each import each
from tests.history.making import record, run, sighting
from tests.support import CONFIG, Project

WITH_FORMATS = {
    ("history",): ("text", "json", "html"),
    ("history", "show"): ("text", "json"),
    ("policy", "list"): ("text", "json", "markdown"),
    ("waivers",): ("text", "json"),
    ("doctor", "--offline"): ("text", "json"),
}
PACK = "version: 1\nname: p\nrules: [{id: a, title: t, severity: low, require: {inbound: true}}]\n"
SEVERAL = '"json,text" is several formats\n  Repeat the option:'
READ = '"driftcheck.yaml" is an input of this command'


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a history of two runs."""
    url = f"sqlite:///{project.folder / 'h.db'}"
    record(url, run("2026-01-01T02:00:00Z", sighting(1)), run("2026-01-02T02:00:00Z"))
    return project.write(driftcheck__yaml=CONFIG + "history: sqlite:///h.db\n")


@each("command", WITH_FORMATS, ids=" ".join)
def test_several_formats_are_written_at_once(command: tuple[str, ...], kept: Project) -> None:
    first, *others = WITH_FORMATS[command]
    named = [part for name in others for part in ("-o", f"{name}=out/{name}")]
    ran = kept.run(*command, "-o", first, *named)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == kept.run(*command).out
    for name in others:
        text = (kept.folder / "out" / name).read_text(encoding="utf-8")
        assert text == kept.run(*command, "-o", name).out


@each("command", WITH_FORMATS, ids=" ".join)
def test_text_in_a_file_has_no_colour(command: tuple[str, ...], kept: Project) -> None:
    env = {"NO_COLOR": "", "FORCE_COLOR": "1"}
    assert kept.run(*command, "-o", "text=page.txt", env=env).out == ""
    assert "\x1b" not in (kept.folder / "page.txt").read_text(encoding="utf-8")


@each("command", WITH_FORMATS, ids=" ".join)
@each(
    ("output", "err"),
    [
        ("yml", 'there is no format "yml"\n  Expected one of: {}.'),
        ("jsno", 'there is no format "jsno"\n  Did you mean "json"?'),
        ("json=", '"json=" names no file\n  Use json alone for stdout.'),
        ("json=out/", '"out/" is a folder\n  Use json=out/report.json.'),
        ("json,text", f"{SEVERAL} -o json=report.json -o text=report.txt."),
        ("=json", "the format is missing\n  Use -o json."),
        ("r.json", '"r.json" is a path, not a format\n  Put the format first: -o json=r.json.'),
        ("./r", '"./r" is a path, not a format\n  Put the format first: -o FORMAT=./r.'),
        ("json=driftcheck.yaml", f"{READ}\n  Choose another file, such as report.json."),
    ],
)
def test_an_invalid_output_says_what_to_type(
    output: str, err: str, command: tuple[str, ...], kept: Project
) -> None:
    ran = kept.run(*command, "-o", output)
    known = ", ".join(sorted(WITH_FORMATS[command]))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"Error: --output: {err.format(known)}\n"


@each(
    ("output", "likely"),
    [("r.md", "markdown"), ("out/r.xml", "junit"), ("r.htm", "html"), ("r.sarif.json", "json")],
)
def test_the_format_is_derived_from_the_file_name(
    output: str, likely: str, project: Project
) -> None:
    ran = project.run("check", "-o", output)
    assert ran.err.endswith(f"Put the format first: -o {likely}={output}.\n")
    suffix = output.rpartition(".")[2]
    if suffix != likely:
        assert project.run("check", "-o", suffix).err.endswith(f'Did you mean "{likely}"?\n')


def test_an_unwritable_file_does_not_damage_the_others(kept: Project) -> None:
    ran = kept.run("history", "-o", "html=h.db/page.html", "-o", "json=h.json", "-o", "text")
    assert (ran.code, ran.out[:7]) == (1, "History")
    assert json.loads((kept.folder / "h.json").read_text())["runs_in_all"] == 2
    assert ran.err == (
        'Error: cannot write "h.db/page.html": a part of its path is not a folder\n'
        "  Choose another file with -o FORMAT=PATH.\n"
    )


@each("command", [name for name in WITH_FORMATS if name[0] != "policy"], ids=" ".join)
def test_the_history_itself_is_never_replaced(command: tuple[str, ...], kept: Project) -> None:
    ran = kept.run(*command, "-o", "json=h.db")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: --output: "h.db" is an input of this command\n')
    assert kept.run("history").code == 0


@each("command", WITH_FORMATS, ids=" ".join)
def test_the_file_of_variables_is_never_replaced(command: tuple[str, ...], kept: Project) -> None:
    ran = kept.write(a__env="A='x'\n").run(*command, "--env-file", "a.env", "-o", "json=a.env")
    assert ran.err.startswith('Error: --output: "a.env" is an input of this command\n')
    assert (kept.folder / "a.env").read_text() == "A='x'\n"


@each("name", ["numbers.yaml", "live.json", "waivers.yaml", "pack.yaml"])
def test_doctor_never_replaces_an_input_of_a_check(name: str, kept: Project) -> None:
    more = "waivers: [waivers.yaml]\npolicies: [pack.yaml]\n"
    config = (kept.folder / "driftcheck.yaml").read_text() + more
    kept.write(driftcheck__yaml=config, waivers__yaml="version: 1\nwaivers: []\n", pack__yaml=PACK)
    before = (kept.folder / name).read_text()
    ran = kept.run("doctor", "-o", f"json={name}")
    assert ran.err.startswith(f'Error: --output: "{name}" is an input of this command\n')
    assert (kept.folder / name).read_text() == before


def test_a_rule_list_never_replaces_a_pack(project: Project) -> None:
    ran = project.write(pack__yaml=PACK).run("policy", "list", "pack.yaml", "-o", "json=pack.yaml")
    assert ran.err.startswith('Error: --output: "pack.yaml" is an input of this command\n')
    assert (project.folder / "pack.yaml").read_text() == PACK


@each(
    ("older", "newer"),
    [
        (["history", "--json"], ["history", "-o", "json"]),
        (["history", "--html"], ["history", "-o", "html"]),
        (["history", "show", "--json"], ["history", "show", "-o", "json"]),
        (["history", "--json", "show"], ["history", "show", "-o", "json"]),
        (["policy", "list", "--format", "json"], ["policy", "list", "-o", "json"]),
        (["policy", "list", "-f", "markdown"], ["policy", "list", "-o", "markdown"]),
    ],
)
def test_deprecated_spellings_still_work(older: list[str], newer: list[str], kept: Project) -> None:
    ran, wanted = kept.run(*older), kept.run(*newer)
    assert (ran.code, ran.out, ran.err) == (0, wanted.out, "")


def test_deprecated_spellings_accept_files_and_environment_variables(kept: Project) -> None:
    ran = kept.run("history", "--html=page.html")
    assert (ran.out, ran.err) == ("", "")
    page = (kept.folder / "page.html").read_text(encoding="utf-8")
    ran = kept.run("history", env={"DRIFTCHECK_HTML": "-"})
    assert (ran.out, ran.err) == (page, "")


@each("args", [["history"], ["history", "show"], ["policy", "list"]])
def test_help_does_not_list_deprecated_spellings(args: list[str], project: Project) -> None:
    out = project.run(*args, "--help").out
    assert "--output" in out
    assert not [name for name in ("--json", "--html", "--format", "_HTML") if name in out]


@each(
    ("before", "after"),
    [
        (["-o", "json", "show"], ["show", "-o", "json"]),
        (["-o", "json", "show", "1"], ["show", "1", "-o", "json"]),
        (["-c", "other.yaml", "verify"], ["verify", "-c", "other.yaml"]),
        (["--database", "sqlite:///h.db", "verify"], ["verify"]),
    ],
)
def test_options_before_a_history_command_reach_it(
    before: list[str], after: list[str], kept: Project
) -> None:
    ran, wanted = kept.run("history", *before), kept.run("history", *after)
    assert (ran.code, ran.out, ran.err) == (wanted.code, wanted.out, wanted.err)


@each("args", [["-o", "json", "verify"], ["--limit", "3", "show"], ["--json", "prune"]])
def test_an_option_that_a_command_of_the_history_lacks_is_an_error(
    args: list[str], kept: Project
) -> None:
    ran = kept.run("history", *args)
    name = {"-o": "--output"}.get(args[0], args[0])
    assert (ran.code, ran.out) == (1, "")
    assert f"Error: driftcheck history {args[-1]} has no option {name}\n" in ran.err


def test_commands_have_separate_variables(kept: Project) -> None:
    env = {"DRIFTCHECK_HISTORY_OUTPUT": "html=a.html", "DRIFTCHECK_HISTORY_SHOW_OUTPUT": "json"}
    assert kept.run("history", "show", env=env).json["run"]["record"]
    assert not (kept.folder / "a.html").exists()
