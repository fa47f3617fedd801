"""`driftcheck import --update`: what is live and not declared yet, added to the declarations."""

import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck import declared, document, draft
from driftcheck.cli.drafting import drafted, group_text, header
from driftcheck.cli.listing import Chosen, fetch, selected, undeclared
from driftcheck.compare.drift import diff
from driftcheck.document.source import InputFile
from driftcheck.draft import Header, Secrets, Stated
from driftcheck.errors import DriftcheckError, InputError, Problem, UsageError
from driftcheck.model import JSON, Declaration, Declared, LiveList
from driftcheck.output.atomic import PRIVATE, File, write_all
from driftcheck.output.targets import resolved
from driftcheck.system.files import MAX_BULK_BYTES, read
from driftcheck.system.paths import shown
from driftcheck.validation.shape import configured
from driftcheck.validation.shape import read as values_of
from driftcheck.validation.validator import Validator
from driftcheck.words.plurals import inflect

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Known:
    """The declarations that there are: the text of each file, and what all of them say."""

    files: tuple[InputFile, ...]
    texts: Mapping[Path, str]
    declared: Declared

    @property
    def variables(self) -> dict[str, str | None]:
        """The variables that they name, with their values where they are set."""
        names = {name for text in self.texts.values() for name in _VARIABLE.findall(text)}
        return {name: os.environ.get(name) for name in sorted(names)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    by: str | None
    env_file: Path | None
    skip_invalid: bool
    select: tuple[str, ...] = ()


def update(chosen: Chosen, asked: Asked) -> Iterator[str]:
    """Add what is new, and say so line by line. Raises DriftcheckError, and writes nothing then."""
    known = _known(chosen)
    listed = selected(fetch(chosen.account), chosen, asked.select)
    has_new = any(name is None or name not in known.declared for name in listed.numbers)
    differing = _differing(known.declared, listed)
    if has_new or not listed.entries:
        yield from _add(listed, known, chosen, asked)
    else:
        yield f"Nothing is added: all {len(listed.entries)} live numbers are declared."
    left = len(differing)
    if left:
        numbers = inflect(left, "One declared number is", f"{left} declared numbers are")
        yield f"{numbers} not what is live, and left as declared: see driftcheck check."


def _add(listed: LiveList, known: Known, chosen: Chosen, asked: Asked) -> Iterator[str]:
    secrets = Secrets(chosen.prefix, known.variables)
    found = drafted(listed, chosen.validator, secrets, asked.skip_invalid, known.declared)
    if not found.numbers:
        yield "Nothing is added."
        return
    head = header(listed, chosen.name, secrets)
    texts = dict(_texts(found.numbers, known, head, asked.by))
    _verify(texts, known, found.numbers, chosen.validator, secrets)
    files = [File(path, text) for path, text in texts.items()]
    write_all([*files, *_private(secrets, asked.env_file, [*chosen.inputs, *known.texts, *texts])])
    for path, numbers in _by_file(found.numbers, known, asked.by).items():
        count = len(numbers)
        yield f"Added {count} {inflect(count, 'number')} to {shown(path)}."
    if missing := undeclared([file.path for file in files], chosen):
        yield f"Name them under `declared` in {chosen.settings.file}: {', '.join(missing)}."
    if secrets.values:
        where = f" They are in {shown(asked.env_file)}." if asked.env_file else ""
        yield f"Set these variables before the next check.{where}"
        yield from (f"  {name}" for name in secrets.values)


def _known(chosen: Chosen) -> Known:
    files = chosen.account.declared
    texts = {}
    for file in files:
        try:
            texts[file.path] = read(file.path, MAX_BULK_BYTES).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(f'cannot read "{file.name}"')) from error
    variables = declared.Variables(os.environ, needed=False)
    return Known(files, texts, declared.load(files, chosen.validator.schema, variables))


def _differing(known: Declared, listed: LiveList) -> set[str | None]:
    """The numbers that are declared and live, and not what they are declared to be."""
    both = {number: known[number] for number in listed.numbers if number and number in known}
    return {found.phone_number for found in diff(both, listed)} & {*both}


def _by_file(
    numbers: Sequence[Stated], known: Known, by: str | None
) -> dict[Path, Sequence[Stated]]:
    """New numbers by the file that they go to: the last one, or that of their group."""
    last = known.files[-1].path
    if by is None:
        return {last: numbers}
    homes = _homes(known, by)
    there = {draft.stem_of(file.path.name): file.path for file in reversed(known.files)}
    others = {stem for stem, path in there.items() if path in homes.values()}
    found: dict[Path, Sequence[Stated]] = {}
    for name, group in draft.file_names(numbers, by).items():
        value = draft.group_of(group[0].number, group[0].entry, by)
        stem = draft.stem_of(name)
        stem = stem if value is None else draft.free(stem, {*others, *map(_stem, found)})
        path = homes.get(value) or there.get(stem, last.parent / f"{stem}.yaml")
        found[path] = [*found.get(path, ()), *group]
    return found


def _stem(path: Path) -> str:
    return draft.stem_of(path.name)


def _homes(known: Known, by: str) -> dict[str | None, Path]:
    """The file of each group: where most of its numbers are declared."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for number, said in known.declared.items():
        value = None if said.absent else draft.group_of(number, said.fields, by)
        if value is not None:
            counts[value][said.place.file] += 1
    paths = {file.name: file.path for file in known.files}
    return {value: paths[count.most_common(1)[0][0]] for value, count in counts.items()}


def _texts(
    numbers: Sequence[Stated], known: Known, head: Header, by: str | None
) -> Iterator[tuple[Path, str]]:
    """The new text of each file that is added to, and of each that is new."""
    names = {file.path: file.name for file in known.files}
    for path, group in _by_file(numbers, known, by).items():
        if path not in known.texts:
            if os.path.lexists(path):
                hint = "Name it under `declared` in the configuration, or move it away."
                message = f'"{shown(path)}" is there already, and not declared'
                raise InputError(Problem(message, None, hint))
            yield path, group_text(group, head, by)
            continue
        text = known.texts[path]
        where = draft.slot(text, names[path])
        lines = draft.entries_text(_without(group, _defaults(text, names[path])), where.indent)
        yield path, where.filled(text, lines)


def _defaults(text: str, name: str) -> dict[str, JSON]:
    """What is declared once for a whole file, where that is one value."""
    root = document.parse(text.removeprefix("\ufeff"), name).root
    node = root.fields.get("defaults") if isinstance(root, document.Mapping) else None
    found = values_of(node) if isinstance(node, document.Mapping) else {}
    return {name: value for name, value in found.items() if not isinstance(value, (dict, list))}


def _without(numbers: Sequence[Stated], defaults: Mapping[str, JSON]) -> list[Stated]:
    """Numbers less the fields that the defaults of their file say already."""
    return [
        replace(
            one,
            fields={
                name: tree
                for name, tree in one.fields.items()
                if name not in defaults or _says_else(defaults[name], one.entry.get(name))
            },
        )
        for one in numbers
    ]


def _says_else(default: JSON, live: JSON) -> bool:
    return type(default) is not type(configured(live)) or default != configured(live)


def _private(secrets: Secrets, path: Path | None, taken: Iterable[Path]) -> list[File]:
    """The file of secrets, those that are in it kept."""
    if path is None or not secrets.values:
        return []
    if resolved(path) in set(map(resolved, taken)):
        hint = "Give the secrets a file of their own."
        raise UsageError(Problem(f'"{shown(path)}" is a file that is read', None, hint))
    before = ""
    if os.path.lexists(path):
        try:
            before = read(path).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(f'cannot read "{shown(path)}"')) from error
    before += "\n" if before and not before.endswith("\n") else ""
    return [File(path, before + draft.env_text(secrets.values), PRIVATE)]


def _verify(
    texts: Mapping[Path, str],
    known: Known,
    numbers: Sequence[Stated],
    validator: Validator,
    secrets: Secrets,
) -> None:
    """Read all files as they would be: what was declared stays, what is added is what is live."""
    variables = declared.Variables({**os.environ, **secrets.values}, needed=False)
    before = declared.Variables({**os.environ, **secrets.values}, needed=False)
    was = declared.load(known.files, validator.schema, before)
    with tempfile.TemporaryDirectory(prefix="driftcheck-") as folder:
        files = []
        paths = dict.fromkeys([*(file.path for file in known.files), *texts])
        for index, path in enumerate(paths):
            here = Path(folder) / f"{index}.yaml"
            here.write_text(texts.get(path, known.texts.get(path, "")), "utf-8", newline="")
            files.append(InputFile(here, shown(path)))
        now = declared.load(files, validator.schema, variables)
    added = {one.number for one in numbers}
    kept = {number: said for number, said in now.items() if number not in added}
    same = kept.keys() == was.keys() and all(_says(kept[n]) == _says(was[n]) for n in was)
    entries = LiveList("live", tuple(one.entry for one in numbers))
    if not same or diff({n: now[n] for n in added & now.keys()}, entries):
        message = "entries cannot be added without a change to what is declared already"
        hint = "Name a file last that can be added to, or use --by for files of their own."
        raise DriftcheckError(Problem(message, None, hint))


def _says(said: Declaration) -> tuple[object, ...]:
    return said.fields, said.metadata, said.ignore, said.absent
