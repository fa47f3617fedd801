"""Refused by intent: the tags of the examples in the specification."""

from tests.yaml_suite.cases import TAG, Refused

TAGS_OF_SPEC = (
    Refused(
        "2XXW",
        "Spec Example 2.25. Unordered Sets",
        (
            "# Sets are represented as a\n"
            "# Mapping where each key is\n"
            "# associated with a null value\n"
            "--- !!set\n"
            "? Mark McGwire\n"
            "? Sammy Sosa\n"
            "? Ken Griff\n"
        ),
        4,
        TAG,
    ),
    Refused(
        "5TYM",
        "Spec Example 6.21. Local Tag Prefix",
        (
            "%TAG !m! !my-\n"
            "--- # Bulb here\n"
            "!m!light fluorescent\n"
            "...\n"
            "%TAG !m! !my-\n"
            "--- # Color here\n"
            "!m!light green\n"
        ),
        3,
        TAG,
    ),
    Refused(
        "6CK3",
        "Spec Example 6.26. Tag Shorthands",
        "%TAG !e! tag:example.com,2000:app/\n---\n- !local foo\n- !!str bar\n- !e!tag%21 baz\n",
        3,
        TAG,
    ),
    Refused(
        "6WLZ",
        "Spec Example 6.18. Primary Tag Handle [1.3]",
        (
            "# Private\n"
            "---\n"
            '!foo "bar"\n'
            "...\n"
            "# Global\n"
            "%TAG ! tag:example.com,2000:app/\n"
            "---\n"
            '!foo "bar"\n'
        ),
        3,
        TAG,
    ),
    Refused(
        "735Y",
        "Spec Example 8.20. Block Node Types",
        '-\n  "flow in block"\n- >\n Block scalar\n- !!map # Block collection\n  foo : bar\n',
        5,
        TAG,
    ),
    Refused(
        "7FWL",
        "Spec Example 6.24. Verbatim Tags",
        "!<tag:yaml.org,2002:str> foo :\n  !<!bar> baz\n",
        1,
        TAG,
    ),
    Refused(
        "9WXW",
        "Spec Example 6.18. Primary Tag Handle",
        (
            "# Private\n"
            '!foo "bar"\n'
            "...\n"
            "# Global\n"
            "%TAG ! tag:example.com,2000:app/\n"
            "---\n"
            '!foo "bar"\n'
        ),
        2,
        TAG,
    ),
    Refused(
        "C4HZ",
        "Spec Example 2.24. Global Tags",
        (
            "%TAG ! tag:clarkevans.com,2002:\n"
            "--- !shape\n"
            "  # Use the ! handle for presenting\n"
            "  # tag:clarkevans.com,2002:circle\n"
            "- !circle\n"
            "  center: &ORIGIN {x: 73, y: 129}\n"
            "  radius: 7\n"
            "- !line\n"
            "  start: *ORIGIN\n"
            "  finish: { x: 89, y: 102 }\n"
            "- !label\n"
            "  start: *ORIGIN\n"
            "  color: 0xFFEEBB\n"
            "  text: Pretty vector drawing.\n"
        ),
        2,
        TAG,
    ),
    Refused(
        "CC74",
        "Spec Example 6.20. Tag Handles",
        '%TAG !e! tag:example.com,2000:app/\n---\n!e!foo "bar"\n',
        3,
        TAG,
    ),
    Refused(
        "CUP7",
        "Spec Example 5.6. Node Property Indicators",
        "anchored: !local &anchor value\nalias: *anchor\n",
        1,
        TAG,
    ),
    Refused(
        "HMQ5",
        "Spec Example 6.23. Node Properties",
        '!!str &a1 "foo":\n  !!str bar\n&a2 baz : *a1\n',
        1,
        TAG,
    ),
    Refused(
        "J7PZ",
        "Spec Example 2.26. Ordered Mappings",
        (
            "# The !!omap tag is one of the optional types\n"
            "# introduced for YAML 1.1. In 1.2, it is not\n"
            "# part of the standard tags and should not be\n"
            "# enabled by default.\n"
            "# Ordered maps are represented as\n"
            "# A sequence of mappings, with\n"
            "# each mapping having one key\n"
            "--- !!omap\n"
            "- Mark McGwire: 65\n"
            "- Sammy Sosa: 63\n"
            "- Ken Griffy: 58\n"
        ),
        8,
        TAG,
    ),
    Refused(
        "LE5A",
        "Spec Example 7.24. Flow Nodes",
        '- !!str "a"\n- \'b\'\n- &anchor "c"\n- *anchor\n- !!str\n',
        1,
        TAG,
    ),
    Refused(
        "M5C3",
        "Spec Example 8.21. Block Scalar Nodes",
        "literal: |2\n  value\nfolded:\n   !foo\n  >1\n value\n",
        4,
        TAG,
    ),
    Refused(
        "P76L",
        "Spec Example 6.19. Secondary Tag Handle",
        "%TAG !! tag:example.com,2000:app/\n---\n!!int 1 - 3 # Interval, not integer\n",
        3,
        TAG,
    ),
    Refused(
        "S4JQ",
        "Spec Example 6.28. Non-Specific Tags",
        '# Assuming conventional resolution:\n- "12"\n- 12\n- ! 12\n',
        4,
        TAG,
    ),
    Refused(
        "U3C3",
        "Spec Example 6.16. “TAG” directive",
        '%TAG !yaml! tag:yaml.org,2002:\n---\n!yaml!str "foo"\n',
        3,
        TAG,
    ),
    Refused(
        "UGM3",
        "Spec Example 2.27. Invoice",
        (
            "--- !<tag:clarkevans.com,2002:invoice>\n"
            "invoice: 34843\n"
            "date   : 2001-01-23\n"
            "bill-to: &id001\n"
            "    given  : Chris\n"
            "    family : Dumars\n"
            "    address:\n"
            "        lines: |\n"
            "            458 Walkman Dr.\n"
            "            Suite #292\n"
            "        city    : Royal Oak\n"
            "        state   : MI\n"
            "        postal  : 48046\n"
            "ship-to: *id001\n"
            "product:\n"
            "    - sku         : BL394D\n"
            "      quantity    : 4\n"
            "      description : Basketball\n"
            "      price       : 450.00\n"
            "    - sku         : BL4438H\n"
            "      quantity    : 1\n"
            "      description : Super Hoop\n"
            "      price       : 2392.00\n"
            "tax  : 251.42\n"
            "total: 4443.52\n"
            "comments:\n"
            "    Late afternoon is best.\n"
            "    Backup contact is Nancy\n"
            "    Billsmer @ 338-4338.\n"
        ),
        1,
        TAG,
    ),
    Refused(
        "WZ62",
        "Spec Example 7.2. Empty Content",
        "{\n  foo : !!str,\n  !!str : bar,\n}\n",
        2,
        TAG,
    ),
    Refused(
        "Z67P",
        "Spec Example 8.21. Block Scalar Nodes [1.3]",
        "literal: |2\n  value\nfolded: !foo >1\n value\n",
        3,
        TAG,
    ),
    Refused(
        "Z9M4",
        "Spec Example 6.22. Global Tag Prefix",
        '%TAG !e! tag:example.com,2000:app/\n---\n- !e!foo "bar"\n',
        3,
        TAG,
    ),
)
