"""When Python searches for cyclic garbage."""

import gc

from driftcheck.system.garbage import no_search


def test_a_disabled_collector_stays_disabled() -> None:
    with no_search():
        with no_search():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
