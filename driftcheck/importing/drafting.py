"""A live list to declarations that were read again and found to say the same."""

import os
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck import declared, draft
from driftcheck.compare import diff
from driftcheck.config import DEFAULT_CONFIG
from driftcheck.document import InputFile
from driftcheck.draft import Draft, Header, Secrets, Stated
from driftcheck.importing.chosen import Chosen
from driftcheck.model import (
    JSON,
    Declared,
    DriftcheckError,
    InputError,
    LiveList,
    Problem,
    UsageError,
)
from driftcheck.output import PRIVATE, File, filled_folder, note, tell
from driftcheck.triage import keep_matching, nothing_selected, parse_selectors, why_nothing
from driftcheck.words import inflect, utc_now

_BUG = "This is a bug in driftcheck; please report it. Nothing is written."


@dataclass(frozen=True, slots=True)
class Import:
    """What is asked of an import, of the account of a configuration, or of a list in its place.

    `url` takes the place of that of the API.
    `by` is what files are named after, None for one file. `output` is that file, or the folder,
    `-` for stdout; None is beside the configuration. The secrets go to `env_file`, if one is named.
    With `force` files that are there are replaced, and entries that cannot be declared are left
    out with `skip_invalid`. `select` keeps numbers, as `--select` does.
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
        hint = "See that it is the right account, or import numbers into it first."
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
        hint = "Fix them in the console, or leave them out with --skip-invalid."
        raise UsageError(Problem(f"{what} cannot be declared; nothing is written", None, hint))
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


def read_again(
    texts: Mapping[str, str], schema: JSON, secrets: Secrets, *, needed: bool = True
) -> Declared:
    """What files of these names and texts declare, read by the real loader before they are written.

    Variables that are not set are an error only where they are `needed`. Raises InputError, and
    OutputError where there is no temporary folder to be written to.
    """
    # The new secrets go before variables that are set.
    environ = secrets.values if needed else {**os.environ, **secrets.values}

    def write(folder: Path) -> None:
        for index, text in enumerate(texts.values()):
            # Byte for byte what will be written, line ends included.
            (folder / f"{index}.yaml").write_text(text, encoding="utf-8", newline="")

    with filled_folder(write) as folder:
        files = [InputFile(folder / f"{index}.yaml", name) for index, name in enumerate(texts)]
        return declared.load(files, schema, declared.Variables(environ, needed=needed))


def verify_draft(texts: Mapping[str, str], found: Draft, chosen: Chosen, secrets: Secrets) -> None:
    """Compare what is to be written with what is live. Raises DriftcheckError."""
    known = read_again(texts, chosen.validator.schema, secrets)
    findings = diff(known, LiveList("live", tuple(one.entry for one in found.numbers)))
    if findings:
        where = findings[0]
        message = f"the declaration of {where.phone_number} does not say what is live: {where.path}"
        raise DriftcheckError(Problem(message, None, _BUG))


def secrets_file(secrets: Secrets, path: Path | None, before: str = "") -> list[File]:
    """The file of the secrets, for its owner alone, if there are any; `before` is what it holds."""
    if path is None or not secrets.values:
        return []
    before += "\n" if before and not before.endswith("\n") else ""
    return [File(path, before + draft.env_text(secrets.values), PRIVATE)]
