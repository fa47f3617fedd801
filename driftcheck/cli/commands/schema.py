"""`driftcheck schema NAME`."""

import json

import click

from driftcheck.cli.options import completed, new_command
from driftcheck.model import JSON, Problem, UsageError
from driftcheck.output import say
from driftcheck.system import SCHEMAS, published
from driftcheck.words import did_you_mean

_NOT_YAML = ("history", "live", "notification", "number", "report")


@new_command("schema", "Print a JSON Schema, for editors.")
@click.argument("name", metavar="NAME", shell_complete=completed("schema"))
def command(name: str) -> int:
    """Print a JSON Schema, for editors and other programs.

    NAME is one of config, declared, history, live, lock, notification, number, policy, report,
    waivers.

    Examples:
      driftcheck schema declared > declared.schema.json
      driftcheck schema report
    """
    if name not in SCHEMAS:
        hint = did_you_mean(name, SCHEMAS)
        raise UsageError(Problem(f'there is no schema "{name}"', None, hint))
    say(json.dumps(_schema(name), indent=2))
    return 0


def _schema(name: str) -> JSON:
    if name == "declared":
        from driftcheck.validation.declarable import compose

        return _for_editors(compose(published("number")))
    schema = published(name)
    return schema if name in _NOT_YAML else _for_editors(schema)


def _for_editors(schema: JSON) -> JSON:
    """Return a schema that suits editors, which read an unquoted +12025550100 as a number.

    driftcheck reads it as text if the schema asks for text, so the schema for editors must also
    accept numbers and booleans there.
    """
    if isinstance(schema, list):
        return [_for_editors(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _for_editors(part) for key, part in schema.items()}
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if "string" in types and "enum" not in schema:
        loose["type"] = [*types, "number", "boolean"]
    elif "number" in types:
        loose["type"] = [*types, "string"]  # such as ${VARIABLE}
    return loose
