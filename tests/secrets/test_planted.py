"""Nothing leaks: a secret in every field, on both sides, in every trouble, sought in all output."""

from pathlib import Path

from driftcheck.report import FORMATS
from tests.each import each
from tests.secrets.inside import run
from tests.secrets.kinds import KINDS, PLAIN, Kind
from tests.secrets.planting import Secrets, token
from tests.secrets.sweep import checked, said, said_elsewhere
from tests.secrets.troubles import TROUBLES, Trouble
from tests.support import Project, number


@each("kind", KINDS, ids=lambda kind: kind.name)
@each("trouble", TROUBLES, ids=lambda trouble: trouble.name)
def test_a_secret_in_any_field_is_never_shown(trouble: Trouble, kind: Kind, tmp_path: Path) -> None:
    secrets = Secrets()
    project = trouble.project(tmp_path, kind, secrets)
    report, text = checked(project)
    assert trouble.checks <= {finding["check"] for finding in report["findings"]}
    assert report["outcome"] == ("findings" if trouble.checks else "error")
    assert secrets.found(text, said_elsewhere(project)) == []


def test_values_that_are_not_secret_are_shown_in_these_cases(tmp_path: Path) -> None:
    """So that the test above can fail: the same tokens, where nothing hides them."""
    left: set[str] = set()
    for index, trouble in enumerate(TROUBLES):
        secrets = Secrets()
        folder = tmp_path / str(index)
        folder.mkdir()
        _, text = checked(trouble.project(folder, PLAIN, secrets))
        left = left & {*secrets.planted.values()} if index else {*secrets.planted.values()}
        left -= set(secrets.found(text))
    assert left == set()


@each("name", FORMATS)
def test_a_value_that_is_not_secret_shows_in_every_format_with_numbers(
    name: str, project: Project
) -> None:
    secret = token()
    project.live(number(label=f"Sales {secret}"))
    text = said(run("check", "-o", name, folder=project.folder))
    assert (secret in text) is (name != "prometheus")
