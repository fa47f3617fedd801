"""The `driftcheck` command: its subcommands, and what every one of them does about errors."""

import io
import os
import sys
from collections.abc import Sequence

import click

import driftcheck
from driftcheck.cli.group import LazyGroup
from driftcheck.errors import DriftcheckError, ExitCode, Problem
from driftcheck.output.terminal import drop_stdout, tell, write_stderr

COMMANDS = {
    "check": "driftcheck.cli.commands.check",
    "demo": "driftcheck.cli.commands.demo",
    "emulate": "driftcheck.cli.commands.emulate",
    "explain": "driftcheck.cli.commands.explain",
    "fetch": "driftcheck.cli.commands.fetch",
    "history": "driftcheck.cli.commands.history",
    "import": "driftcheck.cli.commands.import_",
    "init": "driftcheck.cli.commands.init",
    "policy": "driftcheck.cli.commands.policy",
    "schema": "driftcheck.cli.commands.schema",
    "validate": "driftcheck.cli.commands.validate",
}
"""The commands, and the module of each, which has it as `command`; imported when it is run."""

_PARTS = "Check parts of the fleet by configurations of their own, or give it more memory."
_HELP = {"-h", "--help", "--version"}
_REPORT = "This is a bug in driftcheck; please report it."
_BUG = "This is a bug in driftcheck. Set DRIFTCHECK_TRACEBACK=1 to see where, and please report it."


@click.group(
    cls=LazyGroup, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(driftcheck.__version__, prog_name="driftcheck")
def cli() -> None:
    """Check that the live phone numbers are what is declared.

    Exit codes: 0 clean, 2 findings, 1 no verdict (usage, configuration, credentials, network).
    """


def run(args: Sequence[str]) -> int:
    """Run the command line; its exit code. Tells every error on stderr, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old locale shall not keep a verdict back
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(list(args), prog_name="driftcheck", standalone_mode=False)
        return int(code or ExitCode.CLEAN)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
    except click.ClickException as error:
        tell(_usage_problem(error))
    except (click.Abort, KeyboardInterrupt):
        tell(Problem("interrupted"))
        return 130
    except DriftcheckError as error:
        tell(*error.problems)
    except SystemExit as ended:  # of click
        if ended.code == 0:  # a shell has its completions
            return ExitCode.CLEAN
        drop_stdout()  # nobody reads the help
        return ExitCode.ERROR if _HELP.isdisjoint(args) else ExitCode.CLEAN
    except OSError as error:
        drop_stdout()
        tell(Problem(f"cannot write to stdout: {error.strerror}"))
    except MemoryError:
        tell(Problem("there is not enough memory for so much", None, _PARTS))
    except Exception as error:  # noqa: BLE001 - the last resort; it is reported, and no verdict
        _tell_bug(error)
    return ExitCode.ERROR


def _tell_bug(error: Exception) -> None:
    """Tell of an error that nobody foresaw, without its message, which may quote a secret."""
    name = f"internal error: {type(error).__name__}"
    if not os.environ.get("DRIFTCHECK_TRACEBACK"):
        tell(Problem(name, None, _BUG))
        return
    import traceback

    write_stderr("".join(traceback.format_tb(error.__traceback__)))
    tell(Problem(name, None, _REPORT))


def _usage_problem(error: click.ClickException) -> Problem:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "driftcheck"
    message = " ".join(error.format_message().split())
    return Problem(message, None, f"See: {path} --help")
