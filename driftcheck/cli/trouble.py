"""How every command ends on an error: a line on stderr and an exit code, no traceback."""

import os
from collections.abc import Sequence

import click

from driftcheck.model import DriftcheckError, ExitCode, Problem
from driftcheck.output import drop_stdout, tell, write_stderr

_INTERRUPTED = 130
_PARTS = "Split the fleet into several configurations, or use a machine with more memory."
_HELP = {"-h", "--help", "--version"}
_REPORT = "This is a bug in driftcheck; please report it."
_BUG = "This is a bug in driftcheck. Set DRIFTCHECK_TRACEBACK=1 to see where, and please report it."


def end(error: BaseException, args: Sequence[str]) -> int:
    """Report the error that ended the command line `args` on stderr. Return the exit code."""
    match error:
        case click.Abort() | KeyboardInterrupt():
            tell(Problem("interrupted"))
            return _INTERRUPTED
        case SystemExit():
            return _end_of_click(error, args)
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
        case DriftcheckError():
            tell(*error.problems)
        case OSError(filename=str() as name):
            tell(Problem(f'cannot use "{name}": {error.strerror}'))
        case OSError():
            drop_stdout()
            tell(Problem(f"cannot write to stdout: {error.strerror}"))
        case _:
            tell(_problem(error, args))
    return ExitCode.ERROR


def _end_of_click(ended: SystemExit, args: Sequence[str]) -> int:
    """Return the exit code when click itself ends the process."""
    if ended.code == 0:  # shell completion succeeded
        return ExitCode.CLEAN
    drop_stdout()  # the reader of the help has closed the pipe
    return ExitCode.ERROR if _HELP.isdisjoint(args) else ExitCode.CLEAN


def _problem(error: BaseException, args: Sequence[str]) -> Problem:
    match error:
        case click.ClickException():
            from driftcheck.cli.mistakes import problem_of

            return problem_of(error, args)
        case MemoryError():
            return Problem("there is not enough memory", None, _PARTS)
        case _:
            return _of_bug(error)


def _of_bug(error: BaseException) -> Problem:
    """Return the problem for an unexpected error. Its message may hold a secret and is left out."""
    name = f"internal error: {type(error).__name__}"
    if not os.environ.get("DRIFTCHECK_TRACEBACK"):
        return Problem(name, None, _BUG)
    import traceback  # slow, and only needed here

    write_stderr("".join(traceback.format_tb(error.__traceback__)))
    return Problem(name, None, _REPORT)
