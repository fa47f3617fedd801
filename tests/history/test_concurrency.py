"""Concurrent runs, in real processes: the chain stays a line, and no run is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from driftcheck.history import reader, store
from driftcheck.history.verify import verify_chain
from tests.history.making import database, restore_version
from tests.support import HANGS

ROOT = Path(__file__).parents[2]
PROCESSES, EACH = 4, 4
_SCRIPT = """
import json, sys
from tests.history.making import record, run, sighting
from tests.support import HANGS

url, name, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sys.stdin.readline()
found = [sighting(0), sighting(100 + name)]
runs = [run("2026-01-01", *found, errors=(f"{name}.{turn}",)) for turn in range(each)]
print(json.dumps([recorded.run for recorded in record(url, *runs)]))
"""


@pytest.mark.parametrize("earlier", [0, 4], ids=["new", "of version 1"])
def test_many_processes_write_one_chain(earlier: int, url: str) -> None:
    """They begin at once, and each would create the tables, or upgrade them."""
    if earlier:
        restore_version(1, url)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _SCRIPT, url, str(name), str(EACH)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in range(PROCESSES)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    numbers: list[int] = []
    for process in started:
        out, _ = process.communicate(timeout=HANGS)
        assert process.returncode == 0
        numbers += json.loads(out)
    assert sorted(numbers) == list(range(earlier + 1, earlier + PROCESSES * EACH + 1))
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        assert verify_chain(connection).fault is None
        runs = list(reader.stored_runs(connection))
        said = {error for run in runs for error in run.document["errors"]}
        assert said == {f"{name}.{turn}" for name in range(PROCESSES) for turn in range(EACH)}
        assert len(runs) == earlier + PROCESSES * EACH
        shared = [
            one
            for one in reader.episodes(connection, reader.timeline_of(connection))
            if one.phone_number == "+12025550000"
        ]
        assert [(one.first_run, one.last_run) for one in shared] == [
            (earlier + 1, earlier + PROCESSES * EACH)
        ]
