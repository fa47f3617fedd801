"""A live list to declarations that were read again and found to say the same."""

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
    """What is asked of an import, of the account of a configuration, or of a list in its place.

    `url` takes the place of that of the API.
    `by` is what files are named after, None for one file. `output` is that file, or the folder,
    `-` for stdout; None is beside the configuration. The secrets go to `env_file`, if one is named.
    With `force` files that are there are replaced, and entries that cannot be declared are left
    out with `skip_invalid`. `select` keeps numbers, as `--select` does. `changed`: an update writes
    values that differ anew.
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
        """A command line about the same account, with `also` among what is selected.

        The file of secrets is in it if it is there.
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
    """The numbers of a list that a selection keeps. Raises UsageError where it keeps none."""
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
    """What there is to declare beside what is `known`; what cannot be is reported one by one.

    Raises InputError where there is nothing, and UsageError where something cannot be declared and
    is not to be skipped.
    """
    if not listed.entries:
        hint = "Check that it is the right account, or import numbers into it first."
        raise InputError(Problem(f"{listed.source}: the live list is empty", None, hint))
    found = draft.state(listed, chosen.validator, secrets, known)
    for problem in found.problems:
        if skip_invalid:
            note(f"Left out: {problem}")
        else:
            tell(problem)
    count = len(found.problems)
    if count and not skip_invalid:
        what = inflect(count, "one entry", f"{count} entries")
        hint = "Fix them in the console, or skip them with --skip-invalid."
        raise UsageError(Problem(f"{what} cannot be declared; nothing was written", None, hint))
    if not (found.numbers or known):
        raise InputError(Problem(f"{listed.source}: no entry can be declared"))
    for line in found.notes:
        note(f"Note: {line}.")
    return found


def header_of(listed: LiveList, account: str | None, secrets: Secrets) -> Header:
    """What a file of declarations that is written now says of itself."""
    return Header(listed.source, listed.fetched_at or utc_now(), account, bool(secrets.values))


def group_text(numbers: Sequence[Stated], head: Header, by: str | None) -> str:
    """The text of a file for numbers that have something in common."""
    pipeline = draft.pipeline_of(numbers[0]) if by == "pipeline" else None
    return draft.file_text(numbers, replace(head, pipeline=pipeline))


def verify_draft(texts: Mapping[str, str], found: Draft, chosen: Chosen, secrets: Secrets) -> None:
    """Compare what is to be written with what is live. Raises DriftcheckError."""
    known = read_again(texts, chosen.validator.schema, secrets.values)
    findings = diff(known, LiveList("live", tuple(one.entry for one in found.numbers)))
    if findings:
        where = findings[0]
        message = f"the declaration of {where.phone_number} would differ from it: {where.path}"
        raise DriftcheckError(Problem(message, None, _BUG))
