"""The existing declarations, which an import extends or changes."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from driftcheck import declared, document
from driftcheck.document import InputFile
from driftcheck.draft import EXAMPLE, Stated
from driftcheck.importing.chosen import Chosen
from driftcheck.model import JSON, Collector, Declaration, Declared, InputError, Problem
from driftcheck.output import filled_folder
from driftcheck.system import MAX_BULK_BYTES, display_path, read_file
from driftcheck.validation import configured
from driftcheck.validation import read as values_of

_CAME = re.compile(r"^# The list came from .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Existing:
    """The declarations of an account: the text of each file, and the declared state.

    `environ` has the variables to fill in. `examples` are unedited files from `init`; their
    declarations are ignored.
    """

    files: tuple[InputFile, ...]
    texts: Mapping[Path, str]
    declared: Declared
    environ: Mapping[str, str]
    examples: tuple[Path, ...] = ()

    @property
    def names(self) -> dict[Path, str]:
        """The displayed name of each file."""
        return {file.path: file.name for file in self.files}

    @property
    def paths(self) -> dict[str, Path]:
        """The path of each file, by its name."""
        return {file.name: file.path for file in self.files}

    def shown(self, texts: Mapping[Path, str]) -> dict[str, str]:
        """Return the text of each file by displayed name. `texts` are new or changed files."""
        return {self.names.get(p) or display_path(p): t for p, t in {**self.texts, **texts}.items()}

    def refuse_changed(self, paths: Iterable[Path]) -> None:
        """Raise InputError if one of these files has changed since it was read."""
        for path in self.texts.keys() & set(paths):
            if _read(path, self.names[path]) != self.texts[path]:
                message = f'"{self.names[path]}" was changed by another program in the meantime'
                hint = "Nothing was written. Run the command again."
                raise InputError(Problem(message, None, hint))

    @property
    def variables(self) -> Iterator[str]:
        """The variables used in the declarations."""
        for text in self.texts.values():
            yield from document.variables_in(text, dollars=False)


def read_known(chosen: Chosen, environ: Mapping[str, str] = os.environ) -> Existing:
    """Return the declarations of an account. Raises InputError if they cannot be read."""
    examples = tuple(file.path for file in chosen.account.declared if is_example(file.path))
    files = tuple(file for file in chosen.account.declared if file.path not in examples)
    texts = {file.path: _read(file.path, file.name) for file in files}
    problems = Collector()
    variables = declared.Variables(environ, needed=False, refuse=chosen.refused_variable)
    known = declared.load(files, chosen.validator.schema, variables, may_be_empty=True)
    problems.forbid(variables.refused)
    problems.finish()
    return Existing(files, texts, known, environ, examples)


def _read(path: Path, name: str) -> str:
    try:
        return read_file(path, MAX_BULK_BYTES).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(f'cannot read "{name}"')) from error


def is_example(path: Path) -> bool:
    """Return whether a file is the unedited example from `init`."""
    return text_of(path) == EXAMPLE


def is_written(path: Path, text: str) -> bool:
    """Return whether a file already has this text, except for source and time of its list."""
    before = text_of(path)
    return before is not None and _CAME.sub("", before, 1) == _CAME.sub("", text, 1)


def removal_notice(path: Path) -> str:
    """Return the message about a removed example."""
    return f"Removed {display_path(path)}, the example that init wrote."


def text_of(path: Path) -> str | None:
    """Return the text of a file, or None if it cannot be read as UTF-8."""
    try:
        return read_file(path).decode()
    except (OSError, UnicodeDecodeError):
        return None


def declared_in(path: Path, chosen: Chosen) -> Declared | None:
    """Return the declarations in a single file, or None if it is not a declarations file."""
    variables = declared.Variables(os.environ, needed=False)
    try:
        file = InputFile(path, display_path(path))
        return declared.load([file], chosen.validator.schema, variables)
    except InputError:
        return None


def read_again(
    texts: Mapping[str, str], schema: JSON, environ: Mapping[str, str], *, needed: bool = True
) -> Declared:
    """Return the declarations in texts by file name, read by the real loader.

    Unset variables are an error only if `needed`. Raises InputError, and OutputError if no
    temporary folder can be written.
    """

    def write(folder: Path) -> None:
        for index, text in enumerate(texts.values()):
            # Without `newline`, line ends would change on Windows.
            (folder / f"{index}.yaml").write_text(text, encoding="utf-8", newline="")

    with filled_folder(write) as folder:
        files = [InputFile(folder / f"{index}.yaml", name) for index, name in enumerate(texts)]
        return declared.load(files, schema, declared.Variables(environ, needed=needed))


def verify_kept(now: Declared, was: Declared) -> bool:
    """Return whether two states have the same declarations, regardless of places."""
    return now.keys() == was.keys() and all(_says(now[n]) == _says(was[n]) for n in was)


def _says(said: Declaration) -> tuple[object, ...]:
    return said.fields, said.metadata, said.ignore, said.absent


def _defaults(text: str, name: str) -> dict[str, JSON]:
    """Return the defaults of a file that are single values."""
    root = document.parse(text.removeprefix("\ufeff"), name).root
    node = root.fields.get("defaults") if isinstance(root, document.MappingNode) else None
    found = values_of(node) if isinstance(node, document.MappingNode) else {}
    return {name: value for name, value in found.items() if not isinstance(value, (dict, list))}


def beside_defaults(numbers: Sequence[Stated], text: str, name: str) -> list[Stated]:
    """Return numbers without the fields that equal the defaults of a file."""
    defaults = _defaults(text, name)
    return [
        replace(
            one,
            fields={
                name: tree
                for name, tree in one.fields.items()
                if name not in defaults or _differs(defaults[name], one.entry.get(name))
            },
        )
        for one in numbers
    ]


def _differs(default: JSON, live: JSON) -> bool:
    return type(default) is not type(configured(live)) or default != configured(live)
