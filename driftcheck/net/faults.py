"""What httpx raises, as our errors. Nothing that the other side sent is quoted."""

from dataclasses import replace
from typing import NamedTuple

import httpx

from driftcheck.model.errors import LiveError, Problem, TransientError
from driftcheck.net.identity import Identity
from driftcheck.net.trust import NO_TLS, tls_refusal

_NETWORK = "Check the host name, and that the network and its proxy allow the connection."
_UNREACHED = "Check the value of {}, and that the proxy is running."
_PROXY = "Check the value of {}; put user and password before the host, followed by @."
_PLAIN = "Use http:// for the proxy: most proxies do not speak TLS themselves."
_SUPPORT = "Try again; if it happens again, contact Agora's support."
_BROKEN = "the connection broke before the whole answer came"


class Peer(NamedTuple):
    """Whoever a connection is made to: what messages call it, and the variable of a proxy."""

    name: str
    variable: str = ""

    @property
    def hint(self) -> str:
        """What to do where it cannot be reached."""
        return _UNREACHED.format(self.variable) if self.variable else _NETWORK


def fault_of(
    error: httpx.RequestError, name: str, peer: Peer, variable: str, files: Identity
) -> LiveError:
    """The error that a request comes to which fails, but not by a timeout.

    `name` is what messages call the URL; `variable` names its proxy, if it has one.
    """
    if isinstance(error, httpx.DecodingError):
        message = f"{name} sent a body that cannot be decompressed: {error}"
        return LiveError(Problem(message, None, _SUPPORT))
    if isinstance(error, httpx.ProxyError):
        # httpx gives a proxy's status only as the first word of its text.
        return _of_proxy(name, str(error)[:3], _PROXY.format(variable))
    # In TLS 1.3 a server refuses a client's certificate after the handshake.
    if refused := tls_refusal(error, peer.name, files):
        is_plain = bool(peer.variable) and refused.problems[0].hint == NO_TLS
        return LiveError(replace(refused.problems[0], hint=_PLAIN)) if is_plain else refused
    reached = not isinstance(error, httpx.ConnectError)
    message = f"cannot read {name}: {_BROKEN}" if reached else f"cannot reach {peer.name}: {error}"
    return TransientError(Problem(message, None, peer.hint))


def _of_proxy(name: str, status: str, hint: str) -> LiveError:
    """A proxy that would not let the request through; what is 429 or 5xx may pass."""
    shown = f" ({status})" if status.isdecimal() else ""
    problem = Problem(f"the proxy refused to reach {name}{shown}", None, hint)
    may_pass = status == "429" or status.startswith("5")
    return TransientError(problem) if may_pass else LiveError(problem)
