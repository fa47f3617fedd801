"""What waivers can cover, according to the entry schema and the rules of a run."""

from collections.abc import Iterable

from driftcheck import policy
from driftcheck.model import JSON
from driftcheck.triage.possible import Possible
from driftcheck.validation import METADATA, Validator, entry_shape, texts

_OTHERS = frozenset(
    """additionalProperties dependentRequired propertyNames unevaluatedProperties""".split()
)


def possible_waivers(validator: Validator, rules: Iterable[policy.Rule]) -> Possible:
    """Return what waivers can cover: the paths of findings, and possible numbers."""
    known = policy.subject(entry_shape(validator.schema))
    schemas = {rule.id: rule.schema.schema for rule in rules if rule.schema}
    schemas["schema-invalid"] = validator.schema
    others = {check for check, schema in schemas.items() if _names_others(schema)}
    return Possible(
        known._replace(fields={**known.fields, "metadata": METADATA}),
        texts.of_field("phone_number", validator.schema),
        frozenset({"schema-unknown-field", *others}),
    )


def _names_others(schema: JSON) -> bool:
    """Whether a schema can refuse fields that it does not list."""
    if isinstance(schema, list):
        return any(map(_names_others, schema))
    if not isinstance(schema, dict):
        return False
    required, properties = schema.get("required"), schema.get("properties")
    listed = list(properties) if isinstance(properties, dict) else []
    if isinstance(required, list) and any(name not in listed for name in required):
        return True
    return not _OTHERS.isdisjoint(schema) or any(map(_names_others, schema.values()))
