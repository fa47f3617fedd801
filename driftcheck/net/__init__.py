"""One request in time: attempts, deadlines, proxies, certificates. Takes paths, not settings.

What brings an HTTP library is imported when it is used: settings need only the rest.
"""

from typing import TYPE_CHECKING

from driftcheck.net.ca_file import CaFile
from driftcheck.net.url import check_url, display_url, is_loopback

if TYPE_CHECKING:
    from driftcheck.net.attempts import retrying
    from driftcheck.net.deadline import DeadlineError, within
    from driftcheck.net.faults import connection_faults, environment_faults
    from driftcheck.net.packed import unpacked
    from driftcheck.net.trust import refused_certificate, tls_context
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "attempts": "retrying",
            "deadline": "DeadlineError within",
            "faults": "connection_faults environment_faults",
            "packed": "unpacked",
            "trust": "refused_certificate tls_context",
        },
    )
