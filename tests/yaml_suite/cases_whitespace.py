"""Accepted: indentation, tabs and blank lines."""

from tests.yaml_suite.cases import Accepted

WHITESPACE = (
    Accepted("JEF9/02", "Trailing whitespace in streams", "- |+\n   ", ["\n"]),
    Accepted(
        "9FMG",
        "Multi-level Mapping Indent",
        "a:\n  b:\n    c: d\n  e:\n    f: g\nh: i\n",
        {"a": {"b": {"c": "d"}, "e": {"f": "g"}}, "h": "i"},
    ),
    Accepted("9J7A", "Simple Mapping Indent", "foo:\n  bar: baz\n", {"foo": {"bar": "baz"}}),
    Accepted("9YRD", "Multiline Scalar at Top Level", "a\nb  \n  c\nd\n\ne\n", "a b c d\ne"),
    Accepted(
        "AZ63",
        "Sequence With Same Indentation as Parent Mapping",
        "one:\n- 2\n- 3\nfour: 5\n",
        {"one": [2, 3], "four": 5},
    ),
    Accepted(
        "EX5H",
        "Multiline Scalar at Top Level [1.3]",
        "---\na\nb  \n  c\nd\n\ne\n",
        "a b c d\ne",
    ),
    Accepted(
        "J7VC",
        "Empty Lines Between Mapping Elements",
        "one: 2\n\n\nthree: 4\n",
        {"one": 2, "three": 4},
    ),
    Accepted("L24T/00", "Trailing line of spaces", "foo: |\n  x\n   \n", {"foo": "x\n \n"}),
    Accepted(
        "M6YH",
        "Block sequence indentation",
        "- |\n x\n-\n foo: bar\n-\n - 42\n",
        ["x\n", {"foo": "bar"}, [42]],
    ),
    Accepted("RLU9", "Sequence Indent", "foo:\n- 42\nbar:\n  - 44\n", {"foo": [42], "bar": [44]}),
)
