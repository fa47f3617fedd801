"""Certificates: which are trusted. An untrusted one is reported, and is not tried again."""

import re
import ssl
from pathlib import Path

import pytest

from tests.faults.authority import pem, serving_as
from tests.faults.matrix import (
    AT_ONCE,
    ENVIRONMENT,
    FINE,
    SILENT,
    TOO_LATE,
    WAIT,
    Row,
    assert_only_asked,
    hold,
    only,
    project,
)
from tests.faults.server import HELLO, running
from tests.live.server import answer, stall
from tests.support import Project

HERE = "127.0.0.1"
OURS = ("ca_file: certificates/ca.pem",)
CLOCK = "Check the clock of this machine; if it is right, the server needs a new certificate."
NAME = "Check the host name in `url`: another server may be answering."
ISSUER = (
    'It is signed by "ours". '
    "If a CA or proxy of your company signs it, set the file with its certificate: "
    "`ca_file` under `live.agora`, or SSL_CERT_FILE."
)
"""The hints."""
ELSEWHERE = "{} mismatch, certificate is not valid for '{}'"


def untrusted(name: str, why: str, hint: str, *keys: str) -> Row:
    """An untrusted certificate: the list is not requested, and nothing is tried again."""
    return Row(name, (FINE,), f"the certificate of {{url}} is not trusted: {why}", hint, keys=keys)


REFUSED = [
    (
        untrusted("expired", "certificate has expired", CLOCK, *OURS),
        serving_as(HERE, days=(-9, -1)),
    ),
    (
        untrusted("not-yet-valid", "certificate is not yet valid", CLOCK, *OURS),
        serving_as(HERE, days=(1, 9)),
    ),
    (
        untrusted("for-another-address", ELSEWHERE.format("IP address", HERE), NAME, *OURS),
        serving_as("api.example.test"),
    ),
    (
        untrusted(
            "of-another-authority",
            "unable to get local issuer certificate",
            only("certificates/ca.pem", "ours", "another"),
            *OURS,
        ),
        serving_as(HERE, issuer="another"),
    ),
    (
        untrusted("no-authority-configured", "unable to get local issuer certificate", ISSUER),
        serving_as(HERE),
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the certificate of our authority."""
    Project(tmp_path).write(certificates___ca__pem=pem())
    return tmp_path


@pytest.mark.parametrize(
    ("row", "context"),
    [pytest.param(row, context, id=row.name) for row, context in REFUSED],
)
def test_a_certificate_that_is_not_trusted_is_final_and_gets_nothing(
    row: Row, context: ssl.SSLContext, folder: Path
) -> None:
    with running(*row.replies, tls=context) as server:
        hold(row, folder, server.url)
    assert (server.connections, server.requests) == (1, [])


def test_a_certificate_for_another_host_is_final_and_gets_nothing(folder: Path) -> None:
    row = untrusted("wrong-host", ELSEWHERE.format("Hostname", "localhost"), NAME, *OURS)
    with running(FINE, tls=serving_as(HERE)) as server:
        hold(row, folder, server.url.replace(HERE, "localhost"))
    assert (server.connections, server.requests) == (1, [])


def test_a_certificate_of_an_authority_in_ca_file_is_trusted(folder: Path) -> None:
    Project(folder).write(
        certificates___bundle__pem=f"# two authorities\n{pem('another')}\n{pem()}"
    )
    row = Row("trusted", (), code=0, keys=("ca_file: certificates/bundle.pem",))
    with running(FINE, tls=serving_as(HERE)) as server:
        hold(row, folder, server.url)
    assert_only_asked(server, 1)


def test_a_fault_over_tls_is_tried_again_as_over_plain_http(folder: Path) -> None:
    row = Row("passes", (AT_ONCE, FINE), code=0, asked=2, keys=OURS)
    with running(*row.replies, tls=serving_as(HERE)) as server:
        hold(row, folder, server.url)
    assert_only_asked(server, 2)


def test_a_certificate_of_the_authority_in_the_environment_is_trusted(folder: Path) -> None:
    row = Row("trusted", (), code=0)
    with running(FINE, tls=serving_as(HERE)) as server:
        hold(row, folder, server.url, SSL_CERT_FILE=str(folder / "certificates" / "ca.pem"))
    assert_only_asked(server, 1)


def test_ca_file_takes_the_place_of_the_authorities_in_the_environment(folder: Path) -> None:
    hint = only("other.pem", "another", "ours")
    row = untrusted("other", "unable to get local issuer certificate", hint, "ca_file: other.pem")
    Project(folder).write(other__pem=pem("another"))
    with running(FINE, tls=serving_as(HERE)) as server:
        hold(row, folder, server.url, SSL_CERT_FILE=str(folder / "certificates" / "ca.pem"))
    assert (server.connections, server.requests) == (1, [])


@pytest.mark.parametrize(
    "text", ["no certificate\n", "", pem()[:200]], ids=["text", "empty", "cut"]
)
def test_a_ca_file_that_holds_no_certificates_is_reported_before_anybody_is_asked(
    text: str, folder: Path
) -> None:
    Project(folder).write(bad__pem=text)
    says = re.compile('driftcheck.yaml:[0-9]+:5: "bad.pem" contains no valid certificates')
    hint = "It must hold certificates in PEM form, each from BEGIN to END CERTIFICATE."
    row = Row("bad", (), says, hint, asked=0, keys=("ca_file: bad.pem",))
    with running(FINE, tls=serving_as(HERE)) as server:
        hold(row, folder, server.url)
    assert server.connections == 0


def test_a_ca_file_that_holds_no_certificates_is_reported_with_its_place(folder: Path) -> None:
    made = project(folder, "https://127.0.0.1:9/", 20, "ca_file: bad.pem").write(bad__pem="bad")
    assert "Error: driftcheck.yaml:7:5: " in made.run("check", env=ENVIRONMENT).err


def test_a_ca_file_that_is_missing_is_reported_before_anybody_is_asked(folder: Path) -> None:
    with running(FINE, tls=serving_as(HERE)) as server:
        made = project(folder, server.url, 20, "ca_file: gone.pem")
        ran = made.run("check", env=ENVIRONMENT)
    assert ran.err == (
        'Error: driftcheck.yaml:7:5: there is no file "gone.pem"\n'
        f'  Paths are relative to "{folder}".\n'
    )
    assert (ran.code, ran.out, server.connections) == (1, "", 0)


def test_plain_http_where_tls_is_expected_is_reported(folder: Path) -> None:
    hint = "Check that `url` has the port for https."
    row = Row("plain", (), "{url} does not speak TLS", hint, asked=1, keys=OURS)
    with running(answer(400, b"plain HTTP"), tls=serving_as(HERE), encrypted=0) as server:
        hold(row, folder, server.url)
    assert server.asked == [f"{HELLO} "]


def test_tls_that_does_not_begin_ends_at_the_deadline(folder: Path) -> None:
    row = Row("stall", (stall,), SILENT, TOO_LATE, asked=None, timeout=WAIT, keys=OURS)
    with running(*row.replies, scheme="https") as server:
        hold(row, folder, server.url)
    assert set(server.asked) == {f"{HELLO} "}
