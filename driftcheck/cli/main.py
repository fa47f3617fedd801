"""The `driftcheck` command: its subcommands."""

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
"""The commands, and the module of each, which has it as `command`; imported when it is run."""


SECTIONS = {
    "Start here": ("demo", "init", "import", "doctor"),
    "Every day": ("check", "validate", "explain", "fetch"),
    "Over time": ("history", "waivers"),
}
"""The headings under which help lists the commands; the others come last."""


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(driftcheck.__version__, prog_name="driftcheck")
def cli() -> None:
    """Compare the live phone numbers of an Agora account with those that you declared in YAML.

    It only reads.

    Exit codes: 0 clean, 2 findings, 1 no verdict (usage, configuration, credentials, network).

    Examples:
      driftcheck demo  # see a check of an example
      driftcheck init --import  # declare what is live now
      driftcheck check  # compare
      driftcheck COMMAND --help  # the options of a command
    """


def run(args: Sequence[str]) -> int:
    """Run the command line; its exit code. Reports every error on stderr, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _prepare(stream)
    if "_DRIFTCHECK_COMPLETE" in os.environ:
        import_module("driftcheck.cli.completion")  # which says how bash is answered
    try:
        return int(cli.main(list(args), prog_name="driftcheck", standalone_mode=False) or 0)
    except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - the last resort
        try:
            from driftcheck.cli import trouble  # --help and --version have none

            return trouble.end(error, args)
        except Exception:  # noqa: BLE001 - a file is broken, or no memory is left even for that
            return _end_without_words(error)


def _prepare(stream: io.TextIOWrapper) -> None:
    """An old locale shall not keep a verdict back, nor Windows change the bytes of a report."""
    stream.reconfigure(errors="backslashreplace")
    if sys.platform == "win32" and not stream.isatty():
        stream.reconfigure(encoding="utf-8", newline="\n")


def _end_without_words(error: BaseException) -> int:
    """Report an error by its name alone, which needs nothing of the rest; the exit code."""
    with contextlib.suppress(OSError):  # nobody hears of it
        os.write(2, f"Error: internal error: {type(error).__name__}\n".encode())
    return 1
