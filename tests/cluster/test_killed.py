"""A worker that is killed while it works: nothing is lost, and nothing is there twice."""

import json
import signal
import threading

import pytest

from driftcheck.live.emulator import Behaviour, serving
from tests.cluster.conftest import Dask
from tests.fleets import Fleet, Given, numbers
from tests.support import HANGS

COUNT = 24


@pytest.mark.slow
def test_another_worker_repeats_the_job_of_a_dead_one(small: Dask, fleet: Fleet) -> None:
    """Every account answers late, so that the worker has looks at hand when it is killed."""
    small.start(2)
    seen, enough = [], threading.Event()

    def tell(line: str) -> None:
        seen.append(line)
        if len(seen) >= 6:
            enough.set()

    listed = fleet.project.folder / "list.json"
    listed.write_text(json.dumps(numbers(12025550100, 2)))
    behaviour = Behaviour(listed, "id", "s3cret-424", delay=0.3, tell=tell)
    with serving(behaviour) as server:
        given = Given(numbers(12025550100, 2), url=server.url)
        fleet.write_all({f"a-{n:02}": given for n in range(COUNT)})
        killing = threading.Thread(target=_kill, args=(small, enough))
        killing.start()
        ran = fleet.check("-o", "json", f"--executor=dask={small.address}")
        killing.join()
        here = fleet.check("-o", "json")
    for report in (ran.json, here.json):
        assert [a["name"] for a in report["accounts"]] == [f"a-{n:02}" for n in range(COUNT)]
        assert [a["error"] for a in report["accounts"]] == [None] * COUNT
        assert report["summary"]["live"] == 2 * COUNT
    assert ran.json["findings"] == here.json["findings"]
    assert small.workers[0].returncode == -signal.SIGKILL


def _kill(dask: Dask, enough: threading.Event) -> None:
    assert enough.wait(HANGS)
    dask.workers[0].kill()
    dask.workers[0].wait()
