"""Loading declaration files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from driftcheck import declared
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, Declared, InputError, Place
from driftcheck.system import published

ONE, TWO = "+12025550100", "+12025550101"
Load = Callable[..., Declared]
Refusals = Callable[..., list[tuple[str, str | None]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that loads texts as files a.yaml, b.yaml and so on."""

    def run(*texts: str, schema: Any = None) -> Declared:
        files = []
        for name, text in zip(("a.yaml", "b.yaml"), texts, strict=False):
            (tmp_path / name).write_text(text, encoding="utf-8")
            files.append(InputFile(tmp_path / name, name))
        return declared.load(files, schema or published("number"))

    return run


@pytest.fixture
def refusals(load: Load) -> Refusals:
    """Return a function that loads files, and returns their problems and hints."""

    def run(*texts: str) -> list[tuple[str, str | None]]:
        with pytest.raises(InputError) as caught:
            load(*texts)
        return [(str(problem), problem.hint) for problem in caught.value.problems]

    return run


def entry(text: str) -> str:
    return f"version: 1\nnumbers:\n- phone_number: {ONE}\n{text}"


def only(found: Declared) -> Declaration:
    (declaration,) = found.values()
    return declaration


@pytest.mark.parametrize("spelling", ["+12025550100", "'+12025550100'", '"+12025550100"'])
def test_a_phone_number_is_text_quoted_or_not(load: Load, spelling: str) -> None:
    assert list(load(f"version: 1\nnumbers: [{{phone_number: {spelling}}}]")) == [ONE]


def test_a_bare_list_is_a_declarations_file(load: Load) -> None:
    found = load('[{"phone_number": "+12025550100", "label": "Sales", "inbound_config": null}]')
    assert only(found).fields == {"label": "Sales", "inbound_config": None}


def test_text_fields_keep_their_text(subtests: pytest.Subtests, load: Load) -> None:
    for text in ["6036", "no", "+1", "1.50", "true", "011", "2027-03-31"]:
        with subtests.test(text=text):
            assert only(load(entry(f"  label: {text}"))).fields == {"label": text}


def test_booleans_are_only_true_or_false(subtests: pytest.Subtests, refusals: Refusals) -> None:
    for text in ["no", "yes", "'true'", "True", "on", "1"]:
        with subtests.test(text=text):
            ((message, _),) = refusals(entry(f"  inbound: {text}"))
            assert message.startswith('a.yaml:4:3: "inbound" must be true or false, not ')


def test_a_list_of_numbers_shares_one_declaration(load: Load) -> None:
    found = load(f"version: 1\nnumbers: [{{phone_numbers: [{ONE}, {TWO}], label: x}}]")
    assert list(found) == [ONE, TWO]
    assert found[ONE].fields is found[TWO].fields
    assert found[ONE].marks is found[TWO].marks


def test_a_range_declares_each_of_its_numbers(load: Load) -> None:
    found = load(f"version: 1\nnumbers: [{{range: {ONE}..{TWO}, inbound: false}}]")
    assert {number: item.fields for number, item in found.items()} == {
        ONE: {"inbound": False},
        TWO: {"inbound": False},
    }


def test_metadata_ignore_and_state_are_not_compared_fields(load: Load) -> None:
    text = "  state: absent\n  ignore: [label]\n  metadata: {owner: support}\n  label: x"
    found = only(load(entry(text)))
    assert found.fields == {"label": "x"}
    assert found.metadata == {"owner": "support"}
    assert found.ignore == {"label"}
    assert found.absent


def test_a_number_is_present_by_default(load: Load) -> None:
    found = only(load(entry("  state: present")))
    assert not found.absent
    assert not only(load(entry(""))).absent


def test_defaults_are_merged_field_by_field(load: Load) -> None:
    defaults = "defaults: {outbound: true, outbound_config: {address: a, prefix: 9}}\n"
    found = only(load(defaults + entry("  outbound_config: {prefix: 0, transport: tls}")))
    assert found.fields == {
        "outbound": True,
        "outbound_config": {"address": "a", "prefix": "0", "transport": "tls"},
    }


@pytest.mark.parametrize(("written", "value"), [("null", None), ("{}", {}), ("~", None)])
def test_null_and_an_empty_mapping_clear_a_default(load: Load, written: str, value: Any) -> None:
    defaults = "defaults: {outbound_config: {address: a}}\n"
    found = only(load(defaults + entry(f"  outbound_config: {written}")))
    assert found.fields == {"outbound_config": value}


def test_a_list_replaces_the_list_of_the_defaults(load: Load) -> None:
    defaults = "defaults: {ignore: [label], inbound_config: {allowed_addresses: [192.0.2.1]}}\n"
    text = "  ignore: [inbound]\n  inbound_config: {allowed_addresses: [192.0.2.2]}"
    found = only(load(defaults + entry(text)))
    assert found.ignore == {"inbound"}
    assert found.fields == {"inbound_config": {"allowed_addresses": ["192.0.2.2"]}}


def test_metadata_is_merged_with_that_of_the_defaults(load: Load) -> None:
    defaults = "defaults: {metadata: {owner: support, env: test}}\n"
    found = only(load(defaults + entry("  metadata: {env: production}")))
    assert found.metadata == {"owner": "support", "env": "production"}


def test_defaults_apply_only_to_their_own_file(load: Load) -> None:
    other = f"version: 1\nnumbers: [{{phone_number: {TWO}}}]"
    found = load("defaults: {label: x}\n" + entry(""), other)
    assert (found[ONE].fields, found[TWO].fields) == ({"label": "x"}, {})


def test_a_declared_field_knows_its_line(load: Load) -> None:
    found = only(load(entry("  associated_pipeline:\n    pipeline_id: p1")))
    assert found.place_of("associated_pipeline.pipeline_id") == Place("a.yaml", 5, 5)


def test_a_field_from_defaults_has_its_place_there(load: Load) -> None:
    found = only(load("defaults: {outbound: true}\n" + entry("  inbound: true")))
    assert found.place_of("outbound") == Place("a.yaml", 1, 12)
    assert found.place_of("inbound") == Place("a.yaml", 5, 3)


def test_metadata_has_one_place(load: Load) -> None:
    found = only(load(entry("  metadata:\n    owner: support")))
    assert found.place_of("metadata.owner") == Place("a.yaml", 4, 3)


def test_an_undeclared_field_has_the_place_of_the_entry(load: Load) -> None:
    found = only(load(entry("  label: x")))
    assert found.place_of("inbound") == found.place_of(None) == Place("a.yaml", 3, 3)


def test_no_files_declare_nothing() -> None:
    assert declared.load([], published("number")) == {}


def test_files_without_numbers_are_an_error(refusals: Refusals) -> None:
    hint = "Declare at least one under `numbers`."
    assert refusals("version: 1\nnumbers: []", "[]") == [
        ("a.yaml:1:1: no numbers are declared", hint)
    ]


@pytest.mark.parametrize(
    ("texts", "message", "first"),
    [
        ((entry(f"- phone_number: {ONE}"),), f"a.yaml:4:3: {ONE} is declared twice", "a.yaml:3:3"),
        ((entry(""), entry("")), f"b.yaml:3:3: {ONE} is declared twice", "a.yaml:3:3"),
        (
            (entry(f"- label: x\n  phone_number: {ONE}"),),
            f"a.yaml:5:3: {ONE} is declared twice",
            "a.yaml:3:3",
        ),
        (
            ("- range: +12025550100..+12025550109\n- range: +12025550105..+12025550112",),
            "a.yaml:2:3: +12025550105 and 4 more are declared twice",
            "a.yaml:1:3",
        ),
    ],
)
def test_a_number_is_declared_once(
    refusals: Refusals, texts: tuple[str, ...], message: str, first: str
) -> None:
    hint = f"The first declaration is at {first}; keep only one."
    assert refusals(*texts) == [(message, hint)]


def test_an_error_in_an_entry_has_a_place_and_a_hint(
    subtests: pytest.Subtests, refusals: Refusals
) -> None:
    for text, message, hint in [
        ("  lable: x", '4:3: unknown key "lable"', 'Did you mean "label"?'),
        (
            "  associated_pipeline: {pipeline_idd: x}",
            '4:25: unknown key "associated_pipeline.pipeline_idd"',
            'Did you mean "pipeline_id"?',
        ),
        (
            "  inbound_config: {allowed_addresses: 192.0.2.1}",
            '4:20: "inbound_config.allowed_addresses" must be a list or null, not text',
            "Write a list: [192.0.2.1].",
        ),
        ("  state: absnt", '4:3: "state" must be one of present, absent', 'Did you mean "absent"?'),
        (
            "  label: x\n  label: y",
            '5:3: duplicate key "label"',
            "The first is at a.yaml:4:3; keep only one.",
        ),
        (
            "  ignore: [lable]",
            '4:3: "ignore" must name compared fields: no number has a field "lable"',
            'Did you mean "label"?',
        ),
        (
            "  ignore: [label.x]",
            '4:3: "ignore" must name compared fields: "label" has no fields',
            'Write "label".',
        ),
        (
            "  ignore: [phone_number]",
            '4:3: "ignore" must name compared fields: no number has a field "phone_number"',
            (
                "Expected one of: associated_pipeline, inbound, inbound_config, label, outbound, "
                "outbound_config, provider."
            ),
        ),
        ("- hello", "4:3: this must be a mapping, not text", None),
    ]:
        with subtests.test(text=text, message=message, hint=hint):
            assert refusals(entry(text)) == [(f"a.yaml:{message}", hint)]


@pytest.mark.parametrize(
    ("fields", "given"),
    [
        ("label: x", "none"),
        (f"phone_number: {ONE}, range: {ONE}..{TWO}", "phone_number and range"),
        (f"phone_number: {ONE}, phone_numbers: [{TWO}]", "phone_number and phone_numbers"),
    ],
)
def test_an_entry_names_its_numbers_in_one_way(refusals: Refusals, fields: str, given: str) -> None:
    what = "an entry must have exactly one of phone_number, phone_numbers, range"
    assert refusals(f"- {{{fields}}}") == [
        (f"a.yaml:1:3: {what}; this one has {given}", "For example: `phone_number: +12025550100`.")
    ]


def test_an_invalid_range_is_reported_at_its_key(refusals: Refusals) -> None:
    message = 'a.yaml:1:14: "range" must start with the lower number'
    assert refusals(f"- {{label: x, range: {TWO}..{ONE}}}") == [
        (message, "For example: +12025550100..+12025550199.")
    ]


def test_an_error_outside_the_entries_has_a_place(
    subtests: pytest.Subtests, refusals: Refusals
) -> None:
    for text, messages in [
        ("version: 2\nnumbers: 5", ['1:1: "version" must be 1', '2:1: "numbers" must be a list']),
        ("version: 1", ['1:1: "numbers" is missing']),
        ("hello", ["1:1: this must be a mapping, not text"]),
        ("version: 1\nnumbers: []\nnmbers: []", ['3:1: unknown key "nmbers"']),
        (entry("defaults: {inbound: 5}"), ['4:12: "defaults.inbound" must be true or false']),
        (entry("defaults: {lable: x}"), ['4:12: unknown key "defaults.lable"']),
        (
            entry(f"defaults: {{phone_number: {ONE}}}"),
            ['4:12: unknown key "defaults.phone_number"'],
        ),
        (
            entry("defaults: {associated_pipeline: x}"),
            ['4:12: "defaults.associated_pipeline" must be a mapping or null'],
        ),
    ]:
        with subtests.test(text=text, messages=messages):
            found = [message for message, _ in refusals(text)]
            assert len(found) == len(messages)
            for message, start in zip(found, messages, strict=True):
                assert message.startswith(f"a.yaml:{start}")


def test_all_errors_are_reported_together_in_file_order(refusals: Refusals) -> None:
    found = refusals(entry("  lable: x\n- label: y"), entry("  inbound: 1"))
    places = [message.split(": ")[0] for message, _ in found]
    assert places == ["a.yaml:4:3", "a.yaml:5:3", "b.yaml:3:3", "b.yaml:4:3"]
