"""Fleets with numbers in every possible field, for the tests of `--mask-numbers`."""

import json
from pathlib import Path
from typing import Any

from driftcheck.report import FORMATS
from tests.mask_support import ABROAD, FREE, ONE, TWO
from tests.secrets.inside import run
from tests.secrets.making import pack
from tests.support import Project, Ran, number

JSON = Any
OUTPUTS = tuple(part for name in FORMATS for part in ("-o", f"{name}=out/{name}"))
SPELT = f"{ONE}, 12025550200; +1 (202) 555-0100 or 202-555-0200, sip:442079460123@h <tel:{FREE}>"
"""Every number of the fleet in several spellings."""
CONFIRM = ("--confirm", "--confirm-pause", "0")
UNDECLARED = "+12025550300"


def fleet(folder: Path) -> Project:
    """Return a project in which every kind of finding has numbers in every field."""
    project = Project(folder)
    files: dict[str, JSON] = {
        "driftcheck.yaml": {
            "version": 1,
            "live": {"file": "live.json"},
            "declared": ["+12025550100.yaml"],
            "policies": ["rules.yaml", "builtin:naming", "builtin:telephony"],
            "waivers": ["waivers.yaml"],
        },
        "+12025550100.yaml": {"version": 1, "numbers": _declared()},
        "live.json": _live(),
        "rules.yaml": _rules(),
        "waivers.yaml": {"version": 1, "waivers": _waivers()},
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return project


def _declared() -> list[JSON]:
    label = {"label": "Support", "metadata": {"phones": [SPELT, "x"]}}
    gone = {"phone_number": "+12025550900", "state": "absent"}
    return [*({"phone_number": n, **label} for n in (ONE, TWO, ABROAD, FREE)), gone]


def _live() -> list[JSON]:
    names = {SPELT: 1, "12025550200": {ONE: [SPELT]}, "sip:12025550100@h": 2}
    pipeline = {"pipeline_id": "pipeline_0987654321fedcba", "pipeline_name": SPELT}
    trunk = {"address": "sip:12025550100@h", "prefix": "12025550200", "user": ONE}
    entry = {"label": SPELT, "associated_pipeline": pipeline, "outbound_config": trunk, **names}
    return [
        number(phone_number=ONE, **entry),
        number(phone_number=TWO, **entry),
        number(phone_number=TWO, **entry),
        number(phone_number=UNDECLARED, **entry),
        number(phone_number=12025550100, label=442079460123, inbound=ONE),
        number(phone_number="+12025550900", **entry),
        number(phone_number="+44207946012", label="a typo"),
    ]


def _rules() -> JSON:
    texts = {"title": f"Not {ONE}", "description": SPELT, "remedy": SPELT, "tags": ["202-555-0100"]}
    return pack(
        {**texts, "require": {"label": {"not": {"pattern": "0100"}}}},
        {**texts, "require": {"declared.metadata.phones": {"contains": {"const": TWO}}}},
        {**texts, "require": {"phone_number": {"enum": [FREE]}}},
        {**texts, "schema": {"properties": {"phone_number": {"const": FREE}}}},
        {**texts, "unique": "label"},
        {**texts, "group_by": ["label", "outbound_config.user"], "count": {"minimum": 9}},
    )


def _waivers() -> list[JSON]:
    said = {"reason": SPELT, "owner": ONE, "expires": "2099-12-31"}
    return [
        {"check": "drift-changed", "numbers": [TWO], **said},
        {"check": "drift-missing", "numbers": [FREE], "match": ["+1202555*"], **said},
        {"check": "drift-present", "numbers": [FREE], **said, "expires": "2001-01-01"},
        {"check": "live-duplicate", "match": [ONE, "*2025550199"], **said},
    ]


def masked(project: Project, *args: str) -> tuple[Ran, JSON, dict[str, str]]:
    """A masked check: its messages, its report, and its output by format."""
    ran = run("check", "-v", "--all", "--mask-numbers", *OUTPUTS, *args, folder=project.folder)
    written = {
        path.name: path.read_text(encoding="utf-8") for path in (project.folder / "out").iterdir()
    }
    return ran, json.loads(written["json"]), written | {"stdout": ran.out, "stderr": ran.err}
