"""`driftcheck import --update --changed`: rewrite declared values in place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from driftcheck.compare import differences
from driftcheck.draft import Changes, Secrets, Steps
from driftcheck.importing.chosen import Chosen
from driftcheck.importing.differing import find_changes
from driftcheck.importing.existing import Existing, read_again, verify_kept
from driftcheck.importing.rewriting import FileWriter, Made
from driftcheck.model import JSON, DriftcheckError, LiveList, Problem

_BUG = "This is a bug in driftcheck; please report it. Nothing was written."


@dataclass
class Rewritten:
    """Rewritten files: new texts, the changes made in each, and the changes that failed.

    `now` has the declarations after the changes.
    """

    now: Existing
    texts: dict[Path, str] = field(default_factory=dict)
    made: dict[Path, Made] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def trees(self) -> list[object]:
        """The YAML of all changes that were made."""
        made = (number for file in self.made.values() for number in file.values())
        return [change.tree for changes in made for change in changes.values()]


def change_values(
    listed: LiveList, whole: LiveList, known: Existing, chosen: Chosen, secrets: Secrets
) -> Rewritten:
    """Rewrite declared values that differ, in the texts of their files. Writes no files.

    Values that cannot be changed stay and get a problem. `whole` is the list before selection.
    Removes unused variables from `secrets`. Raises DriftcheckError.
    """
    wanted, problems = find_changes(listed, known.declared, chosen, secrets)
    found = Rewritten(known, problems=problems)
    by_file: dict[str, list[Changes]] = defaultdict(list)
    for one in wanted:
        by_file[one.said.place.file].append(one)
    live = {number for number in whole.numbers if number}
    for name, several in by_file.items():
        path = known.paths[name]
        why = _fault(known.texts[path], chosen.sharing(path))
        if why:
            found.problems += [one.refused(steps, *why) for one in several for steps in one.changes]
        else:
            text, made = FileWriter(known.texts[path], name, live).change(several, found.problems)
            if made:
                found.texts[path], found.made[path] = text, made
    names = secrets.named_in(found.trees)
    secrets.values = {name: value for name, value in secrets.values.items() if name in names}
    found.now = _verified(found, chosen, {**known.environ, **secrets.values}, listed)
    return found


def _fault(text: str, others: Sequence[str]) -> tuple[str, str] | None:
    """Return why a file cannot be changed and a hint, or None if it can."""
    if others:
        why = f"is in a file shared with {' and '.join(others)}"
        return why, "Give each account its own files."
    if "\r" in text.replace("\r\n", ""):
        return (
            "is in a file whose lines end with a lone carriage return",
            "Save the file with line feeds.",
        )
    return None


def _verified(
    found: Rewritten, chosen: Chosen, environ: Mapping[str, str], listed: LiveList
) -> Existing:
    """Return the declarations after the changes.

    Raises DriftcheckError unless changed values equal the live ones and all others are the same.
    """
    if not found.texts:
        return found.now
    was, texts = found.now.declared, found.now.shown(found.texts)
    now = read_again(texts, chosen.validator.schema, environ, needed=False)
    entries = dict(zip(listed.numbers, listed.entries, strict=True))
    made = {number: steps for one in found.made.values() for number, steps in one.items()}
    for number, steps in made.items():
        left = {path for path, *_ in differences(now[number], entries[number], listed)}
        kept = [_without(said.fields, steps) for said in (was[number], now[number])]
        beside = was[number]._replace(fields={}), now[number]._replace(fields={})
        same = kept[0] == kept[1] and verify_kept({number: beside[0]}, {number: beside[1]})
        if not same or any(path[: len(one)] == one for path in left for one in steps):
            message = f"the declaration of {number} would differ from the live number"
            raise DriftcheckError(Problem(message, was[number].place, _BUG))
    rest = ({n: said for n, said in one.items() if n not in made} for one in (was, now))
    if now.keys() != was.keys() or not verify_kept(*rest):
        raise DriftcheckError(Problem("the declarations of other numbers would change", None, _BUG))
    return replace(found.now, texts={**found.now.texts, **found.texts}, declared=now)


def _without(fields: JSON, paths: Mapping[Steps, object], at: Steps = ()) -> JSON:
    """Return declared fields without those at some paths."""
    if not isinstance(fields, Mapping):
        return fields
    return {
        name: _without(part, paths, (*at, name))
        for name, part in fields.items()
        if (*at, name) not in paths
    }
