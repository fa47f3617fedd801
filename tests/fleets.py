"""Several accounts in one project, each with an emulator of its own, for the tests of accounts."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from driftcheck.live.emulator import Behaviour, serving
from tests.support import Project, Ran, number

SECRET = "s3cret-424"
COMMON = "policies: [builtin:baseline]\n"


@dataclass
class Given:
    """One account: what it has live and declared, and how its API behaves.

    `declared` is YAML below `numbers:`; None declares what is live. `more` is added to its part of
    the configuration, `url` takes the place of its emulator's.
    """

    live: list[Any]
    declared: str | None = None
    more: str = ""
    secret: str = SECRET
    url: str | None = None
    timeout: float = 30
    delay: float = 0.0
    failures: int = 0


def numbers(start: int, count: int = 1, **fields: Any) -> list[dict[str, Any]]:
    """Live numbers in a row, in order with the baseline pack."""
    return [number(phone_number=f"+{start + n}", **fields) for n in range(count)]


def declaring(entries: Iterable[Mapping[str, Any]]) -> str:
    """Declarations of what live entries are, as YAML below `numbers:`."""
    names = ("phone_number", "label", "inbound")
    kept = [{name: entry[name] for name in names} for entry in entries]
    return "".join(f"  - {json.dumps(entry)}\n" for entry in kept)


@dataclass
class Fleet:
    """A project with accounts whose emulators answer while the stack is open."""

    project: Project
    stack: ExitStack
    accounts: dict[str, Given] = field(default_factory=dict)

    def write(self, more: str = COMMON, **accounts: Given) -> "Fleet":
        """Write the configuration of accounts, their lists and declarations; serve the lists."""
        return self.write_all(accounts, more)

    def write_all(self, accounts: Mapping[str, Given], more: str = COMMON) -> "Fleet":
        """As `write`, of accounts by name."""
        self.accounts = dict(accounts)
        parts = [self._account(name, given) for name, given in self.accounts.items()]
        text = f"version: 1\naccounts:\n{''.join(parts)}{more}"
        self.project.write(driftcheck__yaml=text)
        return self

    def _account(self, name: str, given: Given) -> str:
        folder = self.project.folder / name
        folder.mkdir(exist_ok=True)
        listed = folder / "live.json"
        listed.write_text(json.dumps(given.live), encoding="utf-8")
        declared = declaring(given.live) if given.declared is None else given.declared
        (folder / "numbers.yaml").write_text(f"version: 1\nnumbers:\n{declared}", encoding="utf-8")
        url = given.url
        if url is None:
            behaviour = Behaviour(listed, "id", SECRET, delay=given.delay, failures=given.failures)
            url = self.stack.enter_context(serving(behaviour)).url
        return (
            f"  {name}:\n"
            f"    live:\n"
            f"      agora:\n"
            f"        url: {url}\n"
            f"        customer_id: id\n"
            f"        customer_secret: {given.secret}\n"
            f"        timeout: {given.timeout}\n"
            f"    declared: [{name}/*.yaml]\n"
            f"{given.more}"
        )

    def check(self, *args: str, env: dict[str, str] | None = None) -> Ran:
        """Run the real command line."""
        return self.project.run("check", *args, env=env)

    def report(self, *args: str) -> Any:
        """The JSON report."""
        return self.check("-o", "json", *args).json


def timeless(report: Any) -> str:
    """A JSON report without its times."""
    left = {name: part for name, part in report.items() if name != "duration_seconds"}
    return without_times(json.dumps(left))


def without_times(text: str) -> str:
    """A text in which all times are the same."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)
