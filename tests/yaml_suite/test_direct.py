"""Every case of the suite as an entry of a list: read straight from events, it is the same."""

import pytest

from tests.direct_support import entries
from tests.yaml_suite.cases import Accepted, Difference, Refused
from tests.yaml_suite.test_yaml_suite import ACCEPTED, DIFFERENCES, NOT_YAML, REFUSED

CASES: tuple[Accepted | Refused | Difference, ...] = (
    *ACCEPTED,
    *REFUSED,
    *NOT_YAML,
    *DIFFERENCES,
)
TEXTS = {case.id: case.text for case in CASES}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_case_is_the_same_without_nodes(text: str) -> None:
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
        assert entries(whole, directly=True) == entries(whole, directly=False)
