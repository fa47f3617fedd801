"""What the shell opens is read like a file, and what it opens wrongly is refused."""

import shlex
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.hostile.roles import BASELINE, CONFIGURATION, DECLARATIONS, LIVE, LIVE_OPTION, REPORT
from tests.hostile.running import Runner, fine, refused
from tests.support import CONFIG, HANGS, Ran, fresh

streams = pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])


def shell(line: str, folder: Path) -> Ran:
    """Run a line of bash in a folder; `driftcheck` in it is the real command line."""
    command = f"{shlex.quote(sys.executable)} -m driftcheck"
    done = subprocess.run(
        ["bash", "-c", line.replace("driftcheck", command)],
        cwd=folder,
        capture_output=True,
        timeout=HANGS,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_process_substitution_is_read_wherever_a_file_is_named(tmp_path: Path) -> None:
    LIVE_OPTION.written(tmp_path)
    BASELINE.written(tmp_path)
    absolute = CONFIG.replace("numbers.yaml", str(tmp_path / "numbers.yaml"))
    (tmp_path / "c").write_text(absolute, encoding="utf-8")
    files = "-c <(cat c) --live <(cat list.json) --baseline <(cat base.json)"
    fine(shell(f"driftcheck check -q {files}", tmp_path))


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    DECLARATIONS.written(tmp_path)
    fine(shell("cat live.json | driftcheck check -q --live -", tmp_path))


def test_standard_input_is_read(subtests: pytest.Subtests, tmp_path: Path, run: Runner) -> None:
    for name in ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]:
        with subtests.test(name=name):
            folder = fresh(tmp_path)
            LIVE_OPTION.project(folder)
            fine(run("check", "--live", name, cwd=folder, stdin=LIVE))


def test_a_configuration_from_standard_input_is_read(tmp_path: Path, run: Runner) -> None:
    DECLARATIONS.written(tmp_path)
    text = CONFIG.replace("numbers.yaml", f"{tmp_path}/d.yaml")
    text = text.replace("live.json", f"{tmp_path}/live.json")
    fine(run("validate", "-c", "/dev/stdin", cwd=tmp_path, stdin=text))


def test_a_baseline_from_standard_input_is_read(tmp_path: Path, run: Runner) -> None:
    BASELINE.project(tmp_path)
    fine(run("check", "--baseline", "/dev/stdin", cwd=tmp_path, stdin=REPORT))


def test_empty_standard_input_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for name, given in product(
        ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"], ["/dev/null", "."]
    ):
        with subtests.test(name=name, given=given):
            home = fresh(tmp_path)
            LIVE_OPTION.project(home)
            ran = run("check", "--live", name, cwd=home, stdin=home / given)
            refused(ran, "stdin" if name == "-" else name, "it is empty|is a folder|Is a directory")


def test_standard_input_is_checked_like_a_file(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for text in ["", "[", "version: 1\n", "\0"]:
        with subtests.test(text=text):
            folder = fresh(tmp_path)
            CONFIGURATION.project(folder)
            refused(run("check", "--live", "-", cwd=folder, stdin=text), "^Error: stdin ")


def test_an_endless_configuration_is_refused(tmp_path: Path, run: Runner) -> None:
    CONFIGURATION.project(tmp_path)
    ran = run("validate", "-c", "/dev/stdin", cwd=tmp_path, stdin=Path("/dev/zero"))
    refused(ran, '"/dev/stdin"', "it is larger than 16 MiB")
