"""Two runs at once do no harm: with real processes, the chain stays a line, and no run is lost."""

import json
import subprocess
import sys
from pathlib import Path

from driftcheck.history import reader, store
from driftcheck.history.verify import verify_chain
from tests.history.making import database
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


def test_many_processes_write_one_chain(url: str) -> None:
    """They begin at once, with a database that none of them has made yet."""
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
    told: list[int] = []
    for process in started:
        out, _ = process.communicate(timeout=HANGS)
        assert process.returncode == 0
        told += json.loads(out)
    assert sorted(told) == list(range(1, PROCESSES * EACH + 1))
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        assert verify_chain(connection).fault is None
        runs = list(reader.stored_runs(connection))
        said = {error for run in runs for error in run.document["errors"]}
        assert said == {f"{name}.{turn}" for name in range(PROCESSES) for turn in range(EACH)}
        assert len(runs) == PROCESSES * EACH
        shared = [one for one in reader.episodes(connection) if one.phone_number == "+12025550000"]
        assert [(one.first_run, one.last_run) for one in shared] == [(1, PROCESSES * EACH)]
