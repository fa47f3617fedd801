"""Refused on purpose: what PyYAML alone reads differently from what YAML says."""

from tests.yaml_suite.cases import NAME_HOLDS, NO_SPACE, UNINDENTED, Refused

STRICT = (
    Refused(
        "652Z",
        "Question mark at start of flow key",
        "{ ?foo: bar,\nbar: 42\n}\n",
        1,
        NO_SPACE,
    ),
    Refused("DK95/01", "Tabs that look like indentation", 'foo: "bar\n\tbaz"\n', 1, UNINDENTED),
    Refused("HM87/01", "Scalars in flow start with syntax char", "[?x]\n", 1, NO_SPACE),
    Refused(
        "QB6E",
        "Wrong indented multiline quoted scalar",
        '---\nquoted: "a\nb\nc"\n',
        2,
        UNINDENTED,
    ),
    Refused(
        "Y2GN",
        "Anchor with colon in the middle",
        "---\nkey: &an:chor value\n",
        2,
        NAME_HOLDS,
    ),
)
