"""`driftcheck import --update`: add undeclared live numbers to the declarations."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck import draft
from driftcheck.compare import diff
from driftcheck.draft import Header, Secrets, Stated
from driftcheck.importing.arranged import Places
from driftcheck.importing.changed import Rewritten, change_values
from driftcheck.importing.chosen import Chosen, undeclared
from driftcheck.importing.drafting import (
    Import,
    group_text,
    header_of,
    keep_selected,
    make_draft,
)
from driftcheck.importing.envfile import read_env
from driftcheck.importing.existing import (
    Existing,
    beside_defaults,
    read_again,
    removal_notice,
    verify_kept,
)
from driftcheck.importing.slips import Slip, find_slips
from driftcheck.model import (
    JSON,
    DriftcheckError,
    InputError,
    LiveList,
    Problem,
    UsageError,
)
from driftcheck.output import File, write_all
from driftcheck.system import display_path
from driftcheck.words import counted, inflect


@dataclass(slots=True)
class _Added:
    """New numbers by file, and the new text of each file; `uncovered` as in `Places`."""

    by_file: Mapping[Path, Sequence[Stated]] = field(default_factory=dict)
    texts: Mapping[Path, str] = field(default_factory=dict)
    uncovered: Sequence[Path] = ()


def add_new(listed: LiveList, known: Existing, chosen: Chosen, wanted: Import) -> Iterator[str]:
    """Add new numbers, and yield lines that report it. Writes all files or none.

    If `wanted`, also rewrite declared values that differ. Raises DriftcheckError.
    """
    whole, listed = listed, keep_selected(listed, chosen, wanted.select)
    env = read_env(wanted.env_file)
    secrets = env.secrets(chosen.prefix, known.variables)
    done = Rewritten(known)
    if wanted.changed:
        done = change_values(listed, whole, known, chosen, secrets)
    slips = find_slips(listed, whole, known.declared, wanted.select)
    kept = [n for n, number in enumerate(listed.numbers) if number not in slips]
    added = _Added()
    if kept or not slips:  # an empty list raises an error below
        added = _add(listed.only(kept), done.now, chosen, wanted, secrets)
    texts = {**done.texts, **added.texts}
    if done.problems and not texts:
        raise UsageError(*done.problems)
    private = env.files(secrets, [*chosen.inputs, *known.texts], chosen.database)
    files = [*(File(*each) for each in texts.items()), *private]
    known.refuse_changed(texts)
    write_all(files, known.examples)
    yield from map(removal_notice, known.examples)
    check = wanted.words("check", chosen=chosen)
    if wanted.changed:
        yield from _changes(done, whole, check)
    yield from _summary(added, listed, slips, chosen, wanted)
    if not wanted.changed:
        yield from _differing(known, listed, check)
    if secrets.values:
        yield from env.summary(secrets, files)


def _add(
    listed: LiveList, known: Existing, chosen: Chosen, wanted: Import, secrets: Secrets
) -> _Added:
    """Return the numbers and texts to add. Raises DriftcheckError if that is impossible."""
    if listed.entries and all(number in known.declared for number in listed.numbers):
        return _Added()
    found = make_draft(
        listed, chosen, secrets, skip_invalid=wanted.skip_invalid, known=known.declared
    )
    if not found.numbers:
        return _Added()
    usable = [file.path for file in known.files if not chosen.sharing(file.path)]
    if not usable:
        raise UsageError(_shared(known.files[-1].path, chosen))
    head = header_of(listed, chosen.name, secrets)
    places = Places(known, usable, chosen.covers_alone, wanted.by)
    by_file = places.by_file(found.numbers)
    texts = dict(_texts(by_file, known, chosen, head, places.by))
    _verify(texts, known, found.numbers, chosen.validator.schema, secrets)
    return _Added(by_file, texts, places.uncovered)


def _shared(path: Path, chosen: Chosen) -> Problem:
    """Return the problem of a file shared by accounts, where a number would be added to all."""
    names = " and ".join([chosen.account.name, *chosen.sharing(path)])
    message = f'"{display_path(path)}" is shared by the accounts {names}'
    return Problem(message, None, "Give each account its own files under `declared`.")


def _changes(done: Rewritten, whole: LiveList, check: str) -> Iterator[str]:
    """Yield lines on the values that were changed and those that were not."""
    for path, made in done.made.items():
        values = counted(sum(map(len, made.values())), "value")
        numbers = counted(len(made), "number")
        yield f"Changed {values} of {numbers} in {display_path(path)}."
    for problem in done.problems:
        yield f"Left unchanged: {problem}.{f' {problem.hint}' if problem.hint else ''}"
    if not (done.made or done.problems):
        yield "Nothing was changed: no live number differs from its declaration."
    live, known = set(whole.numbers), done.now.declared
    count = sum(not said.absent and number not in live for number, said in known.items())
    if count:
        numbers = inflect(count, "One declared number is", f"{count} declared numbers are")
        was = inflect(count, "was", "were")
        yield f"{numbers} not live and {was} left unchanged. For details: {check}"


def _summary(
    added: _Added, listed: LiveList, slips: Mapping[str, Slip], chosen: Chosen, wanted: Import
) -> Iterator[str]:
    """Yield lines on the numbers that were added or skipped, and what to type next."""
    for path, numbers in added.by_file.items():
        count = len(numbers)
        yield f"Added {count} {inflect(count, 'number')} to {display_path(path)}."
    for path in added.uncovered:
        glob = display_path(path.with_name("*.yaml"))
        yield (
            f"A separate file, {display_path(path)}, is not under `declared` in "
            f"{chosen.settings.file}; {glob} would include it."
        )
    if not added.by_file:
        count = len(listed.entries)
        known = inflect(count, "the live number is", f"all {count} live numbers are")
        is_known = not slips and all(listed.numbers)
        yield f"Nothing was added{f': {known} declared' if is_known else ''}."
    if missing := undeclared(added.texts, chosen):
        yield f"Add them to `declared` in {chosen.settings.file}: {', '.join(missing)}."
    for slip in slips.values():
        adopt = [f"phone_number={slip.number}"]
        yield f"Skipped: {slip.why}"
        yield "  If this is a typo, fix the declaration. Otherwise:"
        yield f"  {wanted.words('import', '--update', chosen=chosen, also=adopt)}"


def _differing(known: Existing, listed: LiveList, check: str) -> Iterator[str]:
    """Yield a line with the count of live numbers that differ from their declaration."""
    both = {n: known.declared[n] for n in listed.numbers if n and n in known.declared}
    left = len({found.phone_number for found in diff(both, listed)} & {*both})
    if left:
        one = "One declared number differs from the live number and was"
        several = f"{left} declared numbers differ from the live numbers and were"
        yield f"{inflect(left, one, several)} left unchanged. For details: {check}"


def _texts(
    by_file: Mapping[Path, Sequence[Stated]],
    known: Existing,
    chosen: Chosen,
    head: Header,
    by: str | None,
) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each extended or new file."""
    for path, group in by_file.items():
        if chosen.sharing(path):
            raise UsageError(_shared(path, chosen))
        if path not in known.texts:
            if os.path.lexists(path):
                hint = "Add it to `declared` in the configuration, or move it away."
                message = f'"{display_path(path)}" already exists but is not under `declared`'
                raise InputError(Problem(message, None, hint))
            yield path, group_text(group, head, by)
            continue
        text, name = known.texts[path], known.names[path]
        where = draft.slot(text, name)
        lines = draft.entries_text(beside_defaults(group, text, name), where.indent)
        yield path, where.filled(text, lines)


def _verify(
    texts: Mapping[Path, str],
    known: Existing,
    numbers: Sequence[Stated],
    schema: JSON,
    secrets: Secrets,
) -> None:
    """Read all files as they would be written, and compare them with the live numbers.

    Raises DriftcheckError if an existing declaration would change or a new one would differ.
    """
    whole = known.shown(texts)
    now = read_again(whole, schema, {**known.environ, **secrets.values}, needed=False)
    added = {one.number for one in numbers}
    entries = LiveList("live", tuple(one.entry for one in numbers))
    same = verify_kept({n: said for n, said in now.items() if n not in added}, known.declared)
    if not same or diff({n: now[n] for n in added & now.keys()}, entries):
        message = "entries cannot be added without changing existing declarations"
        hint = "List another file last under `declared`, or use --by for separate files."
        raise DriftcheckError(Problem(message, None, hint))
