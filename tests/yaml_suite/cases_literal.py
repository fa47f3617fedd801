"""Accepted: block scalars that are kept as they are (|), with every chomping and indentation."""

from tests.yaml_suite.cases import Accepted

LITERAL = (
    Accepted("L24T/01", "Trailing line of spaces", "foo: |\n  x\n   ", {"foo": "x\n \n"}),
    Accepted("2G84/02", "Literal modifers", "--- |1-", ""),
    Accepted("2G84/03", "Literal modifers", "--- |1+", ""),
    Accepted(
        "4WA9",
        "Literal scalars",
        "- aaa: |2\n    xxx\n  bbb: |\n    xxx\n",
        [{"aaa": "xxx\n", "bbb": "xxx\n"}],
    ),
    Accepted(
        "4ZYM",
        "Spec Example 6.4. Line Prefixes",
        'plain: text\n  lines\nquoted: "text\n  \tlines"\nblock: |\n  text\n   \tlines\n',
        {"plain": "text lines", "quoted": "text lines", "block": "text\n \tlines\n"},
    ),
    Accepted(
        "5GBF",
        "Spec Example 6.5. Empty Lines",
        (
            "Folding:\n"
            '  "Empty line\n'
            "   \t\n"
            '  as a line feed"\n'
            "Chomping: |\n"
            "  Clipped empty lines\n"
            " \n"
            "\n"
        ),
        {"Folding": "Empty line\nas a line feed", "Chomping": "Clipped empty lines\n"},
    ),
    Accepted(
        "5WE3",
        "Spec Example 8.17. Explicit Block Mapping Entries",
        (
            "? explicit key # Empty value\n"
            "? |\n"
            "  block key\n"
            ": - one # Explicit compact\n"
            "  - two # block value\n"
        ),
        {"explicit key": None, "block key\n": ["one", "two"]},
    ),
    Accepted("6FWR", "Block Scalar Keep", "--- |+\n ab\n \n  \n...\n", "ab\n\n \n"),
    Accepted(
        "6JQW",
        "Spec Example 2.13. In literals, newlines are preserved",
        "# ASCII Art\n--- |\n  \\//||\\/||\n  // ||  ||__\n",
        "\\//||\\/||\n// ||  ||__\n",
    ),
    Accepted("753E", "Block Scalar Strip [1.3]", "--- |-\n ab\n \n \n...\n", "ab"),
    Accepted(
        "A6F9",
        "Spec Example 8.4. Chomping Final Line Break",
        "strip: |-\n  text\nclip: |\n  text\nkeep: |+\n  text\n",
        {"strip": "text", "clip": "text\n", "keep": "text\n"},
    ),
    Accepted(
        "D83L",
        "Block scalar indicator order",
        "- |2-\n  explicit indent and chomp\n- |-2\n  chomp and explicit indent\n",
        ["explicit indent and chomp", "chomp and explicit indent"],
    ),
    Accepted(
        "DWX9",
        "Spec Example 8.8. Literal Content",
        "|\n \n  \n  literal\n   \n  \n  text\n\n # Comment\n",
        "\n\nliteral\n \n\ntext\n",
    ),
    Accepted(
        "F8F9",
        "Spec Example 8.5. Chomping Trailing Lines",
        (
            " # Strip\n"
            "  # Comments:\n"
            "strip: |-\n"
            "  # text\n"
            "  \n"
            " # Clip\n"
            "  # comments:\n"
            "\n"
            "clip: |\n"
            "  # text\n"
            " \n"
            " # Keep\n"
            "  # comments:\n"
            "\n"
            "keep: |+\n"
            "  # text\n"
            "\n"
            " # Trail\n"
            "  # comments.\n"
        ),
        {"strip": "# text", "clip": "# text\n", "keep": "# text\n\n"},
    ),
    Accepted(
        "H2RW",
        "Blank lines",
        "foo: 1\n\nbar: 2\n    \ntext: |\n  a\n    \n  b\n\n  c\n \n  d\n",
        {"foo": 1, "bar": 2, "text": "a\n  \nb\n\nc\n\nd\n"},
    ),
    Accepted("JEF9/00", "Trailing whitespace in streams", "- |+\n\n\n", [("\n\n")]),
    Accepted("JEF9/01", "Trailing whitespace in streams", "- |+\n   \n", ["\n"]),
    Accepted(
        "M29M",
        "Literal Block Scalar",
        "a: |\n ab\n \n cd\n ef\n \n\n...\n",
        {"a": "ab\n\ncd\nef\n"},
    ),
    Accepted(
        "M9B4",
        "Spec Example 8.7. Literal Scalar",
        "|\n literal\n \ttext\n\n\n",
        "literal\n\ttext\n",
    ),
    Accepted("MYW6", "Block Scalar Strip", "|-\n ab\n \n \n...\n", "ab"),
    Accepted(
        "T26H",
        "Spec Example 8.8. Literal Content [1.3]",
        "--- |\n \n  \n  literal\n   \n  \n  text\n\n # Comment\n",
        "\n\nliteral\n \n\ntext\n",
    ),
    Accepted(
        "T5N4",
        "Spec Example 8.7. Literal Scalar [1.3]",
        "--- |\n literal\n \ttext\n\n\n",
        "literal\n\ttext\n",
    ),
    Accepted(
        "W42U",
        "Spec Example 8.15. Block Sequence Entry Types",
        (
            "- # Empty\n"
            "- |\n"
            " block node\n"
            "- - one # Compact\n"
            "  - two # sequence\n"
            "- one: two # Compact mapping\n"
        ),
        [None, "block node\n", ["one", "two"], {"one": "two"}],
    ),
    Accepted(
        "XV9V",
        "Spec Example 6.5. Empty Lines [1.3]",
        'Folding:\n  "Empty line\n\n  as a line feed"\nChomping: |\n  Clipped empty lines\n \n\n',
        {"Folding": "Empty line\nas a line feed", "Chomping": "Clipped empty lines\n"},
    ),
)
