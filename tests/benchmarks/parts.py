"""Where the time goes: `python -m tests.benchmarks.parts [NUMBERS] [NAMES]`.

Prints the microseconds of CPU per number for each style: to read the declarations, to read the live
list, both together, and the rest of a check without start-up.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from driftcheck import declared
from driftcheck.cli import main as command_line
from driftcheck.pipeline import look
from tests.benchmarks import styles
from tests.benchmarks.styles import STYLES


def main() -> None:
    """Print the table; each line is measured in a separate process."""
    arguments = sys.argv[1:]
    count = int(arguments.pop(0)) if arguments else 30_000
    names = arguments[0].split(",") if arguments else list(STYLES)
    sys.stdout.write(f"{'µs a number':12} declared   live   both   rest\n")
    with tempfile.TemporaryDirectory() as folder, Pool(1, maxtasksperchild=1) as pool:
        for name in names:
            places = Path(folder) / name, Path(folder) / "few"
            pool.apply(styles.write, (places[0], count, name))
            pool.apply(styles.write, (places[1], 10, name))
            took = pool.apply(measured, places)
            known, listed, whole = (seconds / count * 1e6 for seconds in took)
            both = known + listed
            figures = f"{known:8.1f} {listed:6.1f} {both:6.1f} {whole - both:6.1f}"
            sys.stdout.write(f"{name:12} {figures}\n")
            sys.stdout.flush()


def measured(folder: Path, few: Path) -> tuple[float, float, float]:
    """The CPU seconds of a check: to read the declarations, to read the live list, and in all.

    A check of a few numbers goes first, so that late imports do not count.
    """
    spent: dict[str, float] = {}
    declared.load = _timed(declared.load, "declared", spent)
    look.fetch_list = _timed(look.fetch_list, "live", spent)  # type: ignore[attr-defined]
    check = _timed(command_line.run, "all", spent)
    for place in (few, folder):
        os.chdir(place)
        check(["check", "-q", "-o", "json=report.json"])
    return spent["declared"], spent["live"], spent["all"]


def _timed(work: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    @wraps(work)
    def timed(*arguments: Any, **more: Any) -> Any:
        began = time.process_time()
        try:
            return work(*arguments, **more)
        finally:
            spent[name] = time.process_time() - began

    return timed


if __name__ == "__main__":
    main()
