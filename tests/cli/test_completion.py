"""Completion in a shell, as click makes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.each import each
from tests.support import HANGS, driftcheck, environment

SCRIPT = {shell: {"_DRIFTCHECK_COMPLETE": f"{shell}_source"} for shell in ("bash", "zsh", "fish")}
ASK = """
eval "$(_DRIFTCHECK_COMPLETE=bash_source driftcheck)" || exit
COMP_WORDS=({words}) COMP_CWORD={index}
$(complete -p driftcheck | sed -E 's/.* -F (\\S+) .*/\\1/') driftcheck
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(words: str, cwd: Path) -> list[str]:
    """What bash makes of words, the last of which is not written to its end."""
    script = ASK.format(words=words, index=len(words.split()) - 1)
    path = f"{Path(sys.executable).parent}:{environment(None)['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=cwd,
        env=environment({"PATH": path}),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@each(
    ("words", "found"),
    [
        ("driftcheck po", ["policy"]),
        ("driftcheck policy te", ["test"]),
        ("driftcheck check --fail-on cr", ["critical"]),
        ("driftcheck check --no-w", ["--no-waivers"]),
    ],
)
def test_bash_completes(words: str, found: list[str], tmp_path: Path) -> None:
    assert completed(words, tmp_path) == found


@pytest.mark.parametrize("shell", SCRIPT)
def test_the_script_of_a_shell_is_printed(shell: str, tmp_path: Path) -> None:
    ran = driftcheck(cwd=tmp_path, env=SCRIPT[shell])
    assert (ran.code, ran.err) == (0, "")
    assert f"_DRIFTCHECK_COMPLETE={shell}_complete" in ran.out


def test_a_shell_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    assert driftcheck(cwd=tmp_path, env={"_DRIFTCHECK_COMPLETE": "cmd_source"}).code == 1
