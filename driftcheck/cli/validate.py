"""`driftcheck validate`."""

import os
from pathlib import Path

import click

from driftcheck import config, pipeline
from driftcheck.cli.options import config_option, flag
from driftcheck.cli.terminal import say
from driftcheck.errors import Collector


@click.command("validate", short_help="Check what you wrote, offline.")
@config_option()
@flag(
    "no_credentials",
    "--no-credentials",
    help="Leave the live side of the configuration aside, where its variables are not set.",
)
@flag("quiet", "-q", "--quiet", help="Only errors.")
def command(config: Path, no_credentials: bool, quiet: bool) -> int:
    """Check configuration, declarations, policies and waivers, offline.

    Tells everything that is wrong, each with file, line and column. Exit codes: 0 valid, 1 not.
    """
    summary = _validate(config, not no_credentials)
    if not quiet:
        say(summary)
    return 0


def _validate(path: Path, need_live: bool) -> str:
    problems = Collector()
    settings = config.load(path, os.environ, problems, need_live=need_live)
    inputs = pipeline.load(settings, problems)
    numbers = sum(len(declared) for declared in inputs.declared.values())
    parts = (
        f"{_count(numbers, 'number')} declared",
        _count(len(inputs.rules), "rule"),
        _count(len(inputs.waivers), "waiver"),
    )
    return f"{settings.file} is valid: {', '.join(parts)}."


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
