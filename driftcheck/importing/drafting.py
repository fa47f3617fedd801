"""Draft declarations of a live list, and verify them by reading them again."""

import os
import shlex
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck import draft
from driftcheck.compare import diff
from driftcheck.config import DEFAULT_CONFIG, source_options
from driftcheck.draft import Draft, Header, Secrets, Stated
from driftcheck.importing.chosen import Chosen
from driftcheck.importing.existing import read_again
from driftcheck.model import (
    DriftcheckError,
    InputError,
    LiveList,
    Problem,
    UsageError,
)
from driftcheck.output import note, tell
from driftcheck.system import program
from driftcheck.triage import (
    display_selector,
    keep_matching,
    nothing_selected,
    parse_selectors,
    why_nothing,
)
from driftcheck.words import inflect, utc_now

_BUG = "This is a bug in driftcheck; please report it. Nothing was written."


@dataclass(frozen=True, slots=True)
class Import:
    """The options of an import.

    `live` is a list file and `url` a URL of the API; either replaces the configured source. `by` is
    the criterion for files in a folder, or None for one file. `output` is that file or folder, `-`
    for stdout, or None for the default next to the configuration. Secrets go to `env_file`, if
    given. With `force`, existing files are replaced. With `skip_invalid`, entries that cannot be
    declared are skipped. `select` works like `--select`. With `changed`, an update also rewrites
    values that differ.
    """

    config: Path = DEFAULT_CONFIG
    live: str | None = None
    url: str | None = None
    any_account: bool = False
    by: str | None = None
    output: str | None = None
    force: bool = False
    env_file: Path | None = None
    skip_invalid: bool = False
    select: tuple[str, ...] = ()
    changed: bool = False

    def words(self, *command: str, chosen: Chosen, also: Sequence[str] = ()) -> str:
        """Return a command line for the same account, with additional selections in `also`.

        Includes the secrets file if it exists.
        """
        words = [*command]
        words += source_options(self.config, self.live, self.url, self.any_account)
        shown = (display_selector(text, chosen.shape) for text in self.select)
        words += [part for text in (*shown, *also) for part in ("--select", text)]
        words += ["--account", chosen.account.name] if chosen.name else []
        is_there = self.env_file is not None and os.path.exists(self.env_file)
        words += ["--env-file", str(self.env_file)] if is_there else []
        return f"{program()} {shlex.join(words)}"


def keep_selected(listed: LiveList, chosen: Chosen, texts: Sequence[str]) -> LiveList:
    """Return the selected part of a list. Raises UsageError if the selection matches nothing."""
    selectors = parse_selectors(texts, chosen.shape)
    if not (selectors and listed.entries):
        return listed
    _, kept = keep_matching(selectors, {}, listed)
    if not kept.entries:
        raise UsageError(nothing_selected(texts, why_nothing(selectors, {}, listed), chosen.shape))
    return kept


def make_draft(
    listed: LiveList,
    chosen: Chosen,
    secrets: Secrets,
    *,
    skip_invalid: bool = False,
    known: Container[str] = (),
) -> Draft:
    """Return a draft of the numbers not in `known`. Reports each entry that cannot be declared.

    Raises InputError if there is nothing to declare, and UsageError if an entry cannot be declared,
    unless `skip_invalid` is set.
    """
    if not listed.entries:
        hint = "Check that it is the right account, or import numbers into it first."
        raise InputError(Problem(f"{listed.source}: the live list is empty", None, hint))
    found = draft.state(listed, chosen.validator, secrets, known)
    for problem in found.problems:
        if skip_invalid:
            note(f"Skipped: {problem}")
        else:
            tell(problem)
    count = len(found.problems)
    if count and not skip_invalid:
        what = inflect(count, "one entry", f"{count} entries")
        hint = "Fix them in the console, or skip them with --skip-invalid."
        raise UsageError(Problem(f"{what} cannot be declared; nothing was written", None, hint))
    if not (found.numbers or known):
        raise InputError(Problem(f"{listed.source}: no entries can be declared"))
    for line in found.notes:
        note(f"Note: {line}.")
    return found


def header_of(listed: LiveList, account: str | None, secrets: Secrets) -> Header:
    """Return the header of a declarations file that is written now."""
    return Header(listed.source, listed.fetched_at or utc_now(), account, bool(secrets.values))


def group_text(numbers: Sequence[Stated], head: Header, by: str | None) -> str:
    """Return the text of a file for a group of numbers."""
    pipeline = draft.pipeline_of(numbers[0]) if by == "pipeline" else None
    return draft.file_text(numbers, replace(head, pipeline=pipeline))


def verify_draft(texts: Mapping[str, str], found: Draft, chosen: Chosen, secrets: Secrets) -> None:
    """Compare the texts to write with the live numbers. Raises DriftcheckError if they differ."""
    known = read_again(texts, chosen.validator.schema, secrets.values)
    findings = diff(known, LiveList("live", tuple(one.entry for one in found.numbers)))
    if findings:
        where = findings[0]
        message = f"the declaration of {where.phone_number} would differ in {where.path}"
        raise DriftcheckError(Problem(message, None, _BUG))
