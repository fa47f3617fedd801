"""`driftcheck import`: files of declarations that say what is live, which were not there before."""

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from driftcheck import draft
from driftcheck.config import DEFAULT_CONFIG
from driftcheck.draft import Draft, Secrets
from driftcheck.importing.chosen import Chosen, undeclared
from driftcheck.importing.drafting import (
    Import,
    group_text,
    header_of,
    keep_selected,
    make_draft,
    secrets_file,
    verify_draft,
)
from driftcheck.importing.home import file_beside, folder_beside
from driftcheck.model import LiveList, Problem, UsageError
from driftcheck.output import File, audience, real_path, write_all, write_stdout
from driftcheck.system import display_path, on_windows
from driftcheck.triage import display_selector
from driftcheck.words import inflect

_FORCE = "Name another with -o, or replace it with --force."


def write_new(listed: LiveList, chosen: Chosen, wanted: Import) -> Iterator[str]:
    """Write all files or none, and say so line by line. Raises DriftcheckError."""
    listed = keep_selected(listed, chosen, wanted.select)
    secrets = Secrets(chosen.prefix)
    found = make_draft(listed, chosen, secrets, skip_invalid=wanted.skip_invalid)
    texts = _texts(found, listed, chosen, wanted, secrets)
    verify_draft(texts, found, chosen, secrets)
    by_path = {} if wanted.output == "-" else _by_path(texts, chosen, wanted)
    files = [File(path, text) for path, text in by_path.items()]
    private = secrets_file(secrets, wanted.env_file)
    _check_targets([*files, *private], chosen, wanted)
    write_all([*files, *private])
    if wanted.output == "-":
        write_stdout(texts["-"])
    yield from _summary(found, files, secrets, chosen, wanted)


def _texts(
    found: Draft, listed: LiveList, chosen: Chosen, wanted: Import, secrets: Secrets
) -> dict[str, str]:
    """The text of each file, by its name; of the only one by what was asked for."""
    head = header_of(listed, chosen.name, secrets)
    if wanted.by is None:
        return {wanted.output or "numbers.yaml": draft.file_text(found.numbers, head)}
    groups = draft.file_names(found.numbers, wanted.by)
    return {name: group_text(numbers, head, wanted.by) for name, numbers in groups.items()}


def _by_path(texts: dict[str, str], chosen: Chosen, wanted: Import) -> dict[Path, str]:
    """The text of each file, by its path."""
    given = Path(wanted.output) if wanted.output else None
    beside = wanted.config.parent, chosen.account.globs if chosen.has_file else ()
    if wanted.by is None:
        (text,) = texts.values()
        return {given or file_beside(*beside): text}
    folder = given or folder_beside(*beside)
    if os.path.lexists(folder) and not folder.is_dir():
        hint = "Name a folder with -o, or leave --by out."
        raise UsageError(Problem(f'"{display_path(folder)}" is no folder', None, hint))
    return {folder / name: text for name, text in texts.items()}


def _check_targets(files: Sequence[File], chosen: Chosen, wanted: Import) -> None:
    """Raise UsageError, with all that is wrong, where a file is read, or there already."""
    read = {real_path(path) for path in chosen.inputs}
    problems, known = [], set()
    for file in files:
        target = real_path(file.path)
        if target in known:
            hint = "Give the secrets a file of their own."
            problems.append(
                Problem(f'"{display_path(file.path)}" would be written twice', None, hint)
            )
        elif target in read:
            hint = "Name another with -o."
            problems.append(
                Problem(f'"{display_path(file.path)}" is a file that is read', None, hint)
            )
        elif target.is_dir():
            hint = "Name a file, or use --by for a folder of files."
            problems.append(Problem(f'"{display_path(file.path)}" is a folder', None, hint))
        elif os.path.lexists(file.path) and not wanted.force:
            problems.append(Problem(f'"{display_path(file.path)}" is there already', None, _FORCE))
        known.add(target)
    if problems:
        raise UsageError(*problems)


def _summary(
    found: Draft, files: Sequence[File], secrets: Secrets, chosen: Chosen, wanted: Import
) -> Iterator[str]:
    """What was written, and what to type next."""
    count = len(found.numbers)
    numbers = f"{count} {inflect(count, 'number')}"
    names = [display_path(file.path) for file in files]
    if files:
        where = (
            names[0]
            if len(names) == 1
            else f"{len(names)} files in {display_path(files[0].path.parent)}"
        )
        yield f"Wrote {where}: {numbers}."
    yield from _of_secrets(secrets, wanted)
    if files:
        yield from _next(files, secrets, chosen, wanted)


def _of_secrets(secrets: Secrets, wanted: Import) -> Iterator[str]:
    if not secrets.values:
        if wanted.env_file:
            yield f"There are no secrets, so {display_path(wanted.env_file)} is not written."
        return
    count = len(secrets.values)
    what = inflect(count, "One secret is", f"{count} secrets are")
    if wanted.env_file:
        path, whom = display_path(wanted.env_file), audience(wanted.env_file)
        yield f"{what} in {path}, {whom}: keep it out of version control."
        return
    yield f"{what} left out. Set these variables, or have them written with --env-file FILE:"
    yield from (f"  {name}" for name in secrets.values)


def _next(files: Sequence[File], secrets: Secrets, chosen: Chosen, wanted: Import) -> Iterator[str]:
    yield "Next:"
    if not chosen.has_file:
        yield "  driftcheck init     # a configuration that names the declarations"
    elif missing := undeclared([file.path for file in files], chosen):
        name = f"{display_path(files[0].path.parent)}/*.yaml" if wanted.by else missing[0]
        yield f"  # name it under `declared` in {chosen.settings.file}: {name}"
    if wanted.env_file and secrets.values:
        path = wanted.env_file.as_posix()
        path = path if "/" in path else f"./{path}"
        if on_windows():
            yield "  # set these variables, in PowerShell as docs/import.md shows"
        else:
            yield f"  set -a; . {shlex.quote(path)}; set +a"
    yield f"  {shlex.join(_check(chosen, wanted))}"


def _check(chosen: Chosen, wanted: Import) -> list[str]:
    """The command that checks what was written."""
    words = ["driftcheck", "check"]
    words += [] if wanted.config == DEFAULT_CONFIG else ["-c", str(wanted.config)]
    words += ["--live", wanted.live] if wanted.live and wanted.live != "-" else []
    words += ["--url", wanted.url] if wanted.url else []
    words += ["--any-account"] if wanted.any_account else []
    shown = (display_selector(text, chosen.shape) for text in wanted.select)
    words += [part for text in shown for part in ("--select", text)]
    return [*words, "--account", chosen.account.name] if chosen.name else words
