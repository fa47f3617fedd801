"""Every case of the suite as an entry of a list: reading it by its form makes no difference."""

from typing import Any

import pytest

from driftcheck import document
from driftcheck.document import Alike, alike
from driftcheck.errors import InputError
from tests.yaml_suite.cases import Accepted, Difference, Refused
from tests.yaml_suite.test_yaml_suite import ACCEPTED, DIFFERENCES, NOT_YAML, REFUSED

CASES: tuple[Accepted | Refused | Difference, ...] = (
    *ACCEPTED,
    *REFUSED,
    *NOT_YAML,
    *DIFFERENCES,
)
TEXTS = {case.id: case.text for case in CASES}


def entries(text: str, worthwhile: int) -> Any:
    """The entries that a text lists, each whole; or what is wrong with it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(alike, "WORTHWHILE", worthwhile)
        try:
            _, found = document.parse_list(text, "f.yaml", "numbers")
        except InputError as error:
            return error.problems
        return [entry.node() if isinstance(entry, Alike) else entry for entry in found]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_case_is_the_same_by_its_form(text: str) -> None:
    indented = text.replace("\n", "\n    ")
    thrice = "".join(f"  - a: {word}\n    b: {indented}\n" for word in ("x", "yy", "zzz"))
    for whole in (
        text,
        text * 3,
        "numbers:\n" + text * 3,
        "numbers:\n" + f"  - {indented}\n" * 3,
        "numbers:\n" + thrice,
        "numbers:\n" + thrice.replace("b: ", "b:\n      "),
    ):
        assert entries(whole, 0) == entries(whole, len(whole) + 1)
