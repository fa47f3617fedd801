"""`driftcheck import`: write new declaration files for the live numbers."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from driftcheck import draft
from driftcheck.draft import Draft, Secrets
from driftcheck.importing.chosen import Chosen, undeclared
from driftcheck.importing.drafting import (
    Import,
    group_text,
    header_of,
    keep_selected,
    make_draft,
    verify_draft,
)
from driftcheck.importing.envfile import read_env
from driftcheck.importing.existing import is_example, is_written, removal_notice
from driftcheck.importing.home import file_beside, folder_beside
from driftcheck.importing.stale import Stale, examples_beside, find_stale
from driftcheck.model import LiveList, Problem, UsageError
from driftcheck.output import File, real_path, write_all, write_stdout
from driftcheck.system import display_path
from driftcheck.words import counted, inflect

_FORCE = "Choose another with -o, or replace it with --force."


def write_new(listed: LiveList, chosen: Chosen, wanted: Import) -> Iterator[str]:
    """Write all files or none, and yield lines that report it. Raises DriftcheckError."""
    live = {number for number in listed.numbers if number}
    listed = keep_selected(listed, chosen, wanted.select)
    env = read_env(wanted.env_file)
    secrets = env.secrets(chosen.prefix)
    found = make_draft(listed, chosen, secrets, skip_invalid=wanted.skip_invalid)
    texts = _texts(found, listed, chosen, wanted, secrets)
    verify_draft(texts, found, chosen, secrets)
    by_path = {} if wanted.output == "-" else _by_path(texts, chosen, wanted)
    files = [File(path, text) for path, text in by_path.items()]
    _check_targets(files, chosen, wanted)
    private = env.files(secrets, chosen.inputs, chosen.database)
    stale = _stale(files, found, live, chosen, wanted)
    examples = examples_beside(file.path for file in files)
    fresh = [file for file in files if not is_written(file.path, file.text)]
    write_all([*fresh, *private], [*stale.gone, *examples])
    if wanted.output == "-":
        write_stdout(texts["-"])
    yield from _summary(found, files, fresh)
    yield from map(removal_notice, examples)
    yield from (f"Removed {display_path(path)}, which is out of date." for path in stale.gone)
    yield from stale.notes
    yield from env.summary(secrets, private)
    if files:
        yield from _next(files, chosen, wanted)


def _stale(
    files: Sequence[File], found: Draft, live: set[str], chosen: Chosen, wanted: Import
) -> Stale:
    """Return the files of an earlier import. Raises UsageError if they conflict with new ones."""
    if not (wanted.by and files):
        return Stale()
    targets = {file.path for file in files}
    new = {one.number for one in found.numbers}
    whole = not wanted.select
    stale = find_stale(targets, new, live, chosen, force=wanted.force, whole=whole)
    if stale.problems:
        raise UsageError(*stale.problems)
    return stale


def _texts(
    found: Draft, listed: LiveList, chosen: Chosen, wanted: Import, secrets: Secrets
) -> dict[str, str]:
    """Return the text of each file by name. The key of a single file is the output, if given."""
    head = header_of(listed, chosen.name, secrets)
    if wanted.by is None:
        return {wanted.output or "numbers.yaml": draft.file_text(found.numbers, head)}
    groups = draft.file_names(found.numbers, wanted.by)
    return {name: group_text(numbers, head, wanted.by) for name, numbers in groups.items()}


def _by_path(texts: dict[str, str], chosen: Chosen, wanted: Import) -> dict[Path, str]:
    """Return the text of each file by path."""
    given = Path(wanted.output) if wanted.output else None
    beside = wanted.config.parent, chosen.account.globs if chosen.has_file else ()
    if wanted.by is None:
        (text,) = texts.values()
        return {given or file_beside(*beside): text}
    folder = given or folder_beside(*beside)
    if os.path.lexists(folder) and not folder.is_dir():
        hint = "Choose a folder with -o, or leave out --by."
        raise UsageError(Problem(f'"{display_path(folder)}" is not a folder', None, hint))
    return {folder / name: text for name, text in texts.items()}


def _check_targets(files: Sequence[File], chosen: Chosen, wanted: Import) -> None:
    """Raise UsageError that lists all targets that are inputs, folders or existing files."""
    read = {real_path(path) for path in chosen.inputs}
    hint_if_there = _hint_if_there(chosen, wanted)
    problems = []
    for file in files:
        target = real_path(file.path)
        if target in read:
            hint = "Choose another with -o."
            problems.append(
                Problem(f'"{display_path(file.path)}" is an input of this command', None, hint)
            )
        elif target.is_dir():
            hint = "Choose a file, or use --by to write a folder of files."
            problems.append(Problem(f'"{display_path(file.path)}" is a folder', None, hint))
        elif os.path.lexists(file.path) and not (wanted.force or is_example(file.path)):
            message = f'"{display_path(file.path)}" already exists'
            problems.append(Problem(message, None, hint_if_there))
    if problems:
        raise UsageError(*problems)


def _hint_if_there(chosen: Chosen, wanted: Import) -> str:
    """Return a hint for existing files. It prefers an update to replacing them."""
    if not chosen.has_file or wanted.output:
        return _FORCE
    update = wanted.words("import", "--update", chosen=chosen)
    return f"To add new numbers: {update}. To replace the file: --force."


def _summary(found: Draft, files: Sequence[File], fresh: Sequence[File]) -> Iterator[str]:
    """Yield a line on what was written. Files with the same content are not written."""
    names = [display_path(file.path) for file in fresh or files]
    if not files:
        return
    folder = display_path(files[0].path.parent)
    where = names[0] if len(names) == 1 else f"{len(names)} files in {folder}"
    numbers = counted(len(found.numbers), "number")
    if not fresh:
        yield f"Nothing changed: {numbers} in {where}."
    elif len(fresh) < len(files):
        count = len(files) - len(fresh)
        others = f"{counted(count, 'other file')} {inflect(count, 'is', 'are')} unchanged"
        yield f"Wrote {where}: {numbers}; {others}."
    else:
        yield f"Wrote {where}: {numbers}."


def _next(files: Sequence[File], chosen: Chosen, wanted: Import) -> Iterator[str]:
    yield "Next:"
    if not chosen.has_file:
        yield "  driftcheck init     # writes a configuration for the declarations"
    elif missing := undeclared([file.path for file in files], chosen):
        name = f"{display_path(files[0].path.parent)}/*.yaml" if wanted.by else missing[0]
        yield f"  # add this to `declared` in {chosen.settings.file}: {name}"
    yield f"  {wanted.words('check', chosen=chosen)}"
