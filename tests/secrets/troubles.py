"""What can be wrong with a fleet, so that a message is about every field."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.secrets.kinds import Fleet, Kind
from tests.secrets.planting import Secrets
from tests.support import Project, number

JSON = Any
FIELDS = (
    "label",
    "associated_pipeline.pipeline_id",
    "associated_pipeline.pipeline_name",
    "outbound_config.address",
    "outbound_config.prefix",
    "outbound_config.user",
    "declared.label",
    "declared.outbound_config.user",
    "declared.metadata.owner",
    "declared.metadata.door_code",
    "declared.metadata.api_key",
    "outbound_config.password",
)
"""Fields that rules can read."""
GROUPED = ("label", *FIELDS[8:], "declared.metadata.deep", "inbound_config", "outbound_config")
"""Fields by which rules group numbers."""
OTHER = "+442079460123"
PACKS = ("baseline", "security", "telephony", "naming", "resilience", "ownership")


@dataclass(frozen=True)
class Trouble:
    """A trouble: how it comes about, and which checks must find it, so that it is there at all.

    `step` is how many forms of a kind there are to the one that is used.
    """

    name: str
    checks: frozenset[str]
    alter: Callable[[Fleet], Fleet] = lambda fleet: fleet
    config: Mapping[str, JSON] = field(default_factory=dict)
    files: Mapping[str, JSON] = field(default_factory=dict)
    step: int = 2

    def project(self, folder: Path, kind: Kind, secrets: Secrets) -> Project:
        """A project that is in it, with secrets of a kind in every field."""
        fleet = self.alter(kind.fleet(secrets, self.step))
        config = {"version": 1, "live": {"file": "live.json"}, "declared": ["numbers.yaml"]}
        config |= {"sensitive": list(kind.sensitive), **self.config}
        files: dict[str, JSON] = {"driftcheck.yaml": config, "live.json": fleet.live, **self.files}
        files["numbers.yaml"] = {"version": 1, "numbers": fleet.declared}
        for name, content in files.items():
            (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
        return Project(folder)


def _missing(fleet: Fleet) -> Fleet:
    return Fleet(fleet.declared, [number(phone_number=OTHER)])


def _unmanaged(fleet: Fleet) -> Fleet:
    return Fleet([{"phone_number": OTHER}], fleet.live)


def _absent(fleet: Fleet) -> Fleet:
    return Fleet([{**entry, "state": "absent"} for entry in fleet.declared], fleet.live)


def _twice(fleet: Fleet) -> Fleet:
    return Fleet(fleet.declared, [*fleet.live, *fleet.live])


def _shared(fleet: Fleet) -> Fleet:
    """Every value is that of two numbers."""
    return Fleet(
        *([*side, *map(_of_another_number, side)] for side in (fleet.declared, fleet.live))
    )


def _of_another_number(entry: JSON) -> JSON:
    return {**entry, "phone_number": entry["phone_number"].replace("+1", "+44")}


def _wrong_types(fleet: Fleet) -> Fleet:
    return Fleet(fleet.declared, [_in_lists(entry) for entry in fleet.live])


def _in_lists(entry: JSON) -> JSON:
    """An entry with every text in a list, and text where there is none."""
    trunk, pipeline = entry["outbound_config"], entry["associated_pipeline"]
    made = {
        "label": [entry["label"]],
        "inbound": entry["notes"],
        "outbound": {"a": entry["notes"]},
        "associated_pipeline": {name: [value] for name, value in pipeline.items()},
        "inbound_config": {"allowed_addresses": trunk["note"][0]},
        "outbound_config": {name: [{"a": value}] for name, value in trunk.items()},
    }
    return {**entry, **made}


def _flat(fleet: Fleet) -> Fleet:
    return Fleet(fleet.declared, [_without_mappings(entry) for entry in fleet.live])


def _without_mappings(entry: JSON) -> JSON:
    """An entry with text where a mapping belongs."""
    text = entry["outbound_config"]["note"][0]
    made = {
        "associated_pipeline": entry["notes"],
        "inbound_config": [text],
        "outbound_config": text,
    }
    return {**entry, **made}


def _wrong_values(fleet: Fleet) -> Fleet:
    return Fleet(fleet.declared, [_with_others(entry) for entry in fleet.live])


def _with_others(entry: JSON) -> JSON:
    """An entry with other values where a few are known, and a phone number that is none."""
    trunk = {**entry["outbound_config"], "transport": entry["outbound_config"]["note"][0]}
    made = {"provider": entry["notes"], "phone_number": entry["notes"], "outbound_config": trunk}
    return {**entry, **made}


def _only_live(fleet: Fleet) -> Fleet:
    bare = [{"phone_number": entry["phone_number"]} for entry in fleet.declared]
    return Fleet(bare, fleet.live)


def _constraint(name: str) -> JSON:
    """Something that no value of a field satisfies."""
    return {
        "label": {"const": "nothing"},
        "pipeline_id": {"enum": ["nothing", "else"]},
        "pipeline_name": {"pattern": "^nothing$"},
        "address": {"not": {"type": "string"}},
        "prefix": {"anyOf": [{"const": "nothing"}, {"maxLength": 1}]},
        "user": {"oneOf": [{"minLength": 1}, {"minLength": 2}]},
        "password": {"maxLength": 1},
    }.get(name, {"const": "nothing"})


def _properties(*names: str) -> JSON:
    return {name: _constraint(name) for name in names}


OWN_SCHEMA: JSON = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "phone_number": {"type": "string"},
        "label": _constraint("label"),
        "associated_pipeline": {"properties": _properties("pipeline_id", "pipeline_name")},
        "inbound_config": {
            "properties": {"allowed_addresses": {"items": {"const": "nothing"}}},
            "propertyNames": {"pattern": "^a"},
        },
        "outbound_config": {"properties": _properties("address", "prefix", "user", "password")},
    },
}


CONDITIONS: Mapping[str, JSON] = {
    "const": {"const": "nothing"},
    "enum": {"enum": ["nothing", "else"]},
    "pattern": {"pattern": "^nothing$"},
    "not": {"not": {"minLength": 1}},
    "any": {"anyOf": [{"const": "nothing"}, {"const": "else"}]},
    "length": {"maxLength": 1},
}
_RULE = {"title": "A rule", "severity": "medium"}


def _field_rules() -> list[JSON]:
    """Rules that nothing satisfies: each field has two, each condition is there on some."""
    conditions = list(CONDITIONS.items())
    made: list[JSON] = []
    for index, path in enumerate(FIELDS):
        for name, condition in (conditions[index % 6], conditions[(index + 3) % 6]):
            made.append({**_RULE, "id": f"{name}-{index}", "require": {path: condition}})
    return made


def _group_rules() -> list[JSON]:
    made: list[JSON] = []
    for index, path in enumerate(GROUPED):
        made.append({**_RULE, "id": f"unique-{index}", "unique": path})
        groups = {"group_by": [path, "outbound"], "count": {"minimum": 50}}
        made.append({**_RULE, "id": f"count-{index}", **groups})
    return made


def _schema_rules() -> list[JSON]:
    schemas = ({"properties": OWN_SCHEMA["properties"]}, {"not": {"required": ["label"]}})
    return [
        {**_RULE, "id": f"schema-{index}", "schema": schema} for index, schema in enumerate(schemas)
    ]


def _ruled(*rules: JSON) -> Any:
    """The configuration and the file of a pack with some rules."""
    files = {"rules.yaml": {"version": 1, "name": "house", "rules": list(rules)}}
    return {"config": {"policies": ["rules.yaml"]}, "files": files, "step": 4}


def _checks(*names: str) -> frozenset[str]:
    return frozenset(names)


_OWN: Any = {"config": {"schema": "own.json"}, "files": {"own.json": OWN_SCHEMA}}
_ALL_PACKS: Any = {"config": {"policies": [f"builtin:{name}" for name in PACKS]}, "step": 4}
TROUBLES = (
    Trouble("changed", _checks("drift-changed", "schema-unknown-field"), step=1),
    Trouble("missing", _checks("drift-missing"), _missing),
    Trouble("unmanaged", _checks("drift-unmanaged"), _unmanaged, step=1),
    Trouble("present", _checks("drift-present"), _absent),
    Trouble("duplicate", _checks("live-duplicate"), _twice),
    Trouble("wrong-types", _checks("schema-invalid"), _wrong_types),
    Trouble("flat", _checks("schema-invalid"), _flat),
    Trouble("wrong-values", _checks("schema-invalid"), _wrong_values),
    Trouble("own-schema", _checks("schema-invalid"), _only_live, **_OWN),
    Trouble("own-schema-declared", _checks(), **_OWN),
    Trouble("all-packs", _checks("allowed-addresses-narrow"), **_ALL_PACKS),
    Trouble("rules", _checks("const-0", "pattern-2", "not-3"), **_ruled(*_field_rules())),
    Trouble("schemas", _checks("schema-0", "schema-1"), **_ruled(*_schema_rules())),
    Trouble("groups", _checks("unique-0", "count-0"), _shared, **_ruled(*_group_rules())),
)
