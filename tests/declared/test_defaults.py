"""An error in defaults is reported once, in the defaults."""

from pathlib import Path

import pytest

from driftcheck import declared
from driftcheck.compare.drift import diff
from driftcheck.document.source import InputFile
from driftcheck.model import Declared, InputError, LiveList
from driftcheck.system import published
from tests.support import number

NUMBERS = "numbers: [{phone_number: +12025550100}, {phone_number: +12025550101}]\n"


def load(folder: Path, defaults: str) -> Declared:
    path = folder / "f.yaml"
    path.write_text(f"version: 1\ndefaults: {defaults}\n{NUMBERS}", encoding="utf-8")
    return declared.load([InputFile(path, "f.yaml")], published("number"))


@pytest.mark.parametrize(
    ("defaults", "message"),
    [
        (
            "{ignore: [lable]}",
            'f.yaml:2:12: "ignore" must name compared fields: no number has a field "lable"',
        ),
        ("5", 'f.yaml:2:1: "defaults" must be a mapping, not text'),
        ("{lable: x}", 'f.yaml:2:12: unknown key "defaults.lable"'),
        ("{inbound: yes}", 'f.yaml:2:12: "defaults.inbound" must be true or false, not text'),
    ],
)
def test_an_error_in_defaults_is_reported_once_at_its_place(
    defaults: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, defaults)
    assert [str(problem) for problem in caught.value.problems] == [message]


def test_a_field_that_is_ignored_does_not_break_a_declared_null(tmp_path: Path) -> None:
    known = load(tmp_path, "{outbound_config: null, ignore: [outbound_config.prefix]}")
    live = LiveList("live", (number(outbound_config={"prefix": "9"}),))
    assert [f.check for f in diff(known, live)] == ["drift-missing"]
    live = LiveList("live", (number(outbound_config={"prefix": "9", "user": "u"}),))
    (changed,) = (f for f in diff(known, live) if f.check == "drift-changed")
    assert (changed.path, changed.actual) == ("outbound_config", {"user": "u"})
