"""`--select PATH=GLOB`: which numbers are kept."""

from typing import Any

import pytest

from driftcheck.model import Declaration, LiveList, Place, UsageError
from driftcheck.system import published
from driftcheck.triage import select
from driftcheck.triage.select import Selector
from driftcheck.validation import number_shape
from tests.each import each
from tests.support import number

ENTRY = number_shape(published("number"))
ONE, TWO = "+12025550100", "+442071838750"


def declare(metadata: dict[str, Any] | None = None, **fields: Any) -> Declaration:
    return Declaration(fields, metadata or {}, frozenset(), False, Place("f.yaml", 1, 1), {})


def kept(*texts: str, live: Any = (), **declared: Declaration) -> list[str]:
    """Return the numbers that are kept on either side; `one` and `two` are declared."""
    known = {{"one": ONE, "two": TWO}[name]: item for name, item in declared.items()}
    selectors = select.parse_selectors(texts, ENTRY)
    wanted, found = select.keep_matching(selectors, known, LiveList("live.json", tuple(live)))
    return [*wanted, *(entry["phone_number"] for entry in found.entries)]


def refused(*texts: str, live: Any = ()) -> tuple[str, str | None]:
    with pytest.raises(UsageError) as caught:
        kept(*texts, live=live)
    (problem,) = caught.value.problems
    return str(problem), problem.hint


def test_a_selector_is_split_at_its_first_equals_sign() -> None:
    assert select.parse_selectors(["label=a=b"], ENTRY) == (Selector("label", "a=b"),)


def test_only_the_first_word_of_an_invalid_selector_is_shown() -> None:
    text, _ = refused("outbound_config.password hunter2")
    assert text == '--select needs PATH=GLOB, not "outbound_config.password"'


def test_without_a_selector_everything_is_kept() -> None:
    declared, live = {ONE: declare()}, LiveList("live.json", ("hello",))
    assert select.keep_matching((), declared, live) == (declared, live)


@each(
    ("text", "fields"),
    [
        ("label=Sales", {"label": "Sales"}),
        ("label=S*", {"label": "Sales"}),
        ("label=", {"label": ""}),
        ("label=?ales", {"label": "Sales"}),
        ("inbound=true", {"inbound": True}),
        ("inbound=false", {"inbound": False}),
        ("associated_pipeline=null", {"associated_pipeline": None}),
        ("associated_pipeline.pipeline_id=null", {"associated_pipeline": None}),
        ("associated_pipeline.pipeline_id=p*", {"associated_pipeline": {"pipeline_id": "p9"}}),
        ("inbound_config.allowed_addresses=192.*", {"allowed": ["10.0.0.1", "192.0.2.1"]}),
    ],
)
def test_a_live_value_selects_its_number(text: str, fields: dict[str, Any]) -> None:
    if "allowed" in fields:
        fields = {"inbound_config": {"allowed_addresses": fields["allowed"]}}
    other = number(
        phone_number=TWO, label="x", inbound=None, associated_pipeline={"pipeline_id": "x"}
    )
    assert kept(text, live=[number(**fields), other]) == [ONE]


def test_a_declared_value_selects_its_number() -> None:
    assert kept("label=Sales", one=declare(label="Sales"), two=declare(label="Other")) == [ONE]


def test_metadata_selects_a_declared_number() -> None:
    one, two = declare({"owner": "support"}), declare({"owner": "sales"})
    assert kept("metadata.owner=supp*", one=one, two=two) == [ONE]


def test_the_phone_number_selects() -> None:
    assert kept("phone_number=+44*", one=declare(), two=declare()) == [TWO]


@pytest.mark.parametrize("text", ["label=Sales", "label=Support"])
def test_a_value_of_either_side_keeps_both_sides(text: str) -> None:
    assert kept(text, live=[number(label="Support")], one=declare(label="Sales")) == [ONE, ONE]


def test_every_selector_must_match() -> None:
    live = [number(label="a"), number(phone_number=TWO, label="a", inbound=False)]
    assert kept("label=a", "inbound=false", live=live) == [TWO]


def test_selectors_may_match_on_different_sides() -> None:
    live = [number(label="Support", inbound=False)]
    one = declare(label="Sales", inbound=True)
    assert kept("label=Sales", "inbound=false", live=live, one=one) == [ONE, ONE]


def test_every_entry_of_a_selected_number_is_kept() -> None:
    assert kept("label=a", live=[number(label="a"), number(label="b")]) == [ONE, ONE]


def test_an_entry_without_a_number_is_kept_by_its_own_values_only() -> None:
    entries = ({"label": "a"}, {"label": "b"}, number(label="b"), "hello")
    live = LiveList("live.json", entries)
    assert select.keep_matching(select.parse_selectors(["label=a"], ENTRY), {}, live) == (
        {},
        LiveList("live.json", ({"label": "a"},), kept=(0,)),
    )


def test_entries_without_a_number_are_separate() -> None:
    live = LiveList("live.json", ({"label": "a"}, {"inbound": True}))
    selectors = select.parse_selectors(["label=a", "inbound=true"], ENTRY)
    assert select.keep_matching(selectors, {}, live) == ({}, LiveList("live.json", (), kept=()))


@each("text", ["label=sup*", "label=Suppor", "inbound=True", "inbound=1", "label=null"])
def test_an_empty_selection_keeps_nothing(text: str) -> None:
    assert kept(text, live=[number()]) == []


def test_an_empty_selection_names_every_selector() -> None:
    problem = select.nothing_selected(["label=x", "inbound=true"])
    assert str(problem) == "no number matches --select label=x inbound=true"
    assert problem.hint == "Look at the values in the declarations and in the live list."


def test_at_most_three_distinct_reasons_are_given() -> None:
    assert select.nothing_selected(["label=x"], "AABCD").hint == "A B C"


def test_an_unknown_number_is_suggested_in_the_form_of_numbers() -> None:
    selectors, live = select.parse_selectors(["phone_number=1 303 555 0199"], ENTRY), [number()]
    (reason,) = select.why_nothing(selectors, {}, LiveList("live.json", tuple(live)))
    assert reason.endswith('use --select "phone_number=+13035550199".')


@each(
    ("glob", "live"),
    [
        ("sales", ["+12025550100"]),
        ("2025550199", ["12025550100"]),
        ("2025550199", []),
        ("+12025550199", ["+12025550100"]),
    ],
)
def test_the_form_of_numbers_is_explained_for_other_forms(glob: str, live: list[str]) -> None:
    selectors = select.parse_selectors([f"phone_number={glob}"], ENTRY)
    found = LiveList("live.json", tuple(number(phone_number=one) for one in live))
    assert select.why_nothing(selectors, {}, found) == ()


def test_a_lookalike_of_the_glob_is_spelt_out() -> None:
    live = number(label="\u0405ales")
    selectors = select.parse_selectors(["label=Sales"], ENTRY)
    (reason,) = select.why_nothing(selectors, {}, LiveList("live.json", (live,)))
    assert reason.endswith('has other characters: there is "\\u0405ales".')


@each(
    ("text", "message", "hint"),
    [
        (
            "label",
            '--select needs PATH=GLOB, not "label"',
            'For example: --select "label=Customer *".',
        ),
        ("lable=x", '--select: no number has a field "lable"', 'Did you mean "label"?'),
        (
            "associated_pipeline.id=x",
            '--select: no number has a field "associated_pipeline.id"',
            'Did you mean "associated_pipeline.pipeline_id"?',
        ),
        ("label.x=y", '--select: "label" has no fields', 'Write "label".'),
    ],
)
def test_a_path_that_no_number_can_have_is_an_error(text: str, message: str, hint: str) -> None:
    assert refused(text, live=[number()]) == (message, hint)


@pytest.mark.parametrize("nothing", [None, {}, []])
def test_null_means_not_configured_on_the_live_side(nothing: Any) -> None:
    entry = number(inbound_config=nothing)
    other = number(phone_number=TWO, inbound_config={"a": 1})
    assert kept("inbound_config=null", live=[entry, other]) == [ONE]


def test_null_means_declared_null_on_the_declared_side() -> None:
    one, two = declare(associated_pipeline=None), declare(label="x")
    assert kept("associated_pipeline=null", one=one, two=two) == [ONE]


ROUTE = {"pipeline_id": "p1"}
NULL = "associated_pipeline.pipeline_id=null"


@each("parent", [None, {}, {"pipeline_id": None}, {"pipeline_name": None}])
def test_fields_below_a_declared_null_are_null(parent: Any) -> None:
    drifted = number(associated_pipeline=ROUTE)
    one = declare(associated_pipeline=parent)
    assert kept(NULL, live=[drifted], one=one) == [ONE, ONE]
    assert kept(NULL, one=one, two=declare(associated_pipeline=ROUTE)) == [ONE]


def test_undeclared_fields_of_a_declared_parent_are_live_values() -> None:
    said = declare(associated_pipeline={"pipeline_name": "Sales"})
    assert kept(NULL, live=[number(associated_pipeline=ROUTE)], one=said) == []
    assert kept(NULL, live=[number(associated_pipeline={})], one=said) == [ONE, ONE]


NOTHING: list[Any] = [None, {}, {"pipeline_id": None}, {"a": {"b": None}}, {"a": []}]


@each("value", NOTHING)
@each("text", ["associated_pipeline=null", NULL])
def test_null_matches_every_spelling_of_not_configured(text: str, value: Any) -> None:
    assert kept(text, live=[number(associated_pipeline=value)]) == [ONE]


@each("glob", ["*", "nul?", "n*", "?ull", "[n]ull", "NULL", "Null", "~", ""])
@each("value", NOTHING)
def test_no_other_glob_matches_what_is_not_configured(glob: str, value: Any) -> None:
    text = f"associated_pipeline.pipeline_id={glob}"
    said = declare(associated_pipeline=value)
    assert kept(text, live=[number(associated_pipeline=value)], one=said) == []


@each(
    ("text", "chosen"),
    [
        ("metadata.owner=null", [TWO]),
        ("metadata=null", [TWO]),
        ("metadata.owner=*", [ONE, ONE]),
        ("metadata.owner=live", []),
        ("metadata.team=null", [ONE, ONE, TWO]),
    ],
)
def test_metadata_is_always_that_of_the_declaration(text: str, chosen: list[str]) -> None:
    live = [
        number(metadata={"owner": "live"}),
        number(phone_number=TWO, metadata={"owner": "live"}),
    ]
    assert kept(text, live=live, one=declare({"owner": "a"})) == chosen


def test_a_missing_number_without_metadata_has_null_metadata() -> None:
    assert kept("metadata.owner=null", one=declare(), two=declare({"owner": "a"})) == [ONE]
