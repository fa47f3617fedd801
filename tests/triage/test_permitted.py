"""Which globs of waivers restrict anything."""

from driftcheck.triage.permitted import narrows
from tests.each import each


@each("glob", ["+1*", "*0100", "?1*", "+[12]2*", "+1[0-9]", "[5", "[]1]2"])
def test_a_digit_narrows(glob: str) -> None:
    assert narrows(glob)


@each("glob", ["*", "+*", "+?*", "?", "[+]*", "+[0-9]*", "+[!1]*", "[]1]*", "[!]1]*", "+\u0661*"])
def test_a_glob_without_a_definite_digit_does_not_narrow(glob: str) -> None:
    assert not narrows(glob)
