"""`driftcheck check`, as it is run."""

from tests.support import NUMBER, Project, number


def test_a_list_as_declared_is_clean(project: Project) -> None:
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("CLEAN: no finding at or above low. Exit code 0.\n")


def test_drift_exits_2_in_every_format(project: Project) -> None:
    project.live(number(inbound=False))
    assert project.run("check").code == 2
    assert project.run("check", "-o", "json").code == 2


def test_an_undeclared_number_is_found(project: Project) -> None:
    project.live(NUMBER, number(phone_number="+442071838750"))
    (finding,) = project.report()["findings"]
    assert (finding["check"], finding["phone_number"]) == ("drift-unmanaged", "+442071838750")
