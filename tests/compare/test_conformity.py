"""The live list is checked against the entry schema."""

from typing import Any

import pytest

from driftcheck.compare import conformity
from driftcheck.model import Finding, Kind, LiveList, Severity, order
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.support import NUMBER, number

ONE = "+12025550100"
Told = tuple[str | None, str | None, str, Any, Any]


def validate(*entries: Any, by: Any = None) -> list[Finding]:
    validator = Validator(published("number") if by is None else by)
    return conformity.find_faults(LiveList("live.json", entries), validator)


def told(finding: Finding) -> Told:
    return (
        finding.phone_number,
        finding.path,
        finding.message,
        finding.expected,
        finding.actual,
    )


def test_an_entry_that_satisfies_the_schema_has_no_finding(subtests: pytest.Subtests) -> None:
    fields: Any
    for fields in [
        {},
        {"provider": "byo"},
        {"associated_pipeline": None},
        {"associated_pipeline": {}},
        {"inbound_config": None, "outbound_config": {}},
        {"inbound_config": {"allowed_addresses": None}},
        {"inbound_config": {"allowed_addresses": ["192.0.2.0/27"]}},
        {"outbound_config": {"address": None, "transport": None, "password": None}},
        {"outbound_config": {"address": "a", "transport": "tls", "prefix": "9", "user": "u"}},
    ]:
        with subtests.test(fields=fields):
            assert validate(number(**fields)) == []


@pytest.mark.parametrize("name", sorted(NUMBER.keys() - {"phone_number"}))
def test_a_missing_field_is_named_by_its_path(name: str) -> None:
    entry = {key: value for key, value in NUMBER.items() if key != name}
    (finding,) = validate(entry)
    assert told(finding) == (ONE, name, f"{name} is missing", "a value", None)


def test_a_wrong_value_is_reported_with_its_path(subtests: pytest.Subtests) -> None:
    fields: Any
    for fields, path, message, expected, actual in [
        ({"inbound": "yes"}, "inbound", "must be true or false, not text", "boolean", "yes"),
        ({"inbound": 1}, "inbound", "must be true or false, not a whole number", "boolean", 1),
        ({"label": None}, "label", "must be text, not null", "string", None),
        ({"label": ["x"]}, "label", "must be text, not a list", "string", "(array)"),
        ({"label": {"x": 1}}, "label", "must be text, not a mapping", "string", "(object)"),
        (
            {"provider": "acme"},
            "provider",
            "must be one of byo, twilio",
            ["byo", "twilio"],
            "acme",
        ),
        (
            {"inbound_config": {"allowed_addresses": ["192.0.2.1", 5]}},
            "inbound_config.allowed_addresses[1]",
            "must be text, not a whole number",
            "string",
            5,
        ),
        (
            {"associated_pipeline": "p1"},
            "associated_pipeline",
            "must be a mapping or null, not text",
            ["object", "null"],
            "p1",
        ),
    ]:
        with subtests.test(
            fields=fields, path=path, message=message, expected=expected, actual=actual
        ):
            (finding,) = validate(number(**fields))
            assert told(finding) == (ONE, path, f"{path} {message}", expected, actual)


def test_a_broken_entry_is_of_high_severity() -> None:
    (finding,) = validate(number(inbound=None))
    assert (finding.check, finding.kind) == ("schema-invalid", Kind.SCHEMA)
    assert finding.severity is Severity.HIGH


def test_a_password_of_the_wrong_type_is_not_shown() -> None:
    (finding,) = validate(number(outbound_config={"password": 31337}))
    assert finding.path == "outbound_config.password"
    assert finding.actual == "(sensitive)"
    assert "31337" not in finding.message


def test_credentials_of_an_address_in_the_wrong_place_are_not_shown() -> None:
    (finding,) = validate(number(outbound_config="sip:alice:pw@sip.example.com"))
    assert finding.actual == "sip:(sensitive)@sip.example.com"


def test_every_fault_of_an_entry_has_a_finding() -> None:
    findings = validate(number(inbound="x", outbound="y", label=1))
    assert [finding.path for finding in findings] == ["inbound", "label", "outbound"]


def test_two_faults_at_one_path_are_one_finding() -> None:
    by = {"properties": {"label": {"minLength": 5, "pattern": "^[0-9]+$"}}}
    (finding,) = validate(number(label="x"), by=by)
    assert (finding.path, finding.actual) == ("label", "x")


def test_a_fault_of_the_whole_entry_has_no_field() -> None:
    (finding,) = validate(NUMBER, by={"maxProperties": 1})
    assert told(finding)[:2] == (ONE, None)


def test_all_faults_of_a_mapping_or_list_are_reported() -> None:
    by = {"properties": {"tags": {"minItems": 3, "uniqueItems": True}}}
    (finding,) = validate(number(tags=["x", "x"]), by=by)
    assert finding.message == "tags must have at least 3 items, and must not repeat an item"
    assert finding.actual == "(array)"


@pytest.mark.parametrize(
    ("entry", "what", "actual"),
    [("hello", "text", "hello"), (None, "null", None), ([1], "a list", "(array)")],
)
def test_an_entry_that_is_not_a_mapping_is_named_by_its_index(
    entry: Any, what: str, actual: Any
) -> None:
    (finding,) = validate(NUMBER, entry)
    message = f"the entry must be a mapping, not {what}"
    assert told(finding) == (None, "[1]", message, "object", actual)


@pytest.mark.parametrize("phone_number", [None, "", 12025550100, ["+12025550100"]])
def test_an_entry_without_a_usable_number_is_named_by_its_index(phone_number: Any) -> None:
    (finding,) = validate(NUMBER, NUMBER, number(phone_number=phone_number))
    assert (finding.phone_number, finding.path) == (None, "[2].phone_number")


def test_a_number_that_is_not_e164_is_still_its_name() -> None:
    (finding,) = validate(number(phone_number="0207 183 8750"))
    what = "must be a phone number in E.164 form: + and 2 to 15 digits, such as +12025550123"
    assert (finding.phone_number, finding.message) == ("0207 183 8750", f"phone_number {what}")


def test_an_unknown_field_has_the_severity_info() -> None:
    (finding,) = validate(number(colour="blue"))
    message = "colour is a field that the schema does not define"
    assert told(finding) == (ONE, "colour", message, None, None)
    assert (finding.check, finding.severity) == ("schema-unknown-field", Severity.INFO)


def test_an_unknown_field_inside_a_known_one_is_found() -> None:
    (finding,) = validate(number(outbound_config={"codec": "opus"}))
    assert finding.path == "outbound_config.codec"


def test_an_unknown_field_is_reported_once_with_any_content() -> None:
    (finding,) = validate(number(extra={"a": {"b": 1}, "c": [2]}))
    assert finding.path == "extra"


def test_an_entry_without_a_number_has_unknown_fields_under_its_index() -> None:
    paths = [f.path for f in validate({"colour": 1}) if f.check == "schema-unknown-field"]
    assert paths == ["[0].colour"]


def test_a_free_form_field_has_no_unknown_fields() -> None:
    by = {"properties": {"extra": {"type": "object", "additionalProperties": True}}}
    assert validate(number(extra={"a": 1}), by=by) == []


def test_the_users_schema_decides_alone() -> None:
    entry = {"phone_number": ONE, "label": 5}
    assert validate(entry, by={"properties": {"label": {"type": "integer"}}}) == []


@pytest.mark.parametrize("entry", [{}, {"phone_number": 12025550177}, {"phone_number": ""}, "x", 5])
def test_an_entry_without_a_usable_number_always_has_a_finding(entry: Any) -> None:
    """Even if the user's schema allows it."""
    (finding,) = validate(entry, by={})
    assert (finding.check, finding.phone_number) == ("schema-invalid", None)
    assert finding.path == "[0].phone_number"


def test_the_users_schema_keeps_the_fields_of_the_api_known() -> None:
    by = {"required": ["label"], "properties": {"label": {"type": "string"}}}
    assert validate(NUMBER, by=by) == []


def test_a_refused_field_is_reported_once() -> None:
    by = {"properties": {"label": {}}, "additionalProperties": False}
    (finding,) = validate({"label": "x", "lable": "y"}, by=by)
    assert (finding.check, finding.path) == ("schema-invalid", "[0].lable")


def test_findings_do_not_search_for_similar_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("driftcheck.words.suggest.nearest")
    monkeypatch.delattr("driftcheck.validation.fault.choice_meant")
    monkeypatch.delattr("driftcheck.validation.wording.did_you_mean")
    closed = {**published("number"), "additionalProperties": False}
    found = validate(number(provider="twillio", lable="x"), by=closed)
    assert {finding.path for finding in found} == {"provider", "lable"}


def test_some_of_very_many_fields_are_listed_and_the_rest_is_one_finding(
    subtests: pytest.Subtests,
) -> None:
    names = [f"f{number:04}" for number in range(1000)]
    fields: Any
    for by, fields, message in [
        (None, dict.fromkeys(names, 1), "and 900 more fields that the schema does not define"),
        (
            {"additionalProperties": {"type": ["string", "boolean", "object"]}},
            dict.fromkeys(names, 1),
            "and 900 more fields that the schema does not allow",
        ),
    ]:
        with subtests.test(message):
            *listed, rest = validate({**NUMBER, **fields}, by=by)
            assert [finding.path for finding in listed] == names[:100]
            assert told(rest) == (ONE, "*", message, None, 900)
            assert {finding.check for finding in listed} == {rest.check}
            assert sorted([rest, *listed], key=order)[-1] == rest


def test_unlisted_fields_of_an_entry_without_a_number_are_below_its_index() -> None:
    fields = dict.fromkeys((f"f{number}" for number in range(101)), 1)
    *_, rest = validate({"phone_number": None, "inbound_config": fields}, by={})
    assert (rest.path, rest.actual) == ("[0].inbound_config.*", 1)


@pytest.mark.parametrize(
    ("by", "fields", "first", "size"),
    [
        (
            None,
            {"inbound_config": {"allowed_addresses": [1] * 100_000}},
            "inbound_config.allowed_addresses[0]",
            100_011,
        ),
        (
            {"propertyNames": {"pattern": "^[^x]"}},
            {f"x{number:04}": True for number in range(1000)},
            "x0000",
            1_009,
        ),
    ],
)
def test_an_oversized_entry_lists_its_first_fault_and_its_size(
    by: Any, fields: Any, first: str, size: int
) -> None:
    found = [one for one in validate(number(**fields), by=by) if one.check == "schema-invalid"]
    message = f"and perhaps more: the entry holds {size:,} values, too many to list all"
    assert [(finding.path, finding.actual) for finding in found][1:] == [("*", size)]
    assert (found[0].path, found[1].message) == (first, message)
