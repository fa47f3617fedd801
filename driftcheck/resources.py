"""The files that come with the program: JSON Schemas, policy packs, the example of the demo."""

import json
from functools import cache
from pathlib import Path
from typing import Any

JSON = Any

_PACKAGE = Path(__file__).parent
SCHEMAS = (
    *("config", "declared", "history", "live", "notification", "number", "policy", "report"),
    "waivers",
)


def folder(name: str) -> Path:
    """A folder of data (`policies`, `examples`): in the installed package, or in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


@cache
def schema(name: str) -> JSON:
    """One of the published JSON Schemas, by its name in `SCHEMAS`; not to be changed."""
    text = (_PACKAGE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    return json.loads(text)


def packs() -> dict[str, Path]:
    """The policy packs that come with the program: name to file, sorted."""
    return {path.stem: path for path in sorted(folder("policies").glob("*.yaml"))}
