"""Turn a live list into declarations of its numbers, and report what cannot be declared."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from driftcheck.draft.changes import part_of
from driftcheck.draft.fields import FieldWriter
from driftcheck.draft.secrets import Secrets, UndeclarableError
from driftcheck.draft.stated import Draft, Stated, Tree
from driftcheck.model import JSON, LiveList, Problem
from driftcheck.validation import Fault, Shape, Validator, dotted
from driftcheck.validation.declarable import Form
from driftcheck.words import hide_known, hide_userinfo


def state(
    live: LiveList, validator: Validator, secrets: Secrets, known: Container[str] = ()
) -> Draft:
    """Return the draft of a live list, whose entries follow the schema of `validator`.

    Skips numbers in `known`. `secrets` assigns the variables, in order of the numbers.
    """
    form = Form(validator.schema)
    asks = form.asks_for_networks
    writer = FieldWriter(live, _declarable(form), secrets, asks_for_networks=asks)
    counts = Counter(filter(None, live.numbers))
    problems: list[Problem] = []
    found: list[Stated] = []
    seen: set[str] = set()
    order = sorted(range(len(live.entries)), key=lambda index: (live.numbers[index] or "", index))
    for index in order:
        name, entry = live.numbers[index], live.entries[index]
        if name is not None and name in known:
            continue
        fault = _fault(entry, name, counts, validator)
        if fault is None and name is not None:
            try:
                fields = writer.fields(entry)
                fault = _undeclarable(entry, fields, form.entry_validator)
                if fault is None:
                    found.append(Stated(name, fields, entry))
            except UndeclarableError as error:
                fault = str(error)
        what = name or f"the entry [{live.indexes[index]}]"
        if fault is not None and what not in seen:
            seen.add(what)
            problems.append(Problem(f"{what} cannot be declared: {fault}"))
    return Draft(tuple(found), tuple(problems), tuple(_notes(writer)))


def _declarable(form: Form) -> Shape:
    """Return the shape of a number's declaration, with fields in the order of the schema."""
    names = form.compared.fields
    fields = {name: field for name, field in form.entry.fields.items() if name in names}
    return form.entry._replace(fields=fields)


def _fault(entry: JSON, name: str | None, counts: Counter[str], validator: Validator) -> str | None:
    """Return why an entry cannot be declared, or None if it can."""
    if not isinstance(entry, dict):
        return "it is not an object"
    if name is None:
        return "its phone number is not text"
    if hide_known(name) != name:
        return "its phone number contains the customer secret, which is never written"
    if counts[name] > 1:
        return f"it is in the live list {counts[name]} times"
    return None if validator.is_valid(entry) else _clause(validator.faults(entry))


def _undeclarable(
    entry: dict[str, JSON], stated: Mapping[str, Tree], validator: Validator
) -> str | None:
    """Return why the stated fields are not a valid declaration, or None if they are.

    The schema may allow entries that declarations cannot express. Unknown fields are no reason, as
    they are left out.
    """
    meant = {**_meant(entry, stated), "phone_number": entry["phone_number"]}
    if validator.is_valid(meant):
        return None
    return _clause(fault for fault in validator.faults(meant) if fault.keyword != "unknown") or None


def _meant(value: dict[str, JSON], stated: Mapping[str, Tree]) -> dict[str, JSON]:
    """Return the stated part of a live value."""
    found: dict[str, JSON] = {}
    for name, part in value.items():
        tree = part_of(stated, name)
        if isinstance(part, dict) and isinstance(tree, dict):
            found[name] = _meant(part, tree)
        elif tree is not None:
            found[name] = part
    return found


def _clause(faults: Iterable[Fault]) -> str:
    shown = [fault.redacted() for fault in faults]
    return "; ".join(f"{dotted(fault.path) or 'it'} {fault.message}" for fault in shown[:3])


def _notes(writer: FieldWriter) -> Iterator[str]:
    for (path, why), numbers in sorted(writer.left.items()):
        more = len(set(numbers)) - 1
        of = f"{hide_userinfo(numbers[0])} and {more} more" if more else hide_userinfo(numbers[0])
        yield f"{path or 'a field'} of {of} was left out: {why}"
