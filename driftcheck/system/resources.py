"""The files that come with the program: JSON Schemas, policy packs, the example of the demo."""

import os.path
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path  # which `--version` does without

JSON = Any

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
SCHEMAS = (
    *("config", "declared", "history", "live", "lock", "notification", "number", "policy"),
    *("report", "waivers"),
)


_published: list[JSON] = []


def data_folder(name: str) -> "Path":
    """A folder of data (`policies`, `examples`): in the installed package, or in a checkout."""
    from pathlib import Path

    installed = Path(_PACKAGE, name)
    return installed if installed.is_dir() else Path(_PACKAGE).parent / name


@cache
def published(name: str) -> JSON:
    """One of the published JSON Schemas, by its name in `SCHEMAS`; not to be changed."""
    import json  # which `--version` does without

    with open(f"{_PACKAGE}/schemas/{name}.schema.json", encoding="utf-8") as file:
        found = json.load(file)
    _published.append(found)
    return found


@cache
def published_part(name: str, part: str) -> JSON:
    """The schema of a part that one of the published schemas defines."""
    return known_as_sound({"$ref": f"#/$defs/{part}", "$defs": published(name)["$defs"]})


def known_as_sound(schema: JSON) -> JSON:
    """A schema that was made of published ones alone: from now on it counts as one of them."""
    _published.append(schema)
    return schema


def is_published(schema: JSON) -> bool:
    """Whether it is one of the published JSON Schemas itself, or made of them, and no copy."""
    return any(schema is known for known in _published)


def builtin_packs() -> dict[str, "Path"]:
    """The policy packs that come with the program: name to file, sorted."""
    return {path.stem: path for path in sorted(data_folder("policies").glob("*.yaml"))}
