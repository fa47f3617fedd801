"""Without -o, declarations are written where the configuration looks for them."""

from pathlib import Path

import pytest

from driftcheck.importing.home import file_beside, folder_beside
from tests.each import each
from tests.support import Project


@pytest.mark.parametrize(
    ("globs", "file", "folder"),
    [
        ([], "numbers.yaml", "numbers"),
        (["numbers.yaml"], "numbers.yaml", "numbers"),
        (["numbers/*.yaml"], "numbers/numbers.yaml", "numbers"),
        (["production/*.yaml"], "production/numbers.yaml", "production"),
        (["a/b/*.yaml", "numbers/*.yaml"], "a/b/numbers.yaml", "numbers"),
        (["own.yaml"], "own.yaml", "numbers"),
        (["*.yaml"], "numbers.yaml", "."),
        (["**/*.yaml"], "numbers.yaml", "numbers"),
        (["eu/**/*.yaml"], "numbers.yaml", "numbers"),
        (["n*.yaml"], "numbers.yaml", "numbers"),
        (["a/*/x.yaml", "b/*.yml"], "numbers.yaml", "numbers"),
    ],
)
def test_the_default_place_or_the_first_configured_one_is_used(
    globs: list[str], file: str, folder: str, tmp_path: Path
) -> None:
    assert file_beside(tmp_path, globs) == tmp_path / file
    assert folder_beside(tmp_path, globs) == tmp_path / folder


@each("args", [[], ["--by", "provider"]])
def test_the_next_check_finds_the_imported_files(args: list[str], project: Project) -> None:
    config = "version: 1\naccounts:\n  eu: {live: {file: live.json}, declared: [eu/*.yaml]}\n"
    project.write(driftcheck__yaml=config)
    ran = project.run("import", *args)
    assert (ran.code, "name it" in ran.err) == (0, False)
    assert project.run("check").code == 0
