"""How fast driftcheck is: `make bench`, for your eyes only. Needs an idle machine, half an hour.

Every figure is that of a whole process, the median of several runs that take turns with those it is
compared with. The tables are printed, and with `--write` kept in `docs/performance.md`.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from driftcheck.report import FORMATS
from tests.benchmarks import fleet, peers
from tests.benchmarks.measure import Command, Run, machine, medians

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- measured by `make bench` -->\n", "<!-- the end of what was measured -->\n"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST_OF_PEERS = 100_000  # octoDNS takes a quarter of an hour for a million
FINDINGS = 100_000


def main() -> None:
    """Measure what is asked for, and print it."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds, options.peers)
        parts = [
            f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}.\n",
            *bench.fleets([size for size in SIZES if size <= options.most] or [options.most]),
            *bench.forms(options.most),
            *bench.start(),
            *bench.reports(min(options.most, FINDINGS)),
        ]
    if options.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        DOCUMENT.write_text(before + BEGIN + "\n".join(parts) + END + after, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the largest fleet")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="the folder of octodns-sync, check-jsonschema")
    parser.add_argument("--write", action="store_true", help="keep the tables in the documentation")
    return parser.parse_args()


class Bench:
    """Makes fleets in a folder, measures, and gives each table line by line as it is known."""

    def __init__(self, folder: Path, rounds: int, programs: Path | None) -> None:
        self.folder = folder
        self.rounds = rounds
        self.programs = programs

    def fleets(self, sizes: Sequence[int]) -> Iterator[str]:
        """The whole work at several sizes, beside what others do."""
        yield from _title("A fleet, every number declared by itself")
        yield from _head("numbers", "driftcheck", "script", "octoDNS", "check-jsonschema")
        for size in sizes:
            folder = self.folder / str(size)
            fleet.write(folder, size)
            runs = self._medians(self._all(folder, size), size)
            cells = [_cell(one, runs[0]) for one in runs]
            yield _row(f"{size:,}", *cells, *[""] * (4 - len(cells)))
        yield from _close()

    def _all(self, folder: Path, size: int) -> list[Command]:
        commands = [_check(folder), peers.naive(folder)]
        if self.programs and size <= MOST_OF_PEERS:
            commands.append(peers.octodns(self.programs, folder, size))
            commands.append(peers.check_jsonschema(self.programs, folder))
        return commands

    def _medians(self, commands: Sequence[Command], size: int) -> list[Run]:
        """A million numbers take the script minutes, so it is run once."""
        if size <= MOST_OF_PEERS:
            return medians(commands, self.rounds, warm=size < MOST_OF_PEERS)
        first, *others = commands
        return [*medians([first], self.rounds), *medians(others, 1)]

    @property
    def _few(self) -> int:
        """How many runs there are of what takes long and is compared with itself."""
        return max(1, self.rounds // 2)

    def forms(self, size: int) -> Iterator[str]:
        """The same number of numbers, declared in other ways."""
        yield from _title(f"{size:,} numbers, declared in other ways")
        yield from _head("declared", "driftcheck")
        ways: dict[str, Callable[[Path, int], None]] = {
            "one by one": fleet.write,
            "one by one, with defaults": fleet.write_defaults,
            f"in ranges of {fleet.BLOCK}": fleet.write_ranges,
        }
        folders = [self.folder / f"way {index}" for index in range(len(ways))]
        for folder, write in zip(folders, ways.values(), strict=True):
            write(folder, size)
        runs = medians(list(map(_check, folders)), self._few)
        for name, one in zip(ways, runs, strict=True):
            yield _row(name, _cell(one, runs[0]))
        yield from _close()

    def start(self) -> Iterator[str]:
        """Start-up, as a gate feels it."""
        folder = self.folder / "two"
        fleet.write(folder, 2, drift=0)
        python = sys.executable
        commands = {
            "`python -c 'import click'`": Command((python, "-c", "import click"), folder),
            "`python -c pass`": Command((python, "-c", "pass"), folder),
            "`driftcheck --version`": peers.driftcheck(folder, "--version", code=0),
            "`driftcheck check`, two numbers": peers.driftcheck(folder, "check", code=0),
        }
        yield from _title("Start-up")
        yield from _head("command", "time")
        runs = medians(list(commands.values()), self.rounds * 3, warm=True)
        for name, one in zip(commands, runs, strict=True):
            yield _row(name, _cell(one, runs[0]))
        yield from _close()

    def reports(self, size: int) -> Iterator[str]:
        """Reports on as many findings, beside finding them."""
        folder = self.folder / "findings"
        fleet.write(folder, size, drift=1)
        outputs = {name: folder / f"report.{name}" for name in FORMATS}
        commands = [peers.driftcheck(folder, "check", "-q")]
        commands += [
            peers.driftcheck(folder, "check", "-q", "-o", f"{name}={path}")
            for name, path in outputs.items()
        ]
        yield from _title(f"Reports on {size:,} numbers, each with a finding")
        yield from _head("report", "seconds, finding included", "to write", "size")
        found, *runs = medians(commands, self._few)
        yield _row("none", f"{found.seconds:.2f}", "", "")
        for (name, path), one in zip(outputs.items(), runs, strict=True):
            share = (one.seconds - found.seconds) / found.seconds
            size_of = f"{path.stat().st_size / 1e6:.1f} MB"
            yield _row(name, f"{one.seconds:.2f}", f"{share:.2f} times finding", size_of)
        yield from _close()


def _check(folder: Path) -> Command:
    return peers.driftcheck(folder, "check", "-q", "-o", "json=report.json")


def _cell(one: Run, first: Run) -> str:
    times = one.seconds / first.seconds
    ratio = "" if one is first else f", {times:.1f} times"
    return f"{one.seconds:.2f} s{ratio}, {one.megabytes:,.0f} MB"


def _title(text: str) -> Iterator[str]:
    yield _told(f"### {text}\n")


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _told(f"|{'|'.join('---' for _ in names)}|")


def _row(*cells: str) -> str:
    return _told(f"| {' | '.join(cells)} |")


def _close() -> Iterator[str]:
    yield _told("")


def _told(line: str) -> str:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return line


if __name__ == "__main__":
    main()
