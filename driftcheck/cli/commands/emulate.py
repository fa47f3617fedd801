"""`driftcheck emulate LIST.json`."""

import contextlib
import json
import threading
from pathlib import Path

import click

from driftcheck.cli.options import new_command, option
from driftcheck.cli.parameters import Seconds
from driftcheck.live import emulator
from driftcheck.live.emulator import Behaviour
from driftcheck.model import Problem, UsageError
from driftcheck.output import Progress, say, write_stderr
from driftcheck.system import MAX_BULK_BYTES, Interrupted, read_file

_POLL_SECONDS = 0.5
_LINKS = ("tcp://", "udp://", "sctp://")
_CUSTOMER_ID = "emulator-id"
_CUSTOMER_SECRET = "emulator-secret"  # noqa: S105 - made up, and public


class _PortOption(click.Option):
    """The `--port` option, which ignores the variable that Kubernetes sets.

    For a service named driftcheck, that is `DRIFTCHECK_PORT=tcp://...`.
    """

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return the text of the variable, or None for a link from Kubernetes."""
        text = super().resolve_envvar_value(ctx)
        return None if text and text.startswith(_LINKS) else text


@new_command("emulate", "Serve a list file like the API.")
@click.argument("list_file", metavar="LIST.json", type=click.Path(path_type=Path, readable=False))
@option(
    "port",
    "--port",
    cls=_PortOption,
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=0,
    show_default="a free one",
    help="The port to listen on, on 127.0.0.1.",
)
@click.option(
    "--customer-id",
    metavar="ID",
    default=_CUSTOMER_ID,
    show_default=True,
    envvar=["DRIFTCHECK_CUSTOMER_ID", "AGORA_CUSTOMER_ID"],
    show_envvar=True,
    help="The customer ID to accept.",
)
@click.option(
    "--customer-secret",
    metavar="SECRET",
    default=_CUSTOMER_SECRET,
    show_default=True,
    envvar=["DRIFTCHECK_CUSTOMER_SECRET", "AGORA_CUSTOMER_SECRET"],
    show_envvar=True,
    help="The customer secret to accept.",
)
@option(
    "status",
    "--status",
    type=click.Choice([str(status) for status in emulator.ERRORS]),
    metavar="CODE",
    show_default="500",
    help="Status code of the first responses; needs --failures.",
)
@option(
    "failures",
    "--failures",
    type=click.IntRange(0),
    metavar="N",
    default=0,
    show_default=True,
    help="Number of requests to answer with --status before serving the list.",
)
@option(
    "retry_after",
    "--retry-after",
    type=click.IntRange(0),
    metavar="SECONDS",
    help="Retry-After header of responses with status 429 or above.",
)
@option(
    "delay",
    "--delay",
    type=Seconds(),
    default=0.0,
    show_default=True,
    metavar="SECONDS",
    help="Seconds to wait before each response.",
)
def command(
    list_file: Path,
    port: int,
    customer_id: str,
    customer_secret: str,
    status: str | None,
    failures: int,
    retry_after: int | None,
    delay: float,
) -> int:
    """Serve a list file on 127.0.0.1 like the real API, until Ctrl-C.

    It prints its URL on stdout. The file is read again for every request, so you can edit it to
    create drift.

    Examples:
      driftcheck emulate live.json
      driftcheck emulate live.json --port 8080 --status 503 --failures 2
    """
    _readable(list_file)
    if status and not failures:
        hint = f"Set how many requests get it: --status {status} --failures 2."
        raise UsageError(Problem("--status needs --failures", None, hint))
    _serve(
        Behaviour(
            list_file=list_file,
            customer_id=customer_id,
            customer_secret=customer_secret,
            status=int(status or 500),
            failures=failures,
            retry_after=retry_after,
            delay=delay,
            tell=Progress(verbose=True),
        ),
        port,
    )
    return 0


def _serve(behaviour: Behaviour, port: int) -> None:
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(emulator.serving(behaviour, port))
        except OSError as error:
            hint = "Leave out --port to use a free port."
            raise UsageError(Problem(f"cannot listen: {error.strerror}", None, hint)) from error
        with contextlib.suppress(Interrupted, KeyboardInterrupt):  # Ctrl-C stops the server
            _announce(server.url, behaviour)
            while not threading.Event().wait(_POLL_SECONDS):
                pass  # wakes up for a signal that arrived just before a wait


def _announce(url: str, behaviour: Behaviour) -> None:
    say(url)
    if behaviour.customer_secret == _CUSTOMER_SECRET:
        variables = f"AGORA_CUSTOMER_ID={behaviour.customer_id}"
        variables += f" AGORA_CUSTOMER_SECRET={_CUSTOMER_SECRET}"
        write_stderr(f"To use it: export {variables}\n")
    write_stderr("Press Ctrl-C to stop.\n")


def _readable(path: Path) -> None:
    hint = "It must hold a JSON array of numbers, as returned by the API or saved by fetch."
    try:
        emulator.body_of(read_file(path, MAX_BULK_BYTES), str(path))
    except OSError as error:
        raise UsageError(Problem(f'cannot read "{path}": {error.strerror}', None, hint)) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UsageError(Problem(f'"{path}" is not JSON: {error}', None, hint)) from error
    except ValueError as error:
        raise UsageError(Problem(str(error), None, hint)) from error
