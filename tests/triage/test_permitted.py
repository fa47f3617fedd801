"""Which globs of waivers narrow anything."""

from driftcheck.triage.permitted import narrows
from tests.each import each


@each("glob", ["+1*", "*0100", "?1*", "+[12]2*", "+1[0-9]", "[5", "[]1]2"])
def test_a_digit_narrows(glob: str) -> None:
    assert narrows(glob)


@each("glob", ["*", "+*", "+?*", "?", "[+]*", "+[0-9]*", "+[!1]*", "[]1]*", "[!]1]*", "+\u0661*"])
def test_what_has_no_digit_or_any_does_not(glob: str) -> None:
    assert not narrows(glob)
