"""Refused by intent: several documents in a file, and files without any."""

from tests.yaml_suite.cases import EMPTY, SECOND, Refused

SEVERAL = (
    Refused("6XDY", "Two document start markers", "---\n---\n", 2, SECOND),
    Refused(
        "6ZKB",
        "Spec Example 9.6. Stream",
        "Document\n---\n# Empty\n...\n%YAML 1.2\n---\nmatches %: 20\n",
        2,
        SECOND,
    ),
    Refused("8G76", "Spec Example 6.10. Comment Lines", "  # Comment\n   \n\n\n", 5, EMPTY),
    Refused("98YD", "Spec Example 5.5. Comment Indicator", "# Comment only.\n", 2, EMPTY),
    Refused(
        "9DXL",
        "Spec Example 9.6. Stream [1.3]",
        "Mapping: Document\n---\n# Empty\n...\n%YAML 1.2\n---\nmatches %: 20\n",
        2,
        SECOND,
    ),
    Refused("AVM7", "Empty Stream", "", 1, EMPTY),
    Refused(
        "JHB9",
        "Spec Example 2.7. Two Documents in a Stream",
        (
            "# Ranking of 1998 home runs\n"
            "---\n"
            "- Mark McGwire\n"
            "- Sammy Sosa\n"
            "- Ken Griffey\n"
            "\n"
            "# Team ranking\n"
            "---\n"
            "- Chicago Cubs\n"
            "- St Louis Cardinals\n"
        ),
        8,
        SECOND,
    ),
    Refused("KSS4", "Scalars on --- line", '--- "quoted\nstring"\n--- &node foo\n', 3, SECOND),
    Refused(
        "L383",
        "Two scalar docs with trailing comments",
        "--- foo  # comment\n--- foo  # comment\n",
        2,
        SECOND,
    ),
    Refused("PUW8", "Document start on last line", "---\na: b\n---\n", 3, SECOND),
    Refused(
        "RZT7",
        "Spec Example 2.28. Log File",
        (
            "---\n"
            "Time: 2001-11-23 15:01:42 -5\n"
            "User: ed\n"
            "Warning:\n"
            "  This is an error message\n"
            "  for the log file\n"
            "---\n"
            "Time: 2001-11-23 15:02:31 -5\n"
            "User: ed\n"
            "Warning:\n"
            "  A slightly different error\n"
            "  message.\n"
            "---\n"
            "Date: 2001-11-23 15:03:17 -5\n"
            "User: ed\n"
            "Fatal:\n"
            '  Unknown variable "bar"\n'
            "Stack:\n"
            "  - file: TopClass.py\n"
            "    line: 23\n"
            "    code: |\n"
            '      x = MoreObject("345\\n")\n'
            "  - file: MoreClass.py\n"
            "    line: 58\n"
            "    code: |-\n"
            "      foo = bar\n"
        ),
        7,
        SECOND,
    ),
    Refused(
        "U9NS",
        "Spec Example 2.8. Play by Play Feed from a Game",
        (
            "---\n"
            "time: 20:03:20\n"
            "player: Sammy Sosa\n"
            "action: strike (miss)\n"
            "...\n"
            "---\n"
            "time: 20:03:47\n"
            "player: Sammy Sosa\n"
            "action: grand slam\n"
            "...\n"
        ),
        6,
        SECOND,
    ),
)
