"""Find the files that a configuration names: by path, by glob, or as `builtin:NAME`."""

import os
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from driftcheck import document
from driftcheck.document import (
    BUILTIN,
    NULLS,
    ODD_NULLS,
    Document,
    FilledDocument,
    Filler,
    InputFile,
    Node,
    Scalar,
    builtin,
)
from driftcheck.model import JSON, Collector, Place
from driftcheck.system import builtin_packs, denied, display_path
from driftcheck.words import did_you_mean, nearest

_SEVERAL = ("declared", "policies", "waivers")
_MOST = 1000  # entries of a folder to look at
_VARIABLE = re.compile(r"\$\{[^{}]*\}")


def _is_plain_folder(path: Path) -> bool:
    return os.path.isdir(path) and not path.suffix


def _is_glob(pattern: str) -> bool:
    return any(sign in pattern for sign in "*?[")


def _meant(pattern: str, whole: Path, is_pack: bool) -> str | None:
    """Return a hint at the file that may be meant by a missing path."""
    if is_pack and pattern in builtin_packs():
        return f'Did you mean "{BUILTIN}{pattern}"?'
    try:
        names = {Path(name).stem: name for name in islice(os.listdir(whole.parent), _MOST)}
    except (OSError, ValueError):  # a NUL in the name
        return None
    close = nearest(whole.stem, names)
    return f'Did you mean "{Path(pattern).with_name(names[close]).as_posix()}"?' if close else None


class Finder:
    """Finds the files that a configuration names, and adds errors to `problems`.

    `within` is the path of the section that names the files.
    """

    def __init__(
        self,
        source: Document,
        folder: Path,
        problems: Collector,
        fill: Filler,
        within: document.Path_ = (),
    ) -> None:
        self.source = source
        self.folder = folder
        self.problems = problems
        self.fill = fill
        self.within = within
        self.missed: set[str] = set()
        """The keys of lists with items that named no file."""

    def locate(self, path: document.Path_) -> Place:
        """Return the place of the value at a path, or of its nearest existing parent."""
        return self.source.locate((*self.within, *path))

    def files(
        self, key: str, items: Iterable[JSON], common: Iterable[InputFile] = ()
    ) -> tuple[InputFile, ...]:
        """Return the files named by a list of paths and globs, in order and without duplicates.

        The files in `common` come first.
        """
        found = {file.path.resolve(): file for file in common}
        for index, item in enumerate(items):
            named = self._item(item, (key, index))
            if not named:
                self.missed.add(key)
            for file in named:
                first = found.setdefault(file.path.resolve(), file)
                # Globs may overlap, but a pack with two sets of parameters is ambiguous.
                if first is not file and (first.given or file.given):
                    place = self.locate((key, index))
                    hint = "Use a pack once, with or without parameters."
                    self.problems.add(f'"{file.name}" is used twice', place, hint)
        return tuple(found.values())

    def _item(self, item: JSON, path: document.Path_) -> list[InputFile]:
        if isinstance(item, str):
            return [] if self.is_unfilled(path) else self.matches(item, path)
        path = (*path, "pack")
        files = [] if self.is_unfilled(path) else self.matches(item["pack"], path)
        if len(files) > 1:
            hint = "Parameters belong to one pack; name its file."
            place = self.locate(path)
            self.problems.add(f'"{item["pack"]}" matches {len(files)} files', place, hint)
        given = document.find_node(self.source.root, (*self.within, *path[:-1], "with"))
        return [InputFile(file.path, file.name, self._given(given)) for file in files]

    def _given(self, node: Node | None) -> Document | None:
        if not isinstance(node, document.MappingNode):
            return None
        filled = {name: _fill_node(child, self.fill) for name, child in node.fields.items()}
        left = [name for name, child in filled.items() if is_unfilled(child, self.fill)]
        fields = {name: child for name, child in filled.items() if name not in left}
        given = Document(self.source.name, node._replace(fields=fields))
        return FilledDocument.of(given, self.fill.filled)

    def is_unfilled(self, path: document.Path_) -> bool:
        """Return whether the value at a path has an unset variable, which is already reported."""
        node = document.find_node(self.source.root, (*self.within, *path))
        return node is not None and is_unfilled(node, self.fill)

    def one(self, name: str, path: document.Path_) -> InputFile | None:
        """Return the file at a path without globs, or None if it is missing."""
        if self.is_unfilled(path):
            return None
        whole = self.folder / name
        if not os.path.isfile(whole):
            self.problems.add(*self.nothing(name, whole, path))
            return None
        return InputFile(whole, display_path(whole))

    def matches(self, pattern: str, path: document.Path_) -> list[InputFile]:
        """Return the files of one path or glob, found at `path` in the configuration."""
        if path[0] == "policies" and pattern.startswith(BUILTIN):
            return self._builtin(pattern, path)
        whole = self.folder / pattern
        if os.path.isfile(whole):
            return [InputFile(whole, display_path(whole))]
        from driftcheck.system import Globber  # only needed for globs

        globber = Globber(self.folder)
        files = globber.expand(pattern)
        found = [InputFile(file, display_path(file)) for file in files if os.path.isfile(file)]
        place = self.locate(path)
        for error in globber.denied:
            message = (
                f'cannot read the folder "{display_path(Path(error.filename))}": {error.strerror}'
            )
            hint = "Write a glob that does not match it."
            self.problems.add(message, place, hint)
        noted = globber.denied or (_is_glob(pattern) and self._note_skipped(files, place))
        if not (found or noted):
            self.problems.add(*self.nothing(pattern, whole, path))
        return found

    def _note_skipped(self, files: list[Path], place: Place) -> bool:
        """Report matches of a glob that are not files; skipping them could hide drift."""
        skipped = [file for file in files if not (os.path.isfile(file) or _is_plain_folder(file))]
        for file in skipped:
            hint = "Remove it, or write a glob that does not match it."
            self.problems.add(f'"{display_path(file)}" is not a file that can be read', place, hint)
        return bool(skipped)

    def nothing(
        self, pattern: str, whole: Path, path: document.Path_
    ) -> tuple[str, Place, str | None]:
        """Return message, place and hint for a path or glob without a file."""
        place = self.locate(path)
        folder = self.folder.resolve()
        if _is_glob(pattern):
            return f'"{pattern}" matches no file', place, f'Paths are relative to "{folder}".'
        if os.path.isdir(whole):
            hint = f'Write "{pattern.rstrip("/")}/*.yaml".' if path[0] in _SEVERAL else None
            return f'"{display_path(whole)}" is a folder', place, hint
        if os.path.exists(whole):
            return f'"{display_path(whole)}" is a pipe or a device, not a file', place, None
        if reason := denied(whole):
            return f'cannot read "{display_path(whole)}": {reason}', place, None
        hint = _meant(pattern, whole, path[0] == "policies") or f'Paths are relative to "{folder}".'
        return f'there is no file "{display_path(whole)}"', place, hint

    def _builtin(self, pattern: str, path: document.Path_) -> list[InputFile]:
        pack = builtin(pattern)
        if pack is None:
            hint = did_you_mean(pattern, [BUILTIN + name for name in builtin_packs()])
            self.problems.add(f'there is no pack "{pattern}"', self.locate(path), hint)
        return [pack] if pack else []


def _fill_node(node: Node, fill: Filler) -> Node:
    """Return a node with environment variables filled in.

    A value that is a single variable is typed by the variable's text, as if it were unquoted.
    """
    if isinstance(node, Scalar):
        if "$" not in node.text:
            return node
        text, whole = fill(node), _VARIABLE.fullmatch(node.text) is not None
        typed = text not in NULLS and text not in ODD_NULLS  # a variable cannot be null
        return node._replace(text=text, plain=(node.plain or whole) and typed)
    if isinstance(node, document.SequenceNode):
        return node._replace(items=[_fill_node(item, fill) for item in node.items])
    fields = {name: _fill_node(child, fill) for name, child in node.fields.items()}
    return node._replace(fields=fields)


def is_unfilled(node: Node, fill: Filler) -> bool:
    """Return whether a node has an unset variable, which is already reported."""
    if isinstance(node, Scalar):
        return (node.line, node.column) in fill.unfilled
    parts = node.items if isinstance(node, document.SequenceNode) else node.fields.values()
    return any(is_unfilled(part, fill) for part in parts)
