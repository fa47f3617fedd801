"""Which certificates are trusted, and what to say of one that is not."""

import os
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx

from driftcheck.model.errors import LiveError, Problem
from driftcheck.net.ca_file import CaFile

_CLOCK = "See the clock of this machine; if it is right, whoever runs the server must renew it."
_HOST = "See that the host name in `url` is right: another server may be answering."
_ISSUER = (
    "If a CA or a proxy of your company signs it, name the file with its certificate: "
    "`ca_file` under `live.agora`, or SSL_CERT_FILE."
)
_OTHER = "Whoever runs the server must mend it."
_PORT = "See that `url` names the port for https."
_HINTS = {
    **dict.fromkeys((9, 10), _CLOCK),  # not yet valid, expired: codes of OpenSSL's x509_vfy.h
    **dict.fromkeys((62, 63, 64), _HOST),  # of another host name, e-mail, or IP address
    **dict.fromkeys((2, 18, 19, 20, 21), _ISSUER),  # of an issuer that is not known
}
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")


def tls_context(ca_file: CaFile | None) -> ssl.SSLContext:
    """What decides on certificates: those of `ca_file` alone, or else what is usual.

    Usual are SSL_CERT_FILE and SSL_CERT_DIR, where they are set, and Mozilla's list elsewhere.
    Raises LiveError where `ca_file` cannot be used.
    """
    if ca_file is None:
        return _usual(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    try:
        return _of_file(ca_file.path)
    except (OSError, ValueError) as error:
        hint = "It must hold certificates in PEM form, each from BEGIN to END CERTIFICATE."
        message = f'"{ca_file.name}" holds no certificates that can be used'
        raise LiveError(Problem(message, ca_file.place, hint)) from error


@cache
def _usual(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """What is trusted with these set; read once for all accounts, as it takes some 20 ms."""
    return httpx.create_ssl_context()


@cache
def _of_file(path: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=path)


def refused_certificate(error: BaseException, name: str) -> LiveError | None:
    """What to say where TLS is what an error comes from, so that trying again is no use."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError) and cause.reason in _NO_TLS:
            return LiveError(Problem(f"{name} does not speak TLS", None, _PORT))
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = cause.verify_message.rstrip(".")
            hint = _HINTS.get(cause.verify_code, _OTHER)
            message = f"the certificate of {name} is not trusted: {reason}"
            return LiveError(Problem(message, None, hint))
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what it came from; httpx and what is below it wrap each other's."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
