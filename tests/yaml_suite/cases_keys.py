"""Refused by intent: keys that are not text, and anchors of nothing."""

from tests.yaml_suite.cases import ANCHOR, KEY, Refused

KEYS = (
    Refused(
        "26DV",
        "Whitespace around colon in mappings",
        (
            '"top1" : \n'
            '  "key1" : &alias1 scalar1\n'
            "'top2' : \n"
            "  'key2' : &alias2 scalar2\n"
            "top3: &node3 \n"
            "  *alias1 : scalar3\n"
            "top4: \n"
            "  *alias2 : scalar4\n"
            "top5   :    \n"
            "  scalar5\n"
            "top6: \n"
            "  &anchor6 'key6' : scalar6\n"
        ),
        6,
        KEY,
    ),
    Refused(
        "4FJ6",
        "Nested implicit complex keys",
        "---\n[\n  [ a, [ [[b,c]]: d, e]]: 23\n]\n",
        3,
        KEY,
    ),
    Refused(
        "6BFJ",
        "Mapping, key and flow sequence item anchors",
        "---\n&mapping\n&key [ &item a, b, c ]: value\n",
        3,
        KEY,
    ),
    Refused("6KGN", "Anchor for empty node", "---\na: &anchor\nb: *anchor\n", 2, ANCHOR),
    Refused(
        "6PBE",
        "Zero-indented sequences in explicit mapping keys",
        "---\n?\n- a\n- b\n:\n- c\n- d\n",
        3,
        KEY,
    ),
    Refused(
        "9MMW",
        "Single Pair Implicit Entries",
        '- [ YAML : separate ]\n- [ "JSON like":adjacent ]\n- [ {JSON: like}:adjacent ]\n',
        3,
        KEY,
    ),
    Refused("E76Z", "Aliases in Implicit Block Mapping", "&a a: &b b\n*b : *a\n", 2, KEY),
    Refused(
        "KK5P",
        "Various combinations of explicit block mappings",
        (
            "complex1:\n"
            "  ? - a\n"
            "complex2:\n"
            "  ? - a\n"
            "  : b\n"
            "complex3:\n"
            "  ? - a\n"
            "  : >\n"
            "    b\n"
            "complex4:\n"
            "  ? >\n"
            "    a\n"
            "  :\n"
            "complex5:\n"
            "  ? - a\n"
            "  : - b\n"
        ),
        2,
        KEY,
    ),
    Refused("LX3P", "Implicit Flow Mapping Key on one line", "[flow]: block\n", 1, KEY),
    Refused("M2N8/00", "Question mark edge cases", "- ? : x\n", 1, KEY),
    Refused("M2N8/01", "Question mark edge cases", "? []: x\n", 1, KEY),
    Refused(
        "M5DY",
        "Spec Example 2.11. Mapping between Sequences",
        (
            "? - Detroit Tigers\n"
            "  - Chicago cubs\n"
            ":\n"
            "  - 2001-07-23\n"
            "\n"
            "? [ New York Yankees,\n"
            "    Atlanta Braves ]\n"
            ": [ 2001-07-02, 2001-08-12,\n"
            "    2001-08-14 ]\n"
        ),
        1,
        KEY,
    ),
    Refused(
        "PW8X",
        "Anchors on Empty Scalars",
        "- &a\n- a\n-\n  &a : a\n  b: &b\n-\n  &c : &a\n-\n  ? &d\n-\n  ? &e\n  : &a\n",
        1,
        ANCHOR,
    ),
    Refused(
        "Q9WF",
        "Spec Example 6.12. Separation Spaces",
        (
            "{ first: Sammy, last: Sosa }:\n"
            "# Statistics:\n"
            "  hr:  # Home runs\n"
            "     65\n"
            "  avg: # Average\n"
            "   0.278\n"
        ),
        1,
        KEY,
    ),
    Refused(
        "RZP5",
        "Various Trailing Comments [1.3]",
        (
            'a: "double\n'
            '  quotes" # lala\n'
            "b: plain\n"
            " value  # lala\n"
            "c  : #lala\n"
            "  d\n"
            "? # lala\n"
            " - seq1\n"
            ": # lala\n"
            " - #lala\n"
            "  seq2\n"
            "e: &node # lala\n"
            " - x: y\n"
            "block: > # lala\n"
            "  abcde\n"
        ),
        8,
        KEY,
    ),
    Refused("SBG9", "Flow Sequence in Flow Mapping", "{a: [b, c], [d, e]: f}\n", 1, KEY),
    Refused(
        "V9D5",
        "Spec Example 8.19. Compact Block Mappings",
        "- sun: yellow\n- ? earth: blue\n  : moon: white\n",
        2,
        KEY,
    ),
    Refused("X38W", "Aliases in Flow Objects", "{ &a [a, &b b]: *b, *a : [c, *b, d]}\n", 1, KEY),
    Refused(
        "XW4D",
        "Various Trailing Comments",
        (
            'a: "double\n'
            '  quotes" # lala\n'
            "b: plain\n"
            " value  # lala\n"
            "c  : #lala\n"
            "  d\n"
            "? # lala\n"
            " - seq1\n"
            ": # lala\n"
            " - #lala\n"
            "  seq2\n"
            "e:\n"
            " &node # lala\n"
            " - x: y\n"
            "block: > # lala\n"
            "  abcde\n"
        ),
        8,
        KEY,
    ),
)
