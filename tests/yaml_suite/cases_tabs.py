"""Differences: YAML with tabs that one or both readers treat as indentation, and refuse."""

from tests.yaml_suite.cases import Difference, Reads, Refuses

BOTH = "tabs after a sign or before the text of a line are refused"
PYTHON = "tabs around plain text are refused by the reader in Python"
BLOCK = "a tab that begins the text of a block scalar is refused by libyaml"

TABS = (
    Difference(
        "6BCT",
        "Spec Example 6.3. Separation Spaces",
        "- foo:\t bar\n- - baz\n  -\tbaz\n",
        Reads([{"foo": "bar"}, ["baz", "baz"]]),
        Refuses(3),
        Refuses(1),
        BOTH,
    ),
    Difference(
        "6CA3", "Tab indented top flow", "\t[\n\t]\n", Reads([]), Refuses(1), Refuses(1), BOTH
    ),
    Difference(
        "6HB6",
        "Spec Example 6.1. Indentation Spaces",
        (
            "  # Leading comment line spaces are\n"
            "   # neither content nor indentation.\n"
            "    \n"
            "Not indented:\n"
            " By one space: |\n"
            "    By four\n"
            "      spaces\n"
            " Flow style: [    # Leading spaces\n"
            "   By two,        # in flow style\n"
            "  Also by two,    # are neither\n"
            "  \tStill by two   # content nor\n"
            "    ]             # indentation.\n"
        ),
        Reads(
            {
                "Not indented": {
                    "By one space": "By four\n  spaces\n",
                    "Flow style": ["By two", "Also by two", "Still by two"],
                }
            }
        ),
        Reads(
            {
                "Not indented": {
                    "By one space": "By four\n  spaces\n",
                    "Flow style": ["By two", "Also by two", "Still by two"],
                }
            }
        ),
        Refuses(11),
        PYTHON,
    ),
    Difference(
        "96NN/00",
        "Leading tab content in literals",
        "foo: |-\n \tbar\n",
        Reads({"foo": "\tbar"}),
        Refuses(2),
        Reads({"foo": "\tbar"}),
        BLOCK,
    ),
    Difference(
        "96NN/01",
        "Leading tab content in literals",
        "foo: |-\n \tbar",
        Reads({"foo": "\tbar"}),
        Refuses(2),
        Reads({"foo": "\tbar"}),
        BLOCK,
    ),
    Difference(
        "A2M4",
        "Spec Example 6.2. Indentation Indicators",
        "? a\n: -\tb\n  -  -\tc\n     - d\n",
        Reads({"a": ["b", ["c", "d"]]}),
        Refuses(2),
        Refuses(2),
        BOTH,
    ),
    Difference(
        "DC7X",
        "Various trailing tabs",
        "a: b\t\nseq:\t\n - a\t\nc: d\t#X\n",
        Reads({"a": "b", "seq": ["a"], "c": "d"}),
        Reads({"a": "b", "seq": ["a"], "c": "d"}),
        Refuses(1),
        PYTHON,
    ),
    Difference(
        "DK95/00",
        "Tabs that look like indentation",
        "foo:\n \tbar\n",
        Reads({"foo": "bar"}),
        Refuses(2),
        Refuses(2),
        BOTH,
    ),
    Difference(
        "DK95/03",
        "Tabs that look like indentation",
        " \t\nfoo: 1\n",
        Reads({"foo": 1}),
        Refuses(1),
        Refuses(1),
        BOTH,
    ),
    Difference(
        "DK95/04",
        "Tabs that look like indentation",
        "foo: 1\n\t\nbar: 2\n",
        Reads({"foo": 1, "bar": 2}),
        Refuses(2),
        Refuses(2),
        BOTH,
    ),
    Difference(
        "DK95/05",
        "Tabs that look like indentation",
        "foo: 1\n \t\nbar: 2\n",
        Reads({"foo": 1, "bar": 2}),
        Reads({"foo": 1, "bar": 2}),
        Refuses(2),
        PYTHON,
    ),
    Difference(
        "DK95/07",
        "Tabs that look like indentation",
        "%YAML 1.2\n\t\n---\n",
        Reads(None),
        Reads(None),
        Refuses(2),
        PYTHON,
    ),
    Difference(
        "HS5T",
        "Spec Example 7.12. Plain Lines",
        "1st non-empty\n\n 2nd non-empty \n\t3rd non-empty\n",
        Reads("1st non-empty\n2nd non-empty 3rd non-empty"),
        Reads("1st non-empty\n2nd non-empty 3rd non-empty"),
        Refuses(4),
        PYTHON,
    ),
    Difference(
        "J3BT",
        "Spec Example 5.12. Tabs and Spaces",
        (
            "# Tabs and spaces\n"
            'quoted: "Quoted \t"\n'
            "block:\t|\n"
            "  void main() {\n"
            '  \tprintf("Hello, world!\\n");\n'
            "  }\n"
        ),
        Reads(
            {"quoted": "Quoted \t", "block": 'void main() {\n\tprintf("Hello, world!\\n");\n}\n'}
        ),
        Reads(
            {"quoted": "Quoted \t", "block": 'void main() {\n\tprintf("Hello, world!\\n");\n}\n'}
        ),
        Refuses(3),
        PYTHON,
    ),
    Difference(
        "K54U",
        "Tab after document header",
        "---\tscalar\n",
        Reads("scalar"),
        Reads("scalar"),
        Refuses(1),
        PYTHON,
    ),
    Difference(
        "MUS6/03",
        "Directive variants",
        "%YAML \t 1.1\n---\n",
        Reads(None),
        Reads(None),
        Refuses(1),
        PYTHON,
    ),
    Difference(
        "NB6Z",
        "Multiline plain value with tabs on empty lines",
        "key:\n  value\n  with\n  \t\n  tabs\n",
        Reads({"key": "value with\ntabs"}),
        Reads({"key": "value with\ntabs"}),
        Refuses(4),
        PYTHON,
    ),
    Difference(
        "Q5MG",
        "Tab at beginning of line followed by a flow mapping",
        "\t{}\n",
        Reads({}),
        Refuses(1),
        Refuses(1),
        BOTH,
    ),
    Difference(
        "R4YG",
        "Spec Example 8.2. Block Indentation Indicator",
        "- |\n detected\n- >\n \n  \n  # detected\n- |1\n  explicit\n- >\n \t\n detected\n",
        Reads(["detected\n", "\n\n# detected\n", " explicit\n", "\t\ndetected\n"]),
        Refuses(10),
        Reads(["detected\n", "\n\n# detected\n", " explicit\n", "\t\ndetected\n"]),
        BLOCK,
    ),
    Difference(
        "UV7Q",
        "Legal tab after indentation",
        "x:\n - x\n  \tx\n",
        Reads({"x": ["x x"]}),
        Reads({"x": ["x x"]}),
        Refuses(3),
        PYTHON,
    ),
    Difference(
        "Y79Y/001",
        "Tabs in various contexts",
        "foo: |\n \t\nbar: 1\n",
        Reads({"foo": "\t\n", "bar": 1}),
        Refuses(2),
        Reads({"foo": "\t\n", "bar": 1}),
        BLOCK,
    ),
    Difference(
        "Y79Y/002",
        "Tabs in various contexts",
        "- [\n\t\n foo\n ]\n",
        Reads([["foo"]]),
        Reads([["foo"]]),
        Refuses(2),
        PYTHON,
    ),
    Difference(
        "Y79Y/010", "Tabs in various contexts", "-\t-1\n", Reads([-1]), Refuses(1), Refuses(1), BOTH
    ),
)
