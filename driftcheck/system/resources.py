"""The files that come with the program: JSON Schemas, policy packs, the example of the demo."""

import json
from functools import cache
from pathlib import Path
from typing import Any

JSON = Any

_PACKAGE = Path(__file__).parents[1]
SCHEMAS = (
    *("config", "declared", "history", "live", "notification", "number", "policy", "report"),
    "waivers",
)


_published: list[JSON] = []


def folder(name: str) -> Path:
    """A folder of data (`policies`, `examples`): in the installed package, or in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


@cache
def schema(name: str) -> JSON:
    """One of the published JSON Schemas, by its name in `SCHEMAS`; not to be changed."""
    text = (_PACKAGE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    found = json.loads(text)
    _published.append(found)
    return found


@cache
def definition(name: str, part: str) -> JSON:
    """The schema of a part that one of the published schemas defines."""
    found = {"$ref": f"#/$defs/{part}", "$defs": schema(name)["$defs"]}
    _published.append(found)
    return found


def is_published(schema: JSON) -> bool:
    """Whether it is one of the published JSON Schemas itself, or a part of one, and no copy."""
    return any(schema is known for known in _published)


def packs() -> dict[str, Path]:
    """The policy packs that come with the program: name to file, sorted."""
    return {path.stem: path for path in sorted(folder("policies").glob("*.yaml"))}
