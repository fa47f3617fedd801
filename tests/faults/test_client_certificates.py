"""Gateways that demand a client certificate, and servers that a handshake fails with."""

import re
import ssl
from pathlib import Path

import pytest

from driftcheck.model import LiveError, Place
from driftcheck.net import Identity, PemFile, tls_context
from tests.faults.authority import (
    CompanyCa,
    authority,
    client_files,
    demanding,
    pem,
    serving_as,
)
from tests.faults.matrix import (
    ENVIRONMENT,
    FINE,
    Row,
    assert_nothing_leaked,
    assert_only_asked,
    hold,
    only,
    project,
)
from tests.faults.server import HELLO, running
from tests.support import Project

HERE = "127.0.0.1"
OURS = ("ca_file: ca.pem",)
CERT = (*OURS, "client_cert: client.pem")
PAIR = (*CERT, "client_key: client.key")
CLIENT = "Set one that it accepts: `client_cert` and `client_key` under `live.agora`."
NEWER = "The server's owner must allow TLS 1.2 or 1.3."
CHAIN = (
    "Set one that it accepts: `client_cert` under `live.agora`; the file must also hold the "
    "intermediate CAs."
)
OPEN = "driftcheck does not ask for passphrases. Use a key without one, readable only by its user."
ALERT = b"\x15\x03\x01\x00\x02\x02"
"""A fatal alert of TLS; the byte behind it says which."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the certificate of our authority, and of a client."""
    Project(tmp_path).write(ca__pem=pem(), **client_files())
    return tmp_path


def gateway(newest: str, issuer: str = "ours") -> ssl.SSLContext:
    """A server that lets in who has a certificate of an authority."""
    context = serving_as.__wrapped__(HERE)
    demanding(context, issuer, newest)
    return context


@pytest.mark.parametrize("newest", ["TLSv1_2", "TLSv1_3"])
def test_a_client_certificate_is_accepted(newest: str, folder: Path) -> None:
    with running(FINE, tls=gateway(newest)) as server:
        hold(Row("let-in", (), code=0, keys=PAIR), folder, server.url)
    assert_only_asked(server, 1)


def test_one_file_can_hold_the_certificate_and_its_key(folder: Path) -> None:
    Project(folder).write(client__pem="".join(client_files().values()))
    with running(FINE, tls=gateway("TLSv1_3")) as server:
        hold(Row("let-in", (), code=0, keys=CERT), folder, server.url)


@pytest.mark.parametrize(
    ("newest", "says"),
    [
        ("TLSv1_3", "{url} demands a client certificate"),
        ("TLSv1_2", "{url} refuses the TLS handshake; it may demand a client certificate"),
    ],
)
def test_a_missing_client_certificate_is_final(newest: str, says: str, folder: Path) -> None:
    with running(FINE, tls=gateway(newest)) as server:
        hold(Row("demanded", (), says, CLIENT, keys=OURS), folder, server.url)
    assert (server.connections, server.requests) == (1, [])


@pytest.mark.parametrize("newest", ["TLSv1_2", "TLSv1_3"])
def test_a_client_certificate_of_another_authority_is_refused_and_final(
    newest: str, folder: Path
) -> None:
    row = Row("refused", (), "{url} refuses the client certificate", CHAIN, keys=PAIR)
    with running(FINE, tls=gateway(newest, "another")) as server:
        hold(row, folder, server.url)
    assert (server.connections, server.requests) == (1, [])


NAME = "Check the host name in `url`: another server may be answering."
ALERTS = {
    40: ("refuses the TLS handshake; it may demand a client certificate", CLIENT),
    70: ("does not support TLS 1.2 or newer", NEWER),
    71: ("refuses every safe cipher", "The server's owner must fix it."),
    112: ("has no certificate for this host name", NAME),
}


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_that_stays_is_final(alert: int, folder: Path) -> None:
    says, hint = ALERTS[alert]
    row = Row("alert", (), f"{{url}} {says}", hint, keys=OURS)
    with running(ALERT + bytes([alert]), scheme="https") as server:
        hold(row, folder, server.url)
    assert server.asked == [f"{HELLO} "]


def test_a_server_that_answers_in_an_old_version_is_final(folder: Path) -> None:
    """A ServerHello of TLS 1.1."""
    hello = b"\x02\x00\x00\x26\x03\x02" + bytes(32) + b"\x00\xc0\x13\x00"
    reply = b"\x16\x03\x02" + len(hello).to_bytes(2, "big") + hello
    row = Row("old", (), "{url} does not support TLS 1.2 or newer", NEWER, keys=OURS)
    with running(reply, scheme="https") as server:
        hold(row, folder, server.url)
    assert server.asked == [f"{HELLO} "]


UNUSABLE = '"client.pem" and its private key cannot be used as a client certificate'
UNFIT = [
    ("another-key", (*CERT, "client_key: other.key"), UNUSABLE),
    ("no-key", CERT, UNUSABLE),
    ("no-certificate", (*OURS, "client_cert: client.key"), UNUSABLE.replace(".pem", ".key")),
    (
        "passphrase",
        (*CERT, "client_key: locked.key"),
        'the private key in "locked.key" is protected by a passphrase',
    ),
]


@pytest.mark.parametrize(("keys", "says"), [row[1:] for row in UNFIT], ids=[r[0] for r in UNFIT])
def test_a_client_certificate_that_cannot_be_used_is_reported_before_anybody_is_asked(
    keys: tuple[str, ...], says: str, folder: Path
) -> None:
    locked = client_files(passphrase="pa55phrase")["client__key"]
    Project(folder).write(other__key=client_files("another")["client__key"], locked__key=locked)
    with running(FINE, tls=gateway("TLSv1_3")) as server:
        made = project(folder, server.url, 20, *keys)
        ran = made.run("check", env=ENVIRONMENT)
    assert_nothing_leaked(ran)
    assert re.match(rf"Error: driftcheck.yaml:[89]:5: {re.escape(says)}\n", ran.err), ran.err
    assert (OPEN in ran.err) == ("passphrase" in says)
    assert (ran.code, server.connections) == (1, 0)


@pytest.mark.parametrize("name", ["ca.pem", "client.pem"])
def test_a_file_that_may_not_be_read_is_reported_as_that(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError

    names = {"ca.pem": "load_verify_locations", "client.pem": "load_cert_chain"}
    monkeypatch.setattr(f"ssl.SSLContext.{names[name]}", refuse)
    place = Place("driftcheck.yaml", 7, 5)
    file = PemFile(folder / name, name, place)
    files = Identity(ca_file=file) if name == "ca.pem" else Identity(client_cert=file)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    with pytest.raises(LiveError) as caught:
        tls_context(files)
    (problem,) = caught.value.problems
    assert (problem.message, problem.place) == (
        f'cannot read "{name}": Permission denied',
        place,
    )


def test_a_client_key_without_a_certificate_is_an_error(folder: Path) -> None:
    made = project(folder, "https://127.0.0.1:9/", 20, "client_key: client.key")
    ran = made.run("validate", env=ENVIRONMENT)
    assert ran.err == (
        "Error: driftcheck.yaml:7:5: client_key needs client_cert\n"
        "  Add `client_cert`, the file with the certificate.\n"
    )


def test_a_company_ca_is_trusted_as_curl_trusts_it(folder: Path) -> None:
    """Python 3.13 would refuse it by itself: no key identifier, and nothing is critical."""
    ca = CompanyCa("localhost")
    Project(folder).write(ca__pem=ca.pem, server__pem=ca.chain + ca.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    with running(FINE, tls=context) as server:
        url = server.url.replace(HERE, "localhost")
        hold(Row("company", (), code=0, keys=OURS), folder, url)
    assert_only_asked(server, 1)


def test_a_ca_that_is_not_the_root_of_its_chain_is_trusted_where_it_is_named(folder: Path) -> None:
    between = authority().create_child_ca()
    Project(folder).write(ca__pem=between.cert_pem.bytes().decode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    between.issue_cert(HERE).configure_cert(context)
    with running(FINE, tls=context) as server:
        hold(Row("between", (), code=0, keys=OURS), folder, server.url)
    assert_only_asked(server, 1)


@pytest.mark.parametrize(
    ("trusted", "why", "hint"),
    [
        (
            "pem",
            "certificate has expired",
            'In "ca.pem", Example Company CA has expired. Add its successor.',
        ),
        (
            "chain",
            "unable to get local issuer certificate",
            only("ca.pem", "ours", "Example Company CA").replace("trusts only ours", "holds no CA"),
        ),
    ],
)
def test_a_ca_file_without_a_usable_ca_is_named(
    trusted: str, why: str, hint: str, folder: Path
) -> None:
    ca, other = CompanyCa("localhost", -1 if trusted == "pem" else 1), CompanyCa("other.test")
    text = ca.pem if trusted == "pem" else other.chain
    Project(folder).write(ca__pem=text, server__pem=ca.chain + ca.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    says = f"the certificate of {{url}} is not trusted: {why}"
    with running(FINE, tls=context) as server:
        url = server.url.replace(HERE, "localhost")
        hold(Row("no-use", (), says, hint, keys=OURS), folder, url)


def test_session_keys_are_written_nowhere(folder: Path) -> None:
    with running(FINE, tls=serving_as(HERE)) as server:
        row = Row("keys", (), code=0, keys=OURS)
        hold(row, folder, server.url, SSLKEYLOGFILE=str(folder / "keys.log"))
    assert not (folder / "keys.log").exists()
