"""JSON Schemas in rules: useless ones are refused, and values are typed by their field."""

import pytest

from driftcheck import document
from driftcheck.policy.condition import failures
from driftcheck.policy.parser import Parser
from driftcheck.policy.subject import subject
from driftcheck.system import published
from driftcheck.validation import entry_shape

NUMBER_SCHEMA = published("number")
E164 = NUMBER_SCHEMA["properties"]["phone_number"]["pattern"]
ENTRY = subject(entry_shape(NUMBER_SCHEMA))


def parser(text: str) -> Parser:
    return Parser(document.parse(text, "p.yaml"), ENTRY)


def refused(text: str) -> list[tuple[str, str | None]]:
    """Return why a condition is refused."""
    reader = parser(text)
    with reader.step():
        reader.condition(reader.source.root)
    return [(str(problem), problem.hint) for problem in reader.problems]


def test_a_schema_that_could_never_fail_is_refused(subtests: pytest.Subtests) -> None:
    for text, message, hint in [
        (
            "associated_pipeline: {properties: {pipeline_idd: {minLength: 5}}}",
            '1:35: no number has a field "pipeline_idd"',
            'Did you mean "pipeline_id"?',
        ),
        (
            "associated_pipeline: {required: [pipeline_idd]}",
            '1:23: no number has a field "pipeline_idd"',
            'Did you mean "pipeline_id"?',
        ),
        (
            "provider: {const: twillio}",
            '1:19: the field is never "twillio"',
            'Did you mean "twilio"?',
        ),
        ("inbound: {enum: ['true']}", '1:18: the field is never "true"; its type is boolean', None),
        ("inbound: {not: {const: 1}}", '1:24: the field is never "1"; its type is boolean', None),
        (
            "associated_pipeline: {patternProperties: {'^lable': {}}}",
            "1:42: no field matches the pattern `^lable`",
            None,
        ),
        (
            "label: {x-driftcheck: {secret: true}, minLength: 1}",
            "1:9: x-driftcheck has no effect in a rule",
            "Put it in the entry schema.",
        ),
        (
            "associated_pipeline: {patternProperties: {'[': {}}}",
            '1:42: not a valid JSON Schema: "pattern" is not a regular expression',
            None,
        ),
        (
            "associated_pipeline: {dependentRequired: {pipeline_id: [nam]}}",
            '1:42: no number has a field "nam"',
            "Expected one of: pipeline_id, pipeline_name.",
        ),
        ("label: {$defs: {}}", "1:9: $defs is not supported in a rule", "Write the schema out."),
    ]:
        with subtests.test(text=text, message=message, hint=hint):
            assert refused(text) == [(f"p.yaml:{message}", hint)]


def test_values_in_a_schema_are_typed_by_their_field(subtests: pytest.Subtests) -> None:
    """Unquoted 6036 is text if the field is text."""
    for text in [
        "label: {not: {const: 6037}}",
        "label: {anyOf: [{const: 6036}]}",
        "label: {allOf: [{enum: [6036]}]}",
        "label: {if: {const: 6036}, then: {const: 6036}}",
        "inbound_config.allowed_addresses: {items: {const: 10}}",
        "inbound_config: {properties: {allowed_addresses: {contains: {const: 10}}}}",
    ]:
        with subtests.test(text=text):
            entry = {"label": "6036", "inbound_config": {"allowed_addresses": ["10"]}}
            reader = parser(text)
            condition = reader.condition(reader.source.root)
            reader.finish()
            assert not list(failures(condition, entry))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("inbound: {type: string}", "1:11: the field is never string; its type is boolean"),
        (
            "label: {type: [integer, array]}",
            "1:9: the field is never array or integer; its type is string",
        ),
        (
            "phone_number: '12025550100'",
            f'1:15: "phone_number" is never "12025550100": it does not match `{E164}`',
        ),
        ("account: prod", '1:10: "account" is never "prod"'),
    ],
)
def test_an_impossible_condition_is_refused(text: str, message: str) -> None:
    reader = Parser(
        document.parse(text, "p.yaml"), subject(entry_shape(NUMBER_SCHEMA), ["default"])
    )
    with reader.step():
        reader.condition(reader.source.root)
    assert [str(problem) for problem in reader.problems] == [f"p.yaml:{message}"]


@pytest.mark.parametrize("types", ["boolean", "[boolean, 'null']"])
def test_a_possible_type_may_be_required(types: str) -> None:
    assert refused(f"inbound: {{type: {types}}}") == []


def test_any_name_may_fit_a_pattern_where_any_field_may_be() -> None:
    assert refused("declared.metadata: {patternProperties: {'^cost': {type: string}}}") == []


def test_a_field_may_require_another_one() -> None:
    reader = parser("associated_pipeline: {dependentRequired: {pipeline_id: [pipeline_name]}}")
    condition = reader.condition(reader.source.root)
    reader.finish()
    (failure,) = failures(condition, {"associated_pipeline": {"pipeline_id": "p"}})
    assert failure.message == "associated_pipeline.pipeline_name is missing"
