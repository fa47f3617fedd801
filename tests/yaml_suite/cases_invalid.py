"""Not YAML: what is wrong with scalars, brackets, anchors, directives and comments."""

from tests.yaml_suite.cases import ANCHOR, SECOND, TAG, Refused

INVALID = (
    Refused("2G84/00", "Literal modifers", "--- |0\n", 1),
    Refused("2G84/01", "Literal modifers", "--- |10\n", 1),
    Refused(
        "3HFZ", "Invalid content after document end marker", "---\nkey: value\n... invalid\n", 3
    ),
    Refused("4H7K", "Flow sequence with invalid extra closing bracket", "---\n[ a, b, c ] ]\n", 2),
    Refused(
        "4JVG",
        "Scalar value with two anchors",
        "top1: &node1\n  &k1 key1: val1\ntop2: &node2\n  &v2 val2\n",
        3,
        ANCHOR,
    ),
    Refused("55WF", "Invalid escape in double quoted string", '---\n"\\."\n', 2),
    Refused(
        "5LLU",
        "Block scalar with wrong indented line after spaces only",
        "block scalar: >\n \n  \n   \n invalid\n",
        5,
    ),
    Refused("5TRB", "Invalid document-start marker in doublequoted tring", '---\n"\n---\n"\n', 2),
    Refused(
        "62EZ",
        "Invalid block mapping key on same line as previous key",
        "---\nx: { y: z }in: valid\n",
        2,
    ),
    Refused("6JTT", "Flow sequence without closing bracket", "---\n[ [ a, b, c ]\n", 2),
    Refused("7LBH", "Multiline double quoted implicit keys", '"a\\nb": 1\n"c\n d": 1\n', 2),
    Refused("8XDJ", "Comment in plain multiline value", "key: word1\n#  xxx\n  word2\n", 3),
    Refused(
        "9HCY",
        "Need document footer before directives",
        '!foo "bar"\n%TAG ! tag:example.com,2000:app/\n---\n!foo "bar"\n',
        1,
        TAG,
    ),
    Refused("9KBC", "Mapping starting at --- line", "--- key1: value1\n    key2: value2\n", 1),
    Refused("9MAG", "Flow sequence with invalid comma at the beginning", "---\n[ , a, b, c ]\n", 2),
    Refused("9MMA", "Directive by itself with no document", "%YAML 1.2\n", 2),
    Refused("9MQT/01", "Scalar doc with '...' in content", '--- "a\n... x\nb"\n', 1),
    Refused("B63P", "Directive without document", "%YAML 1.2\n...\n", 2),
    Refused(
        "BF9H",
        "Trailing comment in multiline plain scalar",
        "---\nplain: a\n       b # end of scalar\n       c\n",
        4,
    ),
    Refused("C2SP", "Flow Mapping Key on two lines", "[23\n]: 42\n", 1),
    Refused("CML9", "Missing comma in flow", "key: [ word1\n#  xxx\n  word2 ]\n", 3),
    Refused(
        "CQ3W",
        "Double quoted string without closing quote",
        '---\nkey: "missing closing quote\n',
        2,
    ),
    Refused("CTN5", "Flow sequence with invalid extra comma", "---\n[ a, b, c, , ]\n", 2),
    Refused("CXX2", "Mapping with anchor on document start line", "--- &anchor a: b\n", 1),
    Refused("D49Q", "Multiline single quoted implicit keys", "'a\\nb': 1\n'c\n d': 1\n", 2),
    Refused("DK4H", "Implicit key followed by newline", "---\n[ key\n  : value ]\n", 3),
    Refused(
        "EB22",
        "Missing document-end marker before directive",
        "---\nscalar1 # comment\n%YAML 1.2\n---\nscalar2\n",
        3,
        SECOND,
    ),
    Refused(
        "G9HC", "Invalid anchor in zero indented sequence", "---\nseq:\n&anchor\n- a\n- b\n", 3
    ),
    Refused(
        "GDY7", "Comment that looks like a mapping key", "key: value\nthis is #not a: key\n", 3
    ),
    Refused("GT5M", "Node anchor in sequence", "- item1\n&node\n- item2\n", 2),
    Refused("H7J7", "Node anchor not indented", "key: &x\n!!map\n  a: b\n", 2),
    Refused("H7TQ", "Extra words on %YAML directive", "%YAML 1.2 foo\n---\n", 1),
    Refused(
        "HRE5",
        "Double quoted scalar with escaped single quote",
        '---\ndouble: "quoted \\\' scalar"\n',
        2,
    ),
    Refused(
        "JY7Z",
        "Trailing content that looks like a mapping",
        'key1: "quoted1"\nkey2: "quoted2" no key: nor value\nkey3: "quoted3"\n',
        2,
    ),
    Refused(
        "KS4U",
        "Invalid item after end of flow sequence",
        "---\n[\nsequence item\n]\ninvalid item\n",
        5,
    ),
    Refused("LHL4", "Invalid tag", "---\n!invalid{}tag scalar\n", 2),
    Refused("MUS6/01", "Directive variants", "%YAML 1.2\n---\n%YAML 1.2\n---\n", 3, SECOND),
    Refused(
        "N4JP",
        "Bad indentation in mapping",
        'map:\n  key1: "quoted1"\n key2: "bad indentation"\n',
        3,
    ),
    Refused("N782", "Invalid document markers in flow style", "[\n--- ,\n...\n]\n", 2),
    Refused(
        "P2EQ",
        "Invalid sequene item on same line as previous item",
        "---\n- { y: z }- invalid\n",
        2,
    ),
    Refused(
        "Q4CL",
        "Trailing content after quoted value",
        'key1: "quoted1"\nkey2: "quoted2" trailing content\nkey3: "quoted3"\n',
        2,
    ),
    Refused(
        "QLJ7",
        "Tag shorthand used in documents but only defined in the first",
        (
            "%TAG !prefix! tag:example.com,2011:\n"
            "--- !prefix!A\n"
            "a: b\n"
            "--- !prefix!B\n"
            "c: d\n"
            "--- !prefix!C\n"
            "e: f\n"
        ),
        2,
        TAG,
    ),
    Refused(
        "RHX7",
        "YAML directive without document end marker",
        "---\nkey: value\n%YAML 1.2\n---\n",
        3,
        SECOND,
    ),
    Refused("RXY3", "Invalid document-end marker in single quoted string", "---\n'\n...\n'\n", 2),
    Refused(
        "S4GJ",
        "Invalid text after block scalar indicator",
        "---\nfolded: > first line\n  second line\n",
        2,
    ),
    Refused("SF5V", "Duplicate YAML directive", "%YAML 1.2\n%YAML 1.2\n---\n", 2),
    Refused("SR86", "Anchor plus Alias", "key1: &a value\nkey2: &b *a\n", 2, ANCHOR),
    Refused(
        "SU74", "Anchor and alias as mapping key", "key1: &alias value1\n&b *alias : value2\n", 2
    ),
    Refused("SY6V", "Anchor before sequence entry on same line", "&anchor - sequence entry\n", 1),
    Refused("T833", "Flow mapping missing a separating comma", "---\n{\n foo: 1\n bar: 2 }\n", 4),
    Refused(
        "U44R",
        "Bad indentation in mapping (2)",
        'map:\n  key1: "quoted1"\n   key2: "bad indentation"\n',
        3,
    ),
    Refused("U99R", "Invalid comma in tag", "- !!str, xxx\n", 1, "tag"),
    Refused("VJP3/00", "Flow collections over many lines", "k: {\nk\n:\nv\n}\n", 3),
    Refused(
        "W9L4",
        "Literal block scalar with more spaces in first line",
        "---\nblock scalar: |\n     \n  more spaces at the beginning\n  are invalid\n",
        4,
    ),
    Refused(
        "ZXT5", "Implicit key followed by newline and adjacent value", '[ "key"\n  :value ]\n', 2
    ),
)
