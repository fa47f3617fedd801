"""CI systems show findings in files of the repository that holds the declarations.

Every case runs the real command line on real repositories, and looks the locations up in the files.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from tests.each import each
from tests.pipeline.test_git import git
from tests.support import driftcheck, number

FORMATS = ("sarif", "github", "gitlab", "junit")
NAME = "eu ü %20#,:x.yaml"
"""The file of declarations: a name that every format writes in another way."""
CONFIG = "version: 1\nlive: {file: live.json}\ndeclared: ['numbers/*.yaml']\n"
DECLARED = """\
# The numbers of Europe.
version: 1
numbers:
  - phone_number: +12025550100
    inbound: true
    label: Sales
"""
LINE = DECLARED.splitlines().index("    label: Sales") + 1
LIVE = json.dumps([number(), number(phone_number="+12025550199")])
"""A label differs, and a number is not declared."""


class Where(NamedTuple):
    """The files and lines that a report shows findings in."""

    sarif: set[tuple[str, int]]
    github: set[tuple[str, int]]
    gitlab: set[tuple[str, int]]
    junit: set[tuple[str, int]]


def fleet(folder: Path, config: str = CONFIG) -> Path:
    """Write a configuration, declarations and a live list."""
    (folder / "numbers").mkdir(parents=True, exist_ok=True)
    (folder / "numbers" / NAME).write_text(DECLARED, encoding="utf-8")
    (folder / "driftcheck.yaml").write_text(config, encoding="utf-8")
    (folder / "live.json").write_text(LIVE, encoding="utf-8")
    return folder


def repository(folder: Path, config: str = CONFIG) -> Path:
    """Create a repository with a fleet at its root."""
    git(fleet(folder, config), "init", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    return folder


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create the repositories and folders of `CASES`."""
    top = tmp_path_factory.mktemp("checkouts")
    voice = repository(top / "voice")
    fleet(voice / "ops" / "eu")
    (voice / "links").symlink_to("numbers")
    (voice / "links.yaml").write_text(CONFIG.replace("numbers/", "links/"))
    (voice / "single").mkdir()
    (voice / "single" / "a.yaml").symlink_to(f"../numbers/{NAME}")
    (voice / "single.yaml").write_text(CONFIG.replace("numbers/", "single/"))
    git(voice, "worktree", "add", "../worktree")
    other = repository(top / "other", CONFIG.replace("numbers/", "../voice/numbers/"))
    (other / "link").symlink_to(voice / "ops" / "eu")
    up = CONFIG.replace("numbers/", "link/../../numbers/")
    (other / "up.yaml").write_text(up)
    (top / "link").symlink_to(voice)
    (top / "etc").mkdir()
    absolute = CONFIG.replace("numbers/", f"{voice}/numbers/")
    absolute = absolute.replace("live.json", f"{voice}/live.json")
    (top / "etc" / "outside.yaml").write_text(absolute)
    (voice / "absolute.yaml").write_text(absolute)
    (top / "etc" / "link.yaml").symlink_to(voice / "absolute.yaml")
    whole = repository(top / "whole", CONFIG.replace("numbers/", "below/numbers/"))
    git(whole, "submodule", "add", "../voice", "below")
    repository(whole / "nested")
    (whole / "us.yaml").write_text("version: 1\nnumbers: [{phone_number: +12025550101}]\n")
    two = CONFIG.replace("'numbers/*.yaml'", "below/numbers/*.yaml, us.yaml")
    (whole / "both.yaml").write_text(two)
    fleet(top / "bare" / "conf")
    (top / "unreadable").mkdir()
    fleet(top / "unreadable" / "conf")
    (top / "unreadable" / ".git").symlink_to("nowhere")
    (fleet(voice / "hollow") / ".git").mkdir()
    return top


HELD = (f"numbers/{NAME}", LINE)


class Case(NamedTuple):
    """A run: its folder, its configuration, and the root that files should be named from.

    `at` is where the label that differs should be shown. `variables` of the CI system are paths.
    """

    folder: str
    config: str
    root: str
    at: tuple[str, int] = HELD
    variables: Mapping[str, str] = MappingProxyType({})


EU = (f"ops/eu/numbers/{NAME}", LINE)
CONF = (f"conf/numbers/{NAME}", LINE)
CASES = {
    "the root": Case("voice", "driftcheck.yaml", "voice"),
    "a folder of the repository": Case("voice/ops/eu", "driftcheck.yaml", "voice", EU),
    "a sibling folder": Case("voice/numbers", "../ops/eu/driftcheck.yaml", "voice", EU),
    "the root of the file system": Case("/", "TOP/voice/driftcheck.yaml", "voice"),
    "another repository": Case("other", "../voice/ops/eu/driftcheck.yaml", "voice", EU),
    "a linked checkout": Case("link", "driftcheck.yaml", "voice"),
    "above a linked checkout": Case("", "link/ops/eu/driftcheck.yaml", "voice", EU),
    "a linked configuration": Case("etc", "link.yaml", "voice"),
    "a linked folder of declarations": Case("voice", "links.yaml", "voice"),
    "a linked file of declarations": Case("voice", "single.yaml", "voice"),
    "above a linked folder": Case("other", "link/../../driftcheck.yaml", "voice"),
    "declarations above a linked folder": Case("other", "up.yaml", "voice"),
    "declarations in another repository": Case("other", "driftcheck.yaml", "voice"),
    "a configuration outside of it": Case("", "etc/outside.yaml", "voice"),
    "a worktree": Case("worktree", "driftcheck.yaml", "worktree"),
    "a submodule": Case("whole/below", "driftcheck.yaml", "whole/below"),
    "above a submodule": Case("whole", "below/driftcheck.yaml", "whole/below"),
    "declarations in a submodule": Case("whole", "driftcheck.yaml", "whole/below"),
    "declarations in a submodule of the checkout of the CI system": Case(
        "whole", "driftcheck.yaml", "whole", ("driftcheck.yaml", 1), {"GITHUB_WORKSPACE": "whole"}
    ),
    "a nested repository": Case("whole", "nested/driftcheck.yaml", "whole/nested"),
    "an empty .git in a repository": Case(
        "voice/hollow", "driftcheck.yaml", "voice", (f"hollow/numbers/{NAME}", LINE)
    ),
    "an unreadable .git": Case("unreadable/conf", "driftcheck.yaml", "unreadable", CONF),
    "no repository": Case("", "bare/conf/driftcheck.yaml", "bare/conf"),
    "no repository, but a CI system": Case(
        "bare/conf", "driftcheck.yaml", "bare", CONF, {"CI_PROJECT_DIR": "bare"}
    ),
    "no repository, and another CI system": Case(
        "bare", "conf/driftcheck.yaml", "bare/conf", HELD, {"WORKSPACE": "other"}
    ),
    **{
        f"{name}={path}": Case(folder, "driftcheck.yaml", "voice", at, {name: path})
        for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE")
        for folder, at in (("voice/ops/eu", EU),)
        for path in ("", "voice", "voice/ops", "voice/ops/eu", "other", "link", "nowhere")
    },
}


@each("name", CASES)
def test_every_location_is_a_line_in_the_repository(name: str, top: Path, tmp_path: Path) -> None:
    case = CASES[name]
    variables = {name: str(top / path) for name, path in case.variables.items()}
    found = check(top / case.folder, case.config.replace("TOP", str(top)), tmp_path, variables)
    home = case.at[0], 1  # of the number that is only live
    assert found == Where(*3 * ({case.at, home},), {case.at} if case.at[1] > 1 else found.junit)
    for path, line in set().union(*found[:3]):
        text = (top / case.root / path).read_text(encoding="utf-8").splitlines()[line - 1]
        assert (text == "    label: Sales") == (line == LINE)


def test_declarations_in_two_repositories_are_shown_in_that_of_the_configuration(
    top: Path, tmp_path: Path
) -> None:
    found = check(top / "whole", "both.yaml", tmp_path)
    assert found.sarif == found.github == found.gitlab == {("us.yaml", line) for line in (1, 2)}
    assert found.junit == {("us.yaml", 2), (f"below/numbers/{NAME}", LINE)}


def test_the_text_of_a_problem_names_the_file_from_the_root(tmp_path: Path) -> None:
    voice = repository(tmp_path / "voice")
    (voice / "numbers" / "us.yaml").write_text("version: 1\nnumbers: [{label: 1}]\n")
    config = str(voice / "driftcheck.yaml")
    assert driftcheck("check", "-c", config, *to_files(tmp_path), cwd=tmp_path).code == 1
    for name in FORMATS:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "numbers/us.yaml:2:" in text
        assert "voice/numbers" not in text


@pytest.mark.parametrize("config", ["driftcheck.yaml", "+12025550100.yaml"])
def test_a_file_whose_name_is_masked_is_not_named(config: str, tmp_path: Path) -> None:
    """The masked name would lead nowhere, and the real one must not be shown."""
    voice = repository(tmp_path / "voice")
    (voice / "numbers" / NAME).rename(voice / "numbers" / "+12025550100.yaml")
    (voice / "numbers" / "us.yaml").write_text(
        "version: 1\nnumbers: [{phone_number: +12025550101}]\n"
    )
    (voice / "driftcheck.yaml").rename(voice / config)
    found = check(voice, config, tmp_path, {"DRIFTCHECK_MASK_NUMBERS": "true"})
    assert (
        found.sarif
        == found.github
        == found.gitlab
        == {("numbers/us.yaml", line) for line in (1, 2)}
    )


def check(folder: Path, config: str, out: Path, variables: dict[str, str] | None = None) -> Where:
    """Check a fleet, and return where each report shows its findings."""
    ran = driftcheck("check", "-q", "-c", config, *to_files(out), cwd=folder, env=variables)
    assert (ran.code, ran.err) == (2, "")
    return Where(*(set(read(out)) for read in (of_sarif, of_github, of_gitlab, of_junit)))


def to_files(out: Path) -> list[str]:
    return [f"--output={name}={out / name}" for name in FORMATS]


def of_sarif(out: Path) -> Iterator[tuple[str, int]]:
    [run] = json.loads((out / "sarif").read_text(encoding="utf-8"))["runs"]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        yield unquote(place["artifactLocation"]["uri"]), place["region"]["startLine"]


def of_github(out: Path) -> Iterator[tuple[str, int]]:
    text = (out / "github").read_text(encoding="utf-8")
    for file, line in re.findall(r"^::\w+ file=(.*?),line=(\d+),", text, re.M):
        yield unquote(file), int(line)


def of_gitlab(out: Path) -> Iterator[tuple[str, int]]:
    issues: list[dict[str, Any]] = json.loads((out / "gitlab").read_text(encoding="utf-8"))
    for issue in issues:
        yield issue["location"]["path"], issue["location"]["lines"]["begin"]


def of_junit(out: Path) -> Iterator[tuple[str, int]]:
    for element in ElementTree.parse(out / "junit").iter():
        for file, line in re.findall(r"^at: (.*):(\d+)$", element.text or "", re.M):
            yield file, int(line)
