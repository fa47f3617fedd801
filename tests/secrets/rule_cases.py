"""Rules that spell a secret out, under a path that is never shown."""

import json
from collections.abc import Callable
from typing import Any

JSON = Any
Case = Callable[[str], JSON]
USER = "outbound_config.user"

FLAT: dict[str, Case] = {
    "value": lambda s: {"require": {USER: s}},
    "list": lambda s: {"require": {USER: [s, "x"]}},
    "const": lambda s: {"require": {USER: {"const": s}}},
    "enum": lambda s: {"require": {USER: {"enum": ["x", s]}}},
    "pattern": lambda s: {"require": {USER: {"pattern": f"^{s}$"}}},
    "not-pattern": lambda s: {"require": {USER: {"not": {"pattern": f"|{s}"}}}},
    "any-of": lambda s: {"require": {USER: {"anyOf": [{"const": s}, {"const": "x"}]}}},
    "message": lambda s: {"require": {USER: {"const": "x", "errorMessage": f"must be {s}"}}},
    "pattern-message": lambda s: {
        "require": {USER: {"pattern": "^x$", "patternErrorMessage": f"must be {s}"}}
    },
    "not": lambda s: {"require": {"not": {USER: {"pattern": f"|{s}"}}}},
    "any": lambda s: {"require": {"any": [{USER: s}, {USER: {"enum": [s]}}]}},
    "when": lambda s: {"when": {"not": {USER: s}}, "require": {"label": "x"}},
    "declared": lambda s: {"require": {f"declared.{USER}": s}},
    "schema": lambda s: {"schema": _nested({"const": s})},
    "schema-pattern": lambda s: {"schema": _nested({"pattern": f"^{s}$"})},
    "schema-not": lambda s: {"schema": _nested({"not": {"pattern": f"|{s}"}})},
    "test": lambda s: {
        "require": {USER: "x"},
        "tests": [{"pass": {"outbound_config": {"user": s}}}],
    },
}
"""Where the path leads to the field itself."""
PARENT: dict[str, Case] = {
    "parent-const": lambda s: {"require": {"outbound_config": {"const": {"user": s}}}},
    "parent-enum": lambda s: {"require": {"outbound_config": {"enum": [{"user": s}]}}},
    "parent-properties": lambda s: {
        "require": {"outbound_config": {"properties": {"user": {"const": s}}}}
    },
    "parent-not": lambda s: {
        "require": {"outbound_config": {"not": {"properties": {"user": {"pattern": f"|{s}"}}}}}
    },
    "parent-any-of": lambda s: {
        "require": {"outbound_config": {"anyOf": [_user(s), {"maxProperties": 0}]}}
    },
    "parent-one-of": lambda s: {
        "require": {"outbound_config": {"oneOf": [{"required": ["user"]}, _user_is_not(s)]}}
    },
    "parent-if": lambda s: {
        "require": {"outbound_config": {"if": {"required": ["user"]}, "then": _user(s)}}
    },
    "parent-dependent": lambda s: {
        "require": {"outbound_config": {"dependentSchemas": {"user": _user(s)}}}
    },
    "parent-pattern": lambda s: {
        "require": {"outbound_config": {"patternProperties": {"^user$": {"const": s}}}}
    },
    "schema-parent-not": lambda s: {
        "schema": {"properties": {"outbound_config": {"not": _user_is_not(s)}}}
    },
    "schema-root-not": lambda s: {"schema": {"not": _nested({"not": {"const": s}})}},
    "schema-root-one-of": lambda s: {
        "schema": {"oneOf": [{"required": ["label"]}, _nested({"not": {"const": s}})]}
    },
}
"""Where a JSON Schema for what is around the field names it."""


def _nested(schema: JSON) -> JSON:
    return {"properties": {"outbound_config": {"properties": {"user": schema}}}}


def _user(secret: str) -> JSON:
    return {"properties": {"user": {"const": secret}}}


def _user_is_not(secret: str) -> JSON:
    return {"properties": {"user": {"not": {"const": secret}}}, "required": ["user"]}


def of_password(rule: JSON) -> JSON:
    """The rule about the password instead."""
    text = json.dumps(rule).replace('"user"', '"password"').replace("^user$", "^password$")
    return json.loads(text.replace(USER, "outbound_config.password"))
