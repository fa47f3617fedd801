"""Find declared values that differ from live ones, and the values to write instead."""

from collections.abc import Iterator, Mapping

from driftcheck import draft
from driftcheck.compare import differences
from driftcheck.draft import Change, Changes, Secrets, Stated, Steps
from driftcheck.importing.chosen import Chosen
from driftcheck.model import JSON, Declaration, Declared, LiveList, Place, Problem
from driftcheck.validation import UnknownPathError, configured, find, lookup


def find_changes(
    listed: LiveList, known: Declared, chosen: Chosen, secrets: Secrets
) -> tuple[list[Changes], list[Problem]]:
    """Return the changes of each number that differs, and the problems of impossible changes."""
    differing = {
        number
        for number, entry in zip(listed.numbers, listed.entries, strict=True)
        if number and number in known and any(_differences(known[number], entry, listed))
    }
    # All entries of a number, because a number with several entries cannot be declared.
    cut = listed.only([i for i, number in enumerate(listed.numbers) if number in differing])
    stated = draft.state(cut, chosen.validator, secrets)
    first = {number: known[number].place for number in cut.numbers if number}
    problems = [_placed(problem, first) for problem in stated.problems]
    found = []
    for one in stated.numbers:
        wanted, refused = _wanted(one, known[one.number], cut, secrets, chosen)
        problems += refused
        found += [wanted] if wanted.changes else []
    return found, problems


def _placed(problem: Problem, places: Mapping[str, Place]) -> Problem:
    name = problem.message.partition(" ")[0]
    return Problem(problem.message, places.get(name))


def _differences(
    said: Declaration, entry: JSON, listed: LiveList
) -> Iterator[tuple[Steps, JSON, JSON]]:
    """Yield path, declared value and live value of each field that is known to differ."""
    if not said.absent:
        for path, expected, actual, known in differences(said, entry, listed):
            if known:
                yield path, expected, actual


def _wanted(
    one: Stated, said: Declaration, listed: LiveList, secrets: Secrets, chosen: Chosen
) -> tuple[Changes, list[Problem]]:
    found = Changes(one.number, said, {}, {})
    changes: dict[Steps, Change] = {}
    leaves: dict[Steps, dict[Steps, Change]] = {}
    problems = []
    for path, expected, actual in _differences(said, one.entry, listed):
        change = _change(one, path, expected, actual, chosen)
        top = _top(one.entry, said, path) if configured(actual) is None else path
        if top != path:
            whole = _change(one, top, lookup(said.fields, top), None, chosen)
            if whole:
                changes[top] = whole
                leaves.setdefault(top, {}).update({path: change} if change else {})
                continue
        if change is None:
            problems.append(found.refused(path, "has a live value that cannot be declared"))
        else:
            changes[path] = change
    secret = frozenset(
        path
        for path, one in changes.items()
        # A new mapping may hold secrets.
        if not isinstance(one.tree, dict) and secrets.named_in(one.tree)
    )
    return found._replace(changes=changes, leaves=leaves, secret=secret), problems


def _change(
    one: Stated, path: Steps, expected: JSON, actual: JSON, chosen: Chosen
) -> Change | None:
    """Return the change of a declared value, or None if the live value cannot be declared."""
    tree = draft.tree_at(one, path, actual)
    if tree is None and configured(actual) is None and _may_be_null(path, chosen):
        tree = "null"
    return None if tree is None else Change(expected, actual, tree)


def _may_be_null(path: Steps, chosen: Chosen) -> bool:
    try:
        types = find(chosen.shape, ".".join(path)).types
    except UnknownPathError:
        return False
    return not types or "null" in types


def _top(entry: JSON, said: Declaration, path: Steps) -> Steps:
    """Return the path of the outermost unset mapping around a field, without ignored fields."""
    for end in range(1, len(path)):
        head = path[:end]
        below = ".".join(head) + "."
        if any(name.startswith(below) for name in said.ignore):
            continue
        if configured(lookup(entry, head)) is None:
            return head
    return path
