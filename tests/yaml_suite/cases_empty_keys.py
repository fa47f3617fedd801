"""Differences: YAML with keys that are left out, which both readers refuse."""

from tests.yaml_suite.cases import Difference, Refuses

EMPTY_KEY = "a key that is left out has no place among keys that are text"

EMPTY_KEYS = (
    Difference(
        "2JQS",
        "Block Mapping with Missing Keys",
        ": a\n: b\n",
        None,
        Refuses(1),
        Refuses(1),
        EMPTY_KEY,
    ),
    Difference(
        "6M2F",
        "Aliases in Explicit Block Mapping",
        "? &a a\n: &b b\n: *a\n",
        None,
        Refuses(3),
        Refuses(3),
        EMPTY_KEY,
    ),
    Difference(
        "CFD4",
        "Empty implicit key in single pair flow sequences",
        "- [ : empty key ]\n- [: another empty key]\n",
        None,
        Refuses(1),
        Refuses(1),
        EMPTY_KEY,
    ),
    Difference(
        "FRK4",
        "Spec Example 7.3. Completely Empty Flow Nodes",
        "{\n  ? foo :,\n  : bar,\n}\n",
        None,
        Refuses(2),
        Refuses(3),
        EMPTY_KEY,
    ),
    Difference(
        "NHX8",
        "Empty Lines at End of Document",
        ":\n\n\n",
        None,
        Refuses(1),
        Refuses(1),
        EMPTY_KEY,
    ),
    Difference(
        "NKF9",
        "Empty keys in block and flow mapping",
        (
            "---\n"
            "key: value\n"
            ": empty key\n"
            "---\n"
            "{\n"
            " key: value, : empty key\n"
            "}\n"
            "---\n"
            "# empty key and value\n"
            ":\n"
            "---\n"
            "# empty key and value\n"
            "{ : }\n"
        ),
        None,
        Refuses(3),
        Refuses(3),
        EMPTY_KEY,
    ),
    Difference(
        "S3PD",
        "Spec Example 8.18. Implicit Block Mapping Entries",
        'plain key: in-line value\n: # Both empty\n"quoted key":\n- entry\n',
        None,
        Refuses(2),
        Refuses(2),
        EMPTY_KEY,
    ),
    Difference("SM9W/01", "Single character streams", ":", None, Refuses(1), Refuses(1), EMPTY_KEY),
    Difference(
        "UKK6/00", "Syntax character edge cases", "- :\n", None, Refuses(1), Refuses(1), EMPTY_KEY
    ),
)
