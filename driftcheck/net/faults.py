"""Turns errors of httpx into ours. Nothing that the other side sent is quoted."""

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
_BROKEN = "the connection broke before the whole answer arrived"


class Peer(NamedTuple):
    """The other side of a connection: its name in messages, and the variable that sets a proxy."""

    name: str
    variable: str = ""

    @property
    def hint(self) -> str:
        """What to do if it cannot be reached."""
        return _UNREACHED.format(self.variable) if self.variable else _NETWORK


def fault_of(
    error: httpx.RequestError, name: str, peer: Peer, variable: str, files: Identity
) -> LiveError:
    """Return our error for a failed request, other than a timeout.

    `name` is the name of the URL in messages; `variable` names the variable of its proxy, if any.
    """
    if isinstance(error, httpx.DecodingError):
        message = f"{name} sent a body that cannot be decompressed: {error}"
        return LiveError(Problem(message, None, _SUPPORT))
    if isinstance(error, httpx.ProxyError):
        # httpx has the status of a proxy only as the first word of its text.
        return _of_proxy(name, str(error)[:3], _PROXY.format(variable))
    # With TLS 1.3, a server refuses a client certificate after the handshake.
    if refused := tls_refusal(error, peer.name, files):
        is_plain = bool(peer.variable) and refused.problems[0].hint == NO_TLS
        return LiveError(replace(refused.problems[0], hint=_PLAIN)) if is_plain else refused
    reached = not isinstance(error, httpx.ConnectError)
    message = f"cannot read {name}: {_BROKEN}" if reached else f"cannot reach {peer.name}: {error}"
    return TransientError(Problem(message, None, peer.hint))


def _of_proxy(name: str, status: str, hint: str) -> LiveError:
    """Return the error for a proxy that refused the request; 429 and 5xx may be temporary."""
    shown = f" ({status})" if status.isdecimal() else ""
    problem = Problem(f"the proxy refused to reach {name}{shown}", None, hint)
    may_pass = status == "429" or status.startswith("5")
    return TransientError(problem) if may_pass else LiveError(problem)
