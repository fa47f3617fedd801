"""`driftcheck import --update`: what is live and not declared yet, added to the declarations."""

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
    said_of_example,
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
    """New numbers by the file that they go to, with its text; `uncovered` as in `Places`."""

    by_file: Mapping[Path, Sequence[Stated]] = field(default_factory=dict)
    texts: Mapping[Path, str] = field(default_factory=dict)
    uncovered: Sequence[Path] = ()


def add_new(listed: LiveList, known: Existing, chosen: Chosen, wanted: Import) -> Iterator[str]:
    """Add what is new, and say so line by line. Raises DriftcheckError, and writes nothing then.

    Where that is `wanted`, declared values that differ are written anew in their place first.
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
    if kept or not slips:  # an empty list is another account's, or a fault
        added = _add(listed.only(kept), done.now, chosen, wanted, secrets)
    texts = {**done.texts, **added.texts}
    if done.problems and not texts:
        raise UsageError(*done.problems)
    private = env.files(secrets, [*chosen.inputs, *known.texts], chosen.database)
    files = [*(File(*each) for each in texts.items()), *private]
    known.refuse_changed(texts)
    write_all(files, known.examples)
    yield from map(said_of_example, known.examples)
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
    """What there is to add. Raises DriftcheckError where it cannot be."""
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
    """The problem of a file that is declared for other accounts, too: it would declare for all."""
    names = " and ".join([chosen.account.name, *chosen.sharing(path)])
    message = f'"{display_path(path)}" is shared by the accounts {names}'
    return Problem(message, None, "Give each account its own files under `declared`.")


def _changes(done: Rewritten, whole: LiveList, check: str) -> Iterator[str]:
    """What was changed, and what was left, where that was asked for."""
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
        yield f"{numbers} not live, and left unchanged. To see more: {check}"


def _summary(
    added: _Added, listed: LiveList, slips: Mapping[str, Slip], chosen: Chosen, wanted: Import
) -> Iterator[str]:
    """What was added, what was not, and what to type next."""
    for path, numbers in added.by_file.items():
        count = len(numbers)
        yield f"Added {count} {inflect(count, 'number')} to {display_path(path)}."
    for path in added.uncovered:
        glob = display_path(path.with_name("*.yaml"))
        yield (
            f"Their own file, {display_path(path)}, is not under `declared` in "
            f"{chosen.settings.file}; {glob} would name it."
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
        yield f"Left out: {slip.why}"
        yield "  If that is a typo, fix the declaration. If not:"
        yield f"  {wanted.words('import', '--update', chosen=chosen, also=adopt)}"


def _differing(known: Existing, listed: LiveList, check: str) -> Iterator[str]:
    """How many numbers are declared and live, and not what they are declared to be."""
    both = {n: known.declared[n] for n in listed.numbers if n and n in known.declared}
    left = len({found.phone_number for found in diff(both, listed)} & {*both})
    if left:
        numbers = inflect(left, "One declared number is", f"{left} declared numbers are")
        yield f"{numbers} different from the live number, and left unchanged. To see more: {check}"


def _texts(
    by_file: Mapping[Path, Sequence[Stated]],
    known: Existing,
    chosen: Chosen,
    head: Header,
    by: str | None,
) -> Iterator[tuple[Path, str]]:
    """The new text of each file that is added to, and of each that is new."""
    for path, group in by_file.items():
        if chosen.sharing(path):
            raise UsageError(_shared(path, chosen))
        if path not in known.texts:
            if os.path.lexists(path):
                hint = "Add it to `declared` in the configuration, or move it away."
                message = f'"{display_path(path)}" already exists, and is not declared'
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
    """Read all files as they would be: what was declared stays, what is added is what is live."""
    whole = known.shown(texts)
    now = read_again(whole, schema, {**known.environ, **secrets.values}, needed=False)
    added = {one.number for one in numbers}
    entries = LiveList("live", tuple(one.entry for one in numbers))
    same = verify_kept({n: said for n, said in now.items() if n not in added}, known.declared)
    if not same or diff({n: now[n] for n in added & now.keys()}, entries):
        message = "entries cannot be added without changing existing declarations"
        hint = "List another file last under `declared`, or use --by for separate files."
        raise DriftcheckError(Problem(message, None, hint))
