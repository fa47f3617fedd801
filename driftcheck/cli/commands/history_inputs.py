"""`driftcheck history inputs [RUN]`."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from driftcheck import config as configuration
from driftcheck.cli.options import option
from driftcheck.cli.place import Where, database_option, opened, shown_config_option
from driftcheck.config import DEFAULT_CONFIG, LiveFile, only, refuse_several
from driftcheck.history import flat_hashes, latest_run, run_of_number
from driftcheck.model import Collector, ExitCode, Problem, UsageError
from driftcheck.output import Progress, say
from driftcheck.pipeline.expected import load_task
from driftcheck.pipeline.run import inputs_of
from driftcheck.words import pad, printable, width_of


@click.command("inputs", short_help="Tell whether a run read what is here.")
@click.argument("number", metavar="[RUN]", type=click.IntRange(1), required=False)
@shown_config_option()
@database_option()
@option(
    "live",
    "--live",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="A live list that was saved, to be compared too.",
)
@option(
    "account",
    "--account",
    metavar="NAME",
    help="The account of the live list, where there are several.",
)
@click.pass_obj
def command(
    outer: Where,
    number: int | None,
    config: Path | None,
    database: str | None,
    live: Path | None,
    account: str | None,
) -> int:
    """Compare what is here with what a run read: configuration, declarations, policies, waivers.

    RUN is its number; left out: the latest. Compared are hashes, which are taken with secrets
    hidden. Exit codes: 0 all is the same, 2 something differs, 1 it cannot be told.
    """
    where = Where(config, database).within(outer)
    here = _here(where.config or DEFAULT_CONFIG, live, account)
    with opened(where) as store, store.reading() as connection:
        run = run_of_number(connection, number) if number else latest_run(connection)
    if run is None:
        what = f"there is no run {number}" if number else "there is no run"
        raise UsageError(Problem(what, None, "See: driftcheck history"))
    there = flat_hashes(run.document["inputs"])
    say("\n".join([f"Run {run.id:,} read:", *_lines(here, there)]))
    differs = any(there.get(name) != value for name, value in here.items())
    return ExitCode.FINDINGS if differs else ExitCode.CLEAN


def _here(path: Path, saved: Path | None, account: str | None) -> dict[str, str]:
    """The hashes of what is here, by name."""
    problems = Collector()
    given = LiveFile.given(str(saved)) if saved else None
    loaded = configuration.load(path, os.environ, problems, configuration.Part.FILES, live=given)
    settings = only(loaded, [account] if account else [])
    task = load_task(settings, problems)
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
