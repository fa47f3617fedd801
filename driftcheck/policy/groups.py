"""Rules about several numbers: unique values, and the sizes of groups.

They are evaluated on the whole account. If a selection hides numbers, only findings about at least
one visible number are kept. A number that is in the live list twice counts once.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from driftcheck.compare import equality_key, kept_back
from driftcheck.model import JSON, Declared, Finding, Kind, LiveList, Place, number_of
from driftcheck.policy.blind import Reach
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import Subjects
from driftcheck.validation import configured, field_at, redact
from driftcheck.words import SENSITIVE, inflect

Key = tuple[str, ...] | str
SubjectOf = Callable[[JSON, Sequence[str]], JSON]
_SHOWN_MEMBERS = 3
_MAX_VALUE = 120


class Group(NamedTuple):
    """Numbers with the same values at some paths, by name, in order of appearance.

    The name of an entry without a usable phone number is its index in the live list, `[3]`.
    `possible` has numbers that may or may not belong to the group.
    """

    paths: tuple[str, ...]
    values: tuple[JSON, ...]
    members: dict[str, None]
    possible: dict[str, None]

    @property
    def names(self) -> list[str]:
        """The names of the members, sorted."""
        return sorted(self.members)

    @property
    def label(self) -> str | None:
        """The name of the group, such as `label="Sales"`; None for all numbers of an account."""
        pairs = zip(self.paths, self.values, strict=True)
        parts = [f"{path}={_value_text(path, value)}" for path, value in pairs]
        if any(_is_redacted(*pair) for pair in zip(self.paths, self.values, strict=True)):
            parts.append(f"with {self.names[0]}")  # otherwise two groups would look the same
        return ", ".join(parts) or None


def groups(
    rule: Rule, live: LiveList, subject_of: SubjectOf, reach: Reach | None = None
) -> list[Group]:
    """Return the groups that a rule applies to; `count` without `group_by` has one group of all.

    `subject_of` returns what rules read, for an entry and the names of context; `reach` collects
    the numbers that the rule skipped.

    Numbers that have nothing configured at one of the paths are in no group.
    """
    paths = (*rule.group_by, *rule.unique)
    steps = [path.split(".") for path in paths]
    is_exact = all(map(_is_exact, steps))
    found: dict[Key, Group] = {} if paths else {(): Group((), (), {}, {})}
    for name, subject, is_sure in _selected(rule, live, subject_of, reach or Reach()):
        values = tuple([_value(subject, path) for path in steps])
        if None not in values:
            key = _key(steps, values, is_exact)
            if key not in found:
                found[key] = Group(paths, values, {}, {})
            (found[key].members if is_sure else found[key].possible)[name] = None
    # The group of all numbers exists even if empty, because a count may require more.
    return [group for group in found.values() if group.members or not paths]


def _selected(
    rule: Rule, live: LiveList, subject_of: SubjectOf, reach: Reach
) -> Iterator[tuple[str, JSON, bool]]:
    """Yield the numbers that a rule applies to or may apply to, by name, and whether it is certain.

    Does no more work than this needs.
    """
    is_valid = rule.selector.is_valid if rule.when else None
    for index, entry in zip(live.indexes, live.entries, strict=True):
        if isinstance(entry, dict):
            subject = subject_of(entry, rule.context) if rule.context else entry
            if rule.perils:
                rule.check_patterns(subject)
            name = number_of(entry) or f"[{index}]"
            names = kept_back(live, entry) if live.withheld else None
            blind = reach.blind(rule, names) if names else None
            if blind and (blind.reads_when or blind.reads_groups):
                if blind.perhaps.is_valid(subject):
                    reach.add(rule, name)
                    yield name, subject, False
            elif is_valid is None or is_valid(subject):
                yield name, subject, True


def _value(subject: JSON, path: Sequence[str]) -> JSON:
    """Return what is configured at a path; mostly text or nothing."""
    for step in path:
        subject = subject.get(step) if isinstance(subject, dict) else None
    return subject if type(subject) is str else configured(subject)


def _key(steps: Sequence[Sequence[str]], values: tuple[JSON, ...], is_exact: bool) -> Key:
    """Return a key for values: the texts themselves, or a key of their meaning."""
    if is_exact and all(type(value) is str for value in values):
        return values
    return json.dumps([equality_key(*pair) for pair in zip(steps, values, strict=True)])


def _is_exact(path: Sequence[str]) -> bool:
    """Whether texts are equal only if identical."""
    return field_at(path).compare not in ("caseless", "networks")


def is_broken(rule: Rule, group: Group) -> bool:
    """Whether a group fails a rule, whichever possible members belong to it."""
    count = len(group.members)
    if rule.count is None:
        return count > 1
    return not any(map(rule.count.is_valid, range(count, count + len(group.possible) + 1)))


def evaluate_groups(
    rules: Sequence[Rule],
    live: LiveList,
    declared: Declared,
    account: str,
    chosen: Collection[str] | None = None,
    reach: Reach | None = None,
) -> Iterator[Finding]:
    """Yield the findings of the rules about groups; `chosen` names the numbers to report.

    `reach` collects how many of these are in groups of each rule, and which the rule skipped.
    Raises InputError if a rule cannot be evaluated.
    """
    subjects, reach = Subjects(declared, account), reach or Reach()
    for rule in (rule for rule in rules if rule.grouped):
        made = groups(rule, live, subjects.of, reach)
        reach.applied[rule.id] = sum(_count(group, chosen) for group in made)
        for group in made:
            if is_broken(rule, group):
                yield from findings(rule, group, declared, chosen)


def _count(group: Group, chosen: Collection[str] | None) -> int:
    """Return how many numbers of a group are reported."""
    if chosen is None:
        return len(group.members)
    return sum(name in chosen for name in group.members)


def findings(
    rule: Rule, group: Group, declared: Declared, chosen: Collection[str] | None = None
) -> Iterator[Finding]:
    """Yield the findings on a group that fails a rule."""
    names = group.names
    named = [name for name in names if chosen is None or name in chosen]
    if rule.unique:
        yield from (_unique_finding(rule, group, name, names) for name in named)
    elif named or chosen is None:
        yield _count_finding(rule, group, declared)


def _unique_finding(rule: Rule, group: Group, name: str, names: Sequence[str]) -> Finding:
    """Return the finding on one of the numbers that share a value."""
    path = rule.unique[0]
    value = group.values[len(rule.group_by)]
    others = [other for other in names[: _SHOWN_MEMBERS + 1] if other != name]
    shared = "are shared with" if group.paths[1:] else "is shared with"
    holders = _first_names(others, len(names) - 1)
    indexed = name.startswith("[")
    return Finding(
        check=rule.id,
        kind=Kind.POLICY,
        severity=rule.severity,
        phone_number=None if indexed else name,
        path=f"{name}.{path}" if indexed else path,
        message=f"{rule.title}: {_description(group)} {shared} {holders}",
        expected={"unique": list(rule.unique) if rule.unique[1:] else path},
        actual=redact(value, path.split(".")),
        remedy=rule.remedy,
        location=rule.place,
    )


def _count_finding(rule: Rule, group: Group, declared: Declared) -> Finding:
    """Return the finding on a group that is too large or too small."""
    count = len(group.members)
    fault = next(rule.count.faults(count)) if rule.count else None
    numbers = f"{count} {inflect(count, 'number')}"
    there = inflect(count, "there is", "there are")
    where = f"{_description(group)} has {numbers}" if group.paths else f"{there} {numbers}"
    need = f" ({fault.message})" if fault else ""
    members = f": {_first_names(group.names, count)}" if group.members else ""
    return Finding(
        check=rule.id,
        kind=Kind.POLICY,
        severity=rule.severity,
        phone_number=None,
        path=group.label,
        message=f"{rule.title}: {where}{need}{members}",
        expected=rule.count.schema if rule.count else None,
        actual=count,
        remedy=rule.remedy,
        location=_place(rule, group, declared),
        members=tuple(group.names),
    )


def _place(rule: Rule, group: Group, declared: Declared) -> Place:
    """Return where the first declared member sets the value that puts it in the group."""
    for name in group.names if rule.group_by else ():
        if name in declared:
            return declared[name].place_of(rule.group_by[0].removeprefix("declared."))
    return rule.place


def _description(group: Group) -> str:
    pairs = zip(group.paths, group.values, strict=True)
    return " and ".join(f"{path} {_value_text(path, value)}" for path, value in pairs)


def _first_names(names: Sequence[str], count: int) -> str:
    """Return the first names, and how many more there are."""
    first, more = names[:_SHOWN_MEMBERS], count - _SHOWN_MEMBERS
    if more > 0:
        return f"{', '.join(first)} and {more} more"
    return " and ".join(filter(None, [", ".join(first[:-1]), first[-1]]))


def _is_redacted(path: str, value: JSON) -> bool:
    return bool(redact(value, path.split(".")) != value)


def _value_text(path: str, value: JSON) -> str:
    """Return a value for the name of a group; a long one is cut and gets a digest."""
    shown = redact(value, path.split("."))
    if shown == SENSITIVE:
        return SENSITIVE
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    if len(text) <= _MAX_VALUE:
        return text
    import hashlib  # loads OpenSSL, which only findings need

    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{text[: _MAX_VALUE - 20]}… ({digest})"
