"""The history of runs: what each found, in a chain of hashes, and the statistics of that.

Each part is imported when it is used: hashes need no database, and text needs no templates.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftcheck.history.hashes import (
        hash_of_declared,
        hash_of_files,
        hash_of_json,
        hash_of_live,
    )
    from driftcheck.history.html import history_page
    from driftcheck.history.json import history_json, run_json
    from driftcheck.history.overview import Excerpt, detail_of, overview_of
    from driftcheck.history.phrases import pruning
    from driftcheck.history.prune import forget_runs
    from driftcheck.history.reader import (
        count_of_runs,
        latest_run,
        pruned_anchor,
        run_of_number,
        stored_runs,
    )
    from driftcheck.history.recordable import run_of_report
    from driftcheck.history.recording import Candidate, prepare_run, record_prepared
    from driftcheck.history.records import (
        Aged,
        Anchor,
        Before,
        LookedAt,
        Recorded,
        Run,
        Sighting,
        StoredRun,
    )
    from driftcheck.history.rows import DamagedError
    from driftcheck.history.runlimits import RunLimits
    from driftcheck.history.store import Store, open_history
    from driftcheck.history.text import BLOCKS, SIGNS, flat_hashes, history_text, run_text
    from driftcheck.history.verify import Verdict, verify_chain
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "hashes": "hash_of_declared hash_of_files hash_of_json hash_of_live",
            "html": "history_page",
            "json": "history_json run_json",
            "overview": "Excerpt detail_of overview_of",
            "phrases": "pruning",
            "prune": "forget_runs",
            "reader": "count_of_runs latest_run pruned_anchor run_of_number stored_runs",
            "recordable": "run_of_report",
            "recording": "Candidate prepare_run record_prepared",
            "records": "Aged Anchor Before LookedAt Recorded Run Sighting StoredRun",
            "rows": "DamagedError",
            "runlimits": "RunLimits",
            "store": "Store open_history",
            "text": "BLOCKS SIGNS flat_hashes history_text run_text",
            "verify": "Verdict verify_chain",
        },
    )
