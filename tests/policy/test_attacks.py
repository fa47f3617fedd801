"""Rules that once said too much or too little, by mistake or on purpose."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, Finding, InputError, LiveList
from driftcheck.policy import Rule, facts
from driftcheck.system import published
from driftcheck.validation import entry_shape
from driftcheck.validation.validator import Validator
from tests.support import CONFIG, NUMBER, Project, fresh, good_project, number

ENTRY = entry_shape(published("number"))
HEAD = "version: 1\nname: p\nrules:\n"


def rules(folder: Path, text: str) -> tuple[Rule, ...]:
    path = folder / "p.yaml"
    path.write_text(f"{HEAD}- {{id: r, title: T, severity: low, {text}}}\n", encoding="utf-8")
    return policy.rules_of(policy.load([InputFile(path, "p.yaml")], ENTRY, ()))


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        rules(folder, text)
    return [problem.message for problem in caught.value.problems]


def found(made: tuple[Rule, ...], *entries: Any) -> list[Finding]:
    live, nothing = LiveList("live.json", entries), dict[str, Declaration]()
    return [
        *policy.evaluate_rules(made, live, nothing, "default"),
        *policy.evaluate_groups(made, live, nothing, "default"),
    ]


METADATA = """\
version: 1
numbers:
  - {phone_number: +12025550100, metadata: {code: 6036, when: true}}
  - {phone_number: +12025550101, metadata: {code: "6036", when: "true"}}
"""


def test_quotes_in_metadata_make_no_difference(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for rule, failing in [
        ("require: {declared.metadata.code: {pattern: '^CC-'}}", 2),
        ("require: {declared.metadata.code: 6036}", 0),
        ("require: {declared.metadata.code: '6036'}", 0),
        ("require: {declared.metadata.code: {const: 6036}}", 0),
        ("require: {declared.metadata.when: true}", 0),
        ("unique: declared.metadata.code", 2),
        ("group_by: declared.metadata.code, count: {maximum: 1}", 1),
    ]:
        with subtests.test(rule=rule, failing=failing):
            project = good_project(fresh(tmp_path))
            pack = f"{HEAD}  - {{id: r, title: T, severity: low, {rule}}}\n"
            project.write(
                p__yaml=pack, numbers__yaml=METADATA, driftcheck__yaml=CONFIG + "policies: [p.yaml]"
            )
            report = project.live(NUMBER, number(phone_number="+12025550101")).report()
            assert [finding["check"] for finding in report["findings"]] == ["r"] * failing


def test_a_bound_for_numbers_does_not_apply_to_metadata(tmp_path: Path) -> None:
    told = refusals(tmp_path, "require: {declared.metadata.level: {minimum: 3}}")
    types = "array or null or object or string"
    assert told == [f"minimum has no effect on the field; its type is {types}"]


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("{}", "this schema requires nothing"),
        ("{description: x}", "this schema requires nothing"),
        ("{properties: {label: {}}}", "this schema requires nothing"),
        ("{properties: {label: true}}", "this schema requires nothing"),
        ("{if: {required: [label]}}", "if has no effect without then or else"),
    ],
)
def test_a_schema_without_requirements_is_refused(schema: str, told: str, tmp_path: Path) -> None:
    assert told in refusals(tmp_path, f"schema: {schema}")


def test_a_schema_that_forbids_a_field_has_a_requirement(tmp_path: Path) -> None:
    forbidding = rules(tmp_path, "schema: {properties: {outbound_config: false}}")
    (finding,) = found(forbidding, NUMBER, number(outbound_config={"address": "a"}))
    assert finding.path == "outbound_config"


def test_an_invalid_json_schema_does_not_crash(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for text in [
        "require: {label: {type: true}}",
        "require: {label: {type: 5}}",
        "schema: {type: 1}",
        "count: {type: true}",
        "schema: {required: [[a]]}",
        "schema: {required: [{a: b}]}",
        "schema: {dependentRequired: {label: [[a]]}}",
    ]:
        with subtests.test(text=text):
            folder = fresh(tmp_path)
            assert refusals(folder, text)


@pytest.mark.parametrize("entry", ["{provider: twillio}", "{inbound: 'yes'}", "{phone: {type: x}}"])
def test_a_test_with_impossible_values_is_refused(entry: str, tmp_path: Path) -> None:
    (told,) = refusals(tmp_path, f"require: {{inbound: true}}, tests: [{{fail: {entry}}}]")
    assert " is never " in told


def test_an_impossible_secret_in_a_test_is_refused_without_quoting_it(
    tmp_path: Path,
) -> None:
    known = entry_shape({"properties": {"token": {"type": "integer"}}})
    path = tmp_path / "p.yaml"
    rule = "id: r, title: T, severity: low, require: {inbound: true}"
    path.write_text(
        f"{HEAD}- {{{rule}, tests: [{{fail: {{token: hunter3}}}}]}}\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        policy.load([InputFile(path, "p.yaml")], known, ())
    (problem,) = caught.value.problems
    assert problem.message == '"token" never has this value'


def test_an_error_does_not_quote_the_value_of_a_secret_field(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for keyword, path in product(
        ["enum: hunter3", "minLength: hunter3", "pattern: 'hunter3('", "const: [hunter3"],
        ["outbound_config.password", "outbound_config.address"],
    ):
        with subtests.test(keyword=keyword, path=path):
            folder = fresh(tmp_path)
            told = refusals(folder, f"require: {{{path}: {{{keyword}}}}}")
            assert "hunter3" not in str(told)


def test_a_parameter_that_is_a_secret_is_not_shown(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for name, command in product(
        ["trunk_password", "tp"], ["list", "list -f json", "list -f markdown", "show r"]
    ):
        with subtests.test(name=name, command=command):
            project = good_project(fresh(tmp_path))
            requires = f"require: {{outbound_config.password: '${{{name}}}'}}"
            rule = f"{{id: r, title: T, severity: low, {requires}}}"
            params = f"params: {{{name}: {{type: string, default: x}}}}\n"
            use = f"policies:\n  - {{pack: p.yaml, with: {{{name}: '${{TPW}}'}}}}\n"
            text = f"version: 1\nname: p\n{params}rules:\n  - {rule}\n"
            project.write(p__yaml=text, driftcheck__yaml=CONFIG + use)
            ran = project.run("policy", *command.split(), env={"TPW": "hunter5"})
            assert (ran.code, ran.err) == (0, "")
            assert "sensitive" in ran.out
            assert "hunter5" not in ran.out


@pytest.mark.parametrize("text", ["+112025550123", "+4402079460123", "+49015112345678"])
def test_a_number_with_an_extra_digit_is_not_valid(text: str) -> None:
    assert facts.of(text)["valid"] is False


def test_the_facts_of_a_number_are_those_of_libphonenumber() -> None:
    import phonenumbers

    for text in (
        "+12025550123",
        "+442079460123",
        "+80012345678",
        "+390612345678",
        "+8613912345678",
    ):
        parsed = phonenumbers.parse(text)
        assert facts.of(text)["valid"] is phonenumbers.is_valid_number(parsed) is True
        assert facts.of(text)["region"] == phonenumbers.region_code_for_number(parsed)


def test_a_waiver_of_a_rule_that_is_off_is_not_unused(project: Project) -> None:
    waiver = "{check: r, numbers: [+12025550100], reason: x, owner: y, expires: 9999-12-31}"
    project.write(
        p__yaml=f"{HEAD}  - {{id: r, title: T, severity: low, require: {{inbound: false}}}}\n",
        waivers__yaml=f"version: 1\nwaivers: [{waiver}]\n",
        driftcheck__yaml=CONFIG
        + "policies: [p.yaml]\nwaivers: [waivers.yaml]\nseverity: {r: off}\n",
    )
    assert project.report()["findings"] == []


def test_describing_long_lists_and_large_groups_takes_linear_time(
    tmp_path: Path,
) -> None:
    """Quadratic time would take minutes here."""
    items = [{"a": index} for index in range(20_000)]
    faults = list(Validator({"uniqueItems": True}).faults([*items, {"a": 0}]))
    assert [fault.message for fault in faults] == ["must not repeat an item"]
    unique = rules(tmp_path, "unique: label")
    live = [number(phone_number=f"+1202{index:07d}") for index in range(20_000)]
    assert len(found(unique, *live)) == 20_000


@pytest.mark.parametrize("one", [1, 1.0])
def test_a_duplicate_item_is_found_in_any_spelling(one: float) -> None:
    assert list(Validator({"uniqueItems": True}).faults([{"a": 1, "b": 2}, {"b": 2, "a": one}]))
    assert not list(Validator({"uniqueItems": True}).faults([1, True, "1", [1]]))
