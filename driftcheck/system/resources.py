"""Files that come with the program: JSON Schemas, policy packs, the demo."""

import os.path
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path  # not needed for `--version`

JSON = Any

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
SCHEMAS = (
    *("config", "declared", "history", "live", "lock", "notification", "number", "policy"),
    *("report", "waivers"),
)


_published: list[JSON] = []


def data_folder(name: str) -> "Path":
    """Return a data folder (`policies`, `examples`), in the installed package or in a checkout."""
    from pathlib import Path

    installed = Path(_PACKAGE, name)
    return installed if installed.is_dir() else Path(_PACKAGE).parent / name


@cache
def published(name: str) -> JSON:
    """Return a published JSON Schema by its name in `SCHEMAS`; callers must not change it."""
    import json  # not needed for `--version`

    with open(f"{_PACKAGE}/schemas/{name}.schema.json", encoding="utf-8") as file:
        found = json.load(file)
    _published.append(found)
    return found


@cache
def published_part(name: str, part: str) -> JSON:
    """Return the schema of a definition in a published schema."""
    return known_as_sound({"$ref": f"#/$defs/{part}", "$defs": published(name)["$defs"]})


def known_as_sound(schema: JSON) -> JSON:
    """Mark a schema that is composed of published ones as sound, and return it."""
    _published.append(schema)
    return schema


def is_published(schema: JSON) -> bool:
    """Whether this object is a published JSON Schema or composed of them; copies do not count."""
    return any(schema is known for known in _published)


def builtin_packs() -> dict[str, "Path"]:
    """Return the built-in policy packs: name to file, sorted."""
    return {path.stem: path for path in sorted(data_folder("policies").glob("*.yaml"))}
