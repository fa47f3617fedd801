"""TLS: trusted CAs, the client certificate, and messages for failures."""

import os
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from driftcheck.model.errors import LiveError, Problem
from driftcheck.net.identity import USUAL, Identity, PemFile
from driftcheck.words import list_some, printable, shorten

_CLOCK = "Check the clock of this machine; if it is right, the server needs a new certificate."
_HOST = "Check the host name in `url`: another server may be answering."
_ISSUER = (
    "If a CA or proxy of your company signs it, set the file with its certificate: "
    "`ca_file` under `live.agora`, or SSL_CERT_FILE."
)
_OTHER = "The server's owner must fix it."
NO_TLS = "Check that `url` has the port for https."
_NEWER = "The server's owner must allow TLS 1.2 or 1.3."
_CLIENT = "Set one that it accepts: `client_cert` and `client_key` under `live.agora`."
_CHAIN = (
    "Set one that it accepts: `client_cert` under `live.agora`; the file must also hold the "
    "intermediate CAs."
)
_PEM = "It must hold certificates in PEM form, each from BEGIN to END CERTIFICATE."
_MODE = "The user who runs driftcheck must be able to read it: check its mode and its folder's."
_PAIR = (
    "It must hold a certificate in PEM form, and `client_key` (or the same file) the private key "
    "that belongs to it."
)
_OPEN = "driftcheck does not ask for passphrases. Use a key without one, readable only by its user."
_EXPIRED = 10
_MOST_OF_NAME = 80
_UNKNOWN = (2, 18, 19, 20, 21)  # unknown issuer: codes of OpenSSL's x509_vfy.h
_HINTS = {
    **dict.fromkeys((9, _EXPIRED), _CLOCK),  # not yet valid, expired
    **dict.fromkeys((62, 63, 64), _HOST),  # for another host name, e-mail or IP address
}
_REFUSALS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"),
        ("does not speak TLS", NO_TLS),
    ),
    **dict.fromkeys(
        ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "WRONG_SSL_VERSION"),
        ("does not support TLS 1.2 or newer", _NEWER),
    ),
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": ("demands a client certificate", _CLIENT),
    # Up to TLS 1.2, this alert stands for any missing item, most often a certificate.
    "SSLV3_ALERT_HANDSHAKE_FAILURE": (
        "refuses the TLS handshake; it may demand a client certificate",
        _CLIENT,
    ),
    **dict.fromkeys(
        (
            "SSLV3_ALERT_BAD_CERTIFICATE",
            "SSLV3_ALERT_CERTIFICATE_EXPIRED",
            "SSLV3_ALERT_CERTIFICATE_REVOKED",
            "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
            "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
            "TLSV1_ALERT_ACCESS_DENIED",
            "TLSV1_ALERT_DECRYPT_ERROR",
            "TLSV1_ALERT_UNKNOWN_CA",
        ),
        ("refuses the client certificate", _CHAIN),
    ),
    "TLSV1_UNRECOGNIZED_NAME": ("has no certificate for this host name", _HOST),
    "TLSV1_ALERT_INSUFFICIENT_SECURITY": ("refuses every safe cipher", _OTHER),
}
"""The meaning of OpenSSL's reasons, and what to do. None of them goes away on a retry."""


class _NamingSocket(ssl.SSLSocket):
    """Records who signed an untrusted certificate, for the hint."""

    def do_handshake(self, block: bool = False) -> None:
        """Do the handshake; add the name of an unknown CA to the error as a note."""
        try:
            super().do_handshake(block)
        except ssl.SSLCertVerificationError as error:
            # The public method needs Python 3.13 and a successful handshake.
            with suppress(AttributeError, LookupError, TypeError, ValueError):
                last = self._sslobj.get_unverified_chain()[-1]  # type: ignore[attr-defined]
                error.add_note(_name(last.get_info()["issuer"]))
            raise


def tls_context(files: Identity = USUAL) -> ssl.SSLContext:
    """Return the context that verifies certificates: with `ca_file` alone, or the default CAs.

    The default CAs are those of SSL_CERT_FILE and SSL_CERT_DIR if set, otherwise Mozilla's list.
    Raises LiveError if a file cannot be used.
    """
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    named = (*files.paths, *([Path(file)] if file else []))
    return _context(files, file, folder, tuple(map(_state, named)))


def _state(path: Path) -> tuple[str, int, int] | None:
    """Return a key that changes when a file is renewed; None if the file is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path.absolute()), found.st_mtime_ns, found.st_size


@cache
def _context(
    files: Identity, file: str | None, folder: str | None, _states: tuple[object, ...]
) -> ssl.SSLContext:
    """Return the context, made once for all accounts because it takes some 20 ms.

    `ssl.create_default_context` is not used: from Python 3.13 on it rejects CAs that curl and older
    versions accept, and it writes session keys to the file named by SSLKEYLOGFILE.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = _NamingSocket
    # As in curl, every named certificate is trusted, even if it is not the root of its chain.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if files.ca_file:
        _load_named(context, files.ca_file)
    else:
        _load_usual(context, file, folder)
    if files.client_cert:
        _load_client(context, files.client_cert, files.client_key)
    return context


def _load_named(context: ssl.SSLContext, ca_file: PemFile) -> None:
    try:
        context.load_verify_locations(cafile=ca_file.path)
    except PermissionError as error:
        message = f'cannot read "{ca_file.name}": Permission denied'
        raise LiveError(Problem(message, ca_file.place, _MODE)) from error
    except (OSError, ValueError) as error:
        message = f'"{ca_file.name}" contains no valid certificates'
        raise LiveError(Problem(message, ca_file.place, _PEM)) from error


def _load_usual(context: ssl.SSLContext, file: str | None, folder: str | None) -> None:
    try:
        if file or folder:
            context.load_verify_locations(cafile=file or None, capath=folder or None)
            return
    except (OSError, ValueError) as error:
        name = "SSL_CERT_FILE" if file else "SSL_CERT_DIR"
        message = f'{name} names "{file or folder}", which contains no valid certificates'
        raise LiveError(Problem(message, None, _PEM)) from error
    import certifi  # not needed if another list is named

    context.load_verify_locations(cafile=certifi.where())


def _load_client(context: ssl.SSLContext, certificate: PemFile, key: PemFile | None) -> None:
    asked = []

    def passphrase() -> str:
        asked.append(True)
        return ""

    try:
        context.load_cert_chain(certificate.path, key and key.path, passphrase)
    except PermissionError as error:
        names = " or ".join(f'"{file.name}"' for file in (certificate, key) if file)
        message = f"cannot read {names}: Permission denied"
        raise LiveError(Problem(message, certificate.place, _MODE)) from error
    except (OSError, ValueError) as error:
        if asked:
            protected = key or certificate
            message = f'the private key in "{protected.name}" is protected by a passphrase'
            raise LiveError(Problem(message, protected.place, _OPEN)) from error
        message = f'"{certificate.name}" and its private key cannot be used as a client certificate'
        raise LiveError(Problem(message, certificate.place, _PAIR)) from error


def tls_refusal(error: BaseException, name: str, files: Identity = USUAL) -> LiveError | None:
    """Return the error for a TLS failure that a retry would not fix; None for any other error."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            message = (
                f"the certificate of {name} is not trusted: {cause.verify_message.rstrip('.')}"
            )
            return LiveError(Problem(message, None, _untrusted_hint(cause, files)))
        if isinstance(cause, ssl.SSLError) and cause.reason in _REFUSALS:
            what, hint = _REFUSALS[cause.reason]
            return LiveError(Problem(f"{name} {what}", None, hint))
    return None


def _untrusted_hint(error: ssl.SSLCertVerificationError, files: Identity) -> str:
    code, is_unknown = error.verify_code, error.verify_code in _UNKNOWN
    noted = getattr(error, "__notes__", ()) if is_unknown else ()
    signed = "".join(f'It is signed by "{name}". ' for name in noted)
    if files.ca_file and (is_unknown or code == _EXPIRED):
        name, known = files.ca_file.name, _authorities(files.ca_file.path)
        now = time.time()
        old = [one for one, last in known.items() if last < now]
        if code == _EXPIRED and old:
            return f'In "{name}", {list_some(old)} has expired. Add its successor.'
        if is_unknown:
            trusted = f"trusts only {list_some(list(known))}" if known else "holds no CA"
            return (
                f'{signed}"{name}" {trusted}. Add the CA that signs this certificate, or let the '
                "server send the intermediate ones."
            )
    return f"{signed}{_ISSUER}" if is_unknown else _HINTS.get(code, _OTHER)


def _authorities(path: Path) -> dict[str, float]:
    """Return the names of the CAs in a file and their expiry, in seconds since the epoch."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with suppress(OSError):  # the file existed when the request began
        context.load_verify_locations(cafile=path)
    return {_name(ca["subject"]): _seconds(ca["notAfter"]) for ca in context.get_ca_certs()}


def _seconds(text: Any) -> float:
    """Convert a certificate time of the standard library to seconds since the epoch."""
    return ssl.cert_time_to_seconds(text)


def _name(subject: Any) -> str:
    """Return a display name for a CA from its subject: nested tuples of pairs."""
    parts = {key: value for pairs in subject for key, value in pairs}
    named = parts.get("commonName") or parts.get("organizationName") or "a CA without a name"
    return shorten(printable(named), _MOST_OF_NAME)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes; httpx and its libraries wrap each other's errors."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
