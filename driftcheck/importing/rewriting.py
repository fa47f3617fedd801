"""Change values in the entries of one file."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from driftcheck import document, draft
from driftcheck.declared.ranges import expand
from driftcheck.declared.variables import may_hold
from driftcheck.draft import Change, Changes, EntryWriter, Steps, UndeclarableError, Written
from driftcheck.model import Problem

Made = Mapping[str, Mapping[Steps, Change]]
"""The changes made, by number and path."""
_BOM = "\ufeff"
_SET = "Set {0} to the live value. If other numbers also use {0}, use another variable here."
_OWN = "Give the number its own entry."


class FileWriter:
    """Changes values in the text of a file."""

    def __init__(self, text: str, name: str, live: Container[str]) -> None:
        self.live = live
        self.bom = _BOM if text.startswith(_BOM) else ""
        self.text = text.removeprefix(_BOM)
        root = draft.spans(self.text, name)
        self.entries = root.fields["numbers"].value.items if root.fields else root.items
        self.defaults = root.fields["defaults"].value if "defaults" in root.fields else None

    def change(self, wanted: Sequence[Changes], problems: list[Problem]) -> tuple[str, Made]:
        """Return the changed text and the changes made. Adds failures to `problems`."""
        made: dict[str, dict[Steps, Change]] = defaultdict(dict)
        edits: list[draft.Edit] = []
        by_number = {one.number: one for one in wanted}
        for entry in self.entries:
            numbers = list(_numbers(entry))
            alike = [by_number[number] for number in numbers if number in by_number]
            if alike:
                edits += self._entry(entry, numbers, alike, made, problems)
        return self.bom + draft.apply_edits(self.text, edits), made

    def _entry(
        self,
        entry: Written,
        numbers: Sequence[str],
        alike: Sequence[Changes],
        made: dict[str, dict[Steps, Change]],
        problems: list[Problem],
    ) -> Iterable[draft.Edit]:
        """Return the edits of an entry for all its numbers that differ."""
        writer = EntryWriter(self.text, entry)
        for steps in dict.fromkeys(steps for one in alike for steps in one.changes):
            having = [one for one in alike if steps in one.changes]
            try:
                self._refuse_shared(steps, having, numbers)
                for path, change in self._changed(writer, entry, steps, having[0]):
                    for one in having:
                        made[one.number][path] = change
            except UndeclarableError as error:
                why, hint = (*error.args, "Change it by hand.")[:2]
                problems.append(having[0].refused(steps, str(why), hint, len(having) - 1))
        return writer.edits()

    def _refuse_shared(
        self, steps: Steps, having: Sequence[Changes], numbers: Sequence[str]
    ) -> None:
        """Raise UndeclarableError if numbers that share a value do not all change to the same."""
        changed = {one.number for one in having}
        trees = [one.changes[steps].tree for one in having]
        others = [number for number in numbers if number in self.live and number not in changed]
        if others or any(tree != trees[0] for tree in trees):
            count = len(numbers)
            why = f"is declared for {count} numbers together, but they differ in the live list"
            raise UndeclarableError(why, _OWN)

    def _changed(
        self, writer: EntryWriter, entry: Written, steps: Steps, one: Changes
    ) -> Iterator[tuple[Steps, Change]]:
        """Make a change, and yield the changed paths."""
        under = _at(self.defaults, steps) if self.defaults else None
        change = _covering(one.changes[steps], under)
        if change.tree != "null":
            self._refuse_variable(entry, steps)
        if steps in one.secret:
            raise UndeclarableError(
                "is secret, so it is never written", "Use a variable there: ${NAME}."
            )
        try:
            writer.change(steps, change)
        except UndeclarableError:
            if not one.leaves.get(steps):
                raise
            for path, leaf in one.leaves[steps].items():
                writer.change(path, leaf)
                yield path, leaf
        else:
            yield steps, change

    def _refuse_variable(self, entry: Written, steps: Steps) -> None:
        """Raise UndeclarableError if a value comes from a variable."""
        node = _at(entry, steps) or (self.defaults and _at(self.defaults, steps))
        if not (node and may_hold(steps)):
            return
        texts = [one.text for one in node.each() if one.text is not None]
        names = [name for text in texts for name in document.variables_in(text, dollars=False)]
        if names:
            why = f"comes from the variable {names[0]}, which import does not set"
            raise UndeclarableError(why, _SET.format(names[0]))


def _covering(change: Change, under: Written | None) -> Change:
    """Return a change with nulls for fields that the defaults `under` it would add."""
    return change._replace(tree=_covered(change.tree, under)) if under else change


def _covered(tree: draft.Tree, under: Written) -> draft.Tree:
    if not isinstance(tree, dict):
        return tree
    found = dict(tree)
    for name, field in under.fields.items():
        key = draft.key(name)
        found[key] = _covered(found[key], field.value) if key in found else "null"
    return found


def _at(node: Written, steps: Steps) -> Written | None:
    for step in steps:
        if step not in node.fields:
            return None
        node = node.fields[step].value
    return node


def _numbers(entry: Written) -> Iterator[str]:
    """Yield the numbers of an entry."""
    for name in ("phone_number", "phone_numbers", "range"):
        if name in entry.fields:
            value = entry.fields[name].value
            if name == "range":
                yield from expand(value.text or "")
            else:
                yield from (one.text or "" for one in value.items or (value,))
