"""Every case of the suite as an entry of a list: read straight from events, it is the same."""

from collections.abc import Iterator

from tests.direct_support import entries
from tests.yaml_suite.test_yaml_suite import CASES


def listed(text: str) -> Iterator[str]:
    """A text, and files that list it."""
    indented = text.replace("\n", "\n    ")
    thrice = "".join(f"  - a: {word}\n    b: {indented}\n" for word in ("x", "yy", "zzz"))
    yield text
    yield text * 3
    yield "numbers:\n" + text * 3
    yield "numbers:\n" + f"  - {indented}\n" * 3
    yield "numbers:\n" + thrice
    yield "numbers:\n" + thrice.replace("b: ", "b:\n      ")


def test_a_case_is_the_same_without_nodes() -> None:
    otherwise = {
        case.id: text
        for case in CASES
        for text in listed(case.text)
        if entries(text, directly=True) != entries(text, directly=False)
    }
    assert otherwise == {}
