"""Details that a live list withholds: it shows objects with nothing in them.

The entry schema says which fields are details (`meaning`). They are withheld if no entry of the
whole list has one, although at least one entry has an object that could hold them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from driftcheck.model import BUILTIN_CHECKS, JSON, Finding, LiveList
from driftcheck.validation import configured, field_at, meaning_in_use
from driftcheck.words import counted, inflect


class Unseen(NamedTuple):
    """What was not checked in an account because its list does not show it.

    `secrets` counts the declared secrets that could not be compared, on `secret_numbers` numbers.
    `details` counts the declared fields of which the whole list shows nothing, on the numbers
    `undetailed`. `rules` maps the rules that would read such fields to the numbers (or `[index]`)
    that they skipped, and `objects` maps the fields that hold details to the numbers that have one.
    """

    secrets: int = 0
    secret_numbers: int = 0
    details: int = 0
    undetailed: frozenset[str] = frozenset()
    rules: Mapping[str, frozenset[str]] = {}
    objects: Mapping[str, frozenset[str]] = {}


NOTHING_UNSEEN = Unseen()


def note_withheld(live: LiveList) -> LiveList:
    """Return a whole list with its `withheld` objects filled in."""
    return live._replace(withheld=withheld(live.entries))


def withheld(entries: Sequence[JSON]) -> frozenset[str]:
    """Return the fields, such as `outbound_config`, whose details a whole list withholds."""
    return frozenset(name for name in meaning_in_use().containers if _is_withheld(name, entries))


def _is_withheld(name: str, entries: Sequence[JSON]) -> bool:
    """Whether no entry shows a detail. Hot: runs per entry until one does."""
    has_object = False
    for entry in entries:
        part = entry.get(name) if type(entry) is dict else None
        if type(part) is dict:
            if any(_is_shown(name, key, value) for key, value in part.items()):
                return False
            has_object = True
    return has_object


def _is_shown(name: str, key: str, value: JSON) -> bool:
    """Whether a field of an object is a detail and not null."""
    is_null = value is None or (isinstance(value, dict) and configured(value) is None)
    return not is_null and field_at((name, key)).detail


def kept_back(live: LiveList, entry: JSON) -> frozenset[str]:
    """Return the objects of an entry whose details the list withholds."""
    if not (live.withheld and isinstance(entry, dict)):
        return frozenset()
    return frozenset(name for name in live.withheld if isinstance(entry.get(name), dict))


def is_kept_back(path: Sequence[str], names: Collection[str]) -> bool:
    """Whether a field is a detail of one of these objects."""
    return path[0] in names and field_at(path).detail


def reads(path: Sequence[str], names: Collection[str]) -> bool:
    """Whether a field is one of these objects, or a detail of one."""
    return path[0] in names and (len(path) == 1 or field_at(path).detail)


def withheld_objects(live: LiveList) -> dict[str, frozenset[str]]:
    """Return the names of the numbers that have objects with withheld details, by object."""
    listed = list(zip(live.numbers, live.entries, strict=True)) if live.withheld else []
    return {
        name: frozenset(
            number or f"[{index}]"
            for index, (number, entry) in enumerate(listed)
            if isinstance(entry, dict) and isinstance(entry.get(name), dict)
        )
        for name in sorted(live.withheld)
    }


def may_be_hidden(unseen: Unseen, number: str | None, check: str, path: str | None) -> bool:
    """Whether a finding may exist that the run could not see."""
    steps = (path or "").split(".")
    name = number or steps[0]
    unread = unseen.rules.get(check, frozenset())
    is_group = number is None and not name.startswith("[")
    if name in unread or (unread and is_group):
        return True
    steps = steps if number else steps[1:]
    names = [head for head, numbers in unseen.objects.items() if name in numbers]
    return bool(steps) and reads(steps, names)


def findings_on_withheld(
    live: LiveList, unseen: Unseen, rules: Mapping[str, Collection[str]]
) -> list[Finding]:
    """Return the finding on withheld details, if any are declared or read by rules."""
    if not (unseen.details or rules):
        return []
    names = sorted(live.withheld)
    parts = []
    if count := unseen.details:
        fields = counted(count, "declared field")
        numbers = counted(len(unseen.undetailed), "number")
        parts.append(f"{fields} of {numbers} {inflect(count, 'was', 'were')} not compared")
    if rules:
        what = counted(len(rules), "rule")
        numbers = counted(len({number for met in rules.values() for number in met}), "number")
        parts.append(f"{what} skipped {numbers}: {', '.join(sorted(rules))}")
    message = f"the live list shows no details of {' and '.join(names)}: {', and '.join(parts)}"
    return [BUILTIN_CHECKS["live-withheld"].finding(None, None, message, actual=names)]
