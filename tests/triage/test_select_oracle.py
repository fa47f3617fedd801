"""`--select` agrees with a slow, simple version that is written from the contract."""

from fnmatch import fnmatchcase
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck.model import Declaration, LiveList, Place
from driftcheck.triage import select
from driftcheck.triage.select import Selector
from tests.effort import tried

NUMBERS = ["+1", "+2", "+3"]
SCALARS: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1.5, "", "null", "Null", "p1", "p2", "[p]1", "a\nb"]
)
LISTS = st.lists(st.sampled_from([None, "p1", "p2", "null", {}, {"id": None}]), max_size=3)
LEAVES = SCALARS | LISTS
OBJECTS = st.dictionaries(
    st.sampled_from(["id", "name"]),
    LEAVES | st.dictionaries(st.just("id"), LEAVES, max_size=1),
    max_size=2,
)
VALUES = LEAVES | OBJECTS
FIELDS = st.dictionaries(st.sampled_from(["label", "route"]), VALUES, max_size=2)
METADATA = st.dictionaries(st.sampled_from(["owner", "label"]), VALUES, max_size=2)
ENTRIES = st.one_of(
    st.builds(lambda fields, more: {**fields, **more}, FIELDS, st.fixed_dictionaries(
        {}, optional={"phone_number": st.sampled_from([*NUMBERS, "", None, 1]),
                      "metadata": METADATA},
    )),
    st.sampled_from([None, "p1", [], 1]),
)  # fmt: skip
PATHS = st.sampled_from(
    """label route route.id route.name route.id.id phone_number metadata metadata.owner
    metadata.owner.id metadata.label""".split()
)
GLOBS = st.sampled_from(
    ["null", "*", "?*", "nul?", "[n]ull", "NULL", "Null", "", "p1", "p?", "[[]p]1", "a*"]
) | st.sampled_from(["true", "0", "1.5", "+1", "+*"])
SELECTORS = st.lists(st.builds(Selector, PATHS, GLOBS), min_size=1, max_size=3)
ID_IS_NULL = Selector("route.id", "null")
NOTHING = object()


def said(route: Any) -> Declaration:
    return Declaration({"route": route}, {}, frozenset(), False, Place("n.yaml", 1, 1), {})


def declarations() -> st.SearchStrategy[dict[str, Declaration]]:
    place = Place("numbers.yaml", 1, 1)
    made = st.builds(
        lambda fields, metadata: Declaration(fields, metadata, frozenset(), False, place, {}),
        FIELDS,
        METADATA,
    )
    return st.dictionaries(st.sampled_from(NUMBERS), made, max_size=3)


def is_configured(value: Any) -> bool:
    """Whether a value is not absent, null, {}, [] or an object of only these."""
    if isinstance(value, dict):
        return any(is_configured(part) for part in value.values())
    return value is not None and value != []


def at(value: Any, path: list[str]) -> Any:
    """Return the value at a path; NOTHING if nothing is configured there."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if is_configured(value) else NOTHING


def says(fields: dict[str, Any], path: list[str]) -> list[Any]:
    """Return the declared value at a path; undeclared fields are left out."""
    for length in range(1, len(path) + 1):
        holder = fields if length == 1 else at(fields, path[: length - 1])
        if holder is NOTHING or not isinstance(holder, dict):
            return [NOTHING]  # a parent is declared null, or has no fields
        if path[length - 1] not in holder:
            return []
    return [at(fields, path)]


def fits(value: Any, glob: str) -> bool:
    if value is NOTHING:
        return glob == "null"
    if isinstance(value, list):
        return any(fits(item if is_configured(item) else NOTHING, glob) for item in value)
    if value is True or value is False:
        return fnmatchcase("true" if value else "false", glob)
    if isinstance(value, dict):
        return glob in ("*", "?*")
    return fnmatchcase(str(value), glob)


def is_kept(
    selectors: list[Selector], number: str | None, known: Declaration | None, entries: list[Any]
) -> bool:
    for selector in selectors:
        path = selector.path.split(".")
        if path[0] == "metadata":
            sides = [at({"metadata": known.metadata if known else None}, path)]
        else:
            sides = [at(entry, path) for entry in entries]
            sides += says({**known.fields, "phone_number": number}, path) if known else []
        if not any(fits(side, selector.glob) for side in sides):
            return False
    return True


def number_in(entry: Any) -> str | None:
    number = entry.get("phone_number") if isinstance(entry, dict) else None
    return number if isinstance(number, str) and number else None


@tried(4)
@given(SELECTORS, declarations(), st.lists(ENTRIES, max_size=5))
@example([ID_IS_NULL], {"+1": said(None)}, [{"phone_number": "+1", "route": {"id": "p1"}}])
@example([ID_IS_NULL], {"+1": said({})}, [])
@example([ID_IS_NULL], {"+1": said({"name": None})}, [])
@example([ID_IS_NULL], {"+1": said({"name": "p1"})}, [])
def test_a_selection_matches_the_contract(
    selectors: list[Selector], declared: dict[str, Declaration], entries: list[Any]
) -> None:
    wanted, live = select.keep_matching(
        tuple(selectors), declared, LiveList("live.json", tuple(entries))
    )
    by_number = {n: [e for e in entries if number_in(e) == n] for n in NUMBERS}
    numbers = {
        number
        for number, found in by_number.items()
        if (found or number in declared) and is_kept(selectors, number, declared.get(number), found)
    }
    places = [
        place
        for place, entry in enumerate(entries)
        if (number_in(entry) in numbers)
        or (number_in(entry) is None and is_kept(selectors, None, None, [entry]))
    ]
    assert set(wanted) == numbers & declared.keys()
    assert list(live.indexes) == places
    assert list(live.entries) == [entries[place] for place in places]
    select.why_nothing(tuple(selectors), declared, LiveList("live.json", tuple(entries)))
