"""What httpx raises, as our errors. Nothing that the other side sent is quoted."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from driftcheck.model.errors import LiveError, Problem, TransientError
from driftcheck.net.deadline import DeadlineError
from driftcheck.net.trust import refused_certificate

_NETWORK = "See that the host name is right, and that the network and its proxy let it through."
_PROXY = "See what HTTPS_PROXY is set to; user and password go before the host, with an @ between."
_SETTINGS = "See what SSL_CERT_FILE, SSL_CERT_DIR and HTTPS_PROXY are set to."
_BROKEN = "the connection broke before the whole answer was there"


@contextmanager
def connection_faults(name: str) -> Iterator[None]:
    """Turn the faults of a request into our errors; those of the connection may pass."""
    try:
        yield
    except httpx.TimeoutException as error:  # an attempt may take all the time that is left
        raise DeadlineError from error
    except httpx.DecodingError as error:
        hint = "Try again; if it stays, tell Agora's support."
        message = f"{name} sent a body that cannot be decompressed: {error}"
        raise LiveError(Problem(message, None, hint)) from error
    except httpx.ProxyError as error:
        # httpx gives a proxy's status only as the first word of its text.
        raise _of_proxy(name, str(error)[:3]) from error
    except httpx.ConnectError as error:
        if final := refused_certificate(error, name):
            raise final from error
        raise TransientError(Problem(f"cannot reach {name}: {error}", None, _NETWORK)) from error
    except httpx.TransportError as error:
        raise TransientError(Problem(f"cannot read {name}: {_BROKEN}", None, _NETWORK)) from error


def _of_proxy(name: str, status: str) -> LiveError:
    """A proxy that would not let the request through; its own faults (5xx) may pass."""
    shown = f" ({status})" if status.isdecimal() else ""
    problem = Problem(f"the proxy refused to reach {name}{shown}", None, _PROXY)
    return TransientError(problem) if status.startswith("5") else LiveError(problem)


@contextmanager
def environment_faults(name: str) -> Iterator[None]:
    """Turn what certificates and proxies that cannot be used raise into our errors."""
    try:
        yield
    except ImportError as error:
        message = f"the proxy for {name} is a SOCKS proxy, which is not supported"
        raise LiveError(Problem(message, None, _PROXY)) from error
    except (OSError, ValueError, httpx.InvalidURL) as error:
        message = f"the certificates or the proxy for {name} cannot be used"
        raise LiveError(Problem(message, None, _SETTINGS)) from error
