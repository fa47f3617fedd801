"""Certificates, good and bad, of authorities that live as long as the tests do."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "api.example.test"
_DAY = timedelta(days=1)
_NOW = datetime.now(UTC)


@cache
def authority(name: str = "ours") -> trustme.CA:
    """A certificate authority, the same for the same name."""
    return trustme.CA(organization_name=name)


def pem(name: str = "ours") -> str:
    """The certificate of an authority, as a file holds it."""
    return authority(name).cert_pem.bytes().decode()


@cache
def serving_as(
    *names: str, days: tuple[int, int] = (-1, 1), issuer: str = "ours"
) -> ssl.SSLContext:
    """What a server has whose certificate is for these names, and for those days from now."""
    first, last = (_NOW + _DAY * day for day in days)
    certificate = authority(issuer).issue_cert(*names, not_before=first, not_after=last)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def demanding(context: ssl.SSLContext, issuer: str = "ours", newest: str = "TLSv1_3") -> None:
    """Have a server demand a client certificate of an authority, by a version of TLS at most."""
    authority(issuer).configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = ssl.TLSVersion[newest]


@cache
def client_files(issuer: str = "ours", passphrase: str = "") -> dict[str, str]:
    """A client certificate and its private key, as files hold them."""
    made = authority(issuer).issue_cert("client.example.test")
    (chain,) = made.cert_chain_pems
    key = made.private_key_pem.bytes()
    if passphrase:
        loaded = serialization.load_pem_private_key(key, None)
        key = loaded.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
    return {"client__pem": chain.bytes().decode(), "client__key": key.decode()}


class CompanyCa:
    """A CA as companies made them with openssl for years, and a server's certificate of it.

    `basicConstraints` is not critical, and there is neither `keyUsage` nor any key identifier. Its
    last day is so many from now.
    """

    def __init__(self, host: str, days: int = 1) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Company CA")])
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        ca = _certificate(name, name, key.public_key(), days)
        ca = ca.add_extension(constraints, critical=False)
        self.pem = _pem(ca.sign(key, hashes.SHA256()))
        own = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        leaf = _certificate(subject, name, own.public_key()).add_extension(names, critical=False)
        self.chain = _pem(leaf.sign(key, hashes.SHA256()))
        self.key = own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int = 1
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - 9 * _DAY)
        .not_valid_after(_NOW + days * _DAY)
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
