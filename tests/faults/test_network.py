"""Missing hosts, and how every output and the bare command show a fault."""

import json
import re
from pathlib import Path

import pytest

from driftcheck.report import FORMATS
from tests.faults.matrix import (
    AT_ONCE,
    ENVIRONMENT,
    NETWORK,
    NO_NAME,
    SECRET,
    SHORT,
    WAIT,
    Row,
    assert_nothing_leaked,
    assert_only_asked,
    every_format,
    hold,
    project,
)
from tests.faults.server import Reply, closing, running
from tests.live.server import AUTHORIZATION, answer
from tests.support import DECLARED, NUMBER, Project, number


def test_a_port_where_nobody_listens_is_reported(tmp_path: Path) -> None:
    says = re.compile(r"cannot reach \{url\}: \[Errno \d+\] .+")
    with running(AT_ONCE, AT_ONCE, closing(AT_ONCE)) as server:
        hold(Row("refused", (), says, NETWORK, asked=4, timeout=WAIT), tmp_path, server.url)
    assert_only_asked(server, 3)


def test_an_unknown_host_is_reported(tmp_path: Path) -> None:
    row = Row("unknown", (), NO_NAME, asked=None, timeout=SHORT)
    hold(row, tmp_path, "https://numbers.invalid/v2/list")


@pytest.mark.parametrize(
    "reply",
    [answer(401, b"{}"), answer(200, b"{}"), answer(302, Location="/"), answer(200, b"", 1 << 40)],
    ids=["status", "no-list", "redirect", "too-large"],
)
def test_a_fault_without_a_requested_output_leaves_stdout_empty(
    reply: Reply, tmp_path: Path
) -> None:
    with running(reply) as server:
        ran = project(tmp_path, server.url).run("check", env=ENVIRONMENT)
    assert_nothing_leaked(ran)
    assert (ran.code, ran.err.startswith("Error: ")) == (1, True)
    assert_only_asked(server, 1)
    assert not (tmp_path / "report.json").exists()


def test_invalid_text_crashes_no_output(tmp_path: Path) -> None:
    odd = ["\ud800 Supp\udfffort", "\x00\x1b[2J\u2028\uffff\U0010ffff"]
    body = json.dumps([number(label=odd[0]), *(number(phone_number=f"+1{text}") for text in odd)])
    with running(answer(200, body.encode())) as server:
        ran = project(tmp_path, server.url).run("check", *every_format(), env=ENVIRONMENT)
    assert_nothing_leaked(ran)
    assert ran.code == 2
    texts = {name: (tmp_path / f"report.{name}").read_text(encoding="utf-8") for name in FORMATS}
    assert all(texts.values())
    assert json.loads(texts["json"])["summary"]["unmanaged"] == 2


def test_a_fault_is_reported_in_every_output_without_credentials(tmp_path: Path) -> None:
    body = json.dumps({"message": f"{AUTHORIZATION} of {SECRET} \x1b[2J"}).encode()
    with running(answer(403, body)) as server:
        made = project(tmp_path, server.url)
        ran = made.run("check", *every_format(), env=ENVIRONMENT)
    texts = [(tmp_path / f"report.{name}").read_text(encoding="utf-8") for name in FORMATS]
    assert_nothing_leaked(ran, "".join(texts))
    assert ran.code == 1


ODD = [
    "https://\N{SNOWMAN}.invalid/",
    f"https://a.invalid/{'a' * 70_000}",
    "https://a\u200d.invalid/",
]


@pytest.mark.parametrize("url", ODD, ids=["no-name", "long", "invisible"])
def test_an_unusable_url_stops_only_its_own_account(url: str, tmp_path: Path) -> None:
    config = (
        "version: 1\naccounts:\n"
        "  good: {declared: [numbers.yaml], live: {file: live.json}}\n"
        f"  odd: {{declared: [numbers.yaml], live: {{agora: {{url: '{url}'}}}}}}\n"
    )
    made = Project(tmp_path).live(NUMBER).write(driftcheck__yaml=config, numbers__yaml=DECLARED)
    ran = made.run("check", "-o", "json=report.json", env=ENVIRONMENT)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert_nothing_leaked(ran)
    assert ran.code == 1
    errors = {account["name"]: account["error"] for account in report["accounts"]}
    assert errors["good"] is None
    assert re.match(r"driftcheck\.yaml:4:\d+: .+URL", errors["odd"])
    assert len(ran.err) < 1000
