"""Accepted: lists in block style, and plain text over one line and several."""

from tests.yaml_suite.cases import Accepted

PLAIN = (
    Accepted(
        "3ALJ",
        "Block Sequence in Block Sequence",
        "- - s1_i1\n  - s1_i2\n- s2\n",
        [["s1_i1", "s1_i2"], "s2"],
    ),
    Accepted(
        "3MYT",
        "Plain Scalar looking like key, comment, anchor and tag",
        "---\nk:#foo\n &a !t s\n",
        "k:#foo &a !t s",
    ),
    Accepted(
        "4V8U",
        "Plain scalar with backslashes",
        "---\nplain\\value\\with\\backslashes\n",
        "plain\\value\\with\\backslashes",
    ),
    Accepted("65WH", "Single Entry Block Sequence", "- foo\n", ["foo"]),
    Accepted(
        "82AN", "Three dashes and content without space", "---word1\nword2\n", "---word1 word2"
    ),
    Accepted(
        "A984", "Multiline Scalar in Mapping", "a: b\n c\nd:\n e\n  f\n", {"a": "b c", "d": "e f"}
    ),
    Accepted(
        "AB8U",
        "Sequence entry that looks like two with wrong indentation",
        "- single multiline\n - sequence entry\n",
        ["single multiline - sequence entry"],
    ),
    Accepted(
        "EXG3",
        "Three dashes and content without space [1.3]",
        "---\n---word1\nword2\n",
        "---word1 word2",
    ),
    Accepted(
        "FBC9",
        "Allowed characters in plain scalars",
        (
            "safe: a!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~\n"
            "     !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~\n"
            "safe question mark: ?foo\n"
            "safe colon: :foo\n"
            "safe dash: -foo\n"
        ),
        {
            "safe": (
                "a!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~"
            ),
            "safe question mark": "?foo",
            "safe colon": ":foo",
            "safe dash": "-foo",
        },
    ),
    Accepted(
        "FQ7F",
        "Spec Example 2.1. Sequence of Scalars",
        "- Mark McGwire\n- Sammy Sosa\n- Ken Griffey\n",
        ["Mark McGwire", "Sammy Sosa", "Ken Griffey"],
    ),
    Accepted(
        "H3Z8",
        "Literal unicode",
        "---\nwanted: love ♥ and peace ☮\n",
        {"wanted": "love ♥ and peace ☮"},
    ),
    Accepted("K4SU", "Multiple Entry Block Sequence", "- foo\n- bar\n- 42\n", ["foo", "bar", 42]),
    Accepted("S7BG", "Colon followed by comma", "---\n- :,\n", [":,"]),
    Accepted("SM9W/00", "Single character streams", "-", [None]),
    Accepted("UKK6/01", "Syntax character edge cases", "::\n", {":": None}),
    Accepted(
        "YD5X",
        "Spec Example 2.5. Sequence of Sequences",
        "- [name        , hr, avg  ]\n- [Mark McGwire, 65, 0.278]\n- [Sammy Sosa  , 63, 0.288]\n",
        [["name", "hr", "avg"], ["Mark McGwire", 65, 0.278], ["Sammy Sosa", 63, 0.288]],
    ),
)
