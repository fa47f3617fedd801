"""One request in time: attempts, deadlines, proxies, certificates. Takes paths, not settings.

What brings an HTTP library is imported when it is used: settings need only the rest.
"""

from typing import TYPE_CHECKING

from driftcheck.net.identity import USUAL, Identity, PemFile
from driftcheck.net.url import asked_host, check_url, display_url, is_loopback

if TYPE_CHECKING:
    from driftcheck.net.attempts import retry_after, retrying
    from driftcheck.net.deadline import Deadline, DeadlineError, within
    from driftcheck.net.exchange import Exchange
    from driftcheck.net.packed import unpacked
    from driftcheck.net.trust import tls_context, tls_refusal
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "attempts": "retry_after retrying",
            "deadline": "Deadline DeadlineError within",
            "exchange": "Exchange",
            "packed": "unpacked",
            "trust": "tls_context tls_refusal",
        },
    )
