"""`driftcheck demo`: a complete check of an example, over real HTTP."""

import contextlib
import shutil
from pathlib import Path

from driftcheck.cli.options import new_command
from driftcheck.live import emulator
from driftcheck.live.emulator import Behaviour, Emulator
from driftcheck.model import ExitCode, InputError, Outcome, Problem, Report
from driftcheck.output import Progress, filled_folder, say, view_of, write_stdout
from driftcheck.pipeline.api import check
from driftcheck.report import renderer
from driftcheck.system import data_folder, display_path, program

_LIVE = """live:
  agora:
    url: {url}
    customer_id: demo
    customer_secret: demo
"""
_INTRO = """\
This is driftcheck on an example of four declared numbers ({folder}).
An emulator of the phone-number API runs at
  {url}
It serves a live list that somebody changed in the console:
  - the pipeline of the support line was cleared,
  - the label of the sales line was changed,
  - the order hotline was imported with two digits swapped,
  - an old IVR that should be gone is back.

$ driftcheck check
"""
_OUTRO = """
How to read this: each number has a mark (- missing, + not wanted, ~ changed, ! anything else) and
the place of its declaration. Below it: severity, difference (declared → live), [check] and fix.
`driftcheck check` exits with {code} here: 0 is clean, 2 is findings, 1 is no verdict.

Next, try your own numbers. This command asks for what it needs:

  {program} init ../my-numbers\
"""


@new_command("demo", "Show a check of an example, with planted drift.")
def command() -> int:
    """Run a real check of an example with planted drift, against an emulated API.

    It needs no account and writes no files.

    Exit codes: 0 the demo ran, 1 it could not run.

    Examples:
      driftcheck demo
      driftcheck demo > demo.txt  # keep what it prints
    """
    example = data_folder("examples") / "quickstart"
    if not example.is_dir():
        raise InputError(Problem("the example is not installed", None, "Reinstall driftcheck."))
    with filled_folder(lambda path: shutil.copytree(example, path, dirs_exist_ok=True)) as folder:
        behaviour = Behaviour(folder / "live.json", "demo", "demo")
        with emulator.serving(behaviour) as server:
            report = _show(folder, server, example)
    return ExitCode.ERROR if report.outcome is Outcome.ERROR else ExitCode.CLEAN


def _show(folder: Path, server: Emulator, example: Path) -> Report:
    say(_INTRO.format(folder=display_path(example), url=server.url))
    path = _point_at(folder / "driftcheck.yaml", server.url)
    with contextlib.chdir(folder):  # so that places are relative to the example
        report = _check(path)
    write_stdout(renderer("text")(report, view_of()))
    say(_OUTRO.format(code=int(report.exit_code), program=program()))
    return report


def _point_at(path: Path, url: str) -> Path:
    """Point the example's configuration at the emulator instead of its list file."""
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("live:\n")
    path.write_text(head + _LIVE.format(url=url) + rest.partition("\n")[2], encoding="utf-8")
    return path


def _check(path: Path) -> Report:
    return check(path, watch=Progress(quiet=True))
