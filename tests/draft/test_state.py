"""The stated fields of each number, and the problems and notes of others."""

from typing import Any

import pytest

from driftcheck.draft import Draft, Secrets, env_text, state
from driftcheck.draft.secrets import prefix_of
from driftcheck.model import LiveList, Origin
from driftcheck.system import published
from driftcheck.validation.redaction import hiding
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.support import number, python

SCHEMA = published("number")
CANNOT = "+12025550100 cannot be declared:"
HOLDS = "is secret, and contains a character"


def drafted(*entries: Any, schema: Any = SCHEMA, secrets: Secrets | None = None) -> Draft:
    return state(LiveList("live", entries), Validator(schema), secrets or Secrets())


def fields(**given: Any) -> Any:
    (one,) = drafted(number(**given)).numbers
    return one.fields


def test_unset_fields_are_stated() -> None:
    stated = fields(associated_pipeline={"pipeline_id": "p1"}, inbound_config={})
    assert stated["associated_pipeline"] == {"pipeline_id": "p1", "pipeline_name": "null"}
    assert stated["inbound_config"] == stated["outbound_config"] == "null"


@pytest.mark.parametrize("masked", ["***", "••••", None])
def test_a_masked_secret_is_left_out(masked: str | None) -> None:
    trunk = fields(outbound_config={"address": "sip.example.com", "password": masked})
    assert "password" not in trunk["outbound_config"]


@pytest.mark.parametrize("value", ["", "(sensitive)"])
def test_a_secret_that_only_looks_masked_is_a_value(value: str) -> None:
    secrets = Secrets()
    drafted(number(outbound_config={"address": "a", "password": value}), secrets=secrets)
    assert secrets.values == {"OUTBOUND_CONFIG_PASSWORD": value}


def test_fields_hidden_by_fetch_are_left_out_with_a_note() -> None:
    entry = number(outbound_config={"address": "(sensitive)@h", "password": "(sensitive)"})
    live = LiveList("live", (entry,), origin=Origin(None, None))
    draft = state(live, Validator(SCHEMA), Secrets())
    assert draft.numbers[0].fields["outbound_config"].keys().isdisjoint({"address", "password"})
    assert len(draft.notes) == 2


def test_an_address_with_masked_credentials_is_left_out_with_a_note() -> None:
    draft = drafted(number(outbound_config={"address": "***@sip.example.com"}))
    assert "address" not in draft.numbers[0].fields["outbound_config"]
    assert draft.notes == (
        "outbound_config.address of +12025550100 was left out: the live list hides its value",
    )


@each(
    ("address", "written", "secret"),
    [
        ("u:p@h", '"${OUTBOUND_CONFIG_ADDRESS}@h"', "u:p"),
        ("sip:sip@h", '"sip:${OUTBOUND_CONFIG_ADDRESS}@h"', "sip"),
        ("u:***@h", '"${OUTBOUND_CONFIG_ADDRESS}@h"', "u:***"),
        ("a%40h", '"${OUTBOUND_CONFIG_ADDRESS}%40h"', "a"),
        ("u@h;token=t", "${OUTBOUND_CONFIG_ADDRESS}", "u@h;token=t"),
        ("sip:h;token=t", "${OUTBOUND_CONFIG_ADDRESS}", "sip:h;token=t"),
        ("${X}", "${OUTBOUND_CONFIG_ADDRESS}", "${X}"),
        ("u@${X}", "${OUTBOUND_CONFIG_ADDRESS}", "u@${X}"),
    ],
)
def test_credentials_in_an_address_become_a_variable(
    address: str, written: str, secret: str
) -> None:
    secrets = Secrets()
    draft = drafted(number(outbound_config={"address": address}), secrets=secrets)
    assert draft.numbers[0].fields["outbound_config"]["address"] == written
    assert secrets.values == {"OUTBOUND_CONFIG_ADDRESS": secret}


def test_secrets_are_named_in_the_order_of_the_numbers_and_equal_ones_share_a_name() -> None:
    secrets = Secrets()
    given = {"+13": "b", "+12": "a", "+14": "a"}
    entries = [number(phone_number=n, outbound_config={"password": p}) for n, p in given.items()]
    draft = drafted(*entries, secrets=secrets)
    names = [one.fields["outbound_config"]["password"] for one in draft.numbers]
    first, second = "${OUTBOUND_CONFIG_PASSWORD}", "${OUTBOUND_CONFIG_PASSWORD_2}"
    assert names == [first, second, first]
    assert list(secrets.values.values()) == ["a", "b"]


def test_a_variable_in_use_keeps_its_value() -> None:
    secrets = Secrets("eu-west", {"EU_WEST_A_B": "x", "EU_WEST_A_B_2": None})
    assert secrets.variable(("a", "b"), "y") == "${EU_WEST_A_B_3}"
    assert secrets.variable(("a", "b"), "x") == "${EU_WEST_A_B}"
    assert secrets.variable(("path",), "z") == "${EU_WEST_NUMBER_PATH}"


def test_a_sensitive_field_of_any_type_becomes_a_variable() -> None:
    secrets = Secrets()
    with hiding(["inbound", "label"]):
        draft = drafted(number(), secrets=secrets)
    stated = draft.numbers[0].fields
    assert (stated["inbound"], stated["label"]) == ("${NUMBER_INBOUND}", "${NUMBER_LABEL}")
    assert secrets.values == {"NUMBER_INBOUND": "true", "NUMBER_LABEL": "Support"}


def test_credentials_where_variables_are_not_allowed_are_left_out_with_a_note() -> None:
    draft = drafted(number(label="see https://u:hush@example.com/"))
    assert "label" not in draft.numbers[0].fields
    assert "hush" not in str(draft.notes)
    assert "variables are not allowed there" in draft.notes[0]


def test_unknown_fields_are_left_out_with_a_note() -> None:
    draft = drafted(
        number(zzz=1, state="absent"),
        number(phone_number="+13", zzz=2, outbound_config={"port": 1}),
    )
    why = "was left out: it is not in the entry schema"
    assert draft.notes == (
        f"outbound_config.port of +13 {why}",
        f"state of +12025550100 {why}",
        f"zzz of +12025550100 and 1 more {why}",
    )


@each(
    ("entries", "problems"),
    [
        (["x"], ["the entry [0] cannot be declared: it is not an object"]),
        (
            [{"label": "a"}, {"phone_number": 12}],
            [
                "the entry [0] cannot be declared: its phone number is not text",
                "the entry [1] cannot be declared: its phone number is not text",
            ],
        ),
        (
            [number(), number(label="b")],
            ["+12025550100 cannot be declared: it is in the live list 2 times"],
        ),
        (
            [number(provider="x")],
            ["+12025550100 cannot be declared: provider must be one of byo, twilio"],
        ),
        (
            [number(label="\ud800")],
            [f"{CANNOT} label contains half of a surrogate pair, which is not valid text"],
        ),
        (
            [number(outbound_config={"password": "a\0b"})],
            [f"{CANNOT} outbound_config.password {HOLDS} that a variable cannot hold"],
        ),
    ],
)
def test_entries_that_cannot_be_declared_are_reported_one_by_one(
    entries: list[Any], problems: list[str]
) -> None:
    draft = drafted(*entries)
    assert [problem.message for problem in draft.problems] == problems
    assert draft.numbers == ()


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("provider", "carrier", "provider must be one of byo, twilio"),
        ("phone_number", "12", "phone_number must be a phone number in E.164 form"),
    ],
)
def test_entries_that_a_custom_schema_allows_but_declarations_cannot_express_are_reported(
    field: str, value: str, why: str
) -> None:
    draft = drafted(number(), {**number(phone_number="+13"), field: value}, schema={})
    assert [one.number for one in draft.numbers] == ["+12025550100"]
    (problem,) = draft.problems
    assert f" cannot be declared: {why}" in problem.message


def test_accounts_share_no_variable() -> None:
    accounts = ["prod-eu", "prod_eu", "PROD.EU", "us"]
    prefixes = [prefix_of(name, accounts) for name in accounts]
    assert prefixes == ["PROD_EU", "PROD_EU_2", "PROD_EU_3", "US"]


def test_fields_of_a_custom_schema_are_written() -> None:
    more = {"tags": {"type": "array", "items": {"type": "string"}}, "cost": {"type": "number"}}
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], **more}}
    (one,) = drafted(number(tags=["a", "no"], cost=1.5), schema=schema).numbers
    assert (one.fields["tags"], one.fields["cost"]) == (["a", '"no"'], "1.5")


def test_a_list_of_mappings_is_reported() -> None:
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "deep": {"type": "array"}}}
    (problem,) = drafted(number(deep=[{"a": 1}]), schema=schema).problems
    assert "deep is a list of lists or mappings" in problem.message


def test_a_shell_reads_the_lines_of_variables_back(tmp_path: Any) -> None:
    values = {"A": 'it\'s; $(x) `y` "z" \\', "B": "two\nlines", "C": ""}
    script = tmp_path / "env.sh"
    script.write_text(env_text(values) + "export A B C\n", encoding="utf-8")
    code = "import os,json,subprocess,sys\n"
    code += "out = subprocess.run(['sh', '-c', '. ./env.sh; exec \"$0\" -c \"import os,json;"
    code += "print(json.dumps([os.environ[n] for n in \\'ABC\\']))\"', sys.executable],"
    code += "capture_output=True, text=True)\nprint(out.stdout, out.stderr)"
    assert python("-c", code, cwd=tmp_path).json == list(values.values())
