"""Refused by intent: valid YAML with tags, which driftcheck does not know."""

from tests.yaml_suite.cases import TAG, Refused

TAGS = (
    Refused("2AUY", "Tags in Block Sequence", " - !!str a\n - b\n - !!int 42\n - d\n", 1, TAG),
    Refused(
        "33X3",
        "Three explicit integers in a block sequence",
        "---\n- !!int 1\n- !!int -2\n- !!int 33\n",
        2,
        TAG,
    ),
    Refused(
        "35KP",
        "Tags for Root Objects",
        "--- !!map\n? a\n: b\n--- !!seq\n- !!str c\n--- !!str\nd\ne\n",
        1,
        TAG,
    ),
    Refused("52DL", "Explicit Non-Specific Tag [1.3]", "---\n! a\n", 2, TAG),
    Refused(
        "565N",
        "Construct Binary",
        (
            'canonical: !!binary "\\\n'
            " R0lGODlhDAAMAIQAAP//9/X17unp5WZmZgAAAOfn515eXvPz7Y6OjuDg4J+fn5\\\n"
            " OTk6enp56enmlpaWNjY6Ojo4SEhP/++f/++f/++f/++f/++f/++f/++f/++f/+\\\n"
            " +f/++f/++f/++f/++f/++SH+Dk1hZGUgd2l0aCBHSU1QACwAAAAADAAMAAAFLC\\\n"
            ' AgjoEwnuNAFOhpEMTRiggcz4BNJHrv/zCFcLiwMWYNG84BwwEeECcgggoBADs="\n'
            "generic: !!binary |\n"
            " R0lGODlhDAAMAIQAAP//9/X17unp5WZmZgAAAOfn515eXvPz7Y6OjuDg4J+fn5\n"
            " OTk6enp56enmlpaWNjY6Ojo4SEhP/++f/++f/++f/++f/++f/++f/++f/++f/+\n"
            " +f/++f/++f/++f/++f/++SH+Dk1hZGUgd2l0aCBHSU1QACwAAAAADAAMAAAFLC\n"
            " AgjoEwnuNAFOhpEMTRiggcz4BNJHrv/zCFcLiwMWYNG84BwwEeECcgggoBADs=\n"
            "description:\n"
            " The binary value above is a tiny arrow encoded as a gif image.\n"
        ),
        1,
        TAG,
    ),
    Refused(
        "57H4",
        "Spec Example 8.22. Block Collection Nodes",
        "sequence: !!seq\n- entry\n- !!seq\n - nested\nmapping: !!map\n foo: bar\n",
        1,
        TAG,
    ),
    Refused(
        "6JWB",
        "Tags for Block Objects",
        "foo: !!seq\n  - !!str a\n  - !!map\n    key: !!str value\n",
        1,
        TAG,
    ),
    Refused(
        "74H7",
        "Tags in Implicit Mapping",
        "!!str a: b\nc: !!int 42\ne: !!str f\ng: h\n!!str 23: !!bool false\n",
        1,
        TAG,
    ),
    Refused("8MK2", "Explicit Non-Specific Tag", "! a\n", 1, TAG),
    Refused(
        "9KAX",
        "Various combinations of tags and anchors",
        (
            "---\n"
            "&a1\n"
            "!!str\n"
            "scalar1\n"
            "---\n"
            "!!str\n"
            "&a2\n"
            "scalar2\n"
            "---\n"
            "&a3\n"
            "!!str scalar3\n"
            "---\n"
            "&a4 !!map\n"
            "&a5 !!str key5: value4\n"
            "---\n"
            "a6: 1\n"
            "&anchor6 b6: 2\n"
            "---\n"
            "!!map\n"
            "&a8 !!str key8: value7\n"
            "---\n"
            "!!map\n"
            "!!str &a10 key10: value9\n"
            "---\n"
            "!!str &a11\n"
            "value11\n"
        ),
        2,
        TAG,
    ),
    Refused(
        "BU8L", "Node Anchor and Tag on Seperate Lines", "key: &anchor\n !!map\n  a: b\n", 1, TAG
    ),
    Refused("EHF6", "Tags for Flow Objects", "!!map {\n  k: !!seq\n  [ a, !!str b]\n}\n", 1, TAG),
    Refused(
        "F2C7", "Anchors and Tags", " - &a !!str a\n - !!int 2\n - !!int &c 4\n - &d d\n", 1, TAG
    ),
    Refused(
        "FH7J",
        "Tags on Empty Scalars",
        "- !!str\n-\n  !!null : a\n  b: !!str\n- !!str : !!null\n",
        1,
        TAG,
    ),
    Refused("L94M", "Tags in Explicit Mapping", "? !!str a\n: !!int 47\n? c\n: !!str d\n", 1, TAG),
    Refused("UKK6/02", "Syntax character edge cases", "!\n", 1, TAG),
)
