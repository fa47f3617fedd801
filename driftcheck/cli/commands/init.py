"""`driftcheck init`."""

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from driftcheck.cli.beginning import CREDENTIALS, Begun, begin, check_credentials, check_source
from driftcheck.cli.options import (
    completed,
    env_file_option,
    flag,
    lock_option,
    many,
    new_command,
    option,
    url_option,
)
from driftcheck.cli.wanted import NONE, PACK, Wanted, packs_of
from driftcheck.draft import start
from driftcheck.importing import ignoring
from driftcheck.model import DriftcheckError, InputError, Problem, UsageError
from driftcheck.output import File, audience, note, write_all
from driftcheck.system import (
    Interrupted,
    data_folder,
    display_path,
    program,
)

_NUMBERS = "numbers/*.yaml"
_DATABASE = "driftcheck.db*"
"""The files of the SQLite history that the new configuration suggests."""
_CI = {
    "github": ("github-workflow.yml", ".github/workflows/driftcheck.yml"),
    "gitlab": ("gitlab-ci.yml", ".gitlab-ci.yml"),
}
"""The example file for each CI system, and the path to write it to."""


@new_command("init", "Start a project: configuration, declarations, waivers.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@option(
    "live",
    "--live",
    metavar="FILE",
    shell_complete=completed("file"),
    help="A file with the live list, instead of the API.",
)
@url_option()
@lock_option()
@env_file_option(is_written=True)
@flag("init_import", "--import", help="Declare the live numbers instead of an example.")
@flag("skip_invalid", "--skip-invalid", help="Skip entries that cannot be declared.")
@many(
    "policy",
    "--policy",
    metavar="PACK",
    shell_complete=completed("pack name"),
    help=f"A policy pack to use, or none; repeatable. [default: {PACK}]",
)
@option(
    "ci",
    "--ci",
    type=click.Choice([*_CI, NONE]),
    help="Also write the file for this CI system. [default: none]",
)
@flag("yes", "-y", "--yes", help="Ask no questions.")
def command(
    folder: Path,
    live: str | None,
    url: str | None,
    env_file: Path | None,
    init_import: bool,
    skip_invalid: bool,
    policy: Sequence[str],
    ci: str | None,
    yes: bool,
) -> int:
    """Write a first configuration, declarations and waivers to FOLDER, or to this folder.

    On a terminal, it asks for everything that no option sets. It never replaces a file.

    Exit codes: 0 written, 1 nothing written.

    Examples:
      driftcheck init
      driftcheck init --import --policy baseline --policy security
      driftcheck init voice --live live.json --ci github --yes
    """
    wanted = Wanted(
        folder=folder,
        live=live,
        url=url,
        declares_live=init_import,
        packs=packs_of(policy) if policy else None,
        ci=ci,
        env_file=env_file,
        skip_invalid=skip_invalid,
        declared=tuple(_declared(folder)),
    )
    _refuse_taken([folder / name for name in ("driftcheck.yaml", "waivers.yaml")])
    _refuse_declared(wanted)
    check_source(wanted)
    if not yes and _is_asked():
        _ask(wanted)
    else:
        _write(wanted, begin(wanted) if init_import else None)
    return 0


def _write(wanted: Wanted, begun: Begun | None) -> None:
    files = list(_files(wanted, begun))
    private = [*_ignored(wanted), *(begun.private(wanted.env_file) if begun else ())]
    _refuse_taken([file.path for file in files])
    write_all([*files, *private])
    for line in _summary(wanted, [*files, *private], begun):
        note(line)


def _is_asked() -> bool:
    """Return whether a person can answer questions."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _ask(wanted: Wanted) -> None:
    """Ask at the terminal, then write the project. Print the answers so far if that fails."""
    from driftcheck.cli.questions import Questions

    known = Questions(wanted, begin, check_source, check_credentials)
    try:
        begun = known.ask({name: place for name, (_, place) in _CI.items()})
        _write(known.wanted, begun)
    except (click.Abort, Interrupted, DriftcheckError) as error:
        if not isinstance(error, DriftcheckError):
            click.echo(err=True)  # end the line of the question
        if known.wanted != wanted:
            known.give_up()
        raise


def _declared(folder: Path) -> Iterator[str]:
    """Yield the paths of existing declarations."""
    if os.path.isfile(folder / "numbers.yaml"):
        yield "numbers.yaml"
    if any((folder / "numbers").glob("*.yaml")):
        yield _NUMBERS


def _refuse_taken(paths: Sequence[Path]) -> None:
    """Raise UsageError that lists every file that already exists."""
    taken = [path for path in paths if os.path.lexists(path)]
    if taken:
        raise UsageError(
            *(
                Problem(f'"{display_path(path)}" already exists', None, _hint_if_there(path))
                for path in taken
            )
        )


def _hint_if_there(path: Path) -> str:
    """Return what to do about an existing file; for a configuration, suggest `import`."""
    hint = "Choose another folder, or move the file away: init never replaces a file."
    if path.name != "driftcheck.yaml":
        return hint
    folder = path.parent
    command = f"{program(folder)} import"
    there = command if folder == Path() else f"cd {shlex.quote(str(folder))} && {command}"
    return f"To declare its live numbers: {there}. {hint}"


def _refuse_declared(wanted: Wanted) -> None:
    """Raise UsageError if an import would declare numbers twice."""
    if wanted.declares_live and wanted.declared:
        names = " and ".join(wanted.declared)
        hint = "Leave out --import; `driftcheck import --update` adds new numbers to them."
        raise UsageError(Problem(f"declarations already exist: {names}", None, hint))


def _files(wanted: Wanted, begun: Begun | None) -> Iterator[File]:
    folder = wanted.folder
    known = list(wanted.declared)
    known += [_NUMBERS] if _NUMBERS not in known and (begun or not known) else []
    packs = (PACK,) if wanted.packs is None else wanted.packs
    text = start.config_text(_beside(wanted), wanted.url, known, packs)
    yield File(folder / "driftcheck.yaml", text)
    if begun:
        yield File(folder / "numbers" / "numbers.yaml", begun.text)
    elif not wanted.declared:
        yield File(folder / "numbers" / "example.yaml", start.EXAMPLE)
    yield File(folder / "waivers.yaml", start.WAIVERS)
    if wanted.ci in _CI:
        name, place = _CI[wanted.ci]
        yield File(folder / place, _example(name))


def _ignored(wanted: Wanted) -> Iterator[File]:
    """Yield the `.gitignore` files needed to keep secrets and the history out of a repository."""
    folder, path, names = wanted.folder, wanted.env_file, [_DATABASE]
    inside = os.path.relpath(path, folder) if path else os.pardir
    is_inside = not inside.startswith(os.pardir)
    found = ignoring(folder, [*names, Path(inside).as_posix()] if is_inside else names, always=True)
    # A secrets file elsewhere may be in a repository too, even under the same `.gitignore`.
    beside = ignoring(path.parent, [path.name], pending=found) if path and not is_inside else None
    yield from {file.path: file for file in (found, beside) if file}.values()


def _beside(wanted: Wanted) -> str | None:
    """Return the path of the live list for the configuration."""
    if wanted.live is None or os.path.isabs(wanted.live):
        return wanted.live
    return Path(os.path.relpath(wanted.live, wanted.folder)).as_posix()


def _example(name: str) -> str:
    path = data_folder("examples") / "ci" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        hint = "Leave out --ci, or reinstall driftcheck."
        raise InputError(Problem(f'the example "{name}" is not installed', None, hint)) from error


def _summary(wanted: Wanted, files: Sequence[File], begun: Begun | None) -> Iterator[str]:
    """Yield the lines that say what was written and what to type next."""
    yield f"Wrote {', '.join(display_path(file.path) for file in files)}."
    if wanted.env_file in [file.path for file in files]:
        yield f"The secrets are in {display_path(wanted.env_file)}, {audience(wanted.env_file)}."
    yield "Next:"
    if wanted.folder != Path():
        yield f"  cd {shlex.quote(str(wanted.folder))}"
    if unset := list(_unset(wanted, begun)):
        yield f"  export {' '.join(f'{name}=...' for name in unset)}"
    typed, beside = program(wanted.folder), ""
    if wanted.env_file:
        beside = f" --env-file {shlex.quote(os.path.relpath(wanted.env_file, wanted.folder))}"
    if not (begun or wanted.declared):
        yield f"  {typed} import --by pipeline{beside}   # replaces the example"
    if wanted.env_file and not os.path.lexists(wanted.env_file):  # no secrets were saved
        beside = ""
    yield f"  {typed} validate{beside}"
    yield f"  {typed} check{beside}"


def _unset(wanted: Wanted, begun: Begun | None) -> Iterator[str]:
    """Yield the variables that a check needs and that are not set."""
    names = CREDENTIALS if wanted.live is None else ()
    yield from (name for name in names if not os.environ.get(name))
    if begun and wanted.env_file is None:
        yield from begun.secrets
