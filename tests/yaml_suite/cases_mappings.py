"""Accepted: mappings in block style."""

from tests.yaml_suite.cases import Accepted

MAPPINGS = (
    Accepted(
        "229Q",
        "Spec Example 2.4. Sequence of Mappings",
        (
            "-\n"
            "  name: Mark McGwire\n"
            "  hr:   65\n"
            "  avg:  0.278\n"
            "-\n"
            "  name: Sammy Sosa\n"
            "  hr:   63\n"
            "  avg:  0.288\n"
        ),
        [
            {"name": "Mark McGwire", "hr": 65, "avg": 0.278},
            {"name": "Sammy Sosa", "hr": 63, "avg": 0.288},
        ],
    ),
    Accepted(
        "2EBW",
        "Allowed characters in keys",
        (
            "a!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~: safe\n"
            "?foo: safe question mark\n"
            ":foo: safe colon\n"
            "-foo: safe dash\n"
            "this is#not: a comment\n"
        ),
        {
            "a!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~": "safe",
            "?foo": "safe question mark",
            ":foo": "safe colon",
            "-foo": "safe dash",
            "this is#not": "a comment",
        },
    ),
    Accepted(
        "36F6",
        "Multiline plain scalar with empty line",
        "---\nplain: a\n b\n\n c\n",
        {"plain": "a b\nc"},
    ),
    Accepted(
        "7W2P",
        "Block Mapping with Missing Values",
        "? a\n? b\nc:\n",
        {"a": None, "b": None, "c": None},
    ),
    Accepted(
        "8CWC",
        "Plain mapping key ending with colon",
        "---\nkey ends with two colons::: value\n",
        {"key ends with two colons::": "value"},
    ),
    Accepted(
        "8QBE",
        "Block Sequence in Block Mapping",
        "key:\n - item1\n - item2\n",
        {"key": ["item1", "item2"]},
    ),
    Accepted(
        "93JH",
        "Block Mappings in Block Sequence",
        " - key: value\n   key2: value2\n -\n   key3: value3\n",
        [{"key": "value", "key2": "value2"}, {"key3": "value3"}],
    ),
    Accepted(
        "9U5K",
        "Spec Example 2.12. Compact Nested Mapping",
        (
            "---\n"
            "# Products purchased\n"
            "- item    : Super Hoop\n"
            "  quantity: 1\n"
            "- item    : Basketball\n"
            "  quantity: 4\n"
            "- item    : Big Shoes\n"
            "  quantity: 1\n"
        ),
        [
            {"item": "Super Hoop", "quantity": 1},
            {"item": "Basketball", "quantity": 4},
            {"item": "Big Shoes", "quantity": 1},
        ],
    ),
    Accepted(
        "AZW3",
        "Lookahead test cases",
        '- bla"keks: foo\n- bla]keks: foo\n',
        [{'bla"keks': "foo"}, {"bla]keks": "foo"}],
    ),
    Accepted("D9TU", "Single Pair Block Mapping", "foo: bar\n", {"foo": "bar"}),
    Accepted(
        "GH63",
        "Mixed Block Mapping (explicit to implicit)",
        "? a\n: 1.3\nfifteen: d\n",
        {"a": 1.3, "fifteen": "d"},
    ),
    Accepted(
        "J5UC",
        "Multiple Pair Block Mapping",
        "foo: blue\nbar: arrr\nbaz: jazz\n",
        {"foo": "blue", "bar": "arrr", "baz": "jazz"},
    ),
    Accepted(
        "JQ4R",
        "Spec Example 8.14. Block Sequence",
        "block sequence:\n  - one\n  - two : three\n",
        {"block sequence": ["one", {"two": "three"}]},
    ),
    Accepted(
        "JTV5",
        "Block Mapping with Multiline Scalars",
        "? a\n  true\n: null\n  d\n? e\n  42\n",
        {"a true": "null d", "e 42": None},
    ),
    Accepted("KMK3", "Block Submapping", "foo:\n  bar: 1\nbaz: 2\n", {"foo": {"bar": 1}, "baz": 2}),
    Accepted(
        "PBJ2",
        "Spec Example 2.3. Mapping Scalars to Sequences",
        (
            "american:\n"
            "  - Boston Red Sox\n"
            "  - Detroit Tigers\n"
            "  - New York Yankees\n"
            "national:\n"
            "  - New York Mets\n"
            "  - Chicago Cubs\n"
            "  - Atlanta Braves\n"
        ),
        {
            "american": ["Boston Red Sox", "Detroit Tigers", "New York Yankees"],
            "national": ["New York Mets", "Chicago Cubs", "Atlanta Braves"],
        },
    ),
    Accepted(
        "RR7F",
        "Mixed Block Mapping (implicit to explicit)",
        "a: 4.2\n? d\n: 23\n",
        {"a": 4.2, "d": 23},
    ),
    Accepted(
        "S9E8",
        "Spec Example 5.3. Block Structure Indicators",
        "sequence:\n- one\n- two\nmapping:\n  ? sky\n  : blue\n  sea : green\n",
        {"sequence": ["one", "two"], "mapping": {"sky": "blue", "sea": "green"}},
    ),
    Accepted(
        "TE2A",
        "Spec Example 8.16. Block Mappings",
        "block mapping:\n key: value\n",
        {"block mapping": {"key": "value"}},
    ),
)
