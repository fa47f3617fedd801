"""What httpx raises, as our errors. Nothing that the other side sent is quoted."""

from dataclasses import replace

import httpx

from driftcheck.model.errors import LiveError, Problem, TransientError
from driftcheck.net.identity import Identity
from driftcheck.net.trust import NO_TLS, tls_refusal

NETWORK = "See that the host name is right, and that the network and its proxy let it through."
"""What to do where nothing can be reached."""
_PROXY = "See what HTTPS_PROXY is set to; user and password go before the host, with an @ between."
_PLAIN = "Write http:// before the proxy: most are asked for a tunnel without TLS, which is in it."
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
        is_plain = peer != name and refused.problems[0].hint == NO_TLS
        return LiveError(replace(refused.problems[0], hint=_PLAIN)) if is_plain else refused
    reached = not isinstance(error, httpx.ConnectError)
    message = f"cannot read {name}: {_BROKEN}" if reached else f"cannot reach {peer}: {error}"
    return TransientError(Problem(message, None, NETWORK))


def _of_proxy(name: str, status: str) -> LiveError:
    """A proxy that would not let the request through; what is 429 or 5xx may pass."""
    shown = f" ({status})" if status.isdecimal() else ""
    problem = Problem(f"the proxy refused to reach {name}{shown}", None, _PROXY)
    may_pass = status == "429" or status.startswith("5")
    return TransientError(problem) if may_pass else LiveError(problem)
