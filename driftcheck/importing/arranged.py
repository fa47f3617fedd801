"""Choose the file of a new number from the arrangement of the existing files.

Files or folders are arranged by pipeline, provider or country if each holds the numbers of one. A
file that is named after one may also hold other numbers, which were moved later. Other mixed files
are not an arrangement.
"""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from driftcheck import draft
from driftcheck.draft import Stated
from driftcheck.importing.existing import Existing
from driftcheck.model import Declaration
from driftcheck.validation import configured, lookup

_FIELDS = {"pipeline": ("associated_pipeline",), "provider": ("provider",)}
Groups = Mapping[Path, Counter[str | None]]
"""The count of numbers per group in each file or folder; the group None is for those without."""


class Order(NamedTuple):
    """The arrangement of files or folders: the criterion, and the path of each group."""

    by: str
    homes: Mapping[str | None, Path]


class Places:
    """Chooses a file for each new number, arranged as `by` says, or like the existing files.

    Existing files must be among `usable`. `covers` returns whether the configuration would include
    a new file. `uncovered` has the new files that were not used because it would not.
    """

    def __init__(
        self,
        known: Existing,
        usable: Sequence[Path],
        covers: Callable[[Path], bool],
        by: str | None = None,
    ) -> None:
        self.known = known
        self.usable = usable
        self.covers = covers
        folders = {path.parent for path in usable}
        self.folders = self._order(draft.BY, folders=True) if len(folders) > 1 else None
        self.files = self._order((by,) if by else draft.BY, given=by is not None)
        self.by_given = by
        self.uncovered: list[Path] = []

    @property
    def by(self) -> str | None:
        """The criterion of the arrangement of files, or None if they have none."""
        return self.files.by if self.files else None

    def by_file(self, numbers: Iterable[Stated]) -> dict[Path, list[Stated]]:
        """Return the new numbers for each file."""
        found: dict[Path, list[Stated]] = {}
        folders: dict[Path | None, list[Stated]] = defaultdict(list)
        for one in numbers:
            folders[self._folder(one)].append(one)
        for folder, alike in folders.items():
            for path, group in self._in_folder(folder, alike, found):
                found[path] = [*found.get(path, ()), *group]
        return found

    def _folder(self, one: Stated) -> Path | None:
        """Return the folder for a number, or None for any folder."""
        if self.folders is None:
            return None
        by, homes = self.folders
        value = draft.group_of(one.number, one.entry, by)
        if value in homes:
            return homes[value]
        beside = {path.parent for path in homes.values()}
        new = min(beside) / _stem(one, by)
        return new if self.covers(new / self._name(one)) else None

    def _name(self, one: Stated) -> str:
        """Return the name of a new file. If all folders use the same name, return that."""
        names = {path.name for path in self.usable}
        if self.folders and len(names) == 1:
            return names.pop()
        return f"{_stem(one, self.files.by if self.files else draft.BY[0])}.yaml"

    def _in_folder(
        self, folder: Path | None, numbers: Sequence[Stated], found: Mapping[Path, object]
    ) -> Iterable[tuple[Path, list[Stated]]]:
        usable = [path for path in self.usable if folder in (None, path.parent)]
        if self.files is None or (folder and len({path.name for path in self.usable}) == 1):
            last = usable[-1] if usable else (folder or Path()) / self._name(numbers[0])
            yield last, list(numbers)
            return
        homes = self._homes_in(usable)
        there = {draft.stem_of(path.name): path for path in reversed(usable)}
        taken = {stem for stem, path in there.items() if path in homes.values()}
        within = folder or self.usable[-1].parent
        for name, group in draft.file_names(numbers, self.files.by).items():
            value = draft.group_of(group[0].number, group[0].entry, self.files.by)
            if value in homes:
                yield homes[value], group
                continue
            stems = {*taken, *(draft.stem_of(path.name) for path in found)}
            stem = draft.free(draft.stem_of(name), stems)
            taken.add(stem)
            yield there.get(stem) or self._new(within / f"{stem}.yaml", usable), group

    def _new(self, path: Path, usable: Sequence[Path]) -> Path:
        """Return a new file, or an existing one if the configuration would not include it."""
        if self.by_given or self.covers(path):
            return path
        other = path.with_suffix(self.usable[-1].suffix)
        if self.covers(other):
            return other
        self.uncovered.append(path)
        return (usable or self.usable)[-1]

    def _homes_in(self, usable: Sequence[Path]) -> Mapping[str | None, Path]:
        """Return the file of each group among `usable`."""
        order = self._order((self.files.by,) if self.files else (), usable, given=True)
        return order.homes if order else {}

    def _order(
        self,
        names: Iterable[str],
        usable: Sequence[Path] | None = None,
        *,
        given: bool = False,
        folders: bool = False,
    ) -> Order | None:
        """Return the arrangement of files or folders, or None. A `given` one is not verified."""
        found: list[tuple[tuple[int, bool], Order]] = []
        for by in names:
            groups, firsts = self._groups(by, self.usable if usable is None else usable, folders)
            named = {
                place: _is_named(place, firsts[place][group.most_common(1)[0][0]], by)
                for place, group in groups.items()
            }
            values = {group.most_common(1)[0][0] for group in groups.values()}
            is_pure = all(len(group) == 1 or named[place] for place, group in groups.items())
            is_order = is_pure and values - {None} and (len(values) > 1 or any(named.values()))
            if given or is_order:
                score = sum(named.values()), len(values) == len(groups)
                found.append((score, Order(by, _homes(groups))))
        return max(found, key=lambda pair: pair[0], default=(None, None))[1]

    def _groups(
        self, by: str, usable: Sequence[Path], folders: bool
    ) -> tuple[Groups, Mapping[Path, Mapping[str | None, Stated]]]:
        """Return the groups in each file or folder, with one number of each group."""
        groups: dict[Path, Counter[str | None]] = defaultdict(Counter)
        firsts: dict[Path, dict[str | None, Stated]] = defaultdict(dict)
        paths = self.known.paths
        for number, said in self.known.declared.items():
            path = paths[said.place.file]
            if path not in usable or said.absent or not _says(said, by):
                continue
            place = path.parent if folders else path
            value = draft.group_of(number, said.fields, by)
            groups[place][value] += 1
            firsts[place].setdefault(value, Stated(number, {}, dict(said.fields)))
        return groups, firsts


def _says(said: Declaration, by: str) -> bool:
    """Return whether a declaration determines the group of its number, including no group."""
    if by not in _FIELDS:
        return True
    path = _FIELDS[by]
    return path[0] in said.fields and (
        configured(lookup(said.fields, path)) is None
        or draft.group_of("", said.fields, by) is not None
    )


def _homes(groups: Groups) -> dict[str | None, Path]:
    """Return the path that holds the most numbers of each group."""
    counts: dict[str | None, Counter[Path]] = defaultdict(Counter)
    for place, group in groups.items():
        for value, count in group.items():
            counts[value][place] += count
    return {value: count.most_common(1)[0][0] for value, count in counts.items()}


def _stem(one: Stated, by: str) -> str:
    """Return the stem of the file that `import --by` would write for a number."""
    (name,) = draft.file_names([one], by)
    return draft.stem_of(name)


def _is_named(place: Path, one: Stated, by: str) -> bool:
    """Return whether a file or folder is named after the group of a number."""
    name = place.name.lower() if os.path.isdir(place) else draft.stem_of(place.name)
    return re.fullmatch(rf"{re.escape(_stem(one, by))}(-\d+)?", name) is not None
