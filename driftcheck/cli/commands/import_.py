"""`driftcheck import`."""

import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from driftcheck import draft
from driftcheck.cli.drafting import drafted, group_text, header, verify
from driftcheck.cli.listing import Chosen, account_option, choose, fetch, note, selected, undeclared
from driftcheck.cli.options import (
    DEFAULT_CONFIG,
    any_account_option,
    config_option,
    flag,
    live_option,
    many,
)
from driftcheck.draft import Draft, Secrets
from driftcheck.errors import Problem, UsageError
from driftcheck.model import LiveList
from driftcheck.output.atomic import PRIVATE, File, write_all
from driftcheck.output.targets import is_stdout, resolved
from driftcheck.output.writing import write_stdout
from driftcheck.system.paths import shown
from driftcheck.triage import select
from driftcheck.words.plurals import inflect

_FORCE = "Name another with -o, or replace it with --force."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    config: Path
    account: str | None
    live: str | None
    by: str | None
    output: str | None
    force: bool
    env_file: Path | None
    skip_invalid: bool
    select: tuple[str, ...] = ()
    any_account: bool = False


@click.command("import", short_help="Write declarations of what is live.")
@config_option()
@account_option()
@live_option()
@any_account_option()
@many(
    "select",
    "--select",
    metavar="PATH=GLOB",
    help="Keep the numbers whose live value matches, such as label=Sales*; null matches what is "
    "not configured. Given several times, all must match.",
)
@click.option(
    "--by",
    type=click.Choice(draft.BY),
    envvar="DRIFTCHECK_BY",
    show_envvar=True,
    help="Write a folder with a file for each of these.",
)
@click.option(
    "-o",
    "--output",
    "import_output",
    envvar="DRIFTCHECK_IMPORT_OUTPUT",
    show_envvar=True,
    metavar="PATH",
    help="The file to write, - for stdout; with --by the folder. "
    "[default: numbers.yaml, or numbers/, beside the configuration]",
)
@flag("force", "--force", help="Replace files that are there.")
@click.option(
    "--env-file",
    type=click.Path(path_type=Path, readable=False),
    envvar="DRIFTCHECK_ENV_FILE",
    show_envvar=True,
    metavar="FILE",
    help="Write the secrets there, as NAME='value', for nobody else to read.",
)
@flag("update", "--update", help="Add what is not declared yet to the declarations there are.")
@flag("skip_invalid", "--skip-invalid", help="Leave out entries that cannot be declared.")
def command(
    config: Path,
    account: str | None,
    live: str | None,
    any_account: bool,
    select: Sequence[str],
    by: str | None,
    import_output: str | None,
    force: bool,
    env_file: Path | None,
    update: bool,
    skip_invalid: bool,
) -> int:
    """Write declarations that say what is live now.

    Secrets are not written: variables of the environment take their place. Exit codes: 0 written,
    1 not, and then nothing is.
    """
    output = "-" if import_output and is_stdout(import_output) else import_output
    chosen = tuple(select)
    asked = Asked(
        config, account, live, by, output, force, env_file, skip_invalid, chosen, any_account
    )
    return _update(asked) if update else run(asked)


def _update(asked: Asked) -> int:
    """Add to the declarations that the configuration names. Raises DriftcheckError."""
    from driftcheck.cli import updating  # the other way

    if asked.output:
        hint = "Leave -o out, or leave --update out."
        raise UsageError(Problem("--update writes to the files that are declared", None, hint))
    chosen = _choose(asked, need_files=True)
    if not chosen.has_file:
        hint = "Leave --update out, or write one: driftcheck init."
        raise UsageError(Problem("--update needs a configuration file", None, hint))
    wanted = updating.Asked(asked.by, asked.env_file, asked.skip_invalid, asked.select)
    for line in updating.update(chosen, wanted):
        note(line)
    return 0


def _choose(asked: Asked, *, need_files: bool = False) -> Chosen:
    given, any_account = asked.live, asked.any_account
    return choose(
        asked.config, asked.account, given, need_files=need_files, any_account=any_account
    )


def run(asked: Asked) -> int:
    """Fetch the list, and write all files or none. Raises DriftcheckError."""
    if asked.output == "-" and asked.by:
        hint = "Leave --by out, or name a folder with -o."
        raise UsageError(Problem("--by writes several files, and stdout is one", None, hint))
    chosen = _choose(asked)
    listed = selected(fetch(chosen.account), chosen, asked.select)
    secrets = Secrets(chosen.prefix)
    found = drafted(listed, chosen.validator, secrets, asked.skip_invalid)
    texts = _texts(found, listed, chosen, asked, secrets)
    verify(texts, found, chosen.validator, secrets)
    files = [] if asked.output == "-" else [File(p, t) for p, t in _named(texts, asked).items()]
    private = _private(secrets, asked)
    _check_targets([*files, *private], chosen, asked)
    write_all([*files, *private])
    if asked.output == "-":
        write_stdout(texts["-"])
    for line in _told(found, files, secrets, chosen, asked):
        note(line)
    return 0


def _texts(
    found: Draft, listed: LiveList, chosen: Chosen, asked: Asked, secrets: Secrets
) -> dict[str, str]:
    """The text of each file, by its name; of the only one by what was asked for."""
    head = header(listed, chosen.name, secrets)
    if asked.by is None:
        return {asked.output or "numbers.yaml": draft.file_text(found.numbers, head)}
    groups = draft.file_names(found.numbers, asked.by)
    return {name: group_text(numbers, head, asked.by) for name, numbers in groups.items()}


def _named(texts: dict[str, str], asked: Asked) -> dict[Path, str]:
    """The text of each file, by its path."""
    beside = asked.config.parent
    if asked.by is None:
        (text,) = texts.values()
        return {Path(asked.output) if asked.output else beside / "numbers.yaml": text}
    folder = Path(asked.output) if asked.output else beside / "numbers"
    if os.path.lexists(folder) and not folder.is_dir():
        hint = "Name a folder with -o, or leave --by out."
        raise UsageError(Problem(f'"{shown(folder)}" is no folder', None, hint))
    return {folder / name: text for name, text in texts.items()}


def _private(secrets: Secrets, asked: Asked) -> list[File]:
    if asked.env_file is None or not secrets.values:
        return []
    return [File(asked.env_file, draft.env_text(secrets.values), PRIVATE)]


def _check_targets(files: Sequence[File], chosen: Chosen, asked: Asked) -> None:
    """Raise UsageError, with all that is wrong, where a file is read, or there already."""
    read = {resolved(path) for path in chosen.inputs}
    problems, known = [], set()
    for file in files:
        target = resolved(file.path)
        if target in known:
            hint = "Give the secrets a file of their own."
            problems.append(Problem(f'"{shown(file.path)}" would be written twice', None, hint))
        elif target in read:
            hint = "Name another with -o."
            problems.append(Problem(f'"{shown(file.path)}" is a file that is read', None, hint))
        elif target.is_dir():
            hint = "Name a file, or use --by for a folder of files."
            problems.append(Problem(f'"{shown(file.path)}" is a folder', None, hint))
        elif os.path.lexists(file.path) and not asked.force:
            problems.append(Problem(f'"{shown(file.path)}" is there already', None, _FORCE))
        known.add(target)
    if problems:
        raise UsageError(*problems)


def _told(
    found: Draft, files: Sequence[File], secrets: Secrets, chosen: Chosen, asked: Asked
) -> Iterator[str]:
    """What was written, and what to type next."""
    count = len(found.numbers)
    numbers = f"{count} {inflect(count, 'number')}"
    names = [shown(file.path) for file in files]
    if files:
        where = (
            names[0] if len(names) == 1 else f"{len(names)} files in {shown(files[0].path.parent)}"
        )
        yield f"Wrote {where}: {numbers}."
    yield from _of_secrets(secrets, asked)
    if files:
        yield from _next(files, secrets, chosen, asked)


def _of_secrets(secrets: Secrets, asked: Asked) -> Iterator[str]:
    if not secrets.values:
        if asked.env_file:
            yield f"There are no secrets, so {shown(asked.env_file)} is not written."
        return
    count = len(secrets.values)
    what = inflect(count, "One secret is", f"{count} secrets are")
    if asked.env_file:
        yield f"{what} in {shown(asked.env_file)}, for you alone: keep it out of version control."
        return
    yield f"{what} left out. Set these variables, or have them written with --env-file FILE:"
    yield from (f"  {name}" for name in secrets.values)


def _next(files: Sequence[File], secrets: Secrets, chosen: Chosen, asked: Asked) -> Iterator[str]:
    yield "Next:"
    if not chosen.has_file:
        yield "  driftcheck init     # a configuration that names the declarations"
    elif missing := undeclared([file.path for file in files], chosen):
        name = f"{shown(files[0].path.parent)}/*.yaml" if asked.by else missing[0]
        yield f"  # name it under `declared` in {chosen.settings.file}: {name}"
    if asked.env_file and secrets.values:
        path = str(asked.env_file)
        path = path if "/" in path else f"./{path}"
        yield f"  set -a; . {shlex.quote(path)}; set +a"
    yield f"  {shlex.join(_check(chosen, asked))}"


def _check(chosen: Chosen, asked: Asked) -> list[str]:
    """The command that checks what was written."""
    words = ["driftcheck", "check"]
    words += [] if asked.config == DEFAULT_CONFIG else ["-c", str(asked.config)]
    words += ["--live", asked.live] if asked.live and asked.live != "-" else []
    words += ["--any-account"] if asked.any_account else []
    words += [part for text in asked.select for part in ("--select", select.shown(text))]
    return [*words, "--account", chosen.account.name] if chosen.name else words
