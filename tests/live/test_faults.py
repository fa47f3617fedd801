"""What httpx raises, as our errors."""

import httpx
import pytest

from driftcheck.net import DeadlineError, connection_faults


@pytest.mark.parametrize(
    "kind", [httpx.ConnectTimeout, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout]
)
def test_a_timeout_of_the_socket_means_that_all_the_time_is_gone(
    kind: type[httpx.TimeoutException],
) -> None:
    with pytest.raises(DeadlineError), connection_faults("live"):
        raise kind("timed out")
