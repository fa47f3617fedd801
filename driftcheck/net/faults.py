"""What httpx raises, as our errors. Nothing that the other side sent is quoted."""

import httpx

from driftcheck.model.errors import LiveError, Problem, TransientError
from driftcheck.net.identity import Identity
from driftcheck.net.trust import tls_refusal

NETWORK = "See that the host name is right, and that the network and its proxy let it through."
"""What to do where nothing can be reached."""
_PROXY = "See what HTTPS_PROXY is set to; user and password go before the host, with an @ between."
_SUPPORT = "Try again; if it stays, tell Agora's support."
_BROKEN = "the connection broke before the whole answer was there"


def fault_of(error: httpx.RequestError, name: str, peer: str, files: Identity) -> LiveError:
    """The error that a request comes to which fails, but not by a timeout.

    `name` is what messages call the URL, `peer` whoever a connection is made to: it, or its proxy.
    """
    if isinstance(error, httpx.DecodingError):
        message = f"{name} sent a body that cannot be decompressed: {error}"
        return LiveError(Problem(message, None, _SUPPORT))
    if isinstance(error, httpx.ProxyError):
        # httpx gives a proxy's status only as the first word of its text.
        return _of_proxy(name, str(error)[:3])
    # In TLS 1.3 a server refuses a client's certificate after the handshake.
    if refused := tls_refusal(error, peer, files):
        return refused
    reached = not isinstance(error, httpx.ConnectError)
    message = f"cannot read {name}: {_BROKEN}" if reached else f"cannot reach {peer}: {error}"
    return TransientError(Problem(message, None, NETWORK))


def _of_proxy(name: str, status: str) -> LiveError:
    """A proxy that would not let the request through; its own faults (5xx) may pass."""
    shown = f" ({status})" if status.isdecimal() else ""
    problem = Problem(f"the proxy refused to reach {name}{shown}", None, _PROXY)
    return TransientError(problem) if status.startswith("5") else LiveError(problem)
