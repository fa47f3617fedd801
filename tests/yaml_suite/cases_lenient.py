"""Differences: text that is not YAML, but is read as what it was meant to be."""

from tests.yaml_suite.cases import Difference, Reads, Refuses

COMMENT = "a comment needs a space before it; it is taken for one all the same"
INDENT = "lines within brackets or quotes must be indented; they need not be"
DASH = "a dash cannot stand alone in a flow sequence; it is taken for text"

LENIENT = (
    Difference(
        "9C9N",
        "Wrong indented flow sequence",
        "---\nflow: [a,\nb,\nc]\n",
        Refuses(),
        Reads({"flow": ["a", "b", "c"]}),
        Reads({"flow": ["a", "b", "c"]}),
        INDENT,
    ),
    Difference(
        "9JBA",
        "Invalid comment after end of flow sequence",
        "---\n[ a, b, c, ]#invalid\n",
        Refuses(),
        Reads(["a", "b", "c"]),
        Reads(["a", "b", "c"]),
        COMMENT,
    ),
    Difference(
        "CVW2",
        "Invalid comment after comma",
        "---\n[ a, b, c,#invalid\n]\n",
        Refuses(),
        Reads(["a", "b", "c"]),
        Reads(["a", "b", "c"]),
        COMMENT,
    ),
    Difference(
        "G5U8",
        "Plain dashes in flow sequence",
        "---\n- [-, -]\n",
        Refuses(),
        Reads([["-", "-"]]),
        Reads([["-", "-"]]),
        DASH,
    ),
    Difference(
        "MUS6/00",
        "Directive variants",
        "%YAML 1.1#...\n---\n",
        Refuses(),
        Reads(None),
        Refuses(1),
        COMMENT,
    ),
    Difference(
        "S98Z",
        "Block scalar with more spaces than first content line",
        "empty block scalar: >\n \n  \n   \n # comment\n",
        Refuses(),
        Reads({"empty block scalar": ""}),
        Reads({"empty block scalar": ""}),
        "blank lines before the text must not be deeper than it; there is no text here",
    ),
    Difference(
        "SU5Z",
        "Comment without whitespace after doublequoted scalar",
        'key: "value"# invalid comment\n',
        Refuses(),
        Reads({"key": "value"}),
        Reads({"key": "value"}),
        COMMENT,
    ),
    Difference(
        "X4QW",
        "Comment without whitespace after block scalar indicator",
        "block: ># comment\n  scalar\n",
        Refuses(),
        Reads({"block": "scalar\n"}),
        Refuses(1),
        COMMENT,
    ),
    Difference(
        "Y79Y/003",
        "Tabs in various contexts",
        "- [\n\tfoo,\n foo\n ]\n",
        Refuses(),
        Reads([["foo", "foo"]]),
        Refuses(2),
        INDENT,
    ),
    Difference(
        "YJV2", "Dash in flow sequence", "[-]\n", Refuses(), Reads(["-"]), Reads(["-"]), DASH
    ),
)
