"""`driftcheck import --update`: what is live and not declared yet, added to the declarations."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck import declared, document, draft
from driftcheck.compare import diff
from driftcheck.document import InputFile
from driftcheck.draft import Header, Secrets, Stated
from driftcheck.importing.chosen import Chosen, undeclared
from driftcheck.importing.drafting import (
    Import,
    group_text,
    header_of,
    keep_selected,
    make_draft,
    read_again,
    secrets_file,
)
from driftcheck.model import (
    JSON,
    Collector,
    Declaration,
    Declared,
    DriftcheckError,
    InputError,
    LiveList,
    Problem,
    UsageError,
)
from driftcheck.output import File, real_path, write_all
from driftcheck.system import MAX_BULK_BYTES, display_path, read_file
from driftcheck.validation import configured
from driftcheck.validation import read as values_of
from driftcheck.words import inflect

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Existing:
    """The declarations that there are: the text of each file, and what all of them say."""

    files: tuple[InputFile, ...]
    texts: Mapping[Path, str]
    declared: Declared

    @property
    def variables(self) -> dict[str, str | None]:
        """The variables that they name, with their values where they are set."""
        names = {name for text in self.texts.values() for name in _VARIABLE.findall(text)}
        return {name: os.environ.get(name) for name in sorted(names)}


def add_new(listed: LiveList, known: Existing, chosen: Chosen, wanted: Import) -> Iterator[str]:
    """Add what is new, and say so line by line. Raises DriftcheckError, and writes nothing then."""
    listed = keep_selected(listed, chosen, wanted.select)
    has_new = any(name is None or name not in known.declared for name in listed.numbers)
    differing = _differing(known.declared, listed)
    if has_new or not listed.entries:
        yield from _add(listed, known, chosen, wanted)
    else:
        yield f"Nothing is added: all {len(listed.entries)} live numbers are declared."
    left = len(differing)
    if left:
        numbers = inflect(left, "One declared number is", f"{left} declared numbers are")
        yield f"{numbers} not what is live, and left as declared: see driftcheck check."


def _add(listed: LiveList, known: Existing, chosen: Chosen, wanted: Import) -> Iterator[str]:
    secrets = Secrets(chosen.prefix, known.variables)
    found = make_draft(
        listed, chosen, secrets, skip_invalid=wanted.skip_invalid, known=known.declared
    )
    if not found.numbers:
        yield "Nothing is added."
        return
    head = header_of(listed, chosen.name, secrets)
    texts = dict(_texts(found.numbers, known, head, wanted.by))
    _verify(texts, known, found.numbers, chosen.validator.schema, secrets)
    files = [File(path, text) for path, text in texts.items()]
    private = _secrets(secrets, wanted.env_file, [*chosen.inputs, *known.texts, *texts])
    write_all([*files, *private])
    for path, numbers in _by_file(found.numbers, known, wanted.by).items():
        count = len(numbers)
        yield f"Added {count} {inflect(count, 'number')} to {display_path(path)}."
    if missing := undeclared([file.path for file in files], chosen):
        yield f"Name them under `declared` in {chosen.settings.file}: {', '.join(missing)}."
    if secrets.values:
        where = f" They are in {display_path(wanted.env_file)}." if wanted.env_file else ""
        yield f"Set these variables before the next check.{where}"
        yield from (f"  {name}" for name in secrets.values)


def read_known(chosen: Chosen) -> Existing:
    """The declarations of an account. Raises InputError where they cannot be read."""
    files = chosen.account.declared
    texts = {}
    for file in files:
        try:
            texts[file.path] = read_file(file.path, MAX_BULK_BYTES).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(f'cannot read "{file.name}"')) from error
    problems = Collector()
    variables = declared.Variables(os.environ, needed=False, refuse=chosen.refused_variable)
    known = declared.load(files, chosen.validator.schema, variables)
    problems.forbid(variables.refused)
    problems.finish()
    return Existing(files, texts, known)


def _differing(known: Declared, listed: LiveList) -> set[str | None]:
    """The numbers that are declared and live, and not what they are declared to be."""
    both = {number: known[number] for number in listed.numbers if number and number in known}
    return {found.phone_number for found in diff(both, listed)} & {*both}


def _by_file(
    numbers: Sequence[Stated], known: Existing, by: str | None
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


def _homes(known: Existing, by: str) -> dict[str | None, Path]:
    """The file of each group: where most of its numbers are declared."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for number, said in known.declared.items():
        value = None if said.absent else draft.group_of(number, said.fields, by)
        if value is not None:
            counts[value][said.place.file] += 1
    paths = {file.name: file.path for file in known.files}
    return {value: paths[count.most_common(1)[0][0]] for value, count in counts.items()}


def _texts(
    numbers: Sequence[Stated], known: Existing, head: Header, by: str | None
) -> Iterator[tuple[Path, str]]:
    """The new text of each file that is added to, and of each that is new."""
    names = {file.path: file.name for file in known.files}
    for path, group in _by_file(numbers, known, by).items():
        if path not in known.texts:
            if os.path.lexists(path):
                hint = "Name it under `declared` in the configuration, or move it away."
                message = f'"{display_path(path)}" is there already, and not declared'
                raise InputError(Problem(message, None, hint))
            yield path, group_text(group, head, by)
            continue
        text = known.texts[path]
        where = draft.slot(text, names[path])
        lines = draft.entries_text(
            _drop_defaults(group, _defaults(text, names[path])), where.indent
        )
        yield path, where.filled(text, lines)


def _defaults(text: str, name: str) -> dict[str, JSON]:
    """What is declared once for a whole file, where that is one value."""
    root = document.parse(text.removeprefix("\ufeff"), name).root
    node = root.fields.get("defaults") if isinstance(root, document.MappingNode) else None
    found = values_of(node) if isinstance(node, document.MappingNode) else {}
    return {name: value for name, value in found.items() if not isinstance(value, (dict, list))}


def _drop_defaults(numbers: Sequence[Stated], defaults: Mapping[str, JSON]) -> list[Stated]:
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


def _secrets(secrets: Secrets, path: Path | None, taken: Iterable[Path]) -> list[File]:
    """The file of secrets, those that are in it kept."""
    if path is None or not secrets.values:
        return []
    if real_path(path) in set(map(real_path, taken)):
        hint = "Give the secrets a file of their own."
        raise UsageError(Problem(f'"{display_path(path)}" is a file that is read', None, hint))
    before = ""
    if os.path.lexists(path):
        try:
            before = read_file(path).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(f'cannot read "{display_path(path)}"')) from error
    return secrets_file(secrets, path, before)


def _verify(
    texts: Mapping[Path, str],
    known: Existing,
    numbers: Sequence[Stated],
    schema: JSON,
    secrets: Secrets,
) -> None:
    """Read all files as they would be: what was declared stays, what is added is what is live."""
    before = declared.Variables({**os.environ, **secrets.values}, needed=False)
    was = declared.load(known.files, schema, before)
    paths = dict.fromkeys([*(file.path for file in known.files), *texts])
    whole = {display_path(path): texts.get(path, known.texts.get(path, "")) for path in paths}
    now = read_again(whole, schema, secrets, needed=False)
    added = {one.number for one in numbers}
    kept = {number: said for number, said in now.items() if number not in added}
    same = kept.keys() == was.keys() and all(_says(kept[n]) == _says(was[n]) for n in was)
    entries = LiveList("live", tuple(one.entry for one in numbers))
    if not same or diff({n: now[n] for n in added & now.keys()}, entries):
        message = "entries cannot be added without a change to what is declared already"
        hint = "Name a file last that can be added to, or use --by for files of their own."
        raise DriftcheckError(Problem(message, None, hint))


def _says(declaration: Declaration) -> tuple[object, ...]:
    return declaration.fields, declaration.metadata, declaration.ignore, declaration.absent
