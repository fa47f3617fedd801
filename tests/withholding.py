"""Projects whose list withholds details: what the tests of it share."""

import json
from typing import Any

from tests.support import Project, number

ONE, TWO, THREE = "+12025550100", "+12025550101", "+12025550102"
BASE = "version: 1\nlive: {file: live.json}\ndeclared: [numbers.yaml]\n"
PACK = "policies: [policy.yaml]\n"
WITHHELD = ("live-withheld", None, None)


def entry(phone: str, config: Any = "absent", **fields: Any) -> dict[str, Any]:
    """A byo number with an outbound_config, or without any."""
    said = {} if config == "absent" else {"outbound_config": config}
    return number(phone_number=phone, provider="byo", **said, **fields)


def declare(project: Project, fields: dict[str, Any], more: str = "") -> Project:
    """Declare fields by number, each an outbound_config unless it says more."""
    numbers = [{"phone_number": phone, **said} for phone, said in fields.items()]
    text = json.dumps({"version": 1, "numbers": numbers})
    return project.write(driftcheck__yaml=BASE + more, numbers__yaml=text)


def rules(project: Project, *texts: str) -> Project:
    listed = "".join(f"  - {{title: T, severity: high, {text}}}\n" for text in texts)
    return project.write(policy__yaml=f"version: 1\nname: mine\nrules:\n{listed}")


def out(**fields: Any) -> dict[str, Any]:
    return {"outbound_config": fields}


def told(project: Project, *args: str) -> list[tuple[str, str | None, str | None]]:
    """The check, number and path of each finding but those on what is not declared."""
    findings = project.report(*args)["findings"]
    return [
        (found["check"], found["phone_number"], found["path"])
        for found in findings
        if found["check"] != "drift-unmanaged"
    ]
