"""Accepted: the marks of a document, directives, and comments."""

from tests.yaml_suite.cases import Accepted

DOCUMENTS = (
    Accepted("27NA", "Spec Example 5.9. Directive Indicator", "%YAML 1.2\n--- text\n", "text"),
    Accepted(
        "5NYZ",
        "Spec Example 6.9. Separated Comment",
        "key:    # Comment\n  value\n",
        {"key": "value"},
    ),
    Accepted(
        "J9HZ",
        "Spec Example 2.9. Single Document with Two Comments",
        (
            "---\n"
            "hr: # 1998 hr ranking\n"
            "  - Mark McGwire\n"
            "  - Sammy Sosa\n"
            "rbi:\n"
            "  # 1998 rbi ranking\n"
            "  - Sammy Sosa\n"
            "  - Ken Griffey\n"
        ),
        {"hr": ["Mark McGwire", "Sammy Sosa"], "rbi": ["Sammy Sosa", "Ken Griffey"]},
    ),
    Accepted("MUS6/02", "Directive variants", "%YAML  1.1\n---\n", None),
    Accepted("MUS6/04", "Directive variants", "%YAML 1.1  # comment\n---\n", None),
    Accepted(
        "P94K",
        "Spec Example 6.11. Multi-Line Comments",
        "key:    # Comment\n        # lines\n  value\n\n\n",
        {"key": "value"},
    ),
    Accepted(
        "RTP8",
        "Spec Example 9.2. Document Markers",
        "%YAML 1.2\n---\nDocument\n... # Suffix\n",
        "Document",
    ),
    Accepted("S4T7", "Document with footer", "aaa: bbb\n...\n", {"aaa": "bbb"}),
    Accepted(
        "SYW4",
        "Spec Example 2.2. Mapping Scalars to Scalars",
        "hr:  65    # Home runs\navg: 0.278 # Batting average\nrbi: 147   # Runs Batted In\n",
        {"hr": 65, "avg": 0.278, "rbi": 147},
    ),
    Accepted(
        "X8DW",
        "Explicit key and value seperated by comment",
        "---\n? key\n# comment\n: value\n",
        {"key": "value"},
    ),
    Accepted(
        "XLQ9",
        "Multiline scalar that looks like a YAML directive",
        "---\nscalar\n%YAML 1.2\n",
        "scalar %YAML 1.2",
    ),
)
