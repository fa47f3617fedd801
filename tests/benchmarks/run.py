"""How fast driftcheck is: `make bench`. Needs an idle machine and half an hour.

Every figure covers a whole process. It is the median of several runs, which alternate with the runs
of the programs it is compared with. The tables are printed, and `--write` puts them into
`docs/performance.md`. For a quick look at some styles, use
`--only flow,comments --most 30000 --rounds 1`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from multiprocessing import Process
from pathlib import Path

from driftcheck.report import FORMATS
from tests.benchmarks import fleet, peers, styles
from tests.benchmarks.measure import Command, Run, machine, medians
from tests.benchmarks.styles import STYLES
from tests.benchmarks.tables import FORMS_HEAD, Forms, cell, close, head, row, title

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- measured by `make bench` -->\n", "<!-- the end of what was measured -->\n"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST_OF_PEERS = 100_000  # octoDNS takes a quarter of an hour for a million
SLOW = 100_000  # from this many numbers on, the others run fewer times


def main() -> None:
    """Measure and print the tables that the options ask for."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        parts = list(_parts(Bench(Path(folder), options.rounds, options.peers), options))
    if options.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        DOCUMENT.write_text(before + BEGIN + "\n".join(parts) + END + after, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the largest fleet")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, help="the folder of octodns-sync, check-jsonschema")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/")
    parser.add_argument("--only", type=lambda text: text.split(","), help=f"of {', '.join(STYLES)}")
    options = parser.parse_args()
    if unknown := set(options.only or ()) - STYLES.keys():
        parser.error(f"--only: unknown style {', '.join(sorted(unknown))}")
    if options.only and options.write:
        parser.error("--write needs all tables: remove --only")
    return options


def _parts(bench: "Bench", options: argparse.Namespace) -> Iterator[str]:
    size = min(options.most, MOST_OF_PEERS)
    if options.only:
        yield from bench.forms(size, options.only)
        return
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}.\n"
    yield from bench.fleets([size for size in SIZES if size <= options.most] or [options.most])
    yield from bench.forms(size, list(STYLES))
    yield from bench.start()
    yield from bench.reports(size)


class Bench:
    """Creates fleets in a folder, measures, and yields each table line by line."""

    def __init__(self, folder: Path, rounds: int, programs: Path | None) -> None:
        self.folder = folder
        self.rounds = rounds
        self.programs = programs
        self.octodns: dict[int, Run] = {}

    def fleets(self, sizes: Sequence[int]) -> Iterator[str]:
        """The whole work at several sizes, next to other programs."""
        yield from title("A fleet, written as in the README")
        yield from head("numbers", "driftcheck", "script", "octoDNS", "check-jsonschema")
        for size in sizes:
            folder = self.folder / str(size)
            _write(folder, size)
            runs = self._medians(self._all(folder, size), size)
            if len(runs) > 2:
                self.octodns[size] = runs[2]
            cells = [cell(one, runs[0]) for one in runs]
            yield row(f"{size:,}", *cells, *[""] * (4 - len(cells)))
        yield from close()

    def _all(self, folder: Path, size: int) -> list[Command]:
        commands = [peers.check(folder), peers.naive(folder)]
        if self.programs and size <= MOST_OF_PEERS:
            commands.append(peers.octodns(self.programs, folder, size))
            commands.append(peers.check_jsonschema(self.programs, folder))
        return commands

    def _medians(self, commands: Sequence[Command], size: int) -> list[Run]:
        """The medians; the others take minutes for a large fleet, so they run fewer times there."""
        if size < SLOW:
            return medians(commands, self.rounds, warm=self.rounds > 1)
        return medians(commands, self.rounds, self._few if size <= MOST_OF_PEERS else 1)

    @property
    def _few(self) -> int:
        """How many runs there are of what takes long."""
        return max(1, self.rounds // 2)

    def forms(self, size: int, names: Sequence[str]) -> Iterator[str]:
        """The same fleet in several styles, each next to the script."""
        yield from title(f"{size:,} numbers, in {len(names)} YAML styles")
        yield from head(*FORMS_HEAD)
        forms = Forms(size, self._octodns(size))
        for name in names:
            folder = self.folder / name
            _write(folder, size, name)
            ours, script = self._medians([peers.check(folder), peers.naive(folder)], size)
            yield forms.line(STYLES[name], ours, script)
        yield from forms.end()

    def _octodns(self, size: int) -> Run | None:
        """The run of octoDNS, measured once per size: it does not depend on our style."""
        if self.programs and size not in self.octodns:
            folder = self.folder / f"octodns {size}"
            folder.mkdir()
            [self.octodns[size]] = medians([peers.octodns(self.programs, folder, size)], 1)
        return self.octodns.get(size)

    def start(self) -> Iterator[str]:
        """Start-up times."""
        folder = self.folder / "two"
        _write(folder, 2, drift=0)
        python = sys.executable
        commands = {
            "`python -c 'import click'`": Command((python, "-c", "import click"), folder),
            "`python -c pass`": Command((python, "-c", "pass"), folder),
            "`driftcheck --version`": peers.driftcheck(folder, "--version", code=0),
            "`driftcheck check`, two numbers": peers.driftcheck(folder, "check", code=0),
        }
        yield from title("Start-up")
        yield from head("command", "time")
        runs = medians(list(commands.values()), self.rounds * 3, warm=True)
        for name, one in zip(commands, runs, strict=True):
            yield row(name, cell(one, runs[0]))
        yield from close()

    def reports(self, size: int) -> Iterator[str]:
        """What each report adds to a run with as many findings as numbers."""
        folder = self.folder / "findings"
        _write(folder, size, drift=1)
        outputs = {name: folder / f"report.{name}" for name in FORMATS}
        commands = [peers.driftcheck(folder, "check", "-q")]
        commands += [
            peers.driftcheck(folder, "check", "-q", "-o", f"{name}={path}")
            for name, path in outputs.items()
        ]
        yield from title(f"Reports on {size:,} numbers, each with a finding")
        yield from head("report", "whole run", "CPU added", "size")
        found, *runs = medians(commands, self._few)
        yield row("none", f"{found.cpu:.2f} s CPU, {found.wall:.2f} s wall", "", "")
        for (name, path), one in zip(outputs.items(), runs, strict=True):
            took = f"{one.cpu:.2f} s CPU, {one.wall:.2f} s wall"
            share = f"{(one.cpu - found.cpu) / found.cpu:.0%}"
            yield row(name, took, share, f"{path.stat().st_size / 1e6:.1f} MB")
        yield from close()


def _write(folder: Path, size: int, name: str = "readme", drift: int = fleet.DRIFT) -> None:
    """Write a fleet in a separate process: this one's memory would count for its children."""
    writer = Process(target=styles.write, args=(folder, size, name, drift))
    writer.start()
    writer.join()
    if writer.exitcode:
        raise SystemExit(f"{name}: could not write the fleet")


if __name__ == "__main__":
    main()
