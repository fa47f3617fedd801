"""Projects with one number, and what else a test wants of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support import Project, number

JSON = Any
NUMBER = "+12025550100"


def made(
    folder: Path,
    *,
    config: Mapping[str, JSON] | None = None,
    declared: Mapping[str, JSON] | None = None,
    live: Mapping[str, JSON] | None = None,
    files: Mapping[str, JSON] | None = None,
) -> Project:
    """A project with one number, some fields of it given; files that are no text are JSON."""
    said = {"version": 1, "live": {"file": "live.json"}, "declared": ["numbers.yaml"]}
    entry = {"phone_number": NUMBER, "label": "Support", **(declared or {})}
    written: dict[str, JSON] = {
        "driftcheck.yaml": {**said, **(config or {})},
        "numbers.yaml": {"version": 1, "numbers": [entry]},
        "live.json": [number(**(live or {}))],
        **(files or {}),
    }
    for name, content in written.items():
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        (folder / name).write_text(text, encoding="utf-8")
    return Project(folder)


def pack(*rules: Mapping[str, JSON]) -> JSON:
    """A pack with rules, each with an id and the other keys that it needs."""
    some = {"title": "A rule", "severity": "low"}
    made = [{"id": f"rule-{index}", **some, **rule} for index, rule in enumerate(rules)]
    return {"version": 1, "name": "house", "rules": made}
