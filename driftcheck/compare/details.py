"""Details that a list withholds: it shows objects, and nothing in them.

Which fields are details the entry schema says (`meaning`). They are withheld where no entry of the
whole list has one, and one entry at least has an object there that could have them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from driftcheck.model import BUILTIN_CHECKS, JSON, Finding, LiveList
from driftcheck.validation import configured, field_at, meaning_in_use
from driftcheck.words import counted, inflect


class Unseen(NamedTuple):
    """What was not looked at in an account, as its list keeps it back.

    `secrets` are the declared ones that could not be compared, on so many numbers. `details` are
    the declared fields of which the whole list shows nothing, on the numbers `undetailed`; `rules`
    those that would have read such fields, with the numbers (or `[index]`) that they did not look
    at, and `objects` the fields that hold details, with the numbers that have one.
    """

    secrets: int = 0
    secret_numbers: int = 0
    details: int = 0
    undetailed: frozenset[str] = frozenset()
    rules: Mapping[str, frozenset[str]] = {}
    objects: Mapping[str, frozenset[str]] = {}


NOTHING_UNSEEN = Unseen()


def note_withheld(live: LiveList) -> LiveList:
    """A whole list that says itself what it withholds."""
    return live._replace(withheld=withheld(live.entries))


def withheld(entries: Sequence[JSON]) -> frozenset[str]:
    """The fields of entries, such as `outbound_config`, whose details a whole list withholds."""
    return frozenset(name for name in meaning_in_use().containers if _is_withheld(name, entries))


def _is_withheld(name: str, entries: Sequence[JSON]) -> bool:
    """Hot: once a number, until one shows a detail."""
    has_object = False
    for entry in entries:
        part = entry.get(name) if type(entry) is dict else None
        if type(part) is dict:
            if any(_is_shown(name, key, value) for key, value in part.items()):
                return False
            has_object = True
    return has_object


def _is_shown(name: str, key: str, value: JSON) -> bool:
    """Whether a field of an object is a detail that is not null."""
    is_null = value is None or (isinstance(value, dict) and configured(value) is None)
    return not is_null and field_at((name, key)).detail


def kept_back(live: LiveList, entry: JSON) -> frozenset[str]:
    """The objects of an entry of a list whose details are withheld."""
    if not (live.withheld and isinstance(entry, dict)):
        return frozenset()
    return frozenset(name for name in live.withheld if isinstance(entry.get(name), dict))


def is_kept_back(path: Sequence[str], names: Collection[str]) -> bool:
    """Whether a field is a detail of one of these objects."""
    return path[0] in names and field_at(path).detail


def reads(path: Sequence[str], names: Collection[str]) -> bool:
    """Whether a field is a detail of one of these objects, or the whole object."""
    return path[0] in names and (len(path) == 1 or field_at(path).detail)


def withheld_objects(live: LiveList) -> dict[str, frozenset[str]]:
    """The names of the numbers that have objects whose details are withheld."""
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
    """Whether a finding may be there for all that a run could see."""
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
    """The finding on what a list withholds, if that was asked for: declared, or read by rules."""
    if not (unseen.details or rules):
        return []
    names = sorted(live.withheld)
    parts = []
    if count := unseen.details:
        fields = counted(count, "declared field")
        numbers = counted(len(unseen.undetailed), "number")
        parts.append(f"{fields} of {numbers} {inflect(count, 'was', 'were')} not compared")
    if rules:
        what = f"{len(rules)} {inflect(len(rules), 'rule was', 'rules were')}"
        numbers = counted(len({number for met in rules.values() for number in met}), "number")
        parts.append(f"{what} not looked at for {numbers}: {', '.join(sorted(rules))}")
    message = f"the live list shows no details of {' and '.join(names)}: {', and '.join(parts)}"
    return [BUILTIN_CHECKS["live-withheld"].finding(None, None, message, actual=names)]
