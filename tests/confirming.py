"""What the tests of `--confirm` share: an account that answers as scripted, and lists for it."""

import json
import os
from dataclasses import dataclass
from typing import Any

import pytest

from driftcheck.cli.main import run
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.live.server import Answer, answer, serving
from tests.support import Project, number

ONE, TWO, THREE = "+12025550100", "+12025550101", "+12025550102"
CONFIRM = ("--confirm", "--confirm-pause", "0")
DECLARED = f"""\
version: 1
numbers:
  - {{phone_number: {ONE}, label: Support, inbound: true}}
  - {{phone_number: {TWO}, label: Support, inbound: true}}
"""
_CONFIG = """\
version: 1
live:
  agora: {{url: "{url}", customer_id: id, customer_secret: s3cret-424}}
declared: [numbers.yaml]
{more}
"""
_VALIDATOR = Validator(published("report"))
Drift = list[tuple[str | None, str | None]]
"""The numbers and fields of findings."""


def entries(**labels: str) -> list[dict[str, Any]]:
    """The live numbers as they are declared, but for the labels that are given."""
    told = {ONE: labels.get("one", "Support"), TWO: labels.get("two", "Support")}
    return [number(phone_number=known, label=label) for known, label in told.items()]


def listed(*found: Any) -> bytes:
    """The answer with a list."""
    return answer(200, json.dumps(found).encode())


CLEAN = listed(*entries())
A, B = listed(*entries(one="Sales")), listed(*entries(two="Sales"))
A_AND_B = listed(*entries(one="Sales", two="Sales"))


@dataclass(frozen=True)
class Looked:
    """What a run came to, and how many requests it made."""

    code: int
    out: str
    err: str
    asked: int

    @property
    def report(self) -> Any:
        """Its JSON report, which its schema allows."""
        assert self.out, self.err
        document = json.loads(self.out)
        assert list(_VALIDATOR.faults(document)) == []
        assert document["exit_code"] == self.code
        return document

    @property
    def drift(self) -> Drift:
        """What was found."""
        return told(self.report["findings"])

    @property
    def once(self) -> Drift:
        """What was seen once only."""
        return told(self.report["confirmation"]["once"])


def told(findings: Any) -> Drift:
    return [(finding["phone_number"], finding["path"]) for finding in findings]


@dataclass(frozen=True)
class Account:
    """A project that fetches its list; the command line runs in this process, in its folder."""

    project: Project
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def confirm(self, *answers: Answer, args: tuple[str, ...] = (), more: str = "") -> Looked:
        """Check with `--confirm`; each request gets the next of the answers, later ones the last.

        `more` is added to the configuration.
        """
        return self.check(*answers, args=(*CONFIRM, "-o", "json", *args), more=more)

    def check(self, *answers: Answer, args: tuple[str, ...], more: str = "") -> Looked:
        """Check without it."""
        with serving(*answers) as script:
            self.project.write(driftcheck__yaml=_CONFIG.format(url=script.url, more=more))
            code, out, err = self.run("check", *args)
        return Looked(code, out, err, len(script.requests))

    def run(self, *args: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of the command line."""
        self.monkeypatch.chdir(self.project.folder)
        self.capsys.readouterr()
        code = run(args)
        return code, *self.capsys.readouterr()


def account(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Account:
    """An account with two declared numbers, independent of the environment."""
    for name in os.environ:
        if name.startswith(("DRIFTCHECK_", "GITHUB_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    return Account(project.write(numbers__yaml=DECLARED), monkeypatch, capsys)
