"""`driftcheck import`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from driftcheck import draft
from driftcheck.cli.account import account_option, choose, fetch
from driftcheck.cli.options import (
    any_account_option,
    completed,
    config_option,
    env_file_option,
    flag,
    gathered,
    live_option,
    many,
    new_command,
    option,
    url_option,
)
from driftcheck.importing import Chosen, Import, add_new, read_env, read_known, write_new
from driftcheck.model import Problem, UsageError
from driftcheck.output import is_stdout, note

_FORMATS = frozenset({"csv", "html", "json", "markdown", "text", "yaml", "yml"})
"""Names that other commands and programs accept after `-o`; here they are mistakes."""


class _Source(NamedTuple):
    """The account and the source of its list."""

    config: Path
    account: str | None
    live: str | None
    url: str | None
    any_account: bool


class _Target(NamedTuple):
    """What is written, and where."""

    select: tuple[str, ...]
    by: str | None
    import_output: str | None
    force: bool
    env_file: Path | None
    skip_invalid: bool
    update: bool
    changed: bool


_SOURCE = (
    config_option(sets_variables=False),
    account_option(),
    live_option(),
    url_option(),
    any_account_option(),
)
_TARGET = (
    many(
        "select",
        "--select",
        metavar="PATH=GLOB",
        shell_complete=completed("selector"),
        help="Import only numbers whose live value matches, such as label=Sales*; null matches "
        "unset fields. Repeatable; all must match.",
    ),
    option(
        "by",
        "--by",
        type=click.Choice(draft.BY),
        help="Write a folder with one file per pipeline, provider or country.",
    ),
    option(
        "import_output",
        "-o",
        "--output",
        metavar="PATH",
        shell_complete=completed("file"),
        help="The file to write, or - for stdout; with --by, the folder. "
        "[default: numbers.yaml, or numbers/, beside the configuration]",
    ),
    flag("force", "--force", help="Replace existing files."),
    env_file_option(is_written=True),
    flag(
        "update",
        "--update",
        help="Add the numbers that are not declared yet to the existing declarations.",
    ),
    flag("changed", "--changed", help="With --update, also rewrite declared values that differ."),
    flag("skip_invalid", "--skip-invalid", help="Skip entries that cannot be declared."),
)


@new_command("import", "Write declarations of the live numbers.")
@gathered(_Source, "source", *_SOURCE, heading="The list")
@gathered(_Target, "target", *_TARGET, heading="What is written")
def command(source: _Source, target: _Target) -> int:
    """Write declarations of the numbers that are live now.

    Secrets are replaced by references to environment variables.

    Exit codes: 0 written, 1 nothing written.

    Examples:
      driftcheck import
      driftcheck import --by pipeline --env-file secrets.env
      driftcheck import --update
      driftcheck import --update --changed --select phone_number=+12025550100
    """
    path = target.import_output
    wanted = Import(
        config=source.config,
        live=source.live,
        url=source.url,
        any_account=source.any_account,
        by=target.by,
        output="-" if path and is_stdout(path) else path,
        force=target.force,
        env_file=target.env_file,
        skip_invalid=target.skip_invalid,
        select=tuple(target.select),
        changed=target.changed,
    )
    if target.changed and not target.update:
        raise UsageError(Problem("--changed needs --update", None, "Add --update."))
    for line in _add(source, wanted) if target.update else _write(source, wanted):
        note(line)
    return 0


def _write(source: _Source, wanted: Import) -> Iterator[str]:
    """Write new files. Raises DriftcheckError."""
    if wanted.output == "-" and wanted.by:
        hint = "Leave out --by, or choose a folder with -o."
        raise UsageError(
            Problem("--by writes several files, so it cannot write to stdout", None, hint)
        )
    name, _, path = (wanted.output or "").partition("=")
    if name in _FORMATS and not wanted.by:  # a folder may have such a name
        hint = f"Declarations are always YAML. Name the file: -o {path or 'numbers.yaml'}."
        raise UsageError(Problem(f'--output: "{name}" is a format, not a file', None, hint))
    chosen = _choose(source)
    return write_new(fetch(chosen), chosen, wanted)


def _add(source: _Source, wanted: Import) -> Iterator[str]:
    """Add to the declarations that the configuration names. Raises DriftcheckError."""
    if wanted.output:
        hint = "Leave out -o to add to the declared files, or --update to write new files."
        raise UsageError(Problem("--update and -o cannot be used together", None, hint))
    chosen = _choose(source, need_files=True)
    known = read_known(chosen, read_env(wanted.env_file).environ)  # before any request
    if not known.files:
        return write_new(fetch(chosen), chosen, wanted)
    return add_new(fetch(chosen), known, chosen, wanted)


def _choose(source: _Source, *, need_files: bool = False) -> Chosen:
    return choose(
        source.config,
        source.account,
        source.live,
        url=source.url,
        need_files=need_files,
        any_account=source.any_account,
    )
