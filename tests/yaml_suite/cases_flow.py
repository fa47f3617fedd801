"""Accepted: lists and mappings in brackets and braces."""

from tests.yaml_suite.cases import Accepted

FLOW = (
    Accepted("4RWC", "Trailing spaces after flow collection", "  [1, 2, 3]  \n  ", [1, 2, 3]),
    Accepted("54T7", "Flow Mapping", "{foo: you, bar: far}\n", {"foo": "you", "bar": "far"}),
    Accepted(
        "5C5M",
        "Spec Example 7.15. Flow Mappings",
        "- { one : two , three: four , }\n- {five: six,seven : eight}\n",
        [{"one": "two", "three": "four"}, {"five": "six", "seven": "eight"}],
    ),
    Accepted(
        "5KJE",
        "Spec Example 7.13. Flow Sequence",
        "- [ one, two, ]\n- [three ,four]\n",
        [["one", "two"], ["three", "four"]],
    ),
    Accepted(
        "7TMG",
        "Comment in flow sequence before comma",
        "---\n[ word1\n# comment\n, word2]\n",
        ["word1", "word2"],
    ),
    Accepted(
        "7ZZ5",
        "Empty flow collections",
        "---\nnested sequences:\n- - - []\n- - - {}\nkey1: []\nkey2: {}\n",
        {"nested sequences": [[[[]]], [[{}]]], "key1": [], "key2": {}},
    ),
    Accepted(
        "8KB6",
        "Multiline plain flow mapping key without value",
        "---\n- { single line, a: b}\n- { multi\n  line, a: b}\n",
        [{"single line": None, "a": "b"}, {"multi line": None, "a": "b"}],
    ),
    Accepted(
        "8UDB",
        "Spec Example 7.14. Flow Sequence Entries",
        (
            "[\n"
            '"double\n'
            " quoted\", 'single\n"
            "           quoted',\n"
            "plain\n"
            " text, [ nested ],\n"
            "single: pair,\n"
            "]\n"
        ),
        ["double quoted", "single quoted", "plain text", ["nested"], {"single": "pair"}],
    ),
    Accepted(
        "C2DT",
        "Spec Example 7.18. Flow Mapping Adjacent Values",
        '{\n"adjacent":value,\n"readable": value,\n"empty":\n}\n',
        {"adjacent": "value", "readable": "value", "empty": None},
    ),
    Accepted(
        "CT4Q",
        "Spec Example 7.20. Single Pair Explicit Entry",
        "[\n? foo\n bar : baz\n]\n",
        [{"foo bar": "baz"}],
    ),
    Accepted("D88J", "Flow Sequence in Block Mapping", "a: [b, c]\n", {"a": ["b", "c"]}),
    Accepted(
        "DFF7",
        "Spec Example 7.16. Flow Mapping Entries",
        "{\n? explicit: entry,\nimplicit: entry,\n?\n}\n",
        {"explicit": "entry", "implicit": "entry", "": None},
        'a key left out is the text ""',
    ),
    Accepted("DHP8", "Flow Sequence", "[foo, bar, 42]\n", ["foo", "bar", 42]),
    Accepted(
        "F3CP",
        "Nested flow collections on one line",
        "---\n{ a: [b, c, { d: [e, f] } ] }\n",
        {"a": ["b", "c", {"d": ["e", "f"]}]},
    ),
    Accepted("FUP4", "Flow Sequence in Flow Sequence", "[a, [b, c]]\n", ["a", ["b", "c"]]),
    Accepted(
        "L9U5",
        "Spec Example 7.11. Plain Implicit Keys",
        "implicit block key : [\n  implicit flow key : value,\n ]\n",
        {"implicit block key": [{"implicit flow key": "value"}]},
    ),
    Accepted(
        "M7NX",
        "Nested flow collections",
        "---\n{\n a: [\n  b, c, {\n   d: [e, f]\n  }\n ]\n}\n",
        {"a": ["b", "c", {"d": ["e", "f"]}]},
    ),
    Accepted("MXS3", "Flow Mapping in Block Sequence", "- {a: b}\n", [{"a": "b"}]),
    Accepted(
        "QF4Y",
        "Spec Example 7.19. Single Pair Flow Mappings",
        "[\nfoo: bar\n]\n",
        [{"foo": "bar"}],
    ),
    Accepted(
        "R52L",
        "Nested flow mapping sequence and mappings",
        "---\n{ top1: [item1, {key2: value2}, item3], top2: value2 }\n",
        {"top1": ["item1", {"key2": "value2"}, "item3"], "top2": "value2"},
    ),
    Accepted(
        "UDM2",
        "Plain URL in flow mapping",
        "- { url: http://example.org }\n",
        [{"url": "http://example.org"}],
    ),
    Accepted(
        "UDR7",
        "Spec Example 5.4. Flow Collection Indicators",
        "sequence: [ one, two, ]\nmapping: { sky: blue, sea: green }\n",
        {"sequence": ["one", "two"], "mapping": {"sky": "blue", "sea": "green"}},
    ),
    Accepted(
        "ZF4X",
        "Spec Example 2.6. Mapping of Mappings",
        "Mark McGwire: {hr: 65, avg: 0.278}\nSammy Sosa: {\n    hr: 63,\n    avg: 0.288\n  }\n",
        {"Mark McGwire": {"hr": 65, "avg": 0.278}, "Sammy Sosa": {"hr": 63, "avg": 0.288}},
    ),
    Accepted(
        "ZK9H",
        "Nested top level flow mapping",
        "{ key: [[[\n  value\n ]]]\n}\n",
        {"key": [[["value"]]]},
    ),
)
