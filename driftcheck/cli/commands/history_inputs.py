"""`driftcheck history inputs [RUN]`."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from driftcheck import config as configuration
from driftcheck.cli.options import completed, new_command, option
from driftcheck.cli.place import Where, chosen_run, opened, where_option
from driftcheck.config import LiveFile, only, refuse_several
from driftcheck.history import flat_hashes
from driftcheck.model import Collector, ExitCode
from driftcheck.output import Progress, say
from driftcheck.pipeline.expected import load_task
from driftcheck.pipeline.run import inputs_of
from driftcheck.words import SENSITIVE, pad, printable, width_of


@new_command("inputs", "Compare the inputs of a run with the files here.")
@click.argument("number", metavar="[RUN]", type=click.IntRange(1), required=False)
@where_option()
@option(
    "live",
    "--live",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="Also compare this saved live list.",
)
@option(
    "account",
    "--account",
    metavar="NAME",
    shell_complete=completed("account"),
    help="The account of --live, if there are several.",
)
def command(
    where: Where,
    number: int | None,
    live: Path | None,
    account: str | None,
) -> int:
    """Compare the configuration, declarations, policies and waivers here with those a run read.

    RUN is its number, the latest by default. It compares hashes. They do not include secrets, so no
    secrets need to be set.

    Exit codes: 0 all the same, 2 something differs, 1 no answer.

    Examples:
      driftcheck history inputs
      driftcheck history inputs 12 --live live.json
    """
    here = _here(where.config, live, account)
    with opened(where) as store, store.reading() as connection:
        run = chosen_run(connection, number)
    there = flat_hashes(run.document["inputs"])
    say("\n".join([f"Run {run.id:,} read:", *_lines(here, there)]))
    differs = any(there.get(name) != value for name, value in here.items())
    return ExitCode.FINDINGS if differs else ExitCode.CLEAN


def _here(path: Path, saved: Path | None, account: str | None) -> dict[str, str]:
    """Return the hashes of the files here, by name."""
    problems = Collector()
    given = LiveFile.given(str(saved)) if saved else None
    loaded = configuration.load(path, os.environ, problems, configuration.Part.FILES, live=given)
    settings = only(loaded, [account] if account else [])
    # Hashes do not include secrets, so a stand-in gives the same hash.
    task = load_task(settings, problems, stand_in=SENSITIVE)
    names = [one.name for one in settings.accounts]
    refuse_several(settings, given)
    listed = {names[0]: given} if given else {}
    return flat_hashes(inputs_of(task, listed, Progress(verbose=False, quiet=True)))


def _lines(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    names = [*here, *(name for name in there if name not in here)]
    width = max(map(width_of, map(printable, names)))
    for name in names:
        word = "not compared"
        if name in here:
            word = "the same" if here[name] == there.get(name) else "differs"
        yield f"  {pad(printable(name), width)}  {word:<12}  {there.get(name, 'not read')}"
