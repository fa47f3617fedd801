"""Loading policy packs."""

from pathlib import Path

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import BUILTIN_CHECKS, InputError, Place, Severity
from driftcheck.policy import Rule
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import fresh

ENTRY = entry_shape(published("number"))
HEAD = "version: 1\nname: mine\nrules:\n"
BAD_ID = "lower-case words joined by hyphens, such as inbound-has-pipeline"
GOOD = "- {id: ok, title: T, severity: low, require: {inbound: true}}\n"


def load(folder: Path, *texts: str) -> tuple[Rule, ...]:
    files = []
    for name, text in zip(("a.yaml", "b.yaml"), texts, strict=False):
        (folder / name).write_text(text, encoding="utf-8")
        files.append(InputFile(folder / name, name))
    return policy.rules_of(policy.load(files, ENTRY, BUILTIN_CHECKS))


def refusals(folder: Path, *texts: str) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        load(folder, *texts)
    return [(str(problem), problem.hint) for problem in caught.value.problems]


def test_a_rule_is_read_whole(tmp_path: Path) -> None:
    (rule,) = load(
        tmp_path,
        HEAD
        + "- id: my-rule\n  title: It holds\n  description: Because.\n  severity: critical\n"
        + "  when: {inbound: true}\n  require: {label: x}\n  remedy: Do it.\n  tags: [a, b]\n",
    )
    assert (rule.id, rule.title, rule.description) == ("my-rule", "It holds", "Because.")
    assert (rule.severity, rule.remedy, rule.tags) == (Severity.CRITICAL, "Do it.", ("a", "b"))
    assert rule.place == Place("a.yaml", 4, 3)
    assert rule.schema is None


def test_what_a_rule_leaves_out_is_empty(tmp_path: Path) -> None:
    (rule,) = load(tmp_path, HEAD + GOOD)
    assert (rule.when, rule.description, rule.remedy) == (None, "", None)
    assert (rule.tags, rule.tests) == ((), ())


def test_the_tests_of_a_rule_are_typed_like_live_entries(tmp_path: Path) -> None:
    tests = "  tests:\n  - pass: {label: 6036, inbound: true}\n  - skip: {account: 5}\n"
    rule = "- id: r\n  title: T\n  severity: low\n  require: {label: x}\n"
    (loaded,) = load(tmp_path, HEAD + rule + tests)
    assert [(test.expect, test.entries, test.place) for test in loaded.tests] == [
        ("pass", ({"label": "6036", "inbound": True},), Place("a.yaml", 9, 5)),
        ("skip", ({"account": "5"},), Place("a.yaml", 10, 5)),
    ]


def test_the_rules_of_all_files_are_kept_in_their_order(tmp_path: Path) -> None:
    other = GOOD.replace("ok", "also")
    assert [rule.id for rule in load(tmp_path, HEAD + other, HEAD + GOOD)] == ["also", "ok"]


def test_no_file_has_no_rule() -> None:
    assert policy.load([], ENTRY, BUILTIN_CHECKS) == ()


@pytest.mark.parametrize("second", [None, "b.yaml"])
def test_an_id_is_used_once(tmp_path: Path, second: str | None) -> None:
    texts = (HEAD + GOOD, HEAD + GOOD) if second else (HEAD + GOOD + GOOD,)
    place = "b.yaml:4:3" if second else "a.yaml:5:3"
    hint = "The first is at a.yaml:4:3; rename one of them."
    assert refusals(tmp_path, *texts) == [(f'{place}: the id "ok" is used twice', hint)]


def test_an_id_is_not_one_of_the_built_in_checks(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for taken in sorted(BUILTIN_CHECKS):
        with subtests.test(taken=taken):
            folder = fresh(tmp_path)
            message = f'a.yaml:4:3: "{taken}" is the id of a built-in check'
            found = refusals(folder, HEAD + GOOD.replace("ok", taken))
            assert found == [(message, "Give the rule another id.")]


@pytest.mark.parametrize(
    "fields", ["when: {inbound: true}", "require: {inbound: true}, schema: {required: [label]}"]
)
def test_a_rule_has_exactly_one_requirement(tmp_path: Path, fields: str) -> None:
    ((message, _),) = refusals(tmp_path, HEAD + f"- {{id: r, title: T, severity: low, {fields}}}")
    assert (
        message
        == 'a.yaml:4:3: the rule "r" must have exactly one of require, schema, unique and count'
    )


@pytest.mark.parametrize(
    ("rule", "message", "hint"),
    [
        (
            GOOD.replace("require", "requires"),
            '4:37: unknown key "rules[0].requires"',
            'Did you mean "require"?',
        ),
        (
            GOOD.replace("low", "hihg"),
            '4:22: "rules[0].severity" must be one of critical, high, medium, low, info',
            'Did you mean "high"?',
        ),
        (
            GOOD.replace("ok", "Not_OK"),
            f'4:4: "rules[0].id" must be {BAD_ID}',
            None,
        ),
        (GOOD.replace("title: T, ", ""), '4:3: "rules[0].title" is missing', None),
        (
            GOOD.replace("inbound", "inbund"),
            '4:47: no number has a field "inbund"',
            'Did you mean "inbound"?',
        ),
    ],
)
def test_a_mistake_in_a_rule_has_a_place_and_a_hint(
    tmp_path: Path, rule: str, message: str, hint: str | None
) -> None:
    assert refusals(tmp_path, HEAD + rule) == [(f"a.yaml:{message}", hint)]


@pytest.mark.parametrize("tests", ["[{}]", "[{pass: {}, fail: {}}]", "[{passes: {}}]"])
def test_a_test_has_exactly_one_of_pass_fail_and_skip(tmp_path: Path, tests: str) -> None:
    found = refusals(tmp_path, HEAD + GOOD.replace("}}", f"}}, tests: {tests}}}"))
    assert found
    assert all(message.startswith("a.yaml:4:") for message, _ in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: 1\nname: mine\n", 'a.yaml:1:1: "rules" is missing'),
        ("version: 1\nname: mine\nrules: []\n", 'a.yaml:3:1: "rules" must not be empty'),
        ("version: 2\nname: mine\nrules:\n" + GOOD, 'a.yaml:1:1: "version" must be 1'),
        ("version: 1\nrules:\n" + GOOD, 'a.yaml:1:1: "name" is missing'),
        ("hello\n", "a.yaml:1:1: this must be a mapping, not text"),
    ],
)
def test_a_pack_without_a_rule_or_a_form_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    assert [told for told, _ in refusals(tmp_path, text)] == [message]


def test_the_mistakes_of_all_rules_and_files_are_reported_together(tmp_path: Path) -> None:
    bad = "- {id: bad, title: T, severity: low, when: {inbund: true}, require: {lable: x}}\n"
    found = refusals(tmp_path, HEAD + bad + GOOD.replace("inbound", "inbund"), "hello")
    assert [message.split(": ")[0] for message, _ in found] == [
        "a.yaml:4:45",
        "a.yaml:4:70",
        "a.yaml:5:47",
        "b.yaml:1:1",
    ]


def test_a_test_of_a_rule_may_only_name_existing_fields(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    tests = "tests: [{fail: {inbond: true}}]"
    rule = f"{{id: r, title: T, severity: low, require: {{inbound: true}}, {tests}}}"
    path.write_text(f"version: 1\nname: p\nrules:\n- {rule}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        policy.load([InputFile(path, "p.yaml")], ENTRY, ())
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (
        'no number has a field "inbond"',
        'Did you mean "inbound"?',
    )


@pytest.mark.parametrize(("word", "meant"), [("or", "any"), ("and", "all")])
def test_other_words_for_any_and_all_are_known(word: str, meant: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    rule = f"{{id: r, title: T, severity: low, require: {{{word}: [{{inbound: true}}]}}}}"
    path.write_text(f"version: 1\nname: p\nrules:\n- {rule}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        policy.load([InputFile(path, "p.yaml")], ENTRY, ())
    assert [problem.hint for problem in caught.value.problems] == [f'Did you mean "{meant}"?']
