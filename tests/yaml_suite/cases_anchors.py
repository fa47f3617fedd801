"""Accepted: anchors and aliases."""

from tests.yaml_suite.cases import Accepted

ANCHORS = (
    Accepted(
        "3GZX",
        "Spec Example 7.1. Alias Nodes",
        (
            "First occurrence: &anchor Foo\n"
            "Second occurrence: *anchor\n"
            "Override anchor: &anchor Bar\n"
            "Reuse anchor: *anchor\n"
        ),
        {
            "First occurrence": "Foo",
            "Second occurrence": "Foo",
            "Override anchor": "Bar",
            "Reuse anchor": "Bar",
        },
    ),
    Accepted("3R3P", "Single block sequence with anchor", "&sequence\n- a\n", ["a"]),
    Accepted(
        "7BMT",
        "Node and Mapping Key Anchors [1.3]",
        (
            "---\n"
            "top1: &node1\n"
            "  &k1 key1: one\n"
            "top2: &node2 # comment\n"
            "  key2: two\n"
            "top3:\n"
            "  &k3 key3: three\n"
            "top4: &node4\n"
            "  &k4 key4: four\n"
            "top5: &node5\n"
            "  key5: five\n"
            "top6: &val6\n"
            "  six\n"
            "top7:\n"
            "  &val7 seven\n"
        ),
        {
            "top1": {"key1": "one"},
            "top2": {"key2": "two"},
            "top3": {"key3": "three"},
            "top4": {"key4": "four"},
            "top5": {"key5": "five"},
            "top6": "six",
            "top7": "seven",
        },
    ),
    Accepted(
        "7BUB",
        "Spec Example 2.10. Node for “Sammy Sosa” appears twice in this document",
        (
            "---\n"
            "hr:\n"
            "  - Mark McGwire\n"
            "  # Following node labeled SS\n"
            "  - &SS Sammy Sosa\n"
            "rbi:\n"
            "  - *SS # Subsequent occurrence\n"
            "  - Ken Griffey\n"
        ),
        {"hr": ["Mark McGwire", "Sammy Sosa"], "rbi": ["Sammy Sosa", "Ken Griffey"]},
    ),
    Accepted(
        "CN3R",
        "Various location of anchors in flow sequence",
        "&flowseq [\n a: b,\n &c c: d,\n { &e e: f },\n &g { g: h }\n]\n",
        [{"a": "b"}, {"c": "d"}, {"e": "f"}, {"g": "h"}],
    ),
    Accepted(
        "FTA2",
        "Single block sequence with anchor and explicit document start",
        "--- &sequence\n- a\n",
        ["a"],
    ),
    Accepted(
        "JS2J",
        "Spec Example 6.29. Node Anchors",
        "First occurrence: &anchor Value\nSecond occurrence: *anchor\n",
        {"First occurrence": "Value", "Second occurrence": "Value"},
    ),
    Accepted(
        "SKE5",
        "Anchor before zero indented sequence",
        "---\nseq:\n &anchor\n- a\n- b\n",
        {"seq": ["a", "b"]},
    ),
    Accepted(
        "U3XV",
        "Node and Mapping Key Anchors",
        (
            "---\n"
            "top1: &node1\n"
            "  &k1 key1: one\n"
            "top2: &node2 # comment\n"
            "  key2: two\n"
            "top3:\n"
            "  &k3 key3: three\n"
            "top4:\n"
            "  &node4\n"
            "  &k4 key4: four\n"
            "top5:\n"
            "  &node5\n"
            "  key5: five\n"
            "top6: &val6\n"
            "  six\n"
            "top7:\n"
            "  &val7 seven\n"
        ),
        {
            "top1": {"key1": "one"},
            "top2": {"key2": "two"},
            "top3": {"key3": "three"},
            "top4": {"key4": "four"},
            "top5": {"key5": "five"},
            "top6": "six",
            "top7": "seven",
        },
    ),
    Accepted(
        "V55R", "Aliases in Block Sequence", "- &a a\n- &b b\n- *a\n- *b\n", ["a", "b", "a", "b"]
    ),
    Accepted("ZH7C", "Anchors in Mapping", "&a a: b\nc: &d d\n", {"a": "b", "c": "d"}),
    Accepted(
        "ZWK4",
        "Key with anchor after missing explicit mapping value",
        "---\na: 1\n? b\n&anchor c: 3\n",
        {"a": 1, "b": None, "c": 3},
    ),
)
