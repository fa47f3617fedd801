"""`driftcheck demo`: the whole way, on an example, over real HTTP."""

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
and serves the list as somebody left it after some clicking in the console:
  - the pipeline of the support line was cleared,
  - the sales line was given another label,
  - the order hotline was imported with two digits swapped,
  - an old IVR, which ought to be gone, is back.

$ driftcheck check
"""
_OUTRO = """
What you see: each number with a finding: - for missing, + for not wanted, ~ for changed, and ! for
anything else; below it how bad, what (declared → live), [which check] says so, and where.
`driftcheck check` exits with {code} here: 0 is clean, 2 is findings, 1 is no verdict.

Next, with your own numbers; it asks what it needs to know:

  {program} init ../my-numbers\
"""


@new_command("demo", "Show a check of an example, with planted drift.")
def command() -> int:
    """Run a real check of an example with planted drift, against an emulated API.

    It needs no account and writes no file.

    Exit codes: 0 when it ran, 1 otherwise.

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
    with contextlib.chdir(folder):  # so that places are shown as they would be to its user
        report = _check(path)
    write_stdout(renderer("text")(report, view_of()))
    say(_OUTRO.format(code=int(report.exit_code), program=program()))
    return report


def _point_at(path: Path, url: str) -> Path:
    """Have the example's configuration ask the emulator in place of its file."""
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("live:\n")
    path.write_text(head + _LIVE.format(url=url) + rest.partition("\n")[2], encoding="utf-8")
    return path


def _check(path: Path) -> Report:
    return check(path, watch=Progress(quiet=True))
