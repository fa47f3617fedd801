"""A live list to declarations that were read again and found to say the same."""

import tempfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from driftcheck import declared, draft
from driftcheck.cli.listing import note
from driftcheck.compare.drift import diff
from driftcheck.document.source import InputFile
from driftcheck.draft import Draft, Header, Secrets, Stated
from driftcheck.errors import DriftcheckError, InputError, Problem, UsageError
from driftcheck.model import LiveList
from driftcheck.output.terminal import tell
from driftcheck.validation.validator import Validator
from driftcheck.words import times
from driftcheck.words.plurals import inflect

_BUG = "This is a bug in driftcheck; please report it. Nothing is written."


def drafted(
    listed: LiveList,
    validator: Validator,
    secrets: Secrets,
    skip_invalid: bool,
    known: Container[str] = (),
) -> Draft:
    """What there is to declare beside what is `known`; what cannot be is told one by one.

    Raises InputError where there is nothing, and UsageError where something cannot be declared and
    is not to be skipped.
    """
    if not listed.entries:
        hint = "See that it is the right account, or import numbers into it first."
        raise InputError(Problem(f"{listed.source}: the live list is empty", None, hint))
    found = draft.state(listed, validator, secrets, known)
    for problem in found.problems:
        if skip_invalid:
            note(f"Left out: {problem}")
        else:
            tell(problem)
    count = len(found.problems)
    if count and not skip_invalid:
        what = inflect(count, "one entry", f"{count} entries")
        hint = "Mend them in the console, or leave them out with --skip-invalid."
        raise UsageError(Problem(f"{what} cannot be declared; nothing is written", None, hint))
    if not (found.numbers or known):
        raise InputError(Problem(f"{listed.source}: no entry can be declared"))
    for line in found.notes:
        note(f"Note: {line}.")
    return found


def header(listed: LiveList, account: str | None, secrets: Secrets) -> Header:
    """What a file of declarations that is written now says of itself."""
    return Header(listed.source, listed.fetched_at or times.now(), account, bool(secrets.values))


def group_text(numbers: Sequence[Stated], head: Header, by: str | None) -> str:
    """The text of a file for numbers that have something in common."""
    pipeline = draft.pipeline_of(numbers[0]) if by == "pipeline" else None
    return draft.file_text(numbers, replace(head, pipeline=pipeline))


def verify(texts: Mapping[str, str], found: Draft, validator: Validator, secrets: Secrets) -> None:
    """Read what is to be written, and compare it with what is live. Raises DriftcheckError."""
    variables = declared.Variables(secrets.values)
    with tempfile.TemporaryDirectory(prefix="driftcheck-") as folder:
        files = []
        for index, (name, text) in enumerate(texts.items()):
            path = Path(folder) / f"{index}.yaml"
            path.write_text(text, encoding="utf-8", newline="")
            files.append(InputFile(path, name))
        known = declared.load(files, validator.schema, variables)
    entries = tuple(one.entry for one in found.numbers)
    findings = diff(known, LiveList("live", entries))
    if findings:
        where = findings[0]
        message = f"the declaration of {where.phone_number} does not say what is live: {where.path}"
        raise DriftcheckError(Problem(message, None, _BUG))
