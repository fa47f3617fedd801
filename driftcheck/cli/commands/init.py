"""`driftcheck init`."""

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from driftcheck import draft
from driftcheck.cli.account import fetch
from driftcheck.cli.options import completed, flag, many, new_command, option
from driftcheck.config import DEFAULT_CONFIG
from driftcheck.document import BUILTIN
from driftcheck.draft import Secrets, start
from driftcheck.importing import choose_without_file, header_of, make_draft, verify_draft
from driftcheck.model import InputError, Problem, UsageError
from driftcheck.output import File, note, write_all
from driftcheck.system import builtin_packs, data_folder, display_path
from driftcheck.words import did_you_mean, knowing

_NUMBERS = "numbers/*.yaml"
_PACK = "baseline"
_NONE = "none"
_CI = {
    "github": ("github-workflow.yml", ".github/workflows/driftcheck.yml"),
    "gitlab": ("gitlab-ci.yml", ".gitlab-ci.yml"),
}
"""What there is for CI systems: the example, and where it belongs."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a project is to have. `live` is the file with its list; None is the API.

    `declared` are the paths of declarations that are there already, as `import` writes them;
    `packs` the names of the packs of rules.
    """

    folder: Path
    live: str | None
    declares_live: bool
    packs: tuple[str, ...]
    ci: str
    declared: tuple[str, ...] = ()


@new_command("init", "Start a project: configuration, declarations, waivers.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@option(
    "live",
    "--live",
    metavar="FILE",
    shell_complete=completed("file"),
    help="A file with the live list, instead of the API.",
)
@flag("init_import", "--import", help="Declare what is live now, instead of an example.")
@many(
    "policy",
    "--policy",
    metavar="PACK",
    shell_complete=completed("pack name"),
    help=f"A pack of rules to use, or none; repeatable. [default: {_PACK}]",
)
@option(
    "ci",
    "--ci",
    type=click.Choice([*_CI, "none"]),
    help="Write the file for a CI system. [default: none]",
)
@flag("yes", "-y", "--yes", help="Ask no questions.")
def command(
    folder: Path,
    live: str | None,
    init_import: bool,
    policy: Sequence[str],
    ci: str | None,
    yes: bool,
) -> int:
    """Write a configuration, declarations and waivers to start with, to FOLDER or here.

    On a terminal it asks for what the options leave open. No file is replaced.

    Exit codes: 0 written, 1 nothing written.

    Examples:
      driftcheck init
      driftcheck init --import --policy baseline --policy security
      driftcheck init voice --live live.json --ci github --yes
    """
    packs = _packs(policy or [_PACK])
    wanted = Wanted(folder, live, init_import, packs, ci or "none", tuple(_declared(folder)))
    _refuse_taken([folder / name for name in ("driftcheck.yaml", "waivers.yaml")])
    if not yes and _is_asked():
        wanted = _ask(wanted, not policy, ci is None)
    secrets = Secrets()
    files = list(_files(wanted, secrets))
    _refuse_taken([file.path for file in files])
    write_all(files)
    for line in _told(wanted, files, secrets):
        note(line)
    return 0


def _is_asked() -> bool:
    """Whether there is somebody to ask."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _packs(names: Sequence[str]) -> tuple[str, ...]:
    """The packs of some names, each once. Raises UsageError where there is none of a name."""
    known = builtin_packs()
    found = [name.removeprefix(BUILTIN) for name in names]
    for name in found:
        if name not in known and found != [_NONE]:
            hint = did_you_mean(name, [*known, _NONE])
            raise UsageError(Problem(f'there is no pack "{name}"', None, hint))
    return () if found == [_NONE] else tuple(dict.fromkeys(found))


def _said_packs(text: str) -> tuple[str, ...]:
    """The packs that somebody names at a terminal, who is asked again where one is not known."""
    try:
        return _packs(text.replace(",", " ").split() or [_PACK])
    except UsageError as error:
        problem = error.problems[0]
        raise click.UsageError(f"{problem.message}. {problem.hint or ''}") from error


def _ask(wanted: Wanted, about_packs: bool, about_ci: bool) -> Wanted:
    """What is wanted, as somebody at a terminal says. Nothing is written before all is said."""
    live, declares_live, packs, ci = wanted.live, wanted.declares_live, wanted.packs, wanted.ci
    if live is None:
        text = "Where is the live list: the API (api), or the name of a file"
        said = click.prompt(text, default="api", err=True)
        live = None if said == "api" else str(said)
    if not (declares_live or wanted.declared):
        text = "Declare what is live now? If not, an example is written"
        declares_live = click.confirm(text, default=live is not None, err=True)
    if about_packs:
        text = f"Which packs of rules ({', '.join(builtin_packs())}; several, or {_NONE})"
        packs = click.prompt(text, default=_PACK, value_proc=_said_packs, err=True)
    if about_ci:
        choice = click.Choice([*_CI, "none"])
        ci = click.prompt("Which CI system checks", type=choice, default="none", err=True)
    return replace(wanted, live=live, declares_live=declares_live, packs=packs, ci=ci)


def _declared(folder: Path) -> Iterator[str]:
    """The declarations that are there already."""
    if os.path.isfile(folder / "numbers.yaml"):
        yield "numbers.yaml"
    if any((folder / "numbers").glob("*.yaml")):
        yield _NUMBERS


def _refuse_taken(paths: Sequence[Path]) -> None:
    """Raise UsageError, with all of them, where files are there already."""
    hint = "Name another folder, or move it away: no file is replaced."
    taken = [path for path in paths if os.path.lexists(path)]
    if taken:
        raise UsageError(
            *(Problem(f'"{display_path(path)}" is there already', None, hint) for path in taken)
        )


def _files(wanted: Wanted, secrets: Secrets) -> Iterator[File]:
    if wanted.live is not None and not os.path.isfile(wanted.live):
        hint = "Save the list there: driftcheck fetch -o FILE."
        raise InputError(Problem(f'there is no file "{wanted.live}"', None, hint))
    folder = wanted.folder
    known = list(wanted.declared)
    known += [_NUMBERS] if _NUMBERS not in known and (wanted.declares_live or not known) else []
    yield File(folder / "driftcheck.yaml", start.config_text(_beside(wanted), known, wanted.packs))
    if wanted.declares_live:
        yield File(folder / "numbers" / "numbers.yaml", _live_now(wanted, secrets))
    elif not wanted.declared:
        yield File(folder / "numbers" / "example.yaml", start.EXAMPLE)
    yield File(folder / "waivers.yaml", start.WAIVERS)
    if wanted.ci in _CI:
        name, place = _CI[wanted.ci]
        yield File(folder / place, _example(name))


def _beside(wanted: Wanted) -> str | None:
    """The file with the live list, as the configuration is to name it."""
    if wanted.live is None or os.path.isabs(wanted.live):
        return wanted.live
    return Path(os.path.relpath(wanted.live, wanted.folder)).as_posix()


def _example(name: str) -> str:
    path = data_folder("examples") / "ci" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        hint = "Leave --ci out, or install driftcheck again."
        raise InputError(Problem(f'the example "{name}" is not installed', None, hint)) from error


def _live_now(wanted: Wanted, secrets: Secrets) -> str:
    """Declarations of what is live."""
    click.get_current_context().with_resource(knowing())
    chosen = choose_without_file(wanted.live, DEFAULT_CONFIG)
    listed = fetch(chosen)
    found = make_draft(listed, chosen, secrets)
    text = draft.file_text(found.numbers, header_of(listed, None, secrets))
    verify_draft({"numbers.yaml": text}, found, chosen, secrets)
    return text


def _told(wanted: Wanted, files: Sequence[File], secrets: Secrets) -> Iterator[str]:
    """What was written, and what to type next."""
    yield f"Wrote {', '.join(display_path(file.path) for file in files)}."
    yield "Next:"
    if wanted.folder != Path():
        yield f"  cd {shlex.quote(str(wanted.folder))}"
    if wanted.live is None:
        yield "  export AGORA_CUSTOMER_ID=... AGORA_CUSTOMER_SECRET=..."
    if secrets.values:
        yield f"  export {' '.join(f'{name}=...' for name in secrets.values)}"
    if not (wanted.declares_live or wanted.declared):
        yield "  driftcheck import -o numbers/example.yaml --force   # or write your own there"
    yield "  driftcheck validate"
    yield "  driftcheck check"
