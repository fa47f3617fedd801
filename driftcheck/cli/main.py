"""The `driftcheck` command and its subcommands."""

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

import driftcheck
from driftcheck.cli.group import LazyGroup

COMMANDS = {
    "check": "driftcheck.cli.commands.check",
    "demo": "driftcheck.cli.commands.demo",
    "doctor": "driftcheck.cli.commands.doctor",
    "emulate": "driftcheck.cli.commands.emulate",
    "explain": "driftcheck.cli.commands.explain",
    "fetch": "driftcheck.cli.commands.fetch",
    "history": "driftcheck.cli.commands.history",
    "import": "driftcheck.cli.commands.import_",
    "init": "driftcheck.cli.commands.init",
    "policy": "driftcheck.cli.commands.policy",
    "schema": "driftcheck.cli.commands.schema",
    "validate": "driftcheck.cli.commands.validate",
    "waivers": "driftcheck.cli.commands.waivers",
}
"""The module of each command. It defines `command`, and is imported when the command runs."""


SECTIONS = {
    "Start here": ("demo", "init", "import", "doctor"),
    "Every day": ("check", "validate", "explain", "fetch"),
    "Over time": ("history", "waivers"),
}
"""The headings of the command list in `--help`; other commands come last."""


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(driftcheck.__version__, prog_name="driftcheck")
def cli() -> None:
    """Compare the live phone numbers of an Agora account with those declared in YAML.

    It only reads and never changes a number.

    Exit codes: 0 clean, 2 findings, 1 no verdict (usage, configuration, credentials, network).

    Examples:
      driftcheck demo  # see a check of an example
      driftcheck init --import  # declare what is live now
      driftcheck check  # compare
      driftcheck COMMAND --help  # the options of a command
    """


def run(args: Sequence[str]) -> int:
    """Run the command line and return its exit code. Reports every error on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _prepare(stream)
    if "_DRIFTCHECK_COMPLETE" in os.environ:
        import_module("driftcheck.cli.completion")  # registers our bash completion
    try:
        return int(cli.main(list(args), prog_name="driftcheck", standalone_mode=False) or 0)
    except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - the last resort
        try:
            from driftcheck.cli import trouble  # not needed for --help and --version

            return trouble.end(error, args)
        except Exception:  # noqa: BLE001 - a broken installation, or no memory left
            return _report_name_only(error)


def _prepare(stream: io.TextIOWrapper) -> None:
    """Let no locale lose output, and no Windows text mode change the bytes of a report."""
    stream.reconfigure(errors="backslashreplace")
    if sys.platform == "win32" and not stream.isatty():
        stream.reconfigure(encoding="utf-8", newline="\n")


def _report_name_only(error: BaseException) -> int:
    """Report only the type of an error, using no other module. Return the exit code."""
    with contextlib.suppress(OSError):  # stderr is closed
        os.write(2, f"Error: internal error: {type(error).__name__}\n".encode())
    return 1
