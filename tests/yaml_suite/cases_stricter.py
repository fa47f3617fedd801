"""Differences: YAML that both readers refuse, for where keys, anchors or documents begin."""

from tests.yaml_suite.cases import Difference, Reads, Refuses

COLON = "in brackets and braces, a plain scalar cannot begin with a colon"
LINE = "a key and its colon must be on one line, in brackets and braces too"
NAME = "an anchor is named by letters, digits, _ and - only"
BARE = "further documents are refused, whether they begin with --- or not"
ROOT = "a block scalar must be indented, at the root too"
NOTHING = "an end of what has not begun; a file without a document is refused in any case"

STRICTER = (
    Difference(
        "2SXE",
        "Anchors With Colon in Name",
        "&a: key: &a value\nfoo:\n  *a:\n",
        Reads({"key": "value", "foo": "key"}),
        Refuses(1),
        Refuses(1),
        NAME,
    ),
    Difference(
        "4MUZ/00",
        "Flow mapping colon on line after key",
        '{"foo"\n: "bar"}\n',
        Reads({"foo": "bar"}),
        Refuses(2),
        Refuses(2),
        LINE,
    ),
    Difference(
        "4MUZ/01",
        "Flow mapping colon on line after key",
        '{"foo"\n: bar}\n',
        Reads({"foo": "bar"}),
        Refuses(2),
        Refuses(2),
        LINE,
    ),
    Difference(
        "4MUZ/02",
        "Flow mapping colon on line after key",
        "{foo\n: bar}\n",
        Reads({"foo": "bar"}),
        Refuses(2),
        Refuses(2),
        LINE,
    ),
    Difference(
        "58MP",
        "Flow mapping edge cases",
        "{x: :x}\n",
        Reads({"x": ":x"}),
        Refuses(1),
        Refuses(1),
        COLON,
    ),
    Difference(
        "5MUD",
        "Colon and adjacent value on next line",
        '---\n{ "foo"\n  :bar }\n',
        Reads({"foo": "bar"}),
        Refuses(3),
        Refuses(3),
        LINE,
    ),
    Difference(
        "5T43",
        "Colon at the beginning of adjacent flow scalar",
        '- { "key":value }\n- { "key"::value }\n',
        Reads([{"key": "value"}, {"key": ":value"}]),
        Refuses(2),
        Refuses(2),
        COLON,
    ),
    Difference(
        "7Z25",
        "Bare document after document end marker",
        "---\nscalar1\n...\nkey: value\n",
        None,
        Refuses(4),
        Refuses(4),
        BARE,
    ),
    Difference(
        "8XYN",
        "Anchor with unicode character",
        "---\n- &😁 unicode anchor\n",
        Reads(["unicode anchor"]),
        Refuses(2),
        Refuses(2),
        NAME,
    ),
    Difference(
        "9SA2",
        "Multiline double quoted flow mapping key",
        '---\n- { "single line": value}\n- { "multi\n  line": value}\n',
        Reads([{"single line": "value"}, {"multi line": "value"}]),
        Refuses(4),
        Refuses(4),
        LINE,
    ),
    Difference(
        "DBG4",
        "Spec Example 7.10. Plain Characters",
        (
            "# Outside flow collection:\n"
            "- ::vector\n"
            '- ": - ()"\n'
            "- Up, up, and away!\n"
            "- -123\n"
            "- http://example.com/foo#bar\n"
            "# Inside flow collection:\n"
            "- [ ::vector,\n"
            '  ": - ()",\n'
            '  "Up, up and away!",\n'
            "  -123,\n"
            "  http://example.com/foo#bar ]\n"
        ),
        Reads(
            [
                "::vector",
                ": - ()",
                "Up, up, and away!",
                -123,
                "http://example.com/foo#bar",
                ["::vector", ": - ()", "Up, up and away!", -123, "http://example.com/foo#bar"],
            ]
        ),
        Refuses(8),
        Refuses(8),
        COLON,
    ),
    Difference(
        "DK3J",
        "Zero indented block scalar with line that looks like a comment",
        "--- >\nline1\n# no comment\nline3\n",
        Reads("line1 # no comment line3\n"),
        Refuses(2),
        Refuses(2),
        ROOT,
    ),
    Difference(
        "FP8R",
        "Zero indented block scalar",
        "--- >\nline1\nline2\nline3\n",
        Reads("line1 line2 line3\n"),
        Refuses(2),
        Refuses(2),
        ROOT,
    ),
    Difference(
        "HM87/00",
        "Scalars in flow start with syntax char",
        "[:x]\n",
        Reads([":x"]),
        Refuses(1),
        Refuses(1),
        COLON,
    ),
    Difference("HWV9", "Document-end marker", "...\n", None, Refuses(1), Refuses(1), NOTHING),
    Difference(
        "K3WX",
        "Colon and adjacent value after comment on next line",
        '---\n{ "foo" # comment\n  :bar }\n',
        Reads({"foo": "bar"}),
        Refuses(3),
        Refuses(3),
        LINE,
    ),
    Difference(
        "M7A3",
        "Spec Example 9.3. Bare Documents",
        "Bare\ndocument\n...\n# No document\n...\n|\n%!PS-Adobe-2.0 # Not the first line\n",
        None,
        Refuses(6),
        Refuses(6),
        BARE,
    ),
    Difference(
        "NJ66",
        "Multiline plain flow mapping key",
        "---\n- { single line: value}\n- { multi\n  line: value}\n",
        Reads([{"single line": "value"}, {"multi line": "value"}]),
        Refuses(4),
        Refuses(4),
        LINE,
    ),
    Difference(
        "QT73",
        "Comment and document-end marker",
        "# comment\n...\n",
        None,
        Refuses(2),
        Refuses(2),
        NOTHING,
    ),
    Difference(
        "UT92",
        "Spec Example 9.4. Explicit Documents",
        "---\n{ matches\n% : 20 }\n...\n---\n# Empty\n...\n",
        None,
        Refuses(3),
        Refuses(3),
        LINE,
    ),
    Difference(
        "VJP3/01",
        "Flow collections over many lines",
        "k: {\n k\n :\n v\n }\n",
        Reads({"k": {"k": "v"}}),
        Refuses(3),
        Refuses(3),
        LINE,
    ),
    Difference(
        "W4TN",
        "Spec Example 9.5. Directives Documents",
        "%YAML 1.2\n--- |\n%!PS-Adobe-2.0\n...\n%YAML 1.2\n---\n# Empty\n...\n",
        None,
        Refuses(3),
        Refuses(3),
        "a line that begins with % is taken for a directive, within a block scalar too",
    ),
    Difference(
        "W5VH",
        "Allowed characters in alias",
        'a: &:@*!$"<foo>: scalar a\nb: *:@*!$"<foo>:\n',
        Reads({"a": "scalar a", "b": "scalar a"}),
        Refuses(1),
        Refuses(1),
        NAME,
    ),
)
