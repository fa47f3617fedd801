"""`import --update --changed` in any style: live values are declared, the rest stays."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from tests.importing.handwriting import Fleet, fleets
from tests.strategies import fleets as live_fleets
from tests.support import CONFIG, Project, fresh

LEFT = "Left unchanged"


@tried(2)
@given(fleets())
def test_live_values_are_declared_and_the_rest_stays(
    tmp_path_factory: Any, made: tuple[Fleet, list[dict[str, Any]]]
) -> None:
    fleet, live = made
    project = Project(fresh(Path(tmp_path_factory.getbasetemp())))
    project.write(driftcheck__yaml=CONFIG).live(*live)
    path = project.folder / "numbers.yaml"
    path.write_bytes(fleet.text.encode())
    before = changed_numbers(project)
    ran = project.run("import", "--update", "--changed")
    assert ran.code == 0, ran.err
    assert LEFT not in ran.err
    after = path.read_bytes().decode()
    assert changed_numbers(project) == set()
    assert [one for one in fleet.comments if one not in after] == []
    for entry, numbers in zip(fleet.entries, fleet.numbers, strict=True):
        assert not before.isdisjoint(numbers) or entry.rstrip() in after
    assert after.startswith(fleet.text[: fleet.text.index("numbers:")])
    again = project.run("import", "--update", "--changed")
    assert (again.code, path.read_bytes().decode()) == (0, after)
    assert "Nothing was changed" in again.err


def changed_numbers(project: Project, *args: str) -> set[str]:
    """Return the numbers that a check reports as changed."""
    found = project.report(*args)["findings"]
    return {one["phone_number"] for one in found if one["check"] == "drift-changed"}


@tried(2)
@given(live_fleets(), st.randoms())
def test_no_secret_is_written_and_unchanged_values_are_named(
    tmp_path_factory: Any, fleet: list[dict[str, Any]], random: Any
) -> None:
    project = Project(fresh(Path(tmp_path_factory.getbasetemp())))
    project.write(driftcheck__yaml=CONFIG, s__env="").live(*fleet)
    assert project.run("import", "--env-file", "s.env").code == 0
    env = ("--env-file", "s.env")
    others = random.sample(fleet, len(fleet))
    drifted = [
        {**other, "phone_number": one["phone_number"]}
        for one, other in zip(fleet, others, strict=True)
    ]
    ran = project.live(*drifted).run("import", "--update", "--changed", *env)
    assert ran.code == 0 or ran.err.startswith("Error: numbers.yaml:"), ran.err
    left = changed_numbers(project, *env)
    assert left == set() or LEFT in ran.err or ran.code == 1
    again = project.run("import", "--update", "--changed", *env)
    assert "Changed" not in again.err
    text = (project.folder / "numbers.yaml").read_text(encoding="utf-8")
    assert "hunter2" not in text
