"""Conditions and schemas from YAML: a misspelt rule must be refused."""

import pytest

from driftcheck import document
from driftcheck.model import InputError
from driftcheck.policy.condition import AnyOf, Every, FieldCondition, Negation
from driftcheck.policy.parser import Parser
from driftcheck.policy.subject import subject
from driftcheck.system import published
from driftcheck.validation import entry_shape
from driftcheck.validation.outline import shape_of
from driftcheck.validation.shape import Shape

ENTRY = subject(entry_shape(published("number")))


def parser(text: str, known: Shape = ENTRY) -> Parser:
    return Parser(document.parse(text, "p.yaml"), known)


def field(text: str, known: Shape = ENTRY) -> FieldCondition:
    reader = parser(text, known)
    parsed = reader.condition(reader.source.root)
    reader.finish()
    assert isinstance(parsed, FieldCondition)
    return parsed


def refusals(text: str, *, whole: bool = False) -> list[tuple[str, str | None]]:
    """Return why a condition or a whole JSON Schema is refused."""
    reader = parser(text)
    with reader.step():
        (reader.schema if whole else reader.condition)(reader.source.root)
    return [(str(problem), problem.hint) for problem in reader.problems]


def test_values_are_typed_by_the_field_they_are_compared_with(
    subtests: pytest.Subtests,
) -> None:
    for text, path, expected, optional in [
        ("inbound: true", "inbound", True, False),
        ("label: 6036", "label", "6036", False),
        ("label: no", "label", "no", False),
        ("label: 'null'", "label", "null", False),
        ("label: [1, true]", "label", ["1", "true"], False),
        ("label: null", "label", None, True),
        (
            "outbound_config.transport: [tls, null]",
            "outbound_config.transport",
            ["tls", None],
            True,
        ),
        ("label: {const: 6036}", "label", {"const": "6036"}, False),
        ("label: {enum: [6036, no]}", "label", {"enum": ["6036", "no"]}, False),
        (
            "label: {pattern: 6036, minLength: 1}",
            "label",
            {"pattern": "6036", "minLength": 1},
            False,
        ),
        (
            "inbound_config.allowed_addresses: {contains: {const: 10}, minItems: 1}",
            "inbound_config.allowed_addresses",
            {"contains": {"const": "10"}, "minItems": 1},
            False,
        ),
        ("account: 5", "account", "5", False),
        ("declared: null", "declared", None, True),
        ("declared.inbound: true", "declared.inbound", True, False),
        ("declared.metadata.any.thing: x", "declared.metadata.any.thing", "x", False),
    ]:
        with subtests.test(text=text, path=path, expected=expected, optional=optional):
            parsed = field(text)
            assert (parsed.path, parsed.expected, parsed.optional) == (path, expected, optional)


def test_a_value_of_an_untyped_field_is_read_like_json(subtests: pytest.Subtests) -> None:
    known = subject(entry_shape({"properties": {"tier": {}}}))
    for text, expected in [
        ("tier: 5", 5),
        ("tier: '5'", "5"),
        ("tier: true", True),
        ("tier: null", None),
        ("tier: [5, x, null]", [5, "x", None]),
    ]:
        with subtests.test(text=text, expected=expected):
            parsed = field(text, known)
            assert parsed.expected == expected


def test_a_field_that_is_never_there_has_no_value() -> None:
    known = subject(entry_shape({"properties": {"trunk": {"properties": {"zone": False}}}}))
    reader = parser("trunk.zone: x", known)
    with reader.step():
        reader.condition(reader.source.root)
    (problem,) = reader.problems
    assert problem.message.startswith('"trunk.zone" is never "x"')


def test_combinations_are_read_as_they_are_nested() -> None:
    reader = parser("{inbound: true, any: [{label: x}, {all: [{not: {label: y}}]}]}")
    parsed = reader.condition(reader.source.root)
    assert isinstance(parsed, Every)
    first, second = parsed.parts
    assert isinstance(first, FieldCondition)
    assert isinstance(second, AnyOf)
    assert isinstance(second.parts[1], Every)
    assert isinstance(second.parts[1].parts[0], Negation)


def test_a_path_that_no_number_can_have_is_refused(subtests: pytest.Subtests) -> None:
    for text, message, hint in [
        ("inbund: true", '1:1: no number has a field "inbund"', 'Did you mean "inbound"?'),
        (
            "associated_pipeline.pipelineid: x",
            '1:1: no number has a field "associated_pipeline.pipelineid"',
            'Did you mean "associated_pipeline.pipeline_id"?',
        ),
        ("label.x: y", '1:1: "label" has no fields', 'Write "label".'),
        (
            "declared.inbund: true",
            '1:1: no number has a field "declared.inbund"',
            'Did you mean "declared.inbound"?',
        ),
        ("account.name: x", '1:1: "account" has no fields', 'Write "account".'),
        ("metadata.owner: x", '1:1: no number has a field "metadata"', None),
        ("{not: {inbund: true}}", '1:8: no number has a field "inbund"', 'Did you mean "inbound"?'),
        (
            "any: [{label: x}, {inbund: true}]",
            '1:20: no number has a field "inbund"',
            'Did you mean "inbound"?',
        ),
    ]:
        with subtests.test(text=text, message=message, hint=hint):
            ((told, given),) = refusals(text)
            assert told == f"p.yaml:{message}"
            assert given == hint if hint else given


def test_a_value_that_a_field_can_never_have_is_refused(subtests: pytest.Subtests) -> None:
    for text, message, hint in [
        ("inbound: 'true'", '1:10: "inbound" is never "true"; its type is boolean', None),
        ("inbound: yes", '1:10: "inbound" is never "yes"; its type is boolean', None),
        ("inbound: [true, 1]", '1:17: "inbound" is never "1"; its type is boolean', None),
        ("declared: true", '1:11: "declared" is never "true"; its type is null or object', None),
        ("provider: twillio", '1:11: "provider" is never "twillio"', 'Did you mean "twilio"?'),
        (
            "outbound_config.transport: [tls, TCP]",
            '1:34: "outbound_config.transport" is never "TCP"',
            'Did you mean "tcp"?',
        ),
    ]:
        with subtests.test(text=text, message=message, hint=hint):
            assert refusals(text) == [(f"p.yaml:{message}", hint)]


def test_a_nonsensical_condition_is_refused(subtests: pytest.Subtests) -> None:
    for text, message, hint in [
        (
            "hello",
            "1:1: a condition must map field paths to values",
            "For example: {inbound: true}.",
        ),
        ("{}", "1:1: a condition must map field paths to values", "For example: {inbound: true}."),
        (
            "not: true",
            "1:6: a condition must map field paths to values",
            "For example: {inbound: true}.",
        ),
        (
            "any: {inbound: true}",
            '1:1: "any" must list conditions',
            "For example: any: [{inbound: true}, {outbound: true}].",
        ),
        (
            "all: []",
            '1:1: "all" must list conditions',
            "For example: all: [{inbound: true}, {outbound: true}].",
        ),
        ("label: []", '1:8: "label" has an empty list', None),
        (
            "label: [x, [y]]",
            '1:12: "label" is compared with a list or mapping',
            "Write a JSON Schema for it: {label: {const: ...}}.",
        ),
        (
            "label: {minLenght: 1}",
            '1:9: "minLenght" is not a keyword of JSON Schema',
            'Did you mean "minLength"?',
        ),
        (
            "associated_pipeline: {pipeline_id: p1}",
            '1:23: "pipeline_id" is not a keyword of JSON Schema',
            'Did you mean "associated_pipeline.pipeline_id"?',
        ),
    ]:
        with subtests.test(text=text, message=message, hint=hint):
            assert refusals(text) == [(f"p.yaml:{message}", hint)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("label: {minLength: x}", "p.yaml:1:9: not a valid JSON Schema: "),
        ("label: {pattern: '('}", "p.yaml:1:9: `(` is not a regular expression"),
        ("label: {pattern: 'a?*'}", "p.yaml:1:9: `a?*` is not a regular expression"),
    ],
)
def test_a_schema_of_a_field_that_does_not_compile_is_refused(text: str, told: str) -> None:
    ((message, _),) = refusals(text)
    assert message.startswith(told)


def test_every_mistake_in_a_condition_is_reported() -> None:
    reader = parser("{inbund: true, label: [], provider: x}")
    reader.condition(reader.source.root)
    with pytest.raises(InputError) as caught:
        reader.finish()
    places = [str(problem.place) for problem in caught.value.problems]
    assert places == ["p.yaml:1:2", "p.yaml:1:23", "p.yaml:1:37"]


def test_a_field_that_a_whole_schema_misspells_is_refused(subtests: pytest.Subtests) -> None:
    for text in [
        "required: [lable]",
        "properties: {lable: {}}",
        "properties: {associated_pipeline: {required: [lable]}}",
        "properties: {associated_pipeline: {properties: {lable: {}}}}",
        "allOf: [{required: [lable]}]",
        "anyOf: [{}, {required: [lable]}]",
        "oneOf: [{required: [lable]}]",
        "not: {required: [lable]}",
        "if: {required: [lable]}",
        "then: {properties: {lable: {}}}",
        "else: {properties: {lable: {}}}",
        "properties: {declared: {properties: {lable: {}}}}",
    ]:
        with subtests.test(text=text):
            ((message, hint),) = refusals(text, whole=True)
            where, _, what = message.partition(": ")
            assert what == 'no number has a field "lable"'
            assert where == f"p.yaml:1:{_column(text)}"
            assert hint is not None


def _column(text: str) -> int:
    """Return the column of the keyword with the wrong names: `required`, or `properties`."""
    if "required" in text:
        return text.rindex("required") + 1
    return text.rindex("{lable") + 1


def test_a_whole_schema_may_name_context() -> None:
    reader = parser(
        "{required: [label], properties: {inbound: true, declared: {properties: "
        "{metadata: {required: [owner]}}}, account: {const: production}}}"
    )
    validator = reader.schema(reader.source.root)
    reader.finish()
    declared = {"metadata": {"owner": "x"}}
    assert validator.is_valid({"label": "x", "declared": declared, "account": "production"})
    assert not validator.is_valid({"label": "x", "account": "staging"})


def test_a_schema_that_is_open_to_other_fields_lets_rules_read_them() -> None:
    known = shape_of({"properties": {"label": {}}, "additionalProperties": True})
    reader = Parser(document.parse("required: [colour]", "p.yaml"), known)
    reader.schema(reader.source.root)
    assert reader.problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("requird: [label]", '"requird" is not a keyword of JSON Schema'),
        ("oneOf: 5", "not a valid JSON Schema: "),
        ("$ref: 'https://example.com/x.json'", "$ref is not supported in a rule"),
    ],
)
def test_a_whole_schema_that_does_not_compile_is_refused(text: str, message: str) -> None:
    ((told, _),) = refusals(text, whole=True)
    assert told.startswith(f"p.yaml:1:1: {message}")
