"""`driftcheck fetch`."""

import os
from pathlib import Path

import click

from driftcheck.cli.account import account_option, choose, fetch
from driftcheck.cli.options import (
    ENV_FILE,
    completed,
    config_option,
    flag,
    new_command,
    option,
    url_option,
)
from driftcheck.importing import Chosen
from driftcheck.live import saved
from driftcheck.model import JSON, LiveList, Problem, UsageError
from driftcheck.output import (
    PRIVATE,
    File,
    audience,
    is_stdout,
    note,
    real_path,
    write_all,
    write_stdout,
)
from driftcheck.report import FORMATS
from driftcheck.system import display_path
from driftcheck.validation import Validator, dotted, hide_quoted, redact
from driftcheck.words import SENSITIVE, Steps, inflect, json_text


@new_command("fetch", "Save the live list to a file.")
@config_option()
@account_option()
@url_option()
@option(
    "fetch_output",
    "-o",
    "--output",
    default="-",
    show_default=True,
    metavar="FILE|-",
    shell_complete=completed("file"),
    help="The file to write, or - for stdout.",
)
@flag("with_secrets", "--with-secrets", help="Save secrets too; only you can read the file.")
@flag("force", "--force", help="Replace an existing file.")
def command(
    config: Path,
    account: str | None,
    url: str | None,
    fetch_output: str,
    with_secrets: bool,
    force: bool,
) -> int:
    """Save the live list as JSON. Other commands read it with --live FILE.

    Secrets are left out unless --with-secrets is given.

    Exit codes: 0 saved, 1 not saved.

    Examples:
      driftcheck fetch -o live.json
      driftcheck fetch --account production -o live.json --force
    """
    _refuse_format(fetch_output)
    chosen = choose(config, account, url=url)
    target = None if is_stdout(fetch_output) else Path(fetch_output)
    if target:
        _check_target(target, chosen, force)
    listed = fetch(chosen)
    text = json_text(_saved(listed, chosen, with_secrets))
    if target is None:
        write_stdout(text)
        return 0
    write_all([File(target, text, PRIVATE if with_secrets else None)])
    count = len(listed.entries)
    numbers = f"{count} {inflect(count, 'entry', 'entries')}"
    secrets = f"with secrets, {audience(target)}" if with_secrets else "without secrets"
    note(f"Wrote {display_path(target)}: {numbers}, {secrets}.")
    return 0


def _refuse_format(text: str) -> None:
    """Raise UsageError if `-o` is given a format, as other commands accept."""
    name, _, path = text.partition("=")
    if name in FORMATS:
        hint = f"Name the file: -o {path or 'live.json'}."
        raise UsageError(Problem(f'--output: "{name}" is a format, not a file', None, hint))


def _check_target(target: Path, chosen: Chosen, force: bool) -> None:
    """Raise UsageError if the target is an input or already exists, before any request."""
    named = click.get_current_context().meta.get(ENV_FILE)
    if real_path(target) in set(map(real_path, [*chosen.inputs, *([named] if named else [])])):
        hint = "Choose another with -o."
        raise UsageError(
            Problem(f'"{display_path(target)}" is an input of this command', None, hint)
        )
    if os.path.lexists(target) and not force:
        hint = "Choose another with -o, or replace it with --force."
        raise UsageError(Problem(f'"{display_path(target)}" already exists', None, hint))


def _saved(listed: LiveList, chosen: Chosen, with_secrets: bool) -> JSON:
    """Return the document to save. Raises UsageError if a list without secrets is not valid."""
    numbers = list(listed.entries)
    if not with_secrets:
        numbers = [_without_secrets(entry, chosen.validator) for entry in numbers]
    quoting = not with_secrets and any(hide_quoted(one) != one for one in listed.entries)
    return saved.to_json(listed, numbers, chosen.account.name, quoting=quoting)


def _without_secrets(entry: JSON, validator: Validator) -> JSON:
    """Return an entry without secrets. Keeps the phone number, which comparisons need."""
    shown_entry = redact(entry)
    if isinstance(entry, dict) and "phone_number" in entry:
        shown_entry["phone_number"] = hide_quoted(entry["phone_number"])
    if shown_entry == entry or _faulty(shown_entry, validator) == _faulty(entry, validator):
        return shown_entry
    if not validator.is_valid(entry):  # a text marker would hide or change its type errors
        return _typed(entry, shown_entry)
    fault = next(iter(validator.faults(shown_entry)))
    message = f"{dotted(fault.path)} is never shown, and the entry would not be valid without it"
    hint = "Save the list with its secrets: --with-secrets."
    raise UsageError(Problem(message, None, hint))


def _faulty(entry: JSON, validator: Validator) -> frozenset[Steps]:
    return frozenset(fault.path for fault in validator.faults(entry))


def _typed(value: JSON, shown_value: JSON) -> JSON:
    """Return a value without secrets, of the same types: 0 for a number, {} for an object."""
    if shown_value == SENSITIVE and not isinstance(value, str):
        return type(value)()
    if isinstance(value, dict):
        pairs = zip(value.values(), shown_value.items(), strict=True)
        return {name: _typed(part, shown_part) for part, (name, shown_part) in pairs}
    if isinstance(value, list):
        return [_typed(*pair) for pair in zip(value, shown_value, strict=True)]
    return shown_value
