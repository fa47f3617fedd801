"""Which certificates are trusted, and what to say of one that is not."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx

from driftcheck.errors import LiveError, Place, Problem

_CLOCK = "See the clock of this machine; if it is right, whoever runs the server must renew it."
_HOST = "See that the host name in `url` is right: another server may be answering."
_ISSUER = (
    "If a CA or a proxy of your company signs it, name the file with its certificate: "
    "`ca_file` under `live.agora`, or SSL_CERT_FILE."
)
_EXPIRED, _NOT_YET, _MISMATCH = 10, 9, 62  # of OpenSSL's x509_vfy.h
_HINTS = {_EXPIRED: _CLOCK, _NOT_YET: _CLOCK, _MISMATCH: _HOST}


def context(ca_file: Path | None, name: str, place: Place | None) -> ssl.SSLContext:
    """What decides on certificates: those of `ca_file` alone, or else what is usual.

    Usual are SSL_CERT_FILE and SSL_CERT_DIR, where they are set, and Mozilla's list elsewhere.
    Raises LiveError where `ca_file` (called `name`) cannot be used.
    """
    if ca_file is None:
        return httpx.create_ssl_context()
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ValueError) as error:
        hint = "It must hold certificates in PEM form, each from BEGIN to END CERTIFICATE."
        message = f'"{name}" holds no certificates that can be used'
        raise LiveError(Problem(message, place, hint)) from error


def refused(error: BaseException, name: str) -> LiveError | None:
    """What to say where the certificate of the other side is what an error comes from."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = cause.verify_message.rstrip(".")
            hint = _HINTS.get(cause.verify_code, _ISSUER)
            message = f"the certificate of {name} is not trusted: {reason}"
            return LiveError(Problem(message, None, hint))
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what it came from; httpx and what is below it wrap each other's."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
