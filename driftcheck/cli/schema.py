"""`driftcheck schema NAME`."""

import json

import click

from driftcheck import resources
from driftcheck.errors import Problem, UsageError
from driftcheck.model import JSON
from driftcheck.suggest import did_you_mean


@click.command("schema", short_help="Print a JSON Schema, for editors.")
@click.argument("name", metavar="NAME")
def command(name: str) -> int:
    """Print a JSON Schema, for editors and other programs.

    NAME is one of config, declared, number, policy, report, waivers.
    """
    if name not in resources.SCHEMAS:
        hint = did_you_mean(name, resources.SCHEMAS)
        raise UsageError(Problem(f'there is no schema "{name}"', None, hint))
    click.echo(json.dumps(_schema(name), indent=2))
    return 0


def _schema(name: str) -> JSON:
    if name == "declared":
        from driftcheck.declared.form import compose

        return compose(resources.schema("number"))
    return resources.schema(name)
