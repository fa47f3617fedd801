"""CI variables come from outside: only a full commit or a plain URL is accepted."""

from pathlib import Path

import pytest

from driftcheck.pipeline.checkout import paths_in_checkout
from driftcheck.pipeline.provenance import CI_VARIABLES, Provenance, provenance_of
from tests.each import each
from tests.pipeline.test_git import SHA, written
from tests.reports import report

RUN = "https://ci.example.com/job/phones/7/"
GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/phones",
    "GITHUB_RUN_ID": "12345678901",
    "GITHUB_SHA": SHA,
}
AZURE = {
    "SYSTEM_COLLECTIONURI": "https://dev.azure.com/acme/",
    "SYSTEM_TEAMPROJECTID": "6f1c",
    "BUILD_BUILDID": "7",
    "BUILD_SOURCEVERSION": SHA,
}
SYSTEMS = {
    "https://github.com/acme/phones/actions/runs/12345678901": GITHUB,
    "https://gitlab.com/-/jobs/1": {
        "CI_COMMIT_SHA": SHA,
        "CI_JOB_URL": "https://gitlab.com/-/jobs/1",
        "CI_PIPELINE_URL": "https://gitlab.com/-/pipelines/1",
    },
    "https://gitlab.com/-/pipelines/1": {
        "CI_COMMIT_SHA": SHA,
        "CI_PIPELINE_URL": "https://gitlab.com/-/pipelines/1",
    },
    RUN: {"GIT_COMMIT": SHA, "BUILD_URL": RUN},
    f"{RUN}#a": {"BUILDKITE_COMMIT": SHA, "BUILDKITE_BUILD_URL": f"{RUN}#a"},
    f"{RUN}b": {"CIRCLE_SHA1": SHA, "CIRCLE_BUILD_URL": f"{RUN}b"},
    "https://dev.azure.com/acme/6f1c/_build/results?buildId=7": AZURE,
}


@each("url", SYSTEMS)
def test_every_ci_system_names_its_commit_and_its_run(url: str, tmp_path: Path) -> None:
    assert SYSTEMS[url].keys() <= CI_VARIABLES
    found = provenance_of(tmp_path / "driftcheck.yaml", SYSTEMS[url])
    assert (found.commit, found.run_url) == (SHA, url)


def test_the_repository_takes_precedence_over_the_variable(
    tmp_path: Path,
) -> None:
    written(tmp_path)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "driftcheck.yaml")
    names = {"driftcheck.yaml": "driftcheck.yaml", "link.yaml": "driftcheck.yaml"}
    for name, path in (names | {"sub/driftcheck.yaml": "sub/driftcheck.yaml"}).items():
        found = provenance_of(tmp_path / name, {"GITHUB_SHA": "f" * 40})
        assert found == Provenance(SHA, None, path)


def test_outside_a_repository_the_whole_path_names_a_configuration(tmp_path: Path) -> None:
    config = tmp_path / "driftcheck.yaml"
    assert provenance_of(config, {}).config_path == config.as_posix()


def test_a_mounted_configuration_keeps_its_path_when_the_folder_behind_it_changes(
    tmp_path: Path,
) -> None:
    config = tmp_path / "driftcheck.yaml"
    config.symlink_to("..data/driftcheck.yaml")
    for night in ("..2026_12_01", "..2026_12_02"):
        (tmp_path / night).mkdir()
        (tmp_path / night / "driftcheck.yaml").touch()
        (tmp_path / "..data").unlink(missing_ok=True)
        (tmp_path / "..data").symlink_to(night)
        assert provenance_of(config, {}).config_path == config.as_posix()


def test_a_deleted_working_directory_prevents_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert provenance_of(Path("driftcheck.yaml"), {}) == Provenance()
    assert paths_in_checkout(report(), {}) == {}


ODD_URLS = (
    "javascript:alert(1)",
    "ftp://example.com/",
    "https://user:password@example.com/",
    "https://user@example.com/",
    "https://example.com/?token=s3cret",
    "https://example.com/?a=1&api_key=s3cret",
    "https://example.com/a b",
    "https://example.com/a\nb",
    "https://example.com/\x1b[31m",
    "https://example.com/\u202e",
    "https://exämple.com/",
    "https://example.com/<script>",
    'https://example.com/"onclick',
    "https://example.com/a|b",
    "https://example.com/`",
    "https://example.com/##vso",
    "https://example.com/" + "a" * 500,
    "https:///nowhere",
    "::error::https://example.com/",
    "",
)


@each("url", ODD_URLS)
def test_an_unsafe_url_is_left_out(url: str, tmp_path: Path) -> None:
    assert provenance_of(tmp_path / "a.yaml", {"BUILD_URL": url}).run_url is None
    known = provenance_of(tmp_path / "a.yaml", {"CI_JOB_URL": url, "BUILD_URL": RUN})
    assert known.run_url == RUN  # another system may be known


@each("text", ["main", SHA[:12], SHA.upper(), f"{SHA}\n", f"{SHA} x", "0" * 41, ""])
def test_an_incomplete_commit_is_left_out(text: str, tmp_path: Path) -> None:
    assert provenance_of(tmp_path / "a.yaml", {"GITHUB_SHA": text}).commit is None


def test_an_incomplete_url_is_left_out(tmp_path: Path) -> None:
    for name in GITHUB.keys() - {"GITHUB_SHA"}:
        left = {key: text for key, text in GITHUB.items() if key != name}
        assert provenance_of(tmp_path / "a.yaml", left)[:2] == (SHA, None)
