"""Policy packs: rules of every kind, with parameters and tests."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzz.strategies_numbers import ENTRIES, METADATA
from tests.fuzz.strategies_schemas import GOOD_PATTERNS, PATTERNS, SCHEMAS
from tests.fuzz.strategies_text import documents, whole
from tests.fuzz.strategies_words import WORDS, mappings, sometimes, subsets

RULE_IDS = [f"rule-{letter}" for letter in "abcd"]
SEVERITIES = st.sampled_from(["critical", "high", "medium", "low", "info"])
_WORD = st.sampled_from(["Sales", "x", "no", "6036"])
_FLAG = st.booleans()

_OF_TEXT: SearchStrategy[Any] = st.one_of(
    mappings({"pattern": GOOD_PATTERNS}, {"maxLength": st.integers(0, 9)}),
    mappings({"pattern": PATTERNS, "patternErrorMessage": st.just("is odd")}),
    mappings({"minLength": st.integers(0, 5), "errorMessage": st.just("is short")}),
    st.builds(lambda word: {"not": {"const": word}}, _WORD),
    st.builds(lambda words: {"enum": words}, subsets(["Sales", "x"], 1)),
    st.builds(lambda pattern: {"anyOf": [{"pattern": pattern}, {"maxLength": 3}]}, PATTERNS),
)
_TEXT: SearchStrategy[Any] = st.one_of(
    _WORD, st.none(), subsets(["Sales", "no", None], 1), _OF_TEXT
)
_OF_LISTS: SearchStrategy[Any] = st.sampled_from(
    [None, {"minItems": 1}, {"maxItems": 1, "uniqueItems": True}, {"contains": {"pattern": "^1"}}]
)
_FIELDS: dict[str, SearchStrategy[Any]] = {
    "provider": st.sampled_from(["byo", "twilio", ["byo", "twilio"], None]),
    "inbound": _FLAG,
    "outbound": _FLAG,
    "label": _TEXT,
    "phone_number": mappings({"pattern": PATTERNS}),
    "associated_pipeline": st.none(),
    "associated_pipeline.pipeline_id": _TEXT,
    "inbound_config.allowed_addresses": _OF_LISTS,
    "outbound_config": st.none(),
    "outbound_config.transport": st.sampled_from(["tls", ["tls", "tcp"], None]),
    "outbound_config.password": _TEXT,
    "outbound_config.address": _TEXT,
    "declared": st.none(),
    "declared.label": _TEXT,
    "declared.inbound": _FLAG,
    "declared.metadata.env": _TEXT,
    "declared.metadata.more.x": _TEXT,
    "account": st.sampled_from(["default", {"pattern": "^d"}, {"not": {"minLength": 20}}]),
    "phone.valid": _FLAG,
    "phone.region": st.sampled_from(["US", ["US", "GB"], None, "001", {"pattern": "^U"}]),
    "phone.type": st.sampled_from(["mobile", ["toll_free", "unknown"], None]),
    "phone.country_code": st.sampled_from([1, [1, 44], {"minimum": 2}, {"multipleOf": 0.5}]),
}
_PATHS = st.sampled_from(
    [path for path in _FIELDS if path != "phone_number"] + ["inbound_config", "declared.metadata"]
)
_SOME_FIELDS = st.lists(st.sampled_from(sorted(_FIELDS)), min_size=1, max_size=3)


@st.composite
def _flat(draw: DrawFn) -> Any:
    return {path: draw(_FIELDS[path]) for path in draw(_SOME_FIELDS)}


def _over(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Conditions on whether others hold."""
    several = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        _flat(),
        mappings({"not": inner}),
        mappings({"any": several}, {"all": several, "label": _TEXT}),
    )


CONDITIONS = _over(_over(_flat()))
_COUNTS: SearchStrategy[Any] = st.sampled_from(
    [
        *({"minimum": 1}, {"minimum": 2}, {"maximum": 2}, {"const": 3}, {"enum": [1, 2]}),
        *({"exclusiveMaximum": 2.5}, {"multipleOf": 2}, {"not": {"minimum": 3}}, {"maximum": 0}),
    ]
)
_GROUPS = _PATHS | st.sampled_from([["label", "inbound"], ["declared.metadata", "phone.region"]])
_OF_NUMBERS: SearchStrategy[Any] = st.one_of(
    st.just({"required": ["label"]}),
    st.builds(lambda part: {"properties": {"label": part}}, _OF_TEXT),
    st.builds(
        lambda part: {"properties": {"outbound_config": {"properties": {"prefix": part}}}}, _OF_TEXT
    ),
    st.just(
        {"if": {"properties": {"inbound": {"const": True}}}, "then": {"required": ["declared"]}}
    ),
    st.just(
        {"patternProperties": {"^in": {"type": ["boolean", "object", "null"]}}, "maxProperties": 9}
    ),
    st.just({"not": {"properties": {"label": {"const": "Sales"}}}, "minProperties": 2}),
)
_SCHEMAS = sometimes(_OF_NUMBERS, SCHEMAS, 8)
_DEMANDS: SearchStrategy[dict[str, Any]] = st.one_of(
    mappings({"require": CONDITIONS}),
    mappings({"require": CONDITIONS}),
    mappings({"schema": _SCHEMAS}),
    mappings({"unique": _GROUPS}, {"group_by": _GROUPS}),
    mappings({"count": _COUNTS}, {"group_by": _GROUPS}),
)
_REST: dict[str, SearchStrategy[Any]] = {
    "when": CONDITIONS,
    "description": WORDS,
    "remedy": WORDS,
    "tags": st.lists(WORDS, max_size=2),
}
_DECLARED = st.none() | mappings({"metadata": METADATA}, {"inbound": _FLAG})


@st.composite
def _test_entries(draw: DrawFn) -> dict[str, Any]:
    """An entry as far as it matters to a test, with what else a rule may read."""
    entry = draw(ENTRIES)
    kept: dict[str, Any] = {name: entry[name] for name in draw(subsets(list(entry)))}
    return {**kept, "declared": draw(_DECLARED)} if draw(st.booleans()) else kept


@st.composite
def _tests(draw: DrawFn, grouped: bool) -> list[dict[str, Any]]:
    entries: SearchStrategy[Any] = _test_entries()
    held = st.lists(entries, max_size=3) if grouped else entries
    kinds = draw(st.lists(st.sampled_from(["pass", "fail", "skip"]), min_size=1, max_size=3))
    return [{kind: draw(held)} for kind in kinds]


@st.composite
def _rules(draw: DrawFn, rule_id: str) -> dict[str, Any]:
    demand = draw(_DEMANDS)
    rule: dict[str, Any] = {"id": rule_id, "title": draw(_TITLES), "severity": draw(SEVERITIES)}
    rule |= {name: draw(_REST[name]) for name in draw(subsets(sorted(_REST)))} | demand
    if draw(st.booleans()):
        rule["tests"] = draw(_tests(not demand.keys().isdisjoint({"unique", "count"})))
    return rule


_TITLES = st.sampled_from(["A number is well", "*No* <b> two | share", "é 😀"]) | WORDS
_PARAMS: dict[str, tuple[Any, Any]] = {
    "most": ({"type": "integer", "minimum": 1, "default": 2}, {"count": {"maximum": "${most}"}}),
    "word": ({"type": "string", "default": "x"}, {"require": {"label": {"pattern": "${word}"}}}),
    "regions": (
        {"type": "array", "items": {"type": "string"}, "default": ["US"]},
        {"require": {"phone.region": "${regions}"}},
    ),
    "flag": ({"type": "boolean", "default": True}, {"require": {"inbound": "${flag}"}}),
    "secret": (
        {"type": "string", "default": "s3cret", "description": "hidden"},
        {"when": {"label": "${secret}"}, "require": {"outbound_config.password": "${secret}"}},
    ),
}
_VALUES: dict[str, SearchStrategy[Any]] = {
    "most": st.sampled_from([1, 1, 3, 3, 0, "x"]),
    "word": GOOD_PATTERNS | PATTERNS,
    "regions": st.sampled_from([["GB"], ["GB", "001"], ["UK"], [], "US"]),
    "flag": st.booleans(),
    "secret": WORDS,
}
WITH = mappings(
    {},
    {
        **_VALUES,
        "most": st.sampled_from([1, 3, "${MOST}", "${UNSET:-2}"]),
        "word": st.sampled_from(["^S", "x", "${LEVEL}", "$$", "["]),
    },
)
"""Values for parameters, not all of them right."""


@st.composite
def _parameter_rules(draw: DrawFn, names: list[str]) -> list[dict[str, Any]]:
    """A rule for each parameter, that reads it."""
    rules = []
    for name in names:
        fixed = {"id": f"with-{name}", "title": f"Held to ${{{name}}}", "severity": "low"}
        test: dict[str, Any] = {"pass": [] if name == "most" else draw(_test_entries())}
        if draw(st.booleans()):
            test["with"] = {name: draw(_VALUES[name])}
        rules.append({**fixed, **_PARAMS[name][1], "tests": [test]})
    return rules


@st.composite
def _packs(draw: DrawFn) -> dict[str, Any]:
    """A pack whose parameters are all read."""
    ids = draw(subsets(RULE_IDS))
    names = draw(sometimes(st.just([]), subsets(sorted(_PARAMS)), 2))
    rules = [draw(_rules(rule_id)) for rule_id in ids] + draw(_parameter_rules(names))
    pack: dict[str, Any] = {"version": 1, "name": "house", "description": draw(WORDS)}
    if names:
        pack["params"] = {name: _PARAMS[name][0] for name in names}
    return {**pack, "rules": rules or [draw(_rules("rule-a"))]}


PACKS = documents(_packs())
PACKS_WHOLE = whole(_packs())
