"""HTTP requests: retries, deadlines, proxies and certificates. Takes paths, not settings.

Modules that need an HTTP library are imported on first use, because settings need only the rest.
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
