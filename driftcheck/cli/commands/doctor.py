"""`driftcheck doctor`."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from driftcheck.cli.formats import Outputs, Renderers, formats_option
from driftcheck.cli.options import accounts_option, config_option, flag, new_command
from driftcheck.doctor.checkup import examine, is_healthy
from driftcheck.doctor.setup import Setup
from driftcheck.doctor.sheet import as_json, as_text
from driftcheck.model import ExitCode
from driftcheck.output import Progress


@new_command("doctor", "Diagnose the setup, and show what to fix.")
@config_option()
@accounts_option()
@flag("offline", "--offline", help="Skip everything that needs the network.")
@formats_option("doctor_output", ("text", "json"))
def command(config: Path, account: Sequence[str], offline: bool, outputs: Outputs) -> int:
    """Diagnose the setup: each line is OK, or says what to do next.

    It examines versions, configuration, credentials, the live list of each account, clock, history,
    notifications, and files with secrets. It shows no secrets and changes nothing.

    Exit codes: 0 nothing to fix, 1 something to fix.

    Examples:
      driftcheck doctor
      driftcheck doctor --offline -o json=doctor.json
    """
    context = click.get_current_context()
    is_default = context.get_parameter_source("config") is click.core.ParameterSource.DEFAULT
    has_file = not is_default or os.path.lexists(config)
    with Progress() as progress:
        setup = Setup(config, tuple(account), offline, has_file, progress)
        outputs.refuse(setup.inputs)
        sections = list(examine(setup))
    renderers: Renderers = {
        "text": lambda view: as_text(sections, view),
        "json": lambda _: as_json(sections),
    }
    outputs.write(renderers)
    return ExitCode.CLEAN if is_healthy(sections) else ExitCode.ERROR
