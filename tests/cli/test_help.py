"""`--help`: headings, examples that can be typed, variables, and a link that leads somewhere."""

import re
import shlex
from pathlib import Path

import click

from driftcheck.cli.described import examples_of
from driftcheck.cli.main import COMMANDS, SECTIONS, cli
from tests.each import each
from tests.support import Project
from tests.test_readme import LEAVES, command

ROOT = Path(__file__).parents[2]
GROUPS = [name for name in COMMANDS if isinstance(command(name), click.Group)]
EVERY = ["", *LEAVES, *(name for name in GROUPS if name not in LEAVES)]
LINK = re.compile(r"https://github.com/driftcheck/driftcheck(?:/blob/main/([\w./]+)(?:#(\S+))?)?\n")
CHECK_HEADINGS = ["The list", "The verdict", "Output", "How it runs", "Options", "Examples"]


def help_of(name: str, project: Project, width: int = 100) -> str:
    ran = project.run(*name.split(), "--help", env={"COLUMNS": str(width)})
    assert (ran.code, ran.err) == (0, "")
    return ran.out


@each("name", EVERY, ids=str)
@each("width", [40, 60, 80, 120])
def test_help_fits_the_width_of_the_terminal(name: str, width: int, project: Project) -> None:
    lines = help_of(name, project, width).splitlines()
    whole = ("https://", "  driftcheck ", "      --", "  -")  # nobody could type these folded
    assert [line for line in lines if len(line) > width and not line.startswith(whole)] == []
    assert [line for line in lines if len(line) > 100 and "https://" not in line] == []


@each("width", [60, 80, 100])
def test_a_default_is_not_split_across_lines(width: int, project: Project) -> None:
    for name in ("check", "history", "fetch", "emulate"):
        out = help_of(name, project, width)
        assert out.count("[default: ") == len(re.findall(r"\[default: .*?\]", out))
        assert re.findall(r"\[default:?$", out, re.M) == []


@each("name", EVERY, ids=str)
def test_help_has_two_examples_that_can_be_typed(name: str, project: Project) -> None:
    examples = examples_of(command(name))
    assert len(examples) >= 2
    for line in examples:
        assert f"  {line}" in help_of(name, project)
        program, *args = shlex.split(re.split("[>|]", line)[0])
        assert program == "driftcheck"
        parsed(args)


def parsed(args: list[str]) -> None:
    """Parse a command line, and run nothing. Raises click.UsageError."""
    found: click.Command = cli
    while isinstance(found, click.Group) and args and not args[0].startswith("-"):
        if args[0] == "COMMAND":
            return
        found, args = command_in(found, args[0]), args[1:]
    found.make_context("driftcheck", args).close()


def command_in(group: click.Group, name: str) -> click.Command:
    inner = group.get_command(click.Context(group), name)
    assert inner is not None, name
    return inner


@each("name", EVERY, ids=str)
def test_help_links_to_a_page_about_the_command(name: str, project: Project) -> None:
    link = LINK.search(help_of(name, project))
    assert link is not None
    page, anchor = link.groups()
    assert page is None or (ROOT / page).is_file()
    assert anchor == (f"driftcheck-{name.replace(' ', '-')}" if name else None)
    head = f"\n## driftcheck {name}\n"
    assert page is None or head in (ROOT / page).read_text(encoding="utf-8")


@each("name", LEAVES, ids=str)
def test_help_shows_the_variable_of_every_option(name: str, project: Project) -> None:
    """It follows from the option's name, or is shown with it."""
    out = help_of(name, project)
    for option in command(name).params:
        if isinstance(option, click.Option) and not option.hidden:
            variable = option.envvar[0] if isinstance(option.envvar, list) else option.envvar
            suggested = f"DRIFTCHECK_{option.opts[-1].strip('-').replace('-', '_').upper()}"
            assert variable == suggested or f"[env: {variable}]" in " ".join(out.split())
    assert "env var" not in out
    assert len(re.findall("^Environment: ", out, re.M)) == any(command(name).params[1:])


def test_the_options_of_check_have_headings(project: Project) -> None:
    assert re.findall(r"^([A-Z].*):$", help_of("check", project), re.M) == CHECK_HEADINGS


def test_each_command_is_listed_once_under_a_heading(project: Project) -> None:
    out = help_of("", project)
    assert [head for head in SECTIONS if f"\n{head}:\n" not in out] == []
    assert [name for name in COMMANDS if len(re.findall(f"^  {name} ", out, re.M)) != 1] == []
    assert {name for names in SECTIONS.values() for name in names} <= set(COMMANDS)


def test_a_terminal_with_colour_has_bold_headings(project: Project) -> None:
    env = {"NO_COLOR": "", "FORCE_COLOR": "1"}
    assert "\x1b" not in project.run("check", "--help").out
    assert "\x1b[1mOutput:\x1b[0m\n" in project.run("check", "--help", env=env).out
