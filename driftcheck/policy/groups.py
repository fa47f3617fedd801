"""Rules about several numbers at once: values that must be unique, groups of so many numbers.

They are evaluated on the whole account; where a selection hides numbers, findings are kept that
concern one at least that it shows. A number that is twice in the live list counts once.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from driftcheck.addresses import addresses
from driftcheck.errors import Place
from driftcheck.model import JSON, Declared, Finding, Kind, LiveList, number_of
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import Subjects
from driftcheck.redact import SENSITIVE, redact
from driftcheck.shape import configured

Key = tuple[str, ...] | str
SubjectOf = Callable[[JSON, Sequence[str]], JSON]
_SHOWN_MEMBERS = 3
_MAX_VALUE = 120


class Group(NamedTuple):
    """Numbers that have the same values at some paths, by their names, in order of appearance.

    The name of a number without a usable phone number is its index in the live list, `[3]`.
    """

    paths: tuple[str, ...]
    values: tuple[JSON, ...]
    members: dict[str, None]

    @property
    def names(self) -> list[str]:
        """The names of the members, sorted."""
        return sorted(self.members)

    @property
    def label(self) -> str | None:
        """What names the group: `label="Sales"`; None for all numbers of an account."""
        pairs = zip(self.paths, self.values, strict=True)
        parts = [f"{path}={_shown(path, value)}" for path, value in pairs]
        if any(_redacted(*pair) for pair in zip(self.paths, self.values, strict=True)):
            parts.append(f"with {self.names[0]}")  # or two groups would look the same
        return ", ".join(parts) or None


def groups(rule: Rule, live: LiveList, subject_of: SubjectOf) -> list[Group]:
    """The groups that a rule is about; without `group_by`, `count` is about one group of all.

    `subject_of` gives, for an entry and the names of context, what rules read.

    Numbers that have nothing configured at one of the paths are in no group.
    """
    paths = (*rule.group_by, *rule.unique)
    steps = [path.split(".") for path in paths]
    found: dict[Key, Group] = {} if paths else {(): Group((), (), {})}
    for name, subject in _selected(rule, live, subject_of):
        values = tuple([_value(subject, path) for path in steps])
        if None not in values:
            key = _key(steps, values)
            if key not in found:
                found[key] = Group(paths, values, {})
            found[key].members[name] = None
    return list(found.values())


def _selected(rule: Rule, live: LiveList, subject_of: SubjectOf) -> Iterator[tuple[str, JSON]]:
    """The numbers that a rule is about, by name; what it does not need for that is not done."""
    is_valid = rule.selector.is_valid if rule.when else None
    for index, entry in enumerate(live.entries):
        if isinstance(entry, dict):
            subject = subject_of(entry, rule.context) if rule.context else entry
            if rule.perilous:
                rule.check_patterns(subject)
            if is_valid is None or is_valid(subject):
                yield number_of(entry) or f"[{index}]", subject


def _value(subject: JSON, path: Sequence[str]) -> JSON:
    """What is configured at a path; most often it is text, or nothing."""
    for step in path:
        subject = subject.get(step) if isinstance(subject, dict) else None
    return subject if type(subject) is str else configured(subject)


def _key(steps: Sequence[Sequence[str]], values: tuple[JSON, ...]) -> Key:
    """What tells values apart: themselves if they are text, else the JSON of what they mean."""
    for value in values:
        if type(value) is not str:
            pairs = zip(steps, values, strict=True)
            return json.dumps([_meant(path[-1], value) for path, value in pairs], sort_keys=True)
    return values


def _meant(name: str, value: JSON) -> JSON:
    """The same for all values of a field that mean the same, as in comparisons for drift."""
    if name == "allowed_addresses" and isinstance(value, list):
        return sorted(map(str, addresses(value)))
    if isinstance(value, dict):
        parts = {key: _meant(key, part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if configured(part) is not None}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def is_broken(rule: Rule, group: Group) -> bool:
    """Whether a group does not satisfy a rule."""
    count = len(group.members)
    return not rule.count.is_valid(count) if rule.count else count > 1


def evaluate(
    rules: Sequence[Rule],
    live: LiveList,
    declared: Declared,
    account: str,
    chosen: Collection[str] | None = None,
    applied: dict[str, int] | None = None,
) -> Iterator[Finding]:
    """The findings of the rules about groups; `chosen` are the names of the numbers to tell of.

    `applied` is told how many of them are in groups of each rule. Raises InputError where a rule
    cannot be evaluated.
    """
    subjects = Subjects(declared, account)
    for rule in (rule for rule in rules if rule.grouped):
        made = groups(rule, live, subjects.of)
        if applied is not None:
            applied[rule.id] = sum(_count(group, chosen) for group in made)
        for group in made:
            if is_broken(rule, group):
                yield from findings(rule, group, declared, chosen)


def _count(group: Group, chosen: Collection[str] | None) -> int:
    """How many numbers of a group are told of."""
    if chosen is None:
        return len(group.members)
    return sum(name in chosen for name in group.members)


def findings(
    rule: Rule, group: Group, declared: Declared, chosen: Collection[str] | None = None
) -> Iterator[Finding]:
    """The findings on a group that does not satisfy a rule."""
    names = group.names
    told = [name for name in names if chosen is None or name in chosen]
    if rule.unique:
        yield from (_shared(rule, group, name, names) for name in told)
    elif told or chosen is None:
        yield _counted(rule, group, declared)


def _shared(rule: Rule, group: Group, name: str, names: Sequence[str]) -> Finding:
    """The finding on one of the numbers that have a value in common."""
    path = rule.unique[0]
    value = group.values[len(rule.group_by)]
    others = [other for other in names[: _SHOWN_MEMBERS + 1] if other != name]
    shared = "are shared with" if group.paths[1:] else "is shared with"
    indexed = name.startswith("[")
    return Finding(
        check=rule.id,
        kind=Kind.POLICY,
        severity=rule.severity,
        phone_number=None if indexed else name,
        path=f"{name}.{path}" if indexed else path,
        message=f"{rule.title}: {_told(group)} {shared} {_listed(others, len(names) - 1)}",
        expected={"unique": list(rule.unique) if rule.unique[1:] else path},
        actual=redact(value, path.split(".")),
        remedy=rule.remedy,
        location=rule.place,
    )


def _counted(rule: Rule, group: Group, declared: Declared) -> Finding:
    """The finding on a group that is too large or too small."""
    count = len(group.members)
    fault = next(rule.count.faults(count)) if rule.count else None
    numbers = "1 number" if count == 1 else f"{count} numbers"
    there = "there is" if count == 1 else "there are"
    where = f"{_told(group)} has {numbers}" if group.paths else f"{there} {numbers}"
    need = f" ({fault.message})" if fault else ""
    members = f": {_listed(group.names, count)}" if group.members else ""
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
    """Where the first member that is declared says what puts it in the group."""
    for name in group.names if rule.group_by else ():
        if name in declared:
            return declared[name].place_of(rule.group_by[0].removeprefix("declared."))
    return rule.place


def _told(group: Group) -> str:
    pairs = zip(group.paths, group.values, strict=True)
    return " and ".join(f"{path} {_shown(path, value)}" for path, value in pairs)


def _listed(names: Sequence[str], count: int) -> str:
    """The first of so many names."""
    first, more = names[:_SHOWN_MEMBERS], count - _SHOWN_MEMBERS
    if more > 0:
        return f"{', '.join(first)} and {more} more"
    return " and ".join(filter(None, [", ".join(first[:-1]), first[-1]]))


def _redacted(path: str, value: JSON) -> bool:
    return bool(redact(value, path.split(".")) != value)


def _shown(path: str, value: JSON) -> str:
    """A value as it names its group: a long one is cut, and a digest keeps it apart."""
    shown = redact(value, path.split("."))
    if shown == SENSITIVE:
        return SENSITIVE
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    if len(text) <= _MAX_VALUE:
        return text
    import hashlib  # brings OpenSSL; only findings need it

    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{text[: _MAX_VALUE - 20]}… ({digest})"
