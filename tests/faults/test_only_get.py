"""Only GET, and only to the given URL: at the transport, at the socket, in the client."""

import json
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from driftcheck.config.credentials import Credentials
from driftcheck.live.agora import AgoraSource
from driftcheck.model import LiveError
from driftcheck.net import Deadline, Exchange
from tests.faults.matrix import AT_ONCE, ENVIRONMENT, FINE, GOOD, every_format, project
from tests.faults.server import Reply, redirect, running
from tests.live.server import answer, back_off, fetch, reset, settings
from tests.support import NUMBER, Project, python

SCRIPTS: list[tuple[Reply, ...]] = [
    (FINE,),
    (AT_ONCE, reset, answer(429, Retry_After="0"), FINE),
    (reset, answer(200, GOOD, 1000), b"", b"garbage\r\n\r\n"),
    *((redirect(status, "{other}"),) for status in (300, 301, 302, 303, 304, 307, 308)),
    *((answer(status, b"{}"),) for status in (204, 400, 401, 403, 404, 405, 409, 410, 422)),
    (answer(401, b"", WWW_Authenticate='Digest realm="r", nonce="n"', Set_Cookie="a=b"),),
    (answer(200, b"<meta http-equiv=refresh content='0; url=/other'>", Refresh="0; url=/other"),),
    (answer(200, GOOD, Link="</list?page=2>; rel=next", Alt_Svc='h2="other:443"'),),
]
"""What servers may say to have a client ask for something else."""
Sent = list[tuple[str, str]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """The method and URL of every request that reaches the transport."""
    seen: Sent = []
    real = httpx.HTTPTransport.handle_request

    def handle(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        seen.append((request.method, str(request.url)))
        return real(self, request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    return seen


@pytest.mark.parametrize("replies", SCRIPTS, ids=range(len(SCRIPTS)))
def test_the_transport_only_sends_get_to_the_url_whatever_the_server_answers(
    replies: tuple[Reply, ...], sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_off(0, monkeypatch)
    with running(FINE) as other, running(*replies, other=other.url) as server, suppress(LiveError):
        fetch(settings(f"{server.url}?region=eu"))
    assert sent == [("GET", f"{server.url}?region=eu")] * len(server.requests)
    assert set(server.asked) == {"GET /list?region=eu"}
    assert other.connections == 0


@pytest.fixture
def client() -> httpx.Client:
    """The client that fetches a list, with an address that does not answer."""
    live = settings("https://127.0.0.1:9/list")
    exchange = Exchange(live.url, live.name, Deadline.after(live.timeout))
    source = AgoraSource(live, lambda _line: None)
    return source._client(Credentials("id", "s3cret"), exchange)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_the_client_refuses_every_other_method_before_anything_is_sent(
    method: str, client: httpx.Client, sent: Sent
) -> None:
    with client, pytest.raises(RuntimeError, match=f"read only: {method.upper()} is never sent"):
        client.request(method, "https://127.0.0.1:9/list", json={})
    assert sent == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:9/list/+12025550100",
        "https://127.0.0.1:9/list?all=1",
        "http://127.0.0.1:9/list",
        "https://127.0.0.1:10/list",
        "https://localhost:9/list",
    ],
)
def test_the_client_refuses_every_other_url_before_anything_is_sent(
    url: str, client: httpx.Client, sent: Sent
) -> None:
    with client, pytest.raises(RuntimeError, match="read only"):
        client.get(url)
    assert sent == []


SPY = """
import json, sys
seen = []
def note(event, args):
    if event.startswith("socket.") and event != "socket.__new__":
        seen.append([event, *map(str, args[1:] if event == "socket.connect" else args)])
    elif event in {FORBIDDEN}:
        seen.append([event])
sys.addaudithook(note)
from driftcheck.__main__ import main
codes = []
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit as end:
        codes.append(end.code)
with open("spied.json", "w") as file:
    json.dump([codes, seen], file)
"""
FORBIDDEN = (
    "subprocess.Popen os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn "
    "webbrowser.open urllib.Request"
).split()
"""Events of the interpreter that no command has any business with, beside those of sockets."""
PACKS = [
    f"builtin:{name}" for name in "baseline naming ownership resilience security telephony".split()
]


def spied(folder: Path, *commands: list[str]) -> tuple[list[int], list[list[str]]]:
    """The exit codes of commands, and what the interpreter saw them do."""
    code = SPY.replace("{FORBIDDEN}", repr(set(FORBIDDEN)))
    python("-c", code, json.dumps(commands), cwd=folder, env=ENVIRONMENT)
    codes, seen = json.loads((folder / "spied.json").read_text())
    return codes, seen


def with_packs(folder: Path, url: str) -> Project:
    """A project that uses every pack that comes with driftcheck."""
    made = project(folder, url, 20)
    text = (folder / "driftcheck.yaml").read_text()
    return made.write(driftcheck__yaml=f"{text}policies: {json.dumps(PACKS)}\n")


def test_a_check_contacts_only_the_configured_host_and_port(tmp_path: Path) -> None:
    with running(AT_ONCE, FINE) as server:
        made = with_packs(tmp_path, server.url)
        codes, seen = spied(made.folder, ["check", *every_format()])
    assert codes == [2]
    assert server.asked == ["GET /list"] * 2
    host, port = "127.0.0.1", server.port
    allowed = {("socket.getaddrinfo", host, str(port)), ("socket.connect", str((host, port)))}
    assert {tuple(event[:3]) for event in seen} == allowed


OFFLINE = [
    ["validate"],
    ["validate", "--no-credentials"],
    ["policy", "list"],
    ["policy", "list", *PACKS],
    ["policy", "show", "inbound-has-pipeline"],
    ["policy", "test", *PACKS],
    ["explain", "drift-missing"],
    ["explain", "phone-number-valid"],
    *(["schema", name] for name in "config declared number policy report waivers".split()),
    ["check", "--live", "live.json", "-o", "json=report.json", "-o", "html=report.html"],
]


def test_offline_commands_contact_no_host_and_start_no_process(tmp_path: Path) -> None:
    with running(FINE) as server:
        made = with_packs(tmp_path, server.url).live(NUMBER)
        codes, seen = spied(made.folder, *OFFLINE)
    assert codes == [*[0] * (len(OFFLINE) - 1), 2]
    assert seen == []
    assert server.connections == 0


REMOTE = {
    "schema": "{{$ref: '{0}'}}\n",
    "schema-id": "{{$schema: '{0}', type: object}}\n",
    "policies": "version: 1\nname: p\nrules:\n"
    "  - {{id: r, title: t, severity: low, schema: {{$ref: '{0}'}}}}\n",
}


WORDS = {
    "schema": "a $ref must stay within the schema",
    "schema-id": "only JSON Schema 2020-12 is supported",
    "policies": "$ref is not supported in a rule",
}


@pytest.mark.parametrize("what", REMOTE)
def test_a_schema_elsewhere_is_never_fetched(what: str, tmp_path: Path) -> None:
    """Not by the library that decides either, which is no Python."""
    with running(answer(200, b"{}")) as elsewhere:
        made = project(tmp_path, "https://127.0.0.1:9/list").live(NUMBER)
        key = "policies: [remote.yaml]" if what == "policies" else "schema: remote.yaml"
        text = (tmp_path / "driftcheck.yaml").read_text()
        made.write(
            driftcheck__yaml=f"{text}{key}\n", remote__yaml=REMOTE[what].format(elsewhere.url)
        )
        ran = made.run("check", "--live", "live.json", env=ENVIRONMENT)
    assert (ran.code, elsewhere.connections) == (1, 0)
    assert WORDS[what] in ran.err
