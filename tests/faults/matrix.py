"""The rows of the matrix, and how a run of the real command line is compared with one."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck.report import FORMATS
from driftcheck.words.escape import printable
from tests.faults.server import Reply, Server
from tests.live.server import AUTHORIZATION, answer
from tests.support import DECLARED, NUMBER, Project, Ran

GOOD = json.dumps([NUMBER]).encode()
"""The body of an answer that agrees with what is declared."""
FINE = answer(200, GOOD)
NETWORK = "Check the host name, and that the network and its proxy allow the connection."
BROKEN = "cannot read {url}: the connection broke before the whole answer arrived"
LATE = "{url} did not return the whole list in {timeout} seconds: {reached}"
TOO_LATE = "Raise `timeout` under `live.agora`, or find out why the API is slow."
NO_NAME = re.compile(
    rf"cannot reach \{{url\}}: \[Errno -?\d+\] [^\n]+\n  {re.escape(NETWORK)}"
    rf"|\{{url\}} did not return the whole list in [\d.]+ seconds: no connection was made"
    rf"\n  {re.escape(NETWORK)}"
)
"""The message and hint for an unknown host name: its lookup fails, or takes too long."""
AT_ONCE = answer(503, Retry_After="0")
"""A fault after which the next attempt begins at once, up to the fourth, the last within WAIT."""
SILENT = LATE.replace("{reached}", "it did not answer")
SHORT = 0.45
"""A timeout, in seconds, shorter than the pause before a second attempt."""
BRIEF = 1.5
"""A timeout, in seconds, of rows that use all of it, whether attempts fail or hang."""
WAIT = 3.0
"""A timeout, in seconds, of rows in which nobody answers: time for a request on a busy machine."""

SECRET = "s3cret-424"
HIDDEN = (SECRET, AUTHORIZATION.removeprefix("Basic ").rstrip("="))
ENVIRONMENT = {
    "AGORA_CUSTOMER_ID": "id",
    "AGORA_CUSTOMER_SECRET": SECRET,
    "SSL_CERT_FILE": "",
    "SSL_CERT_DIR": "",
}
OUTCOMES = {0: "clean", 1: "error", 2: "findings"}
VERDICTS = {
    0: "CLEAN: no finding at or above low. Exit code 0.",
    1: "ERROR: not everything was read, so there is no verdict. Exit code 1.",
    2: "FINDINGS: ",
}
CONFIG = """\
version: 1
declared: [numbers.yaml]
live:
  agora:
    url: {url}
    timeout: {timeout}
"""


@dataclass(frozen=True)
class Row:
    """A fault, and its expected result.

    In texts, {url} stands for the URL of the list, {other} for that of another server, {timeout}
    for the deadline in seconds. `says` is the whole error, or a pattern of it, less the `hint`;
    `keys` are lines of the configuration under `live.agora`. `asked` counts the attempts,
    where that can be told.
    """

    name: str
    replies: tuple[Reply, ...]
    says: str | re.Pattern[str] = ""
    hint: str | None = None
    code: int = 1
    asked: int | None = 1
    timeout: float = 20
    keys: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The result of a run; its log lines are separate from the rest of stderr."""

    ran: Ran
    report: str
    places: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> list[str]:
        return [line for line in self.ran.err.splitlines() if line.startswith("driftcheck: ")]

    @property
    def told(self) -> list[str]:
        return [line for line in self.ran.err.splitlines() if not line.startswith("driftcheck: ")]

    @property
    def attempts(self) -> int:
        return self.log.count(f"driftcheck: fetching {self.places['url']}")


def only(ca_file: str, known: str, signer: str) -> str:
    """The hint where a certificate is of another authority than those of a `ca_file`."""
    return (
        f'It is signed by "{signer}". "{ca_file}" trusts only {known}. Add the CA that signs this '
        "certificate, or let the server send the intermediate ones."
    )


def project(folder: Path, url: str, timeout: float = 20, *keys: str) -> Project:
    """A project whose live side is a URL."""
    text = CONFIG.format(url=url, timeout=timeout) + "".join(f"    {key}\n" for key in keys)
    return Project(folder).write(numbers__yaml=DECLARED, driftcheck__yaml=text)


def check(made: Project, **env: str) -> tuple[Ran, str]:
    """Run the check; what it came to, and the text of its JSON report."""
    ran = made.run("check", "-v", "-o", "json=report.json", env=ENVIRONMENT | env)
    return ran, (made.folder / "report.json").read_text(encoding="utf-8")


def every_format() -> list[str]:
    """The options that have every report written to a file of its own."""
    return [f"-o{name}=report.{name}" for name in FORMATS]


def hold(row: Row, folder: Path, url: str, other: str = "", **env: str) -> Outcome:
    """Run the check against a URL, and hold what comes out to a row."""
    places = {"url": url, "other": other, "timeout": f"{row.timeout:g}"}
    outcome = Outcome(*check(project(folder, url, row.timeout, *row.keys), **env), places)
    assert_nothing_leaked(outcome.ran, outcome.report)
    assert outcome.ran.code == row.code, outcome.ran.err
    assert row.asked in (None, outcome.attempts)
    _hold_report(row, outcome)
    _hold_words(row, outcome)
    return outcome


def assert_nothing_leaked(ran: Ran, report: str = "") -> None:
    """Nothing secret is shown, nothing crashed, and nothing can steer a terminal."""
    told = ran.out + ran.stderr + report
    assert not [secret for secret in HIDDEN if secret in told]
    assert "Traceback" not in told
    assert "internal error" not in told
    assert all(line.isprintable() for line in ran.err.split("\n"))
    assert ran.out == ""


def assert_only_asked(server: Server, times: int | None) -> None:
    """A server was asked for the list so many times, with the credentials, and nothing else.

    None: at least once.
    """
    times = server.connections if times is None else times
    assert server.asked == ["GET /list"] * times
    assert server.authorizations == ({AUTHORIZATION} if times else set())
    assert server.connections == times


def _hold_report(row: Row, outcome: Outcome) -> None:
    report = json.loads(outcome.report)
    assert (report["outcome"], report["exit_code"]) == (OUTCOMES[row.code], row.code)
    assert tuple(sorted(found["check"] for found in report["findings"])) == row.findings
    (account,) = report["accounts"]
    assert account["source"] == outcome.places["url"]
    if row.code != 1:
        assert account["error"] is None
        return
    message, gap, hint = account["error"].partition("\n  ")
    _hold_message(row, printable(message) + gap + hint, outcome)


def _hold_words(row: Row, outcome: Outcome) -> None:
    *told, verdict = outcome.told
    assert verdict.startswith(VERDICTS[row.code])
    if row.code != 1:
        assert told == []
        return
    assert told[0].startswith("Error: ")
    _hold_message(row, "\n".join(told).removeprefix("Error: "), outcome)


def _hint(row: Row) -> str:
    return f"\n  {row.hint}" if row.hint else ""


def _hold_message(row: Row, text: str, outcome: Outcome) -> None:
    for name in ("url", "other"):
        text = text.replace(outcome.places[name] or "{}", f"{{{name}}}")
    if isinstance(row.says, re.Pattern):
        pattern = row.says.pattern.replace(r"\{timeout\}", re.escape(outcome.places["timeout"]))
        assert re.fullmatch(pattern + re.escape(_hint(row)), text), text
    else:
        assert text == row.says.replace("{timeout}", outcome.places["timeout"]) + _hint(row)
