"""Entries are added as new lines; existing lines stay byte for byte."""

import difflib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.draft import slot
from driftcheck.model import InputError
from tests.each import each
from tests.effort import tried

LINES = ["- phone_number: +13"]


def added(text: str) -> str:
    where = slot(text, "f.yaml")
    return where.filled(text, [f"{where.indent}- phone_number: +13"])


def only_adds(before: str, after: str) -> bool:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return not any(line.startswith("- ") for line in lines)


@each(
    ("text", "after"),
    [
        (
            "numbers:\n  - phone_number: +12\n",
            "numbers:\n  - phone_number: +12\n  - phone_number: +13\n",
        ),
        ("- phone_number: +12\n", "- phone_number: +12\n- phone_number: +13\n"),
        (
            "numbers:\n- phone_number: +12\nversion: 1\n",
            "numbers:\n- phone_number: +12\n- phone_number: +13\nversion: 1\n",
        ),
        (
            "numbers:\r\n    -   phone_number: +12\r\n",
            "numbers:\r\n    -   phone_number: +12\r\n    - phone_number: +13\r\n",
        ),
        (
            "numbers:\n - {phone_number: +12} # c\n\n# the end\n",
            "numbers:\n - {phone_number: +12} # c\n - phone_number: +13\n\n# the end\n",
        ),
        (
            "numbers:\n  -\n    phone_number: +12\n    # still here\n...\n",
            "numbers:\n  -\n    phone_number: +12\n    # still here\n  - phone_number: +13\n...\n",
        ),
        (
            "numbers:\n- l: |\n   # no\n\n   x\n  phone_number: +12",
            "numbers:\n- l: |\n   # no\n\n   x\n  phone_number: +12\n- phone_number: +13\n",
        ),
        (
            "\ufeffnumbers:\n  - phone_number: +12\n",
            "\ufeffnumbers:\n  - phone_number: +12\n  - phone_number: +13\n",
        ),
        ("\ufeff- phone_number: +12\n", "\ufeff- phone_number: +12\n- phone_number: +13\n"),
        ("numbers: []  # c\nversion: 1", "numbers:  # c\n  - phone_number: +13\nversion: 1"),
        ("\ufeffnumbers: [ ]\r\n", "\ufeffnumbers:\r\n  - phone_number: +13\r\n"),
        ("version: 1\nnumbers: []", "version: 1\nnumbers:\n  - phone_number: +13\n"),
    ],
)
def test_lines_are_added_after_the_last_entry(text: str, after: str) -> None:
    assert added(text) == after


@each(
    ("text", "message"),
    [
        ("numbers: [{phone_number: +12}]\n", "f.yaml:1:10: entries cannot be added to a list"),
        ("[{phone_number: +12}]\n", "f.yaml:1:1: entries cannot be added to a list"),
        ("numbers:\n  []\n", "f.yaml:2:3: there are no entries"),
        ("[]\n", "f.yaml:1:1: there are no entries"),
        ("numbers: &a\n  - phone_number: +12\n", "entries cannot be added to a list"),
        ("numbers:\r  - phone_number: +12\r", "lone carriage return"),
    ],
)
def test_lists_that_cannot_be_extended_by_lines_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        slot(text, "f.yaml")
    assert message in str(caught.value)
    assert caught.value.problems[0].hint


@tried(4)
@given(
    st.lists(st.sampled_from(["# c", "", "  # c", "    # c", "      # c"]), max_size=4),
    st.sampled_from(["", "version: 1\n", "...\n", "# end\nversion: 1\n"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", " ", "  ", "     "]),
    st.sampled_from(
        ["+12", "{phone_number: +12}", "phone_number: +12\n@  label: >\n@    a\n\n@    b"]
    ),
)
def test_the_surrounding_text_stays(
    comments: list[str], rest: str, end: str, indent: str, entry: str
) -> None:
    head = "# first\nnumbers: # list\n" + f"{indent}- {entry}\n".replace("@", indent)
    text = (head + "".join(f"{line}\n" for line in comments) + rest).replace("\n", end)
    after = added(text)
    assert only_adds(text, after)
    assert after.count("\n") == text.count("\n") + 1
    was, now = yaml.safe_load(text)["numbers"], yaml.safe_load(after)["numbers"]
    assert now == [*was, {"phone_number": 13}]
