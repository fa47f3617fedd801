"""`driftcheck validate` reports all errors together."""

import pytest

from tests.support import CONFIG, Project


def test_a_valid_configuration_is_summarised(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [builtin:baseline]\n")
    ran = project.run("validate")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "driftcheck.yaml is valid: 1 number declared, 7 rules, 0 waivers.\n"


def test_quiet_prints_nothing_if_all_is_valid(project: Project) -> None:
    ran = project.run("validate", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_it_needs_no_live_list(project: Project) -> None:
    (project.folder / "live.json").unlink()
    assert project.run("validate", "--no-credentials").code == 0


def test_it_reports_a_live_side_that_check_could_not_read(project: Project) -> None:
    (project.folder / "live.json").unlink()
    ran = project.run("validate")
    assert ran.code == 1
    assert ran.err.startswith('Error: driftcheck.yaml:2:8: there is no file "live.json"')


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp:/nope", "https://u:p@example.com/"])
def test_it_reports_a_url_that_check_would_refuse(project: Project, url: str) -> None:
    agora = f"{{url: '{url}', customer_id: a, customer_secret: b}}"
    project.write(
        driftcheck__yaml=f"version: 1\nlive: {{agora: {agora}}}\ndeclared: [numbers.yaml]\n"
    )
    offline, online = project.run("validate"), project.run("check")
    assert offline.code == online.code == 1
    assert offline.err == online.err
    assert offline.err.startswith("Error: driftcheck.yaml:2:16: ")


def test_all_problems_of_all_files_are_reported_in_order(project: Project) -> None:
    project.write(
        driftcheck__yaml="version: 1\n"
        "live:\n  agora:\n    customer_id: ${NOBODY}\n    customer_secret: x\n"
        "declared: [numbers.yaml, more/*.yaml]\n"
        "policies: [p.yaml]\nwaivers: [w.yaml]\nseverity: {drift-mising: off}\n",
        numbers__yaml="version: 1\nnumbers:\n  - {phone_number: 1, lable: x}\n  - {inbound: 0}\n",
        p__yaml="version: 1\nname: p\nrules:\n"
        "  - {id: r, title: t, severity: low, require: {lable: x, inbound: maybe}}\n",
        w__yaml="version: 1\nwaivers:\n"
        "  - {check: nothing, match: ['*'], reason: r, owner: o, expires: 2030-01-01}\n",
    )
    ran = project.run("validate")
    heads = [line.split(" ")[1] for line in ran.err.splitlines() if line.startswith("Error")]
    assert ran.code == 1
    assert heads == [
        "driftcheck.yaml:4:18:",
        "driftcheck.yaml:6:26:",
        "driftcheck.yaml:9:12:",
        "numbers.yaml:3:20:",
        "numbers.yaml:3:23:",
        "numbers.yaml:4:5:",
        "numbers.yaml:4:6:",
        "p.yaml:4:48:",
        "p.yaml:4:67:",
        "w.yaml:3:6:",
    ]


def test_a_thousand_problems_are_counted_instead_of_listed(project: Project) -> None:
    lines = "".join(f"  - {{phone_number: +1202555{i:04}, lable: x}}\n" for i in range(1000))
    ran = project.write(numbers__yaml="version: 1\nnumbers:\n" + lines).run("validate")
    assert ran.err.endswith("... and 950 more errors.\n")
    assert ran.err.count("unknown key") == 50
