"""Differences: YAML that one of the readers refuses, for other reasons than tabs."""

from tests.yaml_suite.cases import Difference, Reads, Refuses

DIRECTIVE = "a directive that is not known is passed over by the reader in Python only"

READERS = (
    Difference(
        "2LFX",
        "Spec Example 6.13. Reserved Directives [1.3]",
        '%FOO  bar baz # Should be ignored\n              # with a warning.\n---\n"foo"\n',
        Reads("foo"),
        Refuses(1),
        Reads("foo"),
        DIRECTIVE,
    ),
    Difference(
        "4ABK",
        "Flow Mapping Separate Values",
        '{\nunquoted : "separate",\nhttp://foo.com,\nomitted value:,\n}\n',
        Reads({"unquoted": "separate", "http://foo.com": None, "omitted value": None}),
        Refuses(4),
        Reads({"unquoted": "separate", "http://foo.com": None, "omitted value": None}),
        "libyaml wants a space between a colon and a comma",
    ),
    Difference(
        "6LVF",
        "Spec Example 6.13. Reserved Directives",
        '%FOO  bar baz # Should be ignored\n              # with a warning.\n--- "foo"\n',
        Reads("foo"),
        Refuses(1),
        Reads("foo"),
        DIRECTIVE,
    ),
    Difference(
        "BEC7",
        "Spec Example 6.14. “YAML” directive",
        '%YAML 1.3 # Attempt parsing\n          # with a warning\n---\n"foo"\n',
        Reads("foo"),
        Refuses(1),
        Reads("foo"),
        "a version of YAML after 1.2 is refused by libyaml",
    ),
    Difference(
        "JR7V",
        "Question marks in scalars",
        (
            "- a?string\n"
            "- another ? string\n"
            "- key: value?\n"
            "- [a?string]\n"
            "- [another ? string]\n"
            "- {key: value? }\n"
            "- {key: value?}\n"
            "- {key?: value }\n"
        ),
        Reads(
            [
                "a?string",
                "another ? string",
                {"key": "value?"},
                ["a?string"],
                ["another ? string"],
                {"key": "value?"},
                {"key": "value?"},
                {"key?": "value"},
            ]
        ),
        Reads(
            [
                "a?string",
                "another ? string",
                {"key": "value?"},
                ["a?string"],
                ["another ? string"],
                {"key": "value?"},
                {"key": "value?"},
                {"key?": "value"},
            ]
        ),
        Refuses(4),
        "the reader in Python wants question marks in brackets and braces in quotes",
    ),
    Difference(
        "MUS6/05",
        "Directive variants",
        "%YAM 1.1\n---\n",
        Reads(None),
        Refuses(1),
        Reads(None),
        DIRECTIVE,
    ),
    Difference(
        "MUS6/06",
        "Directive variants",
        "%YAMLL 1.1\n---\n",
        Reads(None),
        Refuses(1),
        Reads(None),
        DIRECTIVE,
    ),
)
