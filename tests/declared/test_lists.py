"""A number in `phone_numbers` has its own line, which problems name."""

from pathlib import Path

import pytest

from driftcheck import declared
from driftcheck.document.source import InputFile
from driftcheck.model import Declared, InputError, Place
from driftcheck.system import published
from tests.support import CONFIG, Project, fresh, number

ONE, TWO, THREE = "+12025550100", "+12025550101", "+12025550102"
BLOCK = f"""\
version: 1
numbers:
  - label: Sales
    phone_numbers:
      - {ONE}
      # between them
      - '{TWO}'
    inbound: true
  - phone_numbers: [{THREE},
      +12025550103, "+12025550104"]
"""


def load(folder: Path, *texts: str) -> Declared:
    files = []
    for index, text in enumerate(texts):
        path = folder / f"{index}.yaml"
        path.write_text(text, encoding="utf-8")
        files.append(InputFile(path, f"{'abc'[index]}.yaml"))
    return declared.load(files, published("number"))


def refused(folder: Path, *texts: str) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        load(folder, *texts)
    return [(str(problem), problem.hint) for problem in caught.value.problems]


def test_each_number_in_a_list_has_its_place(tmp_path: Path) -> None:
    known = load(tmp_path, BLOCK)
    places = {number: said.place[1:] for number, said in known.items()}
    assert places == {
        ONE: (5, 9),
        TWO: (7, 9),
        THREE: (9, 21),
        "+12025550103": (10, 7),
        "+12025550104": (10, 21),
    }
    for path in (None, "phone_number", "outbound", "associated_pipeline.pipeline_id"):
        assert known[TWO].place_of(path) == Place("a.yaml", 7, 9)


def test_a_field_of_a_list_has_the_place_of_its_declaration(tmp_path: Path) -> None:
    known = load(
        tmp_path, "version: 1\ndefaults: {outbound: true}\n" + BLOCK.removeprefix("version: 1\n")
    )
    for phone_number in (ONE, TWO):
        assert known[phone_number].place_of("label") == Place("a.yaml", 4, 5)
        assert known[phone_number].place_of("inbound") == Place("a.yaml", 9, 5)
        assert known[phone_number].place_of("outbound") == Place("a.yaml", 2, 12)


def test_a_list_from_an_alias_has_the_places_of_its_anchor(tmp_path: Path) -> None:
    text = f"- {{phone_number: {ONE}, metadata: {{more: &more [{TWO}]}}}}\n"
    known = load(tmp_path, text + "- label: x\n  phone_numbers: *more\n")
    assert known[TWO].place == Place("a.yaml", 1, 56)
    assert known[TWO].place_of("label") == Place("a.yaml", 2, 3)


def test_many_lists_have_places_too(tmp_path: Path) -> None:
    entries = (
        f"  - label: L{index}\n    phone_numbers:\n      - +120255501{index:02}\n"
        f"      - +120255502{index:02}\n"
        for index in range(9)
    )
    known = load(tmp_path, "version: 1\nnumbers:\n" + "".join(entries))
    assert [said.place.line for said in known.values()] == [
        line + offset for line in range(3, 39, 4) for offset in (2, 3)
    ]
    assert known["+12025550207"].place_of("label") == Place("a.yaml", 31, 5)


def test_a_number_declared_twice_is_reported_at_its_place(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for texts, expected in [
        (
            (f"- phone_numbers: [{ONE}, {TWO}]\n- phone_number: {TWO}\n",),
            [(f"a.yaml:2:3: {TWO} is", "a.yaml:1:33")],
        ),
        (
            (f"- phone_number: {TWO}\n- phone_numbers:\n  - {ONE}\n  - {TWO}\n",),
            [(f"a.yaml:4:5: {TWO} is", "a.yaml:1:3")],
        ),
        (
            (
                f"- phone_numbers: [{ONE}, {TWO}]\n",
                f"- label: x\n  phone_numbers: [{TWO}, {ONE}]\n",
            ),
            [(f"b.yaml:2:19: {TWO} is", "a.yaml:1:33"), (f"b.yaml:2:33: {ONE} is", "a.yaml:1:19")],
        ),
        (
            (f"- range: {ONE}..{TWO}\n- phone_numbers:\n  - {THREE}\n  - {ONE}\n",),
            [(f"a.yaml:4:5: {ONE} is", "a.yaml:1:3")],
        ),
        (
            (f"- phone_numbers:\n  - {THREE}\n  - {ONE}\n- range: {ONE}..{TWO}\n",),
            [(f"a.yaml:4:3: {ONE} is", "a.yaml:3:5")],
        ),
        (
            (f"- phone_numbers: [{ONE}, {TWO}, '{ONE}',\n    {TWO}, {ONE}]\n",),
            [
                (f"a.yaml:1:47: {ONE} is", "a.yaml:1:19"),
                (f"a.yaml:2:5: {TWO} is", "a.yaml:1:33"),
                (f"a.yaml:2:19: {ONE} is", "a.yaml:1:19"),
            ],
        ),
    ]:
        with subtests.test(texts=texts, expected=expected):
            folder = fresh(tmp_path)
            assert refused(folder, *texts) == [
                (f"{said} declared twice", f"The first declaration is at {first}; keep only one.")
                for said, first in expected
            ]


def test_findings_name_its_line(project: Project) -> None:
    pack = "version: 1\nname: p\nrules:\n  - {id: r, title: T, severity: low, "
    pack += "require: {associated_pipeline.pipeline_id: p2}}\n"
    project.write(
        driftcheck__yaml=f"{CONFIG}policies: [p.yaml]\n", p__yaml=pack, numbers__yaml=BLOCK
    )
    project.live(number(phone_number=TWO, label="Support"))
    found = {
        (finding["check"], finding["phone_number"]): finding["location"]
        for finding in project.report()["findings"]
    }
    places = {key: (place["line"], place["column"]) for key, place in found.items()}
    assert places["drift-missing", ONE] == (5, 9)
    assert places["drift-missing", "+12025550104"] == (10, 21)
    assert places["drift-changed", TWO] == (3, 5)
    assert places["r", TWO] == (7, 9)
    absent = (
        f"version: 1\nnumbers:\n  - state: absent\n    phone_numbers:\n    - {ONE}\n    - {TWO}\n"
    )
    project.write(numbers__yaml=absent)
    (present,) = (f for f in project.report()["findings"] if f["check"] == "drift-present")
    assert (present["location"]["line"], present["location"]["column"]) == (6, 7)
