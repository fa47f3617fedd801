"""The wheel works from any folder: packs, schemas and the example are in it."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from driftcheck import __version__
from tests.support import HANGS, Project

ROOT = Path(__file__).parent.parent


def built(folder: Path) -> Path:
    """A wheel, built into a folder."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=HANGS)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel would install."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = built(folder)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed package alone; -P keeps the working directory out of the way."""
    path = f"import sys; sys.path.insert(0, {str(installed)!r})"
    code = f"{path}; from driftcheck.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *args],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )


def test_a_wheel_is_the_same_bytes_whenever_it_is_built(tmp_path: Path) -> None:
    wheels = [built(tmp_path / name) for name in ("one", "two")]
    assert wheels[0].read_bytes() == wheels[1].read_bytes()


def test_a_built_in_pack_is_found_from_any_folder(installed: Path, project: Project) -> None:
    config = (project.folder / "driftcheck.yaml").read_text()
    project.write(driftcheck__yaml=config + "policies: [builtin:baseline]\n")
    ran = run(installed, "validate", cwd=project.folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "7 rules" in ran.stdout


def test_the_demo_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    ran = run(installed, "demo", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert str(installed / "driftcheck" / "examples" / "quickstart") in ran.stdout


def test_the_wheel_is_typed_and_holds_no_tests(installed: Path) -> None:
    names = [path.name for path in installed.iterdir()]
    assert (installed / "driftcheck" / "py.typed").exists()
    assert sorted(names) == ["driftcheck", f"driftcheck-{__version__}.dist-info"]


def test_the_package_says_where_its_home_is(installed: Path) -> None:
    (metadata,) = installed.glob("*.dist-info/METADATA")
    urls = re.findall(r"^Project-URL: (\w+), (https://\S+)$", metadata.read_text("utf-8"), re.M)
    assert {name for name, _ in urls} == {*"Changelog Documentation Homepage Issues Source".split()}
    assert len({"/".join(url.split("/")[:5]) for _, url in urls}) == 1


def test_the_files_for_ci_are_in_the_wheel_as_they_are(installed: Path) -> None:
    """What `examples/ci` holds is for users to copy, so it is there without a checkout."""
    ours, theirs = ROOT / "examples" / "ci", installed / "driftcheck" / "examples" / "ci"
    names = {path.relative_to(ours) for path in ours.rglob("*") if path.is_file()}
    assert names == {path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file()}
    assert all((ours / name).read_bytes() == (theirs / name).read_bytes() for name in names)
    assert {Path("github-workflow.yml"), Path("gitlab-ci.yml")} <= names


def test_the_version_is_printed(installed: Path, tmp_path: Path) -> None:
    ran = run(installed, "--version", cwd=tmp_path)
    assert ran.stdout == f"driftcheck, version {__version__}\n"


def test_the_page_is_made_from_any_folder(installed: Path, project: Project) -> None:
    ran = run(installed, "check", "-q", "-o", "html=report.html", cwd=project.folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "<style>:root" in (project.folder / "report.html").read_text(encoding="utf-8")
