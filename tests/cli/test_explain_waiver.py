"""The example waiver of `driftcheck explain` waives nothing until it is edited."""

import re

from tests.cli.test_explain import ACCEPT, explain, read
from tests.each import each
from tests.support import CONFIG, Project


@each(
    ("change", "left"),
    [
        (("", ""), ["numbers", "owner", "reason"]),
        (("why it is accepted", "OPS-123"), ["numbers", "owner"]),
        (("who accepted it", "voice"), ["numbers", "reason"]),
        (("why it is accepted", "'  why it is  accepted '"), ["numbers", "owner", "reason"]),
        (("+12025550100", "+12025550107"), ["owner", "reason"]),
    ],
)
def test_the_example_waiver_must_be_edited_before_it_waives(
    change: tuple[str, str], left: list[str], project: Project
) -> None:
    waiver = read(explain("drift-changed")).parts[ACCEPT].replace(*change)
    config = CONFIG + "waivers: [waivers.yaml]\n"
    project.write(driftcheck__yaml=config, waivers__yaml=f"version: 1\nwaivers:\n{waiver}")
    ran = project.run("validate")
    assert (ran.code, ran.out) == (1, "")
    said = re.findall(r"waivers.yaml:\d+:5: .waivers\[0\]\.(\w+).* explain.*\n  Write .*", ran.err)
    assert sorted(said) == left
