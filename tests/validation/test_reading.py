"""Validating a document: every fault becomes a problem with a place."""

import pytest

from driftcheck.document import MappingNode, parse
from driftcheck.model import Collector, InputError, Place, Problem
from driftcheck.validation import fault, hiding, problem_at, read_document
from driftcheck.validation.fault import Fault

WAIVER = """\
version: 1
waivers:
  - check: drift-missing
    numbers: [+12025550100]
    reason: 6036
    owner: no
    expires: 2027-03-31
"""


def test_values_are_typed_by_the_schema() -> None:
    values, faults = read_document(parse(WAIVER, "w.yaml"), "waivers", Collector())
    assert faults == []
    assert values == {
        "version": 1,
        "waivers": [
            {
                "check": "drift-missing",
                "numbers": ["+12025550100"],
                "reason": "6036",
                "owner": "no",
                "expires": "2027-03-31",
            }
        ],
    }


def test_every_fault_is_a_problem_with_its_place_and_hint() -> None:
    text = WAIVER.replace("version: 1", "version: 2").replace("owner:", "ownr:")
    problems = Collector()
    _, faults = read_document(parse(text, "w.yaml"), "waivers", problems)
    assert len(faults) == 3
    assert set(problems.problems) == {
        Problem('"version" must be 1', Place("w.yaml", 1, 1)),
        Problem('"waivers[0].owner" is missing', Place("w.yaml", 3, 5)),
        Problem('unknown key "waivers[0].ownr"', Place("w.yaml", 6, 5), 'Did you mean "owner"?'),
    }


def test_a_fault_of_the_whole_document_starts_with_this() -> None:
    with pytest.raises(InputError) as raised:
        read_document(parse("[]", "w.yaml"), "waivers", Collector())
    assert raised.value.problems == (
        Problem("this must be a mapping, not a list", Place("w.yaml", 1, 1)),
    )


NODE = parse("label: x\nlist: [a, b]\n", "f.yaml").root


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(("label",), "type", "is wrong", None), '"label" is wrong'),
        (Fault(("list", 1), "type", "is wrong", None), '"list[1]" is wrong'),
        (Fault((), "type", "is wrong", None), "this is wrong"),
        (Fault(("x",), "unknown", "is not known", None), 'unknown key "x"'),
    ],
)
def test_a_fault_is_named_with_its_path(fault: Fault, expected: str) -> None:
    assert problem_at("f.yaml", NODE, fault).message == expected


def test_a_fault_is_placed_where_its_value_is() -> None:
    fault = Fault(("list", 1), "type", "is wrong", None, "Mend it.")
    assert problem_at("f.yaml", NODE, fault) == Problem(
        '"list[1]" is wrong', Place("f.yaml", 2, 11), "Mend it."
    )


def test_a_path_is_written_as_users_write_it(subtests: pytest.Subtests) -> None:
    for path, text in [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a.b"),
        (("a", 2, "b"), "a[2].b"),
        ((0, "a"), "[0].a"),
        ((0, 1), "[0][1]"),
    ]:
        with subtests.test(path=path, text=text):
            assert fault.dotted(path) == text


KEYS = [
    ("{user: x, password:s3cret}", 'unknown key "password:(sensitive)"'),
    ("{user: x, password s3cret}", 'unknown key "password (sensitive)"'),
    ("{user: x, password = s3cret}", 'unknown key "password = (sensitive)"'),
    ("{user: x, password: abc,s3cret}", 'unknown key "(sensitive)"'),
    ("{user: x, password: abc,s3cret,s3cret:1}", 'unknown key "(sensitive)"'),
    ("{pin s3cret: x}", 'unknown key "pin (sensitive)"'),
    ("{user: abc,shown}", 'unknown key "shown"'),
    ("{password: x, shown: y}", 'unknown key "shown"'),
]


@pytest.mark.parametrize(("text", "expected"), KEYS)
def test_a_key_that_may_be_part_of_a_secret_is_not_shown(text: str, expected: str) -> None:
    root = parse(text, "f.yaml").root
    assert isinstance(root, MappingNode)
    faults = [Fault((name,), "unknown", "is not known", None) for name in root.fields]
    known = ("user", "password")
    with hiding(["pin"]):
        said = [str(problem_at("f.yaml", root, one)) for one in faults if one.path[0] not in known]
    assert said[0].endswith(expected)
    assert "s3cret" not in "".join(said)


def test_none_of_very_many_bare_keys_is_shown() -> None:
    root = parse("{" + ", ".join(f"a{n}" for n in range(1001)) + "}", "f.yaml").root
    problem = problem_at("f.yaml", root, Fault(("a7",), "unknown", "is not known", None))
    assert problem.message == 'unknown key "(sensitive)"'
