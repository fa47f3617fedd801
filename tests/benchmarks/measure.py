"""Measuring whole processes from outside: CPU time, wall time and memory."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("click", "jsonschema", "jsonschema-rs", "orjson", "pyyaml")


@dataclass(frozen=True)
class Command:
    """A program to measure, the folder that it runs in, and the exit code that it must have."""

    arguments: tuple[str, ...]
    folder: Path
    code: int = 0


@dataclass(frozen=True)
class Run:
    """What a run took: seconds of CPU (user and system), seconds of wall time, and memory.

    Memory is the peak, in megabytes (10^6). On Linux, it includes the parent process, so this
    process must stay small.
    """

    cpu: float
    wall: float
    megabytes: float


def run(command: Command) -> Run:
    """Run a program to its end. Raises SystemExit if the exit code is not the expected one."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != command.code:
        raise SystemExit(f"{' '.join(command.arguments)}: exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, took, used.ru_maxrss * unit / 1e6)


def medians(
    commands: Sequence[Command], rounds: int, others: int | None = None, warm: bool = False
) -> list[Run]:
    """The medians of several runs of each command.

    The commands alternate, so that a change in the load of the machine affects all of them.
    `others` limits the rounds of all commands but the first. `warm` adds a first round that fills
    the caches and does not count.
    """
    for command in commands if warm else ():
        run(command)
    taken: list[list[Run]] = [[] for _ in commands]
    for turn in range(rounds):
        for index, command in enumerate(commands):
            if not index or others is None or turn < others:
                taken[index].append(run(command))
    return list(map(_median, taken))


def _median(runs: Sequence[Run]) -> Run:
    return Run(
        statistics.median(one.cpu for one in runs),
        statistics.median(one.wall for one in runs),
        statistics.median(one.megabytes for one in runs),
    )


def machine() -> str:
    """The machine and the versions that the figures are for."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB; "
        f"{platform.system()} {platform.machine()}; {python}; {packages}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "unknown")


def environment() -> dict[str, str]:
    """The environment without variables that slow a program down or change its output.

    Python finds the driftcheck next to this file, whichever is installed.
    """
    left_out = ("PYTHON", "DRIFTCHECK_", "COVERAGE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}
