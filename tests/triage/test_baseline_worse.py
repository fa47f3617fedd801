"""The baseline does not accept a group of numbers that has become worse."""

import json

from tests.each import each
from tests.support import CONFIG, Project, number

RULE = "{id: lines, title: Lines, severity: high, when: {inbound: true}, count: %s}"


def make(project: Project, count: str) -> Project:
    pack = f"version: 1\nname: p\nrules:\n  - {RULE % count}\n"
    config = CONFIG + "policies: [p.yaml]\nseverity: {drift-unmanaged: off, drift-missing: off}\n"
    return project.write(p__yaml=pack, driftcheck__yaml=config)


def live(project: Project, *digits: int) -> Project:
    """Return that many inbound numbers, by their last digits, and one that is not inbound."""
    inbound = [number(phone_number=f"+1202555010{digit}") for digit in digits]
    return project.live(number(phone_number="+12025550199", inbound=False), *inbound)


@each(
    ("count", "before", "now", "status"),
    [
        ("{maximum: 1}", (1, 2), (1, 2), "existing"),
        ("{maximum: 1}", (1, 2, 3), (1, 2), "existing"),  # better, though not well
        ("{maximum: 1}", (1, 2), (1, 2, 3), "new"),
        ("{maximum: 1}", (1, 2), (1, 3), "new"),
        ("{minimum: 4}", (1, 2), (1, 2), "existing"),
        ("{minimum: 4}", (1, 2), (1, 2, 3), "existing"),
        ("{minimum: 4}", (1, 2), (1,), "new"),
        ("{minimum: 4}", (1, 2), (), "new"),
        ("{minimum: 4}", (), (), "existing"),
        ("{minimum: 2, maximum: 3}", (1, 2, 3, 4), (1,), "new"),
        ("{minimum: 2, maximum: 3}", (1,), (1, 2, 3, 4), "new"),
        ("{exclusiveMinimum: 3}", (1, 2), (1,), "new"),
        ("{exclusiveMaximum: 2}", (1, 2), (1, 2, 3), "new"),
        ("{exclusiveMaximum: 2}", (1, 2, 3), (1, 2), "existing"),
        ("{const: 5}", (), (1,), "new"),
        ("{multipleOf: 3}", (1, 2), (1, 2), "existing"),
        ("{multipleOf: 3}", (1, 2), (1,), "new"),
    ],
)
def test_a_group_is_existing_until_it_becomes_worse(
    count: str, before: tuple[int, ...], now: tuple[int, ...], status: str, project: Project
) -> None:
    live(make(project, count), *before).run("check", "-q", "-o", "json=former.json")
    (finding,) = live(project, *now).report("--baseline", "former.json")["findings"]
    assert finding["status"] == status


def test_a_report_that_was_altered_is_refused(project: Project) -> None:
    live(make(project, "{minimum: 4}"), 1).run("check", "-q", "-o", "json=former.json")
    path = project.folder / "former.json"
    report = json.loads(path.read_text())
    report["findings"][0]["check"] = "drift-missing"
    path.write_text(json.dumps(report))
    ran = project.run("check", "--baseline", "former.json")
    assert (ran.code, ran.out) == (1, "")
    assert "a fingerprint does not match its finding" in ran.err
