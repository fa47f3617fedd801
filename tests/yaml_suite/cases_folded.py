"""Accepted: block scalars that are folded (>), with every chomping and indentation."""

from tests.yaml_suite.cases import Accepted

FOLDED = (
    Accepted(
        "4Q9F",
        "Folded Block Scalar [1.3]",
        "--- >\n ab\n cd\n \n ef\n\n\n gh\n",
        "ab cd\nef\n\ngh\n",
    ),
    Accepted(
        "4QFQ",
        "Spec Example 8.2. Block Indentation Indicator [1.3]",
        "- |\n detected\n- >\n \n  \n  # detected\n- |1\n  explicit\n- >\n detected\n",
        ["detected\n", "\n\n# detected\n", " explicit\n", "detected\n"],
    ),
    Accepted(
        "5BVJ",
        "Spec Example 5.7. Block Scalar Indicators",
        "literal: |\n  some\n  text\nfolded: >\n  some\n  text\n",
        {"literal": "some\ntext\n", "folded": "some text\n"},
    ),
    Accepted(
        "6VJK",
        'Spec Example 2.15. Folded newlines are preserved for "more indented" and blank lines',
        (
            ">\n"
            " Sammy Sosa completed another\n"
            " fine season with great stats.\n"
            "\n"
            "   63 Home Runs\n"
            "   0.288 Batting Average\n"
            "\n"
            " What a year!\n"
        ),
        (
            "Sammy Sosa completed another fine season with great stats.\n"
            "\n"
            "  63 Home Runs\n"
            "  0.288 Batting Average\n"
            "\n"
            "What a year!\n"
        ),
    ),
    Accepted(
        "7T8X",
        "Spec Example 8.10. Folded Lines - 8.13. Final Empty Lines",
        (
            ">\n"
            "\n"
            " folded\n"
            " line\n"
            "\n"
            " next\n"
            " line\n"
            "   * bullet\n"
            "\n"
            "   * list\n"
            "   * lines\n"
            "\n"
            " last\n"
            " line\n"
            "\n"
            "# Comment\n"
        ),
        "\nfolded line\nnext line\n  * bullet\n\n  * list\n  * lines\n\nlast line\n",
    ),
    Accepted(
        "93WF",
        "Spec Example 6.6. Line Folding [1.3]",
        "--- >-\n  trimmed\n  \n \n\n  as\n  space\n",
        "trimmed\n\n\nas space",
    ),
    Accepted(
        "96L6",
        "Spec Example 2.14. In the folded scalars, newlines become spaces",
        "--- >\n  Mark McGwire's\n  year was crippled\n  by a knee injury.\n",
        "Mark McGwire's year was crippled by a knee injury.\n",
    ),
    Accepted(
        "B3HG",
        "Spec Example 8.9. Folded Scalar [1.3]",
        "--- >\n folded\n text\n\n\n",
        "folded text\n",
    ),
    Accepted(
        "F6MC",
        "More indented lines at the beginning of folded block scalars",
        "---\na: >2\n   more indented\n  regular\nb: >2\n\n\n   more indented\n  regular\n",
        {"a": " more indented\nregular\n", "b": "\n\n more indented\nregular\n"},
    ),
    Accepted("G992", "Spec Example 8.9. Folded Scalar", ">\n folded\n text\n\n\n", "folded text\n"),
    Accepted(
        "HMK4",
        "Spec Example 2.16. Indentation determines scope",
        (
            "name: Mark McGwire\n"
            "accomplishment: >\n"
            "  Mark set a major league\n"
            "  home run record in 1998.\n"
            "stats: |\n"
            "  65 Home Runs\n"
            "  0.278 Batting Average\n"
        ),
        {
            "name": "Mark McGwire",
            "accomplishment": "Mark set a major league home run record in 1998.\n",
            "stats": "65 Home Runs\n0.278 Batting Average\n",
        },
    ),
    Accepted(
        "K527",
        "Spec Example 6.6. Line Folding",
        ">-\n  trimmed\n  \n \n\n  as\n  space\n",
        "trimmed\n\n\nas space",
    ),
    Accepted(
        "K858",
        "Spec Example 8.6. Empty Scalar Chomping",
        "strip: >-\n\nclip: >\n\nkeep: |+\n\n",
        {"strip": "", "clip": "", "keep": "\n"},
    ),
    Accepted(
        "MJS9",
        "Spec Example 6.7. Block Folding",
        ">\n  foo \n \n  \t bar\n\n  baz\n",
        "foo \n\n\t bar\n\nbaz\n",
    ),
    Accepted(
        "MZX3",
        "Non-Specific Tags on Scalars",
        "- plain\n- \"double quoted\"\n- 'single quoted'\n- >\n  block\n- plain again\n",
        ["plain", "double quoted", "single quoted", "block\n", "plain again"],
    ),
    Accepted(
        "P2AD",
        "Spec Example 8.1. Block Scalar Header",
        (
            "- | # Empty header↓\n"
            " literal\n"
            "- >1 # Indentation indicator↓\n"
            "  folded\n"
            "- |+ # Chomping indicator↓\n"
            " keep\n"
            "\n"
            "- >1- # Both indicators↓\n"
            "  strip\n"
        ),
        ["literal\n", " folded\n", "keep\n\n", " strip"],
    ),
    Accepted(
        "TS54", "Folded Block Scalar", ">\n ab\n cd\n \n ef\n\n\n gh\n", ("ab cd\nef\n\ngh\n")
    ),
)
