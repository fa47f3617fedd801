"""Accepted: text in quotes, its escapes, and its folding."""

from tests.yaml_suite.cases import Accepted

QUOTED = (
    Accepted(
        "3RLN/00", "Leading tabs in double quoted", '"1 leading\n    \\ttab"\n', "1 leading \ttab"
    ),
    Accepted(
        "3RLN/01",
        "Leading tabs in double quoted",
        '"2 leading\n    \\\ttab"\n',
        "2 leading \ttab",
    ),
    Accepted(
        "3RLN/02", "Leading tabs in double quoted", '"3 leading\n    \ttab"\n', "3 leading tab"
    ),
    Accepted(
        "3RLN/03",
        "Leading tabs in double quoted",
        '"4 leading\n    \\t  tab"\n',
        "4 leading \t  tab",
    ),
    Accepted(
        "3RLN/04",
        "Leading tabs in double quoted",
        '"5 leading\n    \\\t  tab"\n',
        "5 leading \t  tab",
    ),
    Accepted(
        "3RLN/05", "Leading tabs in double quoted", '"6 leading\n    \t  tab"\n', "6 leading tab"
    ),
    Accepted(
        "3UYS",
        "Escaped slash in double quotes",
        'escaped slash: "a\\/b"\n',
        {"escaped slash": "a/b"},
    ),
    Accepted(
        "4CQQ",
        "Spec Example 2.18. Multi-line Flow Scalars",
        (
            "plain:\n"
            "  This unquoted scalar\n"
            "  spans many lines.\n"
            "\n"
            'quoted: "So does this\n'
            '  quoted scalar.\\n"\n'
        ),
        {
            "plain": "This unquoted scalar spans many lines.",
            "quoted": "So does this quoted scalar.\n",
        },
    ),
    Accepted(
        "4GC6",
        "Spec Example 7.7. Single Quoted Characters",
        "'here''s to \"quotes\"'\n",
        'here\'s to "quotes"',
    ),
    Accepted("4UYU", "Colon in Double Quoted String", '"foo: bar\\": baz"\n', 'foo: bar": baz'),
    Accepted("6H3V", "Backslashes in singlequotes", "'foo: bar\\': baz'\n", {"foo: bar\\": "baz'"}),
    Accepted(
        "6SLA",
        "Allowed characters in quoted mapping key",
        "\"foo\\nbar:baz\\tx \\\\$%^&*()x\": 23\n'x\\ny:z\\tx $%^&*()x': 24\n",
        {("foo\nbar:baz\tx \\$%^&*()x"): 23, "x\\ny:z\\tx $%^&*()x": 24},
    ),
    Accepted(
        "6WPF",
        "Spec Example 6.8. Flow Folding [1.3]",
        '---\n"\n  foo \n \n    bar\n\n  baz\n"\n',
        " foo\nbar\nbaz ",
    ),
    Accepted(
        "7A4E",
        "Spec Example 7.6. Double Quoted Lines",
        '" 1st non-empty\n\n 2nd non-empty \n\t3rd non-empty "\n',
        " 1st non-empty\n2nd non-empty 3rd non-empty ",
    ),
    Accepted(
        "87E4",
        "Spec Example 7.8. Single Quoted Implicit Keys",
        "'implicit block key' : [\n  'implicit flow key' : value,\n ]\n",
        {"implicit block key": [{"implicit flow key": "value"}]},
    ),
    Accepted(
        "9BXH",
        "Multiline doublequoted flow mapping key without value",
        '---\n- { "single line", a: b}\n- { "multi\n  line", a: b}\n',
        [{"single line": None, "a": "b"}, {"multi line": None, "a": "b"}],
    ),
    Accepted("9MQT/00", "Scalar doc with '...' in content", '--- "a\n...x\nb"\n', "a ...x b"),
    Accepted(
        "9SHH",
        "Spec Example 5.8. Quoted Scalar Indicators",
        "single: 'text'\ndouble: \"text\"\n",
        {"single": "text", "double": "text"},
    ),
    Accepted(
        "9TFX",
        "Spec Example 7.6. Double Quoted Lines [1.3]",
        '---\n" 1st non-empty\n\n 2nd non-empty \n 3rd non-empty "\n',
        " 1st non-empty\n2nd non-empty 3rd non-empty ",
    ),
    Accepted(
        "CPZ3",
        "Doublequoted scalar starting with a tab",
        '---\ntab: "\\tstring"\n',
        {"tab": "\tstring"},
    ),
    Accepted(
        "DE56/00",
        "Trailing tabs in double quoted",
        '"1 trailing\\t\n    tab"\n',
        "1 trailing\t tab",
    ),
    Accepted(
        "DE56/01",
        "Trailing tabs in double quoted",
        '"2 trailing\\t  \n    tab"\n',
        "2 trailing\t tab",
    ),
    Accepted(
        "DE56/02",
        "Trailing tabs in double quoted",
        '"3 trailing\\\t\n    tab"\n',
        "3 trailing\t tab",
    ),
    Accepted(
        "DE56/03",
        "Trailing tabs in double quoted",
        '"4 trailing\\\t  \n    tab"\n',
        "4 trailing\t tab",
    ),
    Accepted(
        "DE56/04", "Trailing tabs in double quoted", '"5 trailing\t\n    tab"\n', "5 trailing tab"
    ),
    Accepted(
        "DE56/05",
        "Trailing tabs in double quoted",
        '"6 trailing\t  \n    tab"\n',
        "6 trailing tab",
    ),
    Accepted(
        "DK95/02", "Tabs that look like indentation", 'foo: "bar\n  \tbaz"\n', {"foo": "bar baz"}
    ),
    Accepted(
        "DK95/08",
        "Tabs that look like indentation",
        'foo: "bar\n \t \t baz \t \t "\n',
        {"foo": "bar baz \t \t "},
    ),
    Accepted(
        "G4RS",
        "Spec Example 2.17. Quoted Scalars",
        (
            'unicode: "Sosa did fine.\\u263A"\n'
            'control: "\\b1998\\t1999\\t2000\\n"\n'
            'hex esc: "\\x0d\\x0a is \\r\\n"\n'
            "\n"
            "single: '\"Howdy!\" he cried.'\n"
            "quoted: ' # Not a ''comment''.'\n"
            "tie-fighter: '|\\-*-/|'\n"
        ),
        {
            "unicode": "Sosa did fine.☺",
            "control": "\x081998\t1999\t2000\n",
            "hex esc": "\r\n is \r\n",
            "single": '"Howdy!" he cried.',
            "quoted": " # Not a 'comment'.",
            "tie-fighter": "|\\-*-/|",
        },
    ),
    Accepted("KH5V/00", "Inline tabs in double quoted", '"1 inline\\ttab"\n', "1 inline\ttab"),
    Accepted("KH5V/01", "Inline tabs in double quoted", '"2 inline\\\ttab"\n', "2 inline\ttab"),
    Accepted("KH5V/02", "Inline tabs in double quoted", '"3 inline\ttab"\n', "3 inline\ttab"),
    Accepted(
        "LP6E",
        "Whitespace After Scalars in Flow",
        '- [a, b , c ]\n- { "a"  : b\n   , c : \'d\' ,\n   e   : "f"\n  }\n- [      ]\n',
        [["a", "b", "c"], {"a": "b", "c": "d", "e": "f"}, []],
    ),
    Accepted(
        "LQZ7",
        "Spec Example 7.4. Double Quoted Implicit Keys",
        '"implicit block key" : [\n  "implicit flow key" : value,\n ]\n',
        {"implicit block key": [{"implicit flow key": "value"}]},
    ),
    Accepted(
        "NAT4",
        "Various empty or newline only quoted strings",
        (
            "---\n"
            "a: '\n"
            "  '\n"
            "b: '  \n"
            "  '\n"
            'c: "\n'
            '  "\n'
            'd: "  \n'
            '  "\n'
            "e: '\n"
            "\n"
            "  '\n"
            'f: "\n'
            "\n"
            '  "\n'
            "g: '\n"
            "\n"
            "\n"
            "  '\n"
            'h: "\n'
            "\n"
            "\n"
            '  "\n'
        ),
        {
            "a": " ",
            "b": " ",
            "c": " ",
            "d": " ",
            "e": "\n",
            "f": "\n",
            "g": "\n\n",
            "h": "\n\n",
        },
    ),
    Accepted(
        "NP9H",
        "Spec Example 7.5. Double Quoted Line Breaks",
        '"folded \nto a space,\t\n \nto a line feed, or \t\\\n \\ \tnon-content"\n',
        "folded to a space,\nto a line feed, or \t \tnon-content",
    ),
    Accepted(
        "PRH3",
        "Spec Example 7.9. Single Quoted Lines",
        "' 1st non-empty\n\n 2nd non-empty \n\t3rd non-empty '\n",
        " 1st non-empty\n2nd non-empty 3rd non-empty ",
    ),
    Accepted(
        "Q88A",
        "Spec Example 7.23. Flow Content",
        "- [ a, b ]\n- { a: b }\n- \"a\"\n- 'b'\n- c\n",
        [["a", "b"], {"a": "b"}, "a", "b", "c"],
    ),
    Accepted(
        "Q8AD",
        "Spec Example 7.5. Double Quoted Line Breaks [1.3]",
        '---\n"folded \nto a space,\n \nto a line feed, or \t\\\n \\ \tnon-content"\n',
        "folded to a space,\nto a line feed, or \t \tnon-content",
    ),
    Accepted(
        "SSW6",
        "Spec Example 7.7. Single Quoted Characters [1.3]",
        "---\n'here''s to \"quotes\"'\n",
        'here\'s to "quotes"',
    ),
    Accepted(
        "T4YY",
        "Spec Example 7.9. Single Quoted Lines [1.3]",
        "---\n' 1st non-empty\n\n 2nd non-empty \n 3rd non-empty '\n",
        " 1st non-empty\n2nd non-empty 3rd non-empty ",
    ),
    Accepted(
        "TL85",
        "Spec Example 6.8. Flow Folding",
        '"\n  foo \n \n  \t bar\n\n  baz\n"\n',
        " foo\nbar\nbaz ",
    ),
)
